"""Spaced return of what was missed: Leitner boxes, counted in cases and not in days.

What was missed comes back after one other case, then, as long as it goes well, after three, seven
and fifteen; after that it is let go. Time on the clock would mean little to somebody who practises
a whole afternoon once a month.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from .feedback import LEFT_OUT, LOOK_ALIKE, MISSED, READ_IN, SEEN
from .pack import Case
from .record import Entry, Record

GAPS: Final = (1, 3, 7, 15)  # cases in between, for each box


@dataclass(frozen=True, slots=True)
class Skill:
    """Something to practise: `kind` is see, leave, answer, style or danger.

    `about` is the barrier to see, to leave alone or to answer ("no_barrier" where nothing is in
    the way), and empty for the other two.
    """

    kind: str
    about: str = ""

    def exercised_by(self, case: Case) -> bool:
        """Whether the case gives an occasion for it."""
        if self.kind == "see":
            return self.about in case.barriers
        if self.kind == "leave":
            return any(self.about == each.barrier for each in case.look_alikes)
        if self.kind == "answer":
            return self.about in (case.barriers or ("no_barrier",))
        if self.kind == "danger":
            return case.dangerous_now
        return case.path == "style_and_reaction"


@dataclass(frozen=True, slots=True)
class Waiting:
    """A skill in its box; `due_in` cases from now, 0 or less when it is due."""

    skill: Skill
    box: int
    due_in: int


def waiting(record: Record) -> tuple[Waiting, ...]:
    """What was missed and has not come back often enough, the most overdue first."""
    boxes: dict[Skill, tuple[int, int]] = {}  # skill -> box, number of the entry that put it there
    for number, entry in enumerate(record.entries):
        for skill, well in _shown(entry):
            if not well:
                boxes[skill] = (0, number)
            elif skill in boxes:
                boxes[skill] = (boxes[skill][0] + 1, number)
    last = len(record.entries) - 1
    found = [
        Waiting(skill, box, GAPS[box] - (last - number))
        for skill, (box, number) in boxes.items()
        if box < len(GAPS)
    ]
    return tuple(sorted(found, key=lambda w: (w.due_in, w.box)))


def _shown(entry: Entry) -> Iterator[tuple[Skill, bool]]:
    """Each skill that the attempt gave an occasion for, and whether it went well."""
    present = [one.barrier for one in entry.verdicts if one.verdict in (SEEN, MISSED)]
    for one in entry.verdicts:
        if one.verdict in (SEEN, MISSED):
            yield Skill("see", one.barrier), one.verdict == SEEN
        elif one.verdict in (LEFT_OUT, LOOK_ALIKE, READ_IN):
            yield Skill("leave", one.barrier), one.verdict == LEFT_OUT
    if entry.stance != "own":
        yield Skill("answer", present[0] if present else "no_barrier"), entry.stance == "fits"
    if entry.danger in ("seen", "missed"):
        yield Skill("danger"), entry.danger == "seen"
    yield Skill("style"), entry.control and entry.affiliation
