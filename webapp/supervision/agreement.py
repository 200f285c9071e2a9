"""Agreement over rounds: who rated what, as labels of five kinds, and the figures of each.

People, the model and what was agreed on are all raters.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from ..language import N_, gettext
from ..practice.vocabulary import known
from . import figures
from .entry import AGREED, MODEL, NOT_HELD, STRENGTHS, Reading
from .figures import Figure
from .ratings import Ratings, Scale
from .round import Sitting

When = Literal["first", "now"]
AGREED_NAME: Final = N_("Agreed formulation")

_Label = Callable[[Reading], Hashable | None]


@dataclass(frozen=True, slots=True)
class Rater:
    """Somebody or something that has rated, in `rounds` of the rounds at hand."""

    id: str
    name: str
    rounds: int


@dataclass(frozen=True, slots=True)
class OnKind:
    """The figures of one kind of label; which ones there are depends on the kind."""

    kind: str
    figures: tuple[tuple[str, Figure], ...]


@dataclass(frozen=True, slots=True)
class _Kind:
    scale: Scale
    labels: tuple[_Label, ...]  # one for each thing that is rated in a round
    levels: tuple[str, ...] = ()


def _holds(barrier: str) -> _Label:
    return lambda reading: "held" if barrier in reading.barriers else NOT_HELD


def _strength(barrier: str) -> _Label:
    return lambda reading: reading.strength(barrier) or NOT_HELD


def _kinds() -> dict[str, _Kind]:
    barriers = known("barrier")
    return {
        "barrier": _Kind("nominal", tuple(map(_holds, barriers))),
        "strength": _Kind("ordinal", tuple(map(_strength, barriers)), STRENGTHS),
        "set": _Kind("set", (lambda reading: reading.barriers,)),
        "style": _Kind("circular", (lambda reading: reading.direction,)),
        "stance": _Kind("nominal", (lambda reading: reading.stance,)),
    }


def raters(sittings: Iterable[Sitting], when: When) -> tuple[Rater, ...]:
    """All who rated in these rounds: people by name, then the model, then what was agreed."""
    names: dict[str, str] = {}
    rounds: dict[str, int] = {}
    for sitting in sittings:
        for rater, (name, _) in _readings(sitting, when).items():
            names[rater] = name
            rounds[rater] = rounds.get(rater, 0) + 1
    found = (Rater(id, name, rounds[id]) for id, name in names.items())
    return tuple(sorted(found, key=lambda r: (r.id == AGREED, r.id == MODEL, r.name.casefold())))


def overall(sittings: Sequence[Sitting], when: When) -> tuple[OnKind, ...]:
    """The figures of all raters together."""
    who = [rater.id for rater in raters(sittings, when)]
    found = []
    for name, kind in _kinds().items():
        given = _ratings(sittings, kind, who, when)
        rows = [("alpha", figures.alpha(given))]
        if kind.scale in ("nominal", "set"):
            rows.insert(0, ("percentage", figures.percentage(given)))
        found.append(OnKind(name, tuple(rows)))
    return tuple(found)


def between(sittings: Sequence[Sitting], one: str, other: str, when: When) -> tuple[OnKind, ...]:
    """The figures of two raters, named by their ids, over the rounds that both have rated."""
    found = []
    for name, kind in _kinds().items():
        given = _ratings(sittings, kind, (one, other), when)
        rows: list[tuple[str, Figure]] = []
        if kind.scale == "circular":
            rows.append(("direction", figures.same_direction(given)))
        else:
            rows.append(("percentage", figures.percentage(given)))
        if kind.scale == "nominal":
            rows.append(("kappa", figures.kappa(given)))
        if kind.scale == "ordinal":
            rows.append(("weighted", figures.kappa(given, "linear")))
        rows.append(("alpha", figures.alpha(given)))
        found.append(OnKind(name, tuple(rows)))
    return tuple(found)


def _ratings(sittings: Sequence[Sitting], kind: _Kind, who: Sequence[str], when: When) -> Ratings:
    rows: list[list[Hashable | None]] = [[] for _ in who]
    rounds = []
    for sitting in sittings:
        readings = _readings(sitting, when)
        for label in kind.labels:
            rounds.append(sitting.round.id)
            for row, rater in zip(rows, who, strict=True):
                row.append(label(readings[rater][1]) if rater in readings else None)
    return Ratings(kind.scale, tuple(map(tuple, rows)), tuple(rounds), kind.levels)


def _readings(sitting: Sitting, when: When) -> dict[str, tuple[str, Reading]]:
    """Rater to name and reading: what was said first and blind, or what each holds now."""
    entries = (
        [entry for entry in sitting.first if entry.blind] if when == "first" else sitting.latest
    )
    found = {entry.rater: (entry.name, entry.reading) for entry in entries}
    if sitting.agreed:
        found[AGREED] = (gettext(AGREED_NAME), sitting.agreed.reading)
    return found
