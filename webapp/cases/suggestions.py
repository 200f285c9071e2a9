"""A formulation as single suggestions to accept, reword or reject, and what is left of it after."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final, TypeVar

from inference import Clinical, Formulation, Position, Quote

from ..language import N_, Worded, gettext
from ..language.of_reader import again
from ..presentation import words
from ..records.sealed_values import Judgement, Living, Quoted

T = TypeVar("T")

# Why somebody rejects or rewords a suggestion.
REASONS: Final = Worded(
    {
        "not_said": N_("the words do not say that"),
        "somebody_else": N_("it is about somebody else"),
        "over": N_("it is solved, or of the past"),
        "know_more": N_("I know more than the note says"),
        "other_reading": N_("another reading fits better"),
        "could_harm": N_("it could harm the client"),
    }
)

KINDS: Final = Worded(
    {
        "risks": N_("Safety"),
        "hypotheses": N_("What may be in the way"),
        "style": N_("How the client relates"),
        "reactions": N_("Your own reaction"),
        "strengths": N_("To build on"),
        "referrals": N_("Referrals"),
        "stances": N_("Ways to respond"),
    }
)


@dataclass(frozen=True, slots=True)
class Suggestion:
    """One suggestion. `key` is "kind/which"; only hypotheses can be reworded."""

    key: str
    name: str
    says: str
    quotes: tuple[str, ...]

    @property
    def kind(self) -> str:
        """Which part of the formulation it belongs to, one of `KINDS`."""
        return self.key.partition("/")[0]

    @property
    def can_be_reworded(self) -> bool:
        """Whether it is a hypothesis, which somebody may hold in other words."""
        return self.kind == "hypotheses"


def suggestions(formulation: Formulation, clinical: Clinical) -> tuple[Suggestion, ...]:
    """All of them, in the order of `KINDS`."""
    return tuple(_each(formulation, clinical))


def _each(formulation: Formulation, clinical: Clinical) -> Iterator[Suggestion]:
    for i, risk in enumerate(formulation.risks):
        name, says = clinical.risk(risk.kind).name, words.RISK_STATUS[risk.status]
        yield Suggestion(f"risks/{i}", name, says, _texts(risk.evidence))
    for one in formulation.hypotheses:
        barrier = clinical.barrier(one.label)
        quotes = _texts(one.evidence)
        yield Suggestion(f"hypotheses/{one.label}", barrier.name, again(one.support), quotes)
    style = formulation.style
    if style.control is not None and style.affiliation is not None:
        where = words.position(Position(style.control, style.affiliation))
        yield Suggestion("style/position", where.capitalize(), "", _texts(style.evidence))
    for i, reaction in enumerate(formulation.reactions):
        prompt = clinical.reaction(reaction.kind)
        yield Suggestion(f"reactions/{i}", prompt.tick, "", _texts(reaction.evidence))
    for i, strength in enumerate(formulation.strengths):
        kind = clinical.strength(strength.kind)
        yield Suggestion(f"strengths/{i}", kind.name, "", _texts(strength.evidence))
    for i, referral in enumerate(formulation.referrals):
        says = (
            f"{clinical.purpose(referral.purpose).name}; {words.REFERRAL_STATUS[referral.status]}"
        )
        yield Suggestion(f"referrals/{i}", referral.service, says, _texts(referral.evidence))
    for stance in formulation.stances:
        yield Suggestion(f"stances/{stance.id}", gettext(stance.name), stance.principle, ())


def grouped(
    found: Sequence[Suggestion],
) -> tuple[tuple[str, tuple[Suggestion, ...]], ...]:
    """Headings of `KINDS` with the suggestions under each; kinds without any are left out."""
    groups = (
        (heading, tuple(one for one in found if one.kind == kind))
        for kind, heading in KINDS.items()
    )
    return tuple((heading, group) for heading, group in groups if group)


def approved(formulation: Formulation, judgements: Sequence[Judgement]) -> Formulation:
    """What somebody accepted of it, and nothing else: no number stays that nobody approved."""
    kept = {one.key for one in judgements if one.verdict in ("accepted", "edited")}
    style = formulation.style
    if "style/position" not in kept:
        style = replace(
            style,
            control=None,
            affiliation=None,
            strength=None,
            octant=None,
            control_label="unclear",
            affiliation_label="unclear",
            from_text=None,
            from_reactions=None,
            agree=None,
            uncertainty=None,
            evidence=(),
        )
    return replace(
        formulation,
        scores={},
        risks=_left(formulation.risks, "risks", kept),
        hypotheses=tuple(h for h in formulation.hypotheses if f"hypotheses/{h.label}" in kept),
        style=style,
        reactions=_left(formulation.reactions, "reactions", kept),
        strengths=_left(formulation.strengths, "strengths", kept),
        referrals=_left(formulation.referrals, "referrals", kept),
        stances=tuple(s for s in formulation.stances if f"stances/{s.id}" in kept),
    )


def opened(formulation: Formulation, judgements: Sequence[Judgement]) -> tuple[Living, ...]:
    """The hypotheses that somebody accepted, to be followed; the note's id is put to them later."""
    judged: Mapping[str, Judgement] = {one.key: one for one in judgements}
    return tuple(
        Living(
            label=one.label,
            words=judgement.words if judgement.verdict == "edited" else "",
            status="open",
            quotes=tuple(Quoted("", text) for text in _texts(one.evidence)),
            question=one.questions[0] if one.questions else "",
        )
        for one in formulation.hypotheses
        if (judgement := judged.get(f"hypotheses/{one.label}"))
        and judgement.verdict in ("accepted", "edited")
    )


def all_judged(formulation: Formulation, judgements: Sequence[Judgement]) -> bool:
    """Whether every hypothesis that was suggested has a verdict."""
    return {f"hypotheses/{h.label}" for h in formulation.hypotheses} <= {j.key for j in judgements}


def _left(items: tuple[T, ...], kind: str, kept: set[str]) -> tuple[T, ...]:
    return tuple(item for i, item in enumerate(items) if f"{kind}/{i}" in kept)


def _texts(quotes: tuple[Quote, ...]) -> tuple[str, ...]:
    return tuple(quote.text for quote in quotes)
