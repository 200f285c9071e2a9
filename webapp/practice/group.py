"""What a class shows together, counted over people's records and never down to one person.

A number to which fewer than `SMALLEST` people have contributed is left out: in a small group it
would tell about somebody.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import chain
from typing import Final

from .attempt import CONFIDENCE
from .feedback import LOOK_ALIKE, MISSED, READ_IN
from .progress import Count, agreed, fitted, read_in, saw, saw_danger
from .record import Entry, Record
from .vocabulary import known

SMALLEST: Final = 5


@dataclass(frozen=True, slots=True)
class OnBarrier:
    """How a group reads one barrier; None where too few people had an occasion."""

    barrier: str
    seen: Count | None
    read_in: Count | None


@dataclass(frozen=True, slots=True)
class OnCase:
    """How a group did with one case that enough of them have practised."""

    key: str
    people: int
    saw_all: Count
    read_in: Count
    fitted: Count | None


@dataclass(frozen=True, slots=True)
class Group:
    """A group of `people`, all of whom have practised something."""

    people: int
    barriers: tuple[OnBarrier, ...]
    sure: tuple[tuple[int, Count | None], ...]
    danger: Count | None
    cases: tuple[OnCase, ...]


def group(records: Sequence[Record]) -> Group | None:
    """What the first attempts of these people show, or None where they are too few.

    An empty record counts for nobody, and the same record twice for one person.
    """
    people = [record.first_attempts for record in dict.fromkeys(records) if record.entries]
    if len(people) < SMALLEST:
        return None
    return Group(
        people=len(people),
        barriers=tuple(
            OnBarrier(
                barrier,
                _over(people, partial(saw, barrier)),
                _over(people, partial(read_in, barrier)),
            )
            for barrier in known("barrier")
        ),
        sure=tuple((step, _over(people, partial(agreed, step))) for step in CONFIDENCE),
        danger=_over(people, saw_danger),
        cases=tuple(_cases(people)),
    )


def _over(
    people: Sequence[tuple[Entry, ...]], occasions: Callable[[Entry], list[bool]]
) -> Count | None:
    """How often it went so over all occasions; None where too few people had one."""
    had = [[hit for entry in entries for hit in occasions(entry)] for entries in people]
    if sum(bool(each) for each in had) < SMALLEST:
        return None
    return Count.over(chain.from_iterable(had))


def _cases(people: Sequence[tuple[Entry, ...]]) -> list[OnCase]:
    """The cases that enough people have practised, those on which they differ most first."""
    by_case: dict[str, list[Entry]] = {}
    for entry in chain.from_iterable(people):
        by_case.setdefault(entry.case, []).append(entry)
    found = []
    for key, entries in by_case.items():
        if len(entries) >= SMALLEST:
            verdicts = [{one.verdict for one in entry.verdicts} for entry in entries]
            chosen = [hit for entry in entries for hit in fitted(entry)]
            found.append(
                OnCase(
                    key,
                    len(entries),
                    Count.over(MISSED not in v for v in verdicts),
                    Count.over(bool(v & {LOOK_ALIKE, READ_IN}) for v in verdicts),
                    # Who wrote their own words is not counted, and that may leave too few.
                    Count.over(chosen) if len(chosen) >= SMALLEST else None,
                )
            )
    return sorted(found, key=lambda c: abs((c.saw_all.share or 0) - 0.5))
