"""Plain documents as files: Markdown, DOCX and PDF of the same blocks.

The writers take a second to import: import this package where a file is asked for, not before.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from . import markdown, pdf, word
from .blocks import Block


@dataclass(frozen=True, slots=True)
class Saved:
    """A file to be saved."""

    name: str
    mimetype: str
    content: bytes


_WRITERS: Final[Mapping[str, tuple[str, Callable[[Sequence[Block]], bytes]]]] = {
    "md": ("text/markdown; charset=utf-8", markdown.write),
    "docx": (
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        word.write,
    ),
    "pdf": ("application/pdf", pdf.write),
}
KINDS: Final = tuple(_WRITERS)


def saved(name: str, kind: str, blocks: Sequence[Block]) -> Saved:
    """The document as a file of one of `KINDS`, called `name` with the ending of its kind."""
    mimetype, write = _WRITERS[kind]
    return Saved(f"{name}.{kind}", mimetype, write(blocks))
