"""The verdict on one barrier as the page shows it: words, reasons, and what tells it apart."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ..language import gettext
from ..presentation.marks import Marker, Passage
from . import wording
from .attempt import CONFIDENCE
from .feedback import LEFT_OUT, LOOK_ALIKE, READ_IN, RIVAL, OnBarrier, Words
from .pack import Case
from .vocabulary import clinical


@dataclass(frozen=True, slots=True)
class WordsView:
    """A quote with its place in the note; `marked` where the learner has marked it, too."""

    passage: Passage
    marked: bool


@dataclass(frozen=True, slots=True)
class BarrierView:
    """One barrier with its verdict and all that is said about it."""

    letter: str
    barrier: str
    name: str
    verdict: str
    told: str
    sure: str | None
    support: str | None
    speaks_for: tuple[WordsView, ...]
    against: tuple[WordsView, ...]
    because: str | None
    rivals: tuple[tuple[str, str], ...]
    not_here: str | None
    instead: tuple[tuple[str, str], ...]
    ask: str
    drew_nothing: str | None


def barrier_view(on: OnBarrier, letter: str, case: Case, marker: Marker | None) -> BarrierView:
    """The verdict on one barrier; without a `marker` its quotes are not marked in the note."""
    known = clinical().barrier(on.barrier)
    look = f"h-{on.barrier}" if on.reference else f"against h-{on.barrier}"
    quotes = [words.quote for words in on.speaks_for]
    against = [words.quote for words in on.against]
    if marker:
        shown = marker.speaking_for(quotes, letter, look, known.name)
        shown_against = marker.speaking_against(against, letter, f"h-{on.barrier}", known.name)
    else:
        shown = tuple(Passage(quote.text, "", "") for quote in quotes)
        shown_against = ()
    return BarrierView(
        letter=letter,
        barrier=on.barrier,
        name=known.name,
        verdict=on.verdict,
        told=wording.VERDICT[on.verdict],
        sure=_sure(on),
        support=wording.SUPPORT[on.reference.support] if on.reference else None,
        speaks_for=_views(shown, on.speaks_for),
        against=_views(shown_against, on.against),
        because=on.reference.because if on.reference else None,
        rivals=tuple((rival.reading, rival.would_tell) for rival in on.rivals),
        not_here=on.look_alike.because if on.look_alike else None,
        instead=_instead(on, case),
        ask=known.ask,
        drew_nothing=_drew_nothing(on),
    )


def _views(passages: Sequence[Passage], words: Sequence[Words]) -> tuple[WordsView, ...]:
    return tuple(
        WordsView(passage, each.marked) for passage, each in zip(passages, words, strict=True)
    )


def _sure(on: OnBarrier) -> str | None:
    if on.confidence is None or on.sure is None:
        return None
    loosely = on.sure == "fits" and on.verdict in (LOOK_ALIKE, READ_IN)
    said = gettext(wording.HELD_LOOSELY) if loosely else wording.SURE[on.sure]
    return gettext(
        "You held it as %(confidence)s. %(said)s", confidence=CONFIDENCE[on.confidence], said=said
    )


def _drew_nothing(on: OnBarrier) -> str | None:
    """Of something missed: whether its words were marked all the same."""
    how_many = sum(words.marked for words in on.speaks_for)
    if on.verdict != "missed" or not how_many:
        return None
    return (
        gettext(
            "You marked %(how_many)s of these %(speaks_for)s and drew something else from them.",
            how_many=how_many,
            speaks_for=len(on.speaks_for),
        )
        if len(on.speaks_for) > 1
        else gettext("You marked these words and drew something else from them.")
    )


def _instead(on: OnBarrier, case: Case) -> tuple[tuple[str, str], ...]:
    """What the reference has in place of a reading, and what tells the two apart."""
    if on.reference or on.verdict in (RIVAL, LEFT_OUT):
        return ()
    found = []
    for barrier in case.barriers:
        pairs = [
            (clinical().barrier(one), other)
            for one, other in ((on.barrier, barrier), (barrier, on.barrier))
        ]
        told = next(
            (r.tell_apart for entry, other in pairs for r in entry.rivals if r.barrier == other),
            None,
        )
        if told:
            found.append((clinical().barrier(barrier).name, told))
    return tuple(found)
