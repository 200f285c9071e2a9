"""The part of a document that a command writes, between two marker lines; the rest is prose."""

from __future__ import annotations

from pathlib import Path

from .jsonl import CorpusError


def fill(path: Path, begin: str, end: str, body: str) -> None:
    """Write `body` between the markers of the document at `path`.

    Raises
    ------
    CorpusError
        As `replace`.
    """
    document = path.read_text(encoding="utf-8")
    path.write_text(replace(document, begin, end, body, name=path.name), encoding="utf-8")


def replace(document: str, begin: str, end: str, body: str, *, name: str) -> str:
    """`document` with what stands between the markers `begin` and `end` replaced by `body`.

    Raises
    ------
    CorpusError
        The document, which the message calls `name`, does not hold both markers, in order.
    """
    before, begun, rest = document.partition(begin)
    _, ended, after = rest.partition(end)
    if not begun or not ended:
        raise CorpusError(f"{name}: the lines {begin!r} and {end!r} are needed, in order.")
    return f"{before}{begin}\n\n{body}\n\n{end}{after}"
