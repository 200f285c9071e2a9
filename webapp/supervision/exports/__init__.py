"""A round to be saved: Markdown, DOCX and PDF of one document, and JSON of its values."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from ..comparison_view import laid_open
from ..round import Sitting
from . import document, markdown, pdf, plain, word
from .document import Block


@dataclass(frozen=True, slots=True)
class Saved:
    """A file to be saved."""

    name: str
    mimetype: str
    content: bytes


_WRITERS: Final[Mapping[str, tuple[str, Callable[[tuple[Block, ...]], bytes]]]] = {
    "md": ("text/markdown; charset=utf-8", markdown.write),
    "docx": (
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        word.write,
    ),
    "pdf": ("application/pdf", pdf.write),
}
KINDS: Final = (*_WRITERS, "json")


def saved(sitting: Sitting, kind: str, *, hidden: bool = False) -> Saved:
    """The round, as somebody sees it, as a file of one of `KINDS`; with names `hidden` if asked."""
    name = f"supervision-round-{sitting.round.created:%Y-%m-%d}.{kind}"
    if kind == "json":
        return Saved(name, "application/json", plain.write(sitting, hidden=hidden))
    mimetype, write = _WRITERS[kind]
    return Saved(name, mimetype, write(document.of(laid_open(sitting, hidden=hidden))))
