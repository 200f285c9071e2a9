"""The formulation: what Middle Ground answers about one note, as frozen values.

The JSON form is `formulation/1`, described in `docs/FORMULATION.md`. Nothing of spaCy or
scikit-learn is in here, so that a formulation can be stored, compared and shown again as it was.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any, Final, Self

from .errors import FormulationError
from .shapes import ShapeError, build

SCHEMA: Final = "formulation/1"


@dataclass(frozen=True, slots=True)
class Quote:
    """Words of the note: `text == note[start:end]`, offsets in code points."""

    start: int
    end: int
    text: str

    def overlaps(self, other: Quote) -> bool:
        """Whether the two share any of the note."""
        return self.start < other.end and other.start < self.end


def apart(quotes: Iterable[Quote], others: Collection[Quote]) -> tuple[Quote, ...]:
    """Those of `quotes` that share none of the note with any of the `others`."""
    return tuple(q for q in quotes if not any(map(q.overlaps, others)))


@dataclass(frozen=True, slots=True)
class Enough:
    """Whether the note says enough to go on; if not, `reason` says what is missing."""

    answer: bool
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class Risk:
    """A mention of danger with its status; extractive, never graded."""

    kind: str
    status: str
    evidence: tuple[Quote, ...]


@dataclass(frozen=True, slots=True)
class Hypothesis:
    """What may be in the way: a barrier with quotes for and against, rivals and questions.

    `probability` is the calibrated chance that a careful annotator would mark it clear.
    """

    label: str
    support: str
    probability: float
    evidence: tuple[Quote, ...]
    against: tuple[Quote, ...] = ()
    rivals: tuple[str, ...] = ()
    questions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Position:
    """A point on the interpersonal circle, both coordinates in [-1, 1]."""

    control: float
    affiliation: float


@dataclass(frozen=True, slots=True)
class Style:
    """How the client seems to position themselves toward the worker.

    `control` runs from yielding (-1) to taking charge (+1), `affiliation` from cold (-1) to
    warm (+1); both are null when no interpersonal behaviour is described. `strength` is the length
    of the vector; `octant` is null when it is short. `uncertainty` is one standard deviation on
    each axis. Estimates from the text and from the worker's reactions are kept apart; `agree` is
    null when one of them is missing.
    """

    control: float | None
    affiliation: float | None
    strength: float | None
    octant: str | None
    control_label: str
    affiliation_label: str
    from_text: Position | None
    from_reactions: Position | None
    agree: bool | None
    uncertainty: Position | None
    evidence: tuple[Quote, ...]


@dataclass(frozen=True, slots=True)
class Reaction:
    """A feeling or pull of the worker's own; it always may be the worker's, not the client's."""

    kind: str
    evidence: tuple[Quote, ...]


@dataclass(frozen=True, slots=True)
class Strength:
    """Something there is to build on."""

    kind: str
    evidence: tuple[Quote, ...]


@dataclass(frozen=True, slots=True)
class Referral:
    """Something else that was recommended; `service` is a noun of the note, else of its purpose."""

    service: str
    purpose: str
    status: str
    evidence: tuple[Quote, ...]


@dataclass(frozen=True, slots=True)
class Stance:
    """A way to respond, with the reasons for suggesting it here.

    `because` holds the ids that called for it (barriers, octants); `reasons` says the same in
    words, with the quotes behind each.
    """

    id: str
    name: str
    because: tuple[str, ...]
    principle: str
    do: tuple[str, ...]
    avoid: tuple[str, ...]
    say: tuple[str, ...]
    watch_for: tuple[str, ...]
    source: tuple[str, ...]
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Provenance:
    """Versions that made this formulation; the same three give the same formulation again."""

    code: str
    artefacts: dict[str, str]
    knowledge: str


@dataclass(frozen=True, slots=True)
class Formulation:
    """One note's formulation; `to_dict` gives the object of `formulation/1`."""

    id: str | None
    enough: Enough
    risks: tuple[Risk, ...]
    hypotheses: tuple[Hypothesis, ...]
    scores: dict[str, float]
    style: Style
    reactions: tuple[Reaction, ...]
    strengths: tuple[Strength, ...]
    referrals: tuple[Referral, ...]
    stances: tuple[Stance, ...]
    provenance: Provenance

    def to_dict(self) -> dict[str, Any]:
        """The JSON-ready object, `schema` first."""
        return {"schema": SCHEMA, **_plain(self)}

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> Self:
        """Read a stored object back, keys unknown to this version passed over.

        Raises
        ------
        FormulationError
            `data` is of another schema, or a part is missing or of the wrong shape.
        """
        if not isinstance(data, dict):  # JSON from outside may be anything
            raise FormulationError(f"This is no object of {SCHEMA!r}.")
        if data.get("schema") != SCHEMA:
            raise FormulationError(
                f"This is {data.get('schema')!r}; this version of Middle Ground reads {SCHEMA!r}."
            )
        try:
            return build(cls, data, "formulation", pass_over_unknown=True)
        except ShapeError as error:
            raise FormulationError(str(error)) from error


def _plain(value: Any) -> Any:
    if dataclasses.is_dataclass(value):
        return {f.name: _plain(getattr(value, f.name)) for f in dataclasses.fields(value)}
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    return value
