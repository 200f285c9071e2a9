"""What a record shows: each statement with its numbers, counted on first attempts only."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import chain
from math import comb
from typing import Final

from .attempt import CONFIDENCE
from .feedback import LOOK_ALIKE, MISSED, READ_IN, RIVAL, SEEN
from .record import Entry, Record
from .vocabulary import known

# Fewer occasions make habits of accidents.
ENOUGH: Final = 3
RELIABLE: Final = 0.8
OVERLOOKED: Final = 0.5
OVER_READ: Final = 0.25
# Somebody whose confidence fits would be told by accident that it does not this often at most.
ACCIDENT: Final = 0.1


@dataclass(frozen=True, slots=True)
class Count:
    """`hits` of `of`."""

    hits: int
    of: int

    @property
    def share(self) -> float | None:
        """The share, or None where there was no occasion."""
        return self.hits / self.of if self.of else None

    @classmethod
    def over(cls, occasions: Iterable[bool]) -> Count:
        """How often it went so, of all occasions."""
        each = list(occasions)
        return cls(sum(each), len(each))


# Of one attempt: its occasions to get something right, or wrong, and whether it went so.


def saw(barrier: str, entry: Entry) -> list[bool]:
    """Where the barrier is in the reference: whether it was seen."""
    return [
        one.verdict == SEEN
        for one in entry.verdicts
        if one.barrier == barrier and one.verdict in (SEEN, MISSED)
    ]


def read_in(barrier: str, entry: Entry) -> list[bool]:
    """Where the barrier is not in the reference: whether it was read in.

    Where another reading can be defended, choosing it is neither right nor wrong.
    """
    verdict = next((one.verdict for one in entry.verdicts if one.barrier == barrier), None)
    return [] if verdict in (SEEN, MISSED, RIVAL) else [verdict in (LOOK_ALIKE, READ_IN)]


def agreed(step: int, entry: Entry) -> list[bool]:
    """Of each reading held with this confidence: whether the reference shares or can defend it."""
    return [one.verdict in (SEEN, RIVAL) for one in entry.verdicts if one.confidence == step]


def saw_danger(entry: Entry) -> list[bool]:
    """Where a danger is on: whether it was seen."""
    return [entry.danger == "seen"] if entry.danger in ("seen", "missed") else []


def fitted(entry: Entry) -> list[bool]:
    """Where a stance was chosen and not written: whether it fits."""
    return [entry.stance == "fits"] if entry.stance != "own" else []


@dataclass(frozen=True, slots=True)
class OnBarrier:
    """How one barrier is read: `seen` where it was there, `read_in` where it was not.

    `says` holds any of "reliable", "overlooked" and "over_read".
    """

    barrier: str
    seen: Count
    read_in: Count
    says: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Calibration:
    """Of the readings held with this `confidence`, how many the reference shares or can defend."""

    confidence: int
    agreed: Count
    says: str | None


@dataclass(frozen=True, slots=True)
class Progress:
    """All that can be said of a record."""

    cases: int
    attempts: int
    barriers: tuple[OnBarrier, ...]
    calibration: tuple[Calibration, ...]
    quotes: Count
    control: Count
    affiliation: Count
    danger: Count
    alarms: Count
    stances: Count


def progress(record: Record) -> Progress:
    """What the first attempts of a record show."""
    first = record.first_attempts
    quiet = [entry for entry in first if entry.danger in ("alarm", "none")]
    return Progress(
        cases=len(first),
        attempts=len(record.entries),
        barriers=tuple(_on_barrier(barrier, first) for barrier in known("barrier")),
        calibration=tuple(_calibration(step, first) for step in CONFIDENCE),
        quotes=Count(sum(e.quotes_found for e in first), sum(e.quotes for e in first)),
        control=Count.over(entry.control for entry in first),
        affiliation=Count.over(entry.affiliation for entry in first),
        danger=Count.over(chain.from_iterable(map(saw_danger, first))),
        alarms=Count.over(entry.danger == "alarm" for entry in quiet),
        stances=Count.over(chain.from_iterable(map(fitted, first))),
    )


def _on_barrier(barrier: str, first: tuple[Entry, ...]) -> OnBarrier:
    seen = Count.over(hit for entry in first for hit in saw(barrier, entry))
    wrongly = Count.over(hit for entry in first for hit in read_in(barrier, entry))
    says = []
    if seen.share is not None and seen.of >= ENOUGH:
        if seen.share >= RELIABLE:
            says.append("reliable")
        elif seen.share <= OVERLOOKED:
            says.append("overlooked")
    if wrongly.share is not None and wrongly.of >= ENOUGH and wrongly.share >= OVER_READ:
        says.append("over_read")
    return OnBarrier(barrier, seen, wrongly, tuple(says))


def _calibration(step: int, first: tuple[Entry, ...]) -> Calibration:
    count = Count.over(hit for entry in first for hit in agreed(step, entry))
    if count.share is None or count.of < ENOUGH:
        return Calibration(step, count, None)
    # Half a step either way is as fine as four words for confidence can be.
    difference = 100 * count.share - step
    if abs(difference) <= 15:
        return Calibration(step, count, "fits")
    if _chance_of(count, step / 100) > ACCIDENT:
        return Calibration(step, count, None)
    return Calibration(step, count, "too_careful" if difference > 0 else "too_sure")


def _chance_of(count: Count, share: float) -> float:
    """How likely a count at least as far off is, on its side, where `share` is right (binomial)."""
    low = count.hits < share * count.of
    off = range(count.hits + 1) if low else range(count.hits, count.of + 1)
    return sum(comb(count.of, n) * share**n * (1 - share) ** (count.of - n) for n in off)
