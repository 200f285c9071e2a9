"""Words that somebody has marked in a note: as spans, as form values, as pieces to tick."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Annotated, Final

from pydantic import Field

from inference import OwnWords

from .strict import Strict

MOST_MARKS: Final = 60
_MARK: Final = re.compile("([0-9]{1,5})-([0-9]{1,5})")


@dataclass(frozen=True, slots=True, order=True)
class Span(Strict):
    """Words that were marked, `note[start:end]`, offsets in code points."""

    start: Annotated[int, Field(ge=0)]
    end: Annotated[int, Field(ge=1)]

    @property
    def value(self) -> str:
        """The span as the value of a box in a form: "12-40"."""
        return f"{self.start}-{self.end}"


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of the note; `mark` is the form value of a sentence, None between sentences."""

    text: str
    start: int
    mark: str | None
    marked: bool


def joined(spans: Iterable[Span]) -> tuple[Span, ...]:
    """The spans in order, those that overlap as one.

    >>> joined((Span(4, 9), Span(0, 5)))
    (Span(start=0, end=9),)
    """
    found: list[Span] = []
    for span in sorted(spans):
        if found and span.start < found[-1].end:
            found[-1] = Span(found[-1].start, max(found[-1].end, span.end))
        else:
            found.append(span)
    return tuple(found)


def sent_spans(marks: Sequence[str], note: str) -> tuple[Span, ...] | None:
    """The spans that a form names, each once; None where one is not inside the note."""
    found = {}
    for mark in marks:
        place = _MARK.fullmatch(mark)
        if place is None or not int(place[1]) < int(place[2]) <= len(note):
            return None
        found[mark] = Span(int(place[1]), int(place[2]))
    return tuple(found.values()) if len(found) <= MOST_MARKS else None


def pieces(note: str, read: OwnWords, spans: Iterable[Span] = ()) -> tuple[Piece, ...]:
    """Sentences to mark, and what stands between them; joined they are the note again."""
    marked = {span.value for span in spans}
    found, at = [], 0
    for told in read.told or ():
        start, end = told.quote.start, told.quote.end
        if start < at:
            continue
        if start > at:
            found.append(Piece(note[at:start], at, None, False))
        mark = f"{start}-{end}"
        found.append(Piece(note[start:end], start, mark, mark in marked))
        at = end
    if not found:
        return (Piece(note, 0, mark := f"0-{len(note)}", mark in marked),)
    if at < len(note):
        found.append(Piece(note[at:], at, None, False))
    return tuple(found)


def own_pieces(note: str, whole: Iterable[Piece], spans: Iterable[Span]) -> tuple[Piece, ...]:
    """The spans that are none of the `whole` sentences, as marks of their own."""
    sentences = {piece.mark for piece in whole}
    return tuple(
        Piece(note[span.start : span.end], span.start, span.value, True)
        for span in spans
        if span.value not in sentences
    )
