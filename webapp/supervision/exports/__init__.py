"""A round to be saved: Markdown, DOCX and PDF of one document, and JSON of its values."""

from __future__ import annotations

from typing import Final

from ... import documents
from ...documents import Saved
from ..comparison_view import laid_open
from ..round import Sitting
from . import document, plain

KINDS: Final = (*documents.KINDS, "json")


def saved(sitting: Sitting, kind: str, *, hidden: bool = False) -> Saved:
    """The round, as somebody sees it, as a file of one of `KINDS`; with names `hidden` if asked."""
    name = f"supervision-round-{sitting.round.created:%Y-%m-%d}"
    if kind == "json":
        return Saved(f"{name}.json", "application/json", plain.write(sitting, hidden=hidden))
    return documents.saved(name, kind, document.of(laid_open(sitting, hidden=hidden)))
