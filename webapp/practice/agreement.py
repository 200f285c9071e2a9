"""How far a second reader, who saw a pack's notes and nothing else, reads them as its reference.

A barrier that the second reader calls clear is compared with one that the reference supports by
more than `worth_asking`; the weaker levels on either side are allowed to differ.
"""

from __future__ import annotations

from collections.abc import Mapping, Set
from dataclasses import dataclass
from typing import Annotated, Final, Literal

from pydantic import Field, TypeAdapter, ValidationError

from ..strict import Text
from .pack import Case, Pack
from .vocabulary import Affiliation, BarrierId, Control, RiskId, RiskStatus

_LEAST: Final = "worth_asking"


@dataclass(frozen=True, slots=True)
class Reading:
    """One note as the second reader labelled it: barriers by level, style, risks with status."""

    barriers: Mapping[BarrierId, Literal["clear", "possible"]]
    control: Control
    affiliation: Affiliation
    risks: Annotated[tuple[tuple[RiskId, RiskStatus], ...], Field(max_length=8)]
    doubt: Text | Literal[""]


@dataclass(frozen=True, slots=True)
class Agreement:
    """Counts over `notes`: marks in both, in the reference alone, in the second reading alone.

    `missed` and `added` name case and barrier where one reader has a barrier at its stronger level
    and the other has none at all.
    """

    notes: int
    barriers: tuple[int, int, int]
    risks: tuple[int, int, int]
    control: int
    affiliation: int
    missed: tuple[tuple[str, str], ...]
    added: tuple[tuple[str, str], ...]


class ReadingsError(Exception):
    """The readings do not have the form that is asked for, or are not those of the pack."""


def readings_of(raw: bytes) -> dict[str, Reading]:
    """The readings in a JSON object from case ids.

    Raises
    ------
    ReadingsError
        A part of it has another form; the message says which.
    """
    try:
        return TypeAdapter(dict[str, Reading]).validate_json(raw)
    except ValidationError as error:
        first = error.errors(include_input=False, include_url=False)[0]
        place = ".".join(map(str, first["loc"])) or "The file"
        raise ReadingsError(f"{place}: {first['msg']}") from error


def agreement(pack: Pack, readings: Mapping[str, Reading]) -> Agreement:
    """How the readings compare with the references of the pack.

    Raises
    ------
    ReadingsError
        They are not the readings of exactly its cases.
    """
    if odd := {case.id for case in pack.cases} ^ readings.keys():
        raise ReadingsError(f"In the pack or the readings alone: {sorted(odd)}.")
    pairs = [(case, readings[case.id]) for case in pack.cases]
    return Agreement(
        notes=len(pairs),
        barriers=_three(*((_strong(c), _clear(r)) for c, r in pairs)),
        risks=_three(*(({(k.risk, k.status) for k in c.reference.risks}, {*r.risks})
                       for c, r in pairs)),
        control=sum(c.reference.style.control == r.control for c, r in pairs),
        affiliation=sum(c.reference.style.affiliation == r.affiliation for c, r in pairs),
        missed=tuple((c.id, b) for c, r in pairs for b in sorted(_strong(c) - r.barriers.keys())),
        added=tuple((c.id, b) for c, r in pairs for b in sorted(_clear(r) - {*c.barriers})),
    )  # fmt: skip


def f1(marks: tuple[int, int, int]) -> float:
    """Twice the marks in both, over all marks of both readers."""
    both, one, other = marks
    return 2 * both / (2 * both + one + other) if both + one + other else 1.0


def _strong(case: Case) -> set[str]:
    return {h.barrier for h in case.reference.hypotheses if h.support != _LEAST}


def _clear(reading: Reading) -> set[str]:
    return {barrier for barrier, level in reading.barriers.items() if level == "clear"}


def _three(*pairs: tuple[Set[object], Set[object]]) -> tuple[int, int, int]:
    return (
        sum(len(one & other) for one, other in pairs),
        sum(len(one - other) for one, other in pairs),
        sum(len(other - one) for one, other in pairs),
    )
