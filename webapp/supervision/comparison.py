"""Several readings of one note side by side: where all agree, where they part, what to ask next.

Words count as shared where the spans overlap. Two raters read the same words differently where they
overlap and stand for barriers that the other one does not hold.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Final

from ..practice.vocabulary import clinical, known
from ..spans import Span, joined
from .entry import STRENGTHS, Reading
from .ratings import circular

MOST_QUESTIONS: Final = 6
# Two directions further apart than one octant are called different.
FAR: Final = circular(0, 45)


@dataclass(frozen=True, slots=True)
class Rated:
    """One rater's reading; `id` is the rater's."""

    id: str
    reading: Reading


@dataclass(frozen=True, slots=True)
class OnBarrier:
    """A barrier that somebody holds: how strongly each one does, and in whose words.

    `strengths` and `spans` follow the raters; a strength is None where it is not held. `shared` are
    words that all who hold it rely on, `steps` how far the strengths lie apart at most.
    """

    barrier: str
    strengths: tuple[str | None, ...]
    spans: tuple[tuple[Span, ...], ...]
    shared: tuple[Span, ...]
    steps: int


@dataclass(frozen=True, slots=True)
class SameWords:
    """Words that two raters rely on for different barriers."""

    words: Span
    one: str
    for_one: str
    other: str
    for_other: str


@dataclass(frozen=True, slots=True)
class Question:
    """Something to ask next; `barriers` are those between which the answer would tell."""

    text: str
    barriers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """All that can be said of several readings of one note.

    `left_alone` are the barriers that nobody holds. `style_apart` and `stance_apart` are None where
    fewer than two raters have a direction, or a stance from the list.
    """

    raters: tuple[str, ...]
    barriers: tuple[OnBarrier, ...]
    left_alone: tuple[str, ...]
    same_words: tuple[SameWords, ...]
    style_apart: bool | None
    stance_apart: bool | None
    questions: tuple[Question, ...]

    @property
    def parted(self) -> tuple[OnBarrier, ...]:
        """The barriers that some hold and others do not, or that differ in strength."""
        return tuple(each for each in self.barriers if each.steps)

    @property
    def common(self) -> tuple[OnBarrier, ...]:
        """The barriers that everybody holds, equally strongly."""
        return tuple(each for each in self.barriers if not each.steps)


def compare(rated: Sequence[Rated]) -> Comparison:
    """The readings side by side, the barriers on which they part most first."""
    found = [
        _on(barrier, [each.reading for each in rated])
        for barrier in known("barrier")
        if any(barrier in each.reading.barriers for each in rated)
    ]
    barriers = tuple(sorted(found, key=_split, reverse=True))
    held = {on.barrier for on in barriers}
    return Comparison(
        raters=tuple(each.id for each in rated),
        barriers=barriers,
        left_alone=tuple(b for b in known("barrier") if b not in held) if rated else (),
        same_words=tuple(_same_words(rated)),
        style_apart=_style_apart([each.reading for each in rated]),
        stance_apart=_stance_apart([each.reading for each in rated]),
        questions=tuple(_questions(barriers, rated))[:MOST_QUESTIONS],
    )


def overlap(one: Iterable[Span], other: Iterable[Span]) -> tuple[Span, ...]:
    """The words that both sets of marks cover.

    >>> overlap([Span(0, 5)], [Span(3, 9), Span(20, 30)])
    (Span(start=3, end=5),)
    """
    others = joined(other)
    return tuple(
        Span(max(a.start, b.start), min(a.end, b.end))
        for a in joined(one)
        for b in others
        if a.start < b.end and b.start < a.end
    )


def _on(barrier: str, readings: Sequence[Reading]) -> OnBarrier:
    strengths = tuple(reading.strength(barrier) for reading in readings)
    spans = tuple(joined(reading.spans(barrier)) for reading in readings)
    holding = [s for s, strength in zip(spans, strengths, strict=True) if strength]
    shared = holding[0] if len(holding) > 1 else ()
    for each in holding[1:]:
        shared = overlap(shared, each)
    steps = [STRENGTHS.index(strength) if strength else 0 for strength in strengths]
    return OnBarrier(barrier, strengths, spans, shared, max(steps) - min(steps))


def _split(on: OnBarrier) -> tuple[int, int]:
    """How evenly the raters are divided, then how far the strengths lie apart."""
    holding = sum(strength is not None for strength in on.strengths)
    return min(holding, len(on.strengths) - holding), on.steps


def _same_words(rated: Sequence[Rated]) -> Iterable[SameWords]:
    for one, other in combinations(rated, 2):
        for mine in sorted(one.reading.barriers - other.reading.barriers):
            for theirs in sorted(other.reading.barriers - one.reading.barriers):
                both = overlap(one.reading.spans(mine), other.reading.spans(theirs))
                for words in both:
                    yield SameWords(words, one.id, mine, other.id, theirs)


def _style_apart(readings: Sequence[Reading]) -> bool | None:
    """Whether two directions differ by more than an octant, or one sees a style and one none."""
    directions = [reading.direction for reading in readings]
    there = [d for d in directions if d is not None]
    if not there or len(readings) < 2:
        return None
    if len(there) < len(directions):
        return True
    return any(circular(a, b) > FAR for a, b in combinations(there, 2))


def _stance_apart(readings: Sequence[Reading]) -> bool | None:
    stances = [reading.stance for reading in readings if reading.stance]
    return len(set(stances)) > 1 if len(stances) > 1 else None


def _questions(barriers: Sequence[OnBarrier], rated: Sequence[Rated]) -> Iterable[Question]:
    """What would tell apart readings that part; then what each parted barrier has to ask."""
    parted = [on.barrier for on in barriers if on.steps]
    asked: set[str] = set()
    for barrier in parted:
        against = {
            other
            for one in rated
            for two in rated
            if barrier in one.reading.barriers and barrier not in two.reading.barriers
            for other in two.reading.barriers - one.reading.barriers
        }
        for rival in clinical().barrier(barrier).rivals:
            if rival.barrier in against and rival.tell_apart not in asked:
                asked.add(rival.tell_apart)
                yield Question(rival.tell_apart, (barrier, rival.barrier))
    for barrier in parted:
        yield Question(clinical().barrier(barrier).ask, (barrier,))


@dataclass(frozen=True, slots=True)
class Change:
    """What one rater changed: `about` a barrier, "style", "stance" or "say", as values."""

    about: str
    before: object
    after: object


def changes(before: Reading, after: Reading) -> tuple[Change, ...]:
    """What differs from the one version of a reading to the next; marks alone count as well."""
    found = [
        Change(barrier, before.strength(barrier), after.strength(barrier))
        for barrier in known("barrier")
        if before.strength(barrier) != after.strength(barrier)
        or before.spans(barrier) != after.spans(barrier)
    ]
    for about in ("style", "stance", "say"):
        one, other = getattr(before, about), getattr(after, about)
        if one != other:
            found.append(Change(about, one, other))
    return tuple(found)
