"""What there is to stand on: the worker's own reactions, strengths, services recommended."""

from __future__ import annotations

from collections.abc import Sequence

from inference import (
    Clinical,
    Formulation,
    PlannerKnowledge,
    Quote,
    Referral,
    Strength,
)

from . import words
from .marks import Marker
from .pages import ReactionView, ReferralView, StrengthView


def reaction_views(
    formulation: Formulation, felt: Sequence[str], clinical: Clinical, marker: Marker
) -> tuple[ReactionView, ...]:
    """The reactions that the note words, then those that are only ticked."""
    worded = {reaction.kind: reaction.evidence for reaction in formulation.reactions}
    ticked: dict[str, tuple[Quote, ...]] = {kind: () for kind in felt if kind not in worded}
    views = []
    for kind, evidence in {**worded, **ticked}.items():
        prompt = clinical.reaction(kind)
        views.append(
            ReactionView(
                name=prompt.tick,
                may_suggest=prompt.may_suggest,
                may_be_mine=prompt.may_be_mine,
                ask_yourself=prompt.ask_yourself,
                quotes=marker.noted(evidence),
            )
        )
    return tuple(views)


def strength_view(strength: Strength, clinical: Clinical, marker: Marker) -> StrengthView:
    """A strength with how to build on it."""
    kind = clinical.strength(strength.kind)
    return StrengthView(kind.name, kind.build, kind.say, marker.noted(strength.evidence))


def referral_view(
    referral: Referral,
    clinical: Clinical,
    planner: PlannerKnowledge,
    marker: Marker,
    *,
    danger: bool,
) -> ReferralView:
    """A service with its purpose, and how to speak of it; `danger` while one is on now."""
    purpose = clinical.purpose(referral.purpose)
    return ReferralView(
        service=referral.service,
        status=words.REFERRAL_STATUS[referral.status],
        purpose=purpose.name,
        explanation=purpose.explanation,
        say=_to_say(referral, planner, danger) or purpose.say,
        avoid=purpose.avoid,
        ask_yourself=purpose.ask_yourself,
        quotes=marker.noted(referral.evidence),
    )


def _to_say(referral: Referral, planner: PlannerKnowledge, danger: bool) -> tuple[str, ...]:
    """What fits a no and what is done; nothing where the lines of the purpose do.

    A no is left in peace, but while a danger is on: it may be one to what would end it.
    """
    if referral.status == "completed":
        return planner.lines_for("done")
    if referral.status != "declined":
        return ()
    return planner.lines_for("no_in_danger" if danger else "door")
