"""A case pack as frozen values: `case-pack/1`, read by `loading`.

The dataclasses are the only description of the format; `loading.schema` makes the published JSON
schema from them. Every quote stands in the note character for character.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Final, Literal

from pydantic import AfterValidator, Field

from ..strict import Id, Line, Strict, Text, said
from .vocabulary import (
    Affiliation,
    BarrierId,
    Control,
    Difficulty,
    Fit,
    PathId,
    ReactionId,
    RiskId,
    RiskStatus,
    Setting,
    StanceId,
    StrengthId,
    Support,
)

FORMAT: Final = "case-pack/1"
MOST_CASES: Final = 200
Quotes = Annotated[tuple[Text, ...], Field(max_length=12)]
OneQuote = Annotated[tuple[Text, ...], Field(min_length=1, max_length=12)]


@dataclass(frozen=True, slots=True)
class Hypothesis(Strict):
    """What may be in the way, with quotes for it and against it."""

    barrier: BarrierId
    support: Support
    speaks_for: Annotated[OneQuote, Field(alias="for")]
    against: Quotes
    because: Text


@dataclass(frozen=True, slots=True)
class Style(Strict):
    """How the client positions themselves toward the worker."""

    control: Control
    affiliation: Affiliation
    quotes: Quotes
    because: Text


@dataclass(frozen=True, slots=True)
class Reaction(Strict):
    """What the writer felt or felt pulled to do, in whose words."""

    reaction: ReactionId
    quote: Text


@dataclass(frozen=True, slots=True)
class Risk(Strict):
    """A mention of danger with its status."""

    risk: RiskId
    status: RiskStatus
    quote: Text


@dataclass(frozen=True, slots=True)
class Strength(Strict):
    """Something there is to build on."""

    strength: StrengthId
    quote: Text


@dataclass(frozen=True, slots=True)
class Reference(Strict):
    """How careful colleagues have read the note; no hypotheses where nothing is in the way."""

    hypotheses: Annotated[tuple[Hypothesis, ...], Field(max_length=5)]
    style: Style
    reactions: Annotated[tuple[Reaction, ...], Field(max_length=8)]
    risks: Annotated[tuple[Risk, ...], Field(max_length=8)]
    strengths: Annotated[tuple[Strength, ...], Field(max_length=8)]


@dataclass(frozen=True, slots=True)
class Rival(Strict):
    """Another defensible reading, and the question to the client that would tell."""

    barrier: BarrierId | None
    reading: Text
    quotes: Quotes
    would_tell: Text


@dataclass(frozen=True, slots=True)
class LookAlike(Strict):
    """A barrier that the words tempt one to see, and why it is not there."""

    barrier: BarrierId
    quotes: OneQuote
    because: Text


@dataclass(frozen=True, slots=True)
class Stance(Strict):
    """One thing that a worker might say, and what it does to this person."""

    id: Id
    stance: StanceId | None
    say: Text
    fit: Fit
    because: Text


@dataclass(frozen=True, slots=True)
class Later(Strict):
    """What the second contact looked like after a stance."""

    note: Annotated[str, Field(min_length=1, max_length=2_000), AfterValidator(said)]
    lesson: Text


@dataclass(frozen=True, slots=True)
class Case(Strict):
    """A note about an invented person, with all that a learner's reading is compared with."""

    id: Id
    title: Line
    setting: Setting
    difficulty: Difficulty
    path: PathId
    teaches: Text
    note: Annotated[str, Field(min_length=40, max_length=3_000), AfterValidator(said)]
    reference: Reference
    rivals: Annotated[tuple[Rival, ...], Field(max_length=6)]
    look_alikes: Annotated[tuple[LookAlike, ...], Field(max_length=6)]
    stances: Annotated[tuple[Stance, ...], Field(min_length=3, max_length=6)]
    mistakes: Annotated[tuple[Text, ...], Field(max_length=6)]
    later: Annotated[dict[str, Later], Field(max_length=6)]

    @property
    def barriers(self) -> tuple[str, ...]:
        """The barriers of the reference, the best supported first as the author has put them."""
        return tuple(h.barrier for h in self.reference.hypotheses)

    @property
    def dangerous_now(self) -> bool:
        """Whether the note tells of a danger that is on now."""
        return any(risk.status == "current" for risk in self.reference.risks)

    def stance(self, id: str) -> Stance | None:
        """The stance with this id, if there is one."""
        return next((stance for stance in self.stances if stance.id == id), None)


@dataclass(frozen=True, slots=True)
class Pack(Strict):
    """Cases that belong together."""

    format: Literal["case-pack/1"]
    id: Id
    title: Line
    about: Text
    language: Literal["en"]
    licence: Line
    authors: Line
    cases: Annotated[tuple[Case, ...], Field(min_length=1, max_length=MOST_CASES)]

    def case(self, id: str) -> Case | None:
        """The case with this id, if there is one."""
        return next((case for case in self.cases if case.id == id), None)


def quotes_in(case: Case) -> list[tuple[str, str]]:
    """Every quote of a case after the field that holds it, named as in the JSON."""
    found: list[tuple[str, str]] = []

    def add(place: str, quotes: tuple[str, ...]) -> None:
        found.extend((f"{place}[{n}]", quote) for n, quote in enumerate(quotes))

    for n, hypothesis in enumerate(case.reference.hypotheses):
        add(f"reference.hypotheses[{n}].for", hypothesis.speaks_for)
        add(f"reference.hypotheses[{n}].against", hypothesis.against)
    add("reference.style.quotes", case.reference.style.quotes)
    for part in ("reactions", "risks", "strengths"):
        for n, each in enumerate(getattr(case.reference, part)):
            found.append((f"reference.{part}[{n}].quote", each.quote))
    for n, rival in enumerate(case.rivals):
        add(f"rivals[{n}].quotes", rival.quotes)
    for n, look_alike in enumerate(case.look_alikes):
        add(f"look_alikes[{n}].quotes", look_alike.quotes)
    return found
