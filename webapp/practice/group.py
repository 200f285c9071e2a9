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
from .feedback import LOOK_ALIKE, MISSED, READ_IN, RIVAL, SEEN
from .progress import Count
from .record import Entry, Record
from .vocabulary import known

SMALLEST: Final = 5
_THERE: Final = (SEEN, MISSED)


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
                _over(people, partial(_seen, barrier)),
                _over(people, partial(_read_in, barrier)),
            )
            for barrier in known("barrier")
        ),
        sure=tuple((step, _over(people, partial(_agreed, step))) for step in CONFIDENCE),
        danger=_over(people, _danger),
        cases=tuple(_cases(people)),
    )


def _over(
    people: Sequence[tuple[Entry, ...]], occasions: Callable[[Entry], list[bool]]
) -> Count | None:
    """How often it went so over all occasions; None where too few people had one."""
    had = [[hit for entry in entries for hit in occasions(entry)] for entries in people]
    if sum(bool(each) for each in had) < SMALLEST:
        return None
    return Count(sum(map(sum, had)), sum(map(len, had)))


def _seen(barrier: str, entry: Entry) -> list[bool]:
    return [
        o.verdict == SEEN for o in entry.verdicts if o.barrier == barrier and o.verdict in _THERE
    ]


def _read_in(barrier: str, entry: Entry) -> list[bool]:
    verdict = next((one.verdict for one in entry.verdicts if one.barrier == barrier), None)
    return [] if verdict in (*_THERE, RIVAL) else [verdict in (LOOK_ALIKE, READ_IN)]


def _agreed(step: int, entry: Entry) -> list[bool]:
    return [one.verdict in (SEEN, RIVAL) for one in entry.verdicts if one.confidence == step]


def _danger(entry: Entry) -> list[bool]:
    return [entry.danger == "seen"] if entry.danger in ("seen", "missed") else []


def _cases(people: Sequence[tuple[Entry, ...]]) -> list[OnCase]:
    """The cases that enough people have practised, those on which they differ most first."""
    by_case: dict[str, list[Entry]] = {}
    for entry in chain.from_iterable(people):
        by_case.setdefault(entry.case, []).append(entry)
    found = []
    for key, entries in by_case.items():
        if len(entries) >= SMALLEST:
            verdicts = [{one.verdict for one in entry.verdicts} for entry in entries]
            chosen = [entry for entry in entries if entry.stance != "own"]
            found.append(
                OnCase(
                    key,
                    len(entries),
                    Count(sum(MISSED not in v for v in verdicts), len(entries)),
                    Count(sum(bool(v & {LOOK_ALIKE, READ_IN}) for v in verdicts), len(entries)),
                    # Who wrote their own words is not counted, and that may leave too few.
                    Count(sum(entry.stance == "fits" for entry in chosen), len(chosen))
                    if len(chosen) >= SMALLEST
                    else None,
                )
            )
    return sorted(found, key=lambda c: abs((c.saw_all.share or 0) - 0.5))
