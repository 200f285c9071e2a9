"""What a record shows: each statement with its numbers, counted on first attempts only."""

from __future__ import annotations

from dataclasses import dataclass
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


@dataclass(frozen=True, slots=True)
class Count:
    """`hits` of `of`."""

    hits: int
    of: int

    @property
    def share(self) -> float | None:
        """The share, or None where there was no occasion."""
        return self.hits / self.of if self.of else None


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
    dangerous = [entry for entry in first if entry.danger in ("seen", "missed")]
    quiet = [entry for entry in first if entry.danger in ("alarm", "none")]
    chosen = [entry for entry in first if entry.stance != "own"]
    return Progress(
        cases=len(first),
        attempts=len(record.entries),
        barriers=tuple(_on_barrier(barrier, first) for barrier in known("barrier")),
        calibration=tuple(_calibration(step, first) for step in CONFIDENCE),
        quotes=Count(sum(e.quotes_found for e in first), sum(e.quotes for e in first)),
        control=Count(sum(e.control for e in first), len(first)),
        affiliation=Count(sum(e.affiliation for e in first), len(first)),
        danger=Count(sum(e.danger == "seen" for e in dangerous), len(dangerous)),
        alarms=Count(sum(e.danger == "alarm" for e in quiet), len(quiet)),
        stances=Count(sum(e.stance == "fits" for e in chosen), len(chosen)),
    )


def _on_barrier(barrier: str, first: tuple[Entry, ...]) -> OnBarrier:
    verdicts = [
        next((one.verdict for one in entry.verdicts if one.barrier == barrier), None)
        for entry in first
    ]
    there = [verdict for verdict in verdicts if verdict in (SEEN, MISSED)]
    # Where another reading can be defended, choosing it is neither right nor wrong.
    absent = [verdict for verdict in verdicts if verdict not in (SEEN, MISSED, RIVAL)]
    seen = Count(there.count(SEEN), len(there))
    read_in = Count(sum(v in (LOOK_ALIKE, READ_IN) for v in absent), len(absent))
    says = []
    if seen.share is not None and seen.of >= ENOUGH:
        if seen.share >= RELIABLE:
            says.append("reliable")
        elif seen.share <= OVERLOOKED:
            says.append("overlooked")
    if read_in.share is not None and read_in.of >= ENOUGH and read_in.share >= OVER_READ:
        says.append("over_read")
    return OnBarrier(barrier, seen, read_in, tuple(says))


def _calibration(step: int, first: tuple[Entry, ...]) -> Calibration:
    held = [one.verdict for e in first for one in e.verdicts if one.confidence == step]
    agreed = Count(sum(verdict in (SEEN, RIVAL) for verdict in held), len(held))
    if agreed.share is None or agreed.of < ENOUGH:
        return Calibration(step, agreed, None)
    # Half a step either way is as fine as four words for confidence can be.
    difference = 100 * agreed.share - step
    says = "fits" if abs(difference) <= 15 else "too_careful" if difference > 0 else "too_sure"
    return Calibration(step, agreed, says)
