"""A case over time as a drawing: notes on a line, each hypothesis with what happened to it.

Pure geometry in drawing units; the same stands in words beside it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from ..language import gettext
from ..language.days import day as written
from ..records.case_values import CaseFile

WIDTH: Final = 720
_LEFT: Final = 190
_RIGHT: Final = 20
_TOP: Final = 34
_ROW: Final = 34
_LONGEST_NAME: Final = 28


@dataclass(frozen=True, slots=True)
class Dot:
    """Something that happened: `kind` is note, event or trial, `outcome` that of a trial."""

    x: float
    kind: str
    says: str
    outcome: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the drawing, from the first day to the last that something happened on it."""

    name: str
    y: float
    begins: float
    ends: float
    dots: tuple[Dot, ...]


@dataclass(frozen=True, slots=True)
class Timeline:
    """The drawing; `days` are the ends of the axis with where they stand."""

    rows: tuple[Row, ...]
    days: tuple[tuple[float, str], ...]
    height: int
    width: int = WIDTH


def timeline(case: CaseFile, names: Sequence[str], said: Mapping[str, str]) -> Timeline | None:
    """The drawing of a case, None while there is nothing to draw.

    `names` are those of the case's hypotheses in their order; `said` has words for what can happen.
    """
    lines: list[tuple[str, list[tuple[date, str, str, str]]]] = []
    notes = [
        (date.fromisoformat(n.day), "note", gettext("note of %(day)s", day=written(n.day)), "")
        for n in case.notes
    ]
    lines.append((gettext("Notes"), notes))
    for name, kept in zip(names, case.hypotheses, strict=True):
        happened: list[tuple[date, str, str, str]] = [
            (date.fromisoformat(e.at[:10]), "event", said[e.what], "")
            for e in kept.living.events
            if e.what != "trial"
        ]
        happened += [
            (date.fromisoformat(t.day), "trial", said[t.outcome], t.outcome)
            for t in kept.living.trials
        ]
        lines.append((name, sorted(happened)))
    days = [one[0] for _, happenings in lines for one in happenings]
    if not days:
        return None
    first, last = min(days), max(days)

    def x(day: date) -> float:
        share = (day - first).days / max((last - first).days, 1)
        return round(_LEFT + share * (WIDTH - _LEFT - _RIGHT), 1)

    rows = tuple(
        Row(
            name if len(name) <= _LONGEST_NAME else f"{name[: _LONGEST_NAME - 1]}…",
            _TOP + _ROW * i,
            x(min(one[0] for one in happenings)),
            x(max(one[0] for one in happenings)),
            tuple(Dot(x(day), kind, says, outcome) for day, kind, says, outcome in happenings),
        )
        for i, (name, happenings) in enumerate(lines)
        if happenings
    )
    ends = tuple((x(day), day.isoformat()) for day in dict.fromkeys((first, last)))
    return Timeline(rows, ends, _TOP + _ROW * len(lines) + 10)
