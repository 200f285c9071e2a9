"""What a note's writer may want to look at again, as the page shows it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from inference import OwnWords, Quote, WordHint

from ..language import N_, Worded, gettext
from .marks import Mark, Segment, cut
from .pages import Carried

_DOES: Final = Worded(
    {
        "blame": N_("may blame"),
        "label": N_("may label"),
        "doubt": N_("may cast doubt"),
    }
)
_TOLD: Final = Worded(
    {
        "observation": N_("seen or done"),
        "report": N_("somebody says so"),
        "opinion": N_("how the writer takes it"),
    }
)


@dataclass(frozen=True, slots=True)
class HintView:
    """Words to look at again: what they may do, a plainer wording, and why."""

    words: str
    does: str
    plainer: str
    why: str


@dataclass(frozen=True, slots=True)
class SentenceView:
    """A sentence with its marks, and what kind of telling it may be."""

    segments: tuple[Segment, ...]
    kind: str
    told: str


@dataclass(frozen=True, slots=True)
class OwnWordsPage:
    """The writer's own words: what to look at again, and each sentence of the note."""

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
                _marked(carried.note, told.quote, found.hints),
                told.kind,
                _TOLD[told.kind],
            )
            for told in found.told
        ),
        kinds=tuple(_TOLD.items()),
        carried=carried,
    )


def _marked(note: str, told: Quote, hints: tuple[WordHint, ...]) -> tuple[Segment, ...]:
    """A sentence cut at the hints that touch it, each marked with its number."""
    start, end = told.start, told.end
    return cut(
        note[start:end],
        (
            Mark(
                max(hint.quote.start, start) - start,
                min(hint.quote.end, end) - start,
                code=str(number),
                anchor=f"hint-{number}",
                look=hint.kind,
                says=gettext("Why these words: number %(number)s", number=number),
            )
            for number, hint in enumerate(hints, 1)
            if hint.quote.start < end and start < hint.quote.end
        ),
    )
