"""What a note's writer may want to look at again, as the page shows it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from inference import OwnWords

from .pages import Carried

_DOES: Final = {
    "blame": "may blame",
    "label": "may label",
    "doubt": "may cast doubt",
}
_TOLD: Final = {
    "observation": "seen or done",
    "report": "somebody says so",
    "opinion": "how the writer takes it",
}


@dataclass(frozen=True, slots=True)
class HintView:
    """Words to look at again: what they may do, a plainer wording, and why."""

    words: str
    does: str
    plainer: str
    why: str


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a sentence; `hint` is the number of the hint that it is marked with, or None."""

    text: str
    hint: int | None


@dataclass(frozen=True, slots=True)
class SentenceView:
    """A sentence in pieces, with what kind of telling it may be."""

    pieces: tuple[Piece, ...]
    kind: str
    told: str


@dataclass(frozen=True, slots=True)
class OwnWordsPage:
    """The writer's own words; `problem` says why the note could not be looked at."""

    hints: tuple[HintView, ...]
    sentences: tuple[SentenceView, ...]
    kinds: tuple[tuple[str, str], ...]
    carried: Carried


def own_words_page(found: OwnWords, carried: Carried) -> OwnWordsPage:
    """The page about `carried.note`, in which `found` has been found."""
    return OwnWordsPage(
        hints=tuple(HintView(h.quote.text, _DOES[h.kind], h.plainer, h.why) for h in found.hints),
        sentences=tuple(
            SentenceView(
                _pieces(carried.note, told.quote.start, told.quote.end, found),
                told.kind,
                _TOLD[told.kind],
            )
            for told in found.told
        ),
        kinds=tuple(_TOLD.items()),
        carried=carried,
    )


def _pieces(note: str, start: int, end: int, found: OwnWords) -> tuple[Piece, ...]:
    pieces: list[Piece] = []
    at = start
    for number, hint in enumerate(found.hints, 1):
        first, last = max(hint.quote.start, start), min(hint.quote.end, end)
        if first < last:
            pieces += [Piece(note[at:first], None), Piece(note[first:last], number)]
            at = last
    pieces.append(Piece(note[at:end], None))
    return tuple(piece for piece in pieces if piece.text)
