"""What became of a referral, and what may have been in the way, linked to the seven barriers."""

from __future__ import annotations

from ..knowledge.planner import PlannerKnowledge
from .draft import DraftReferral, PlanDraft
from .plan import InTheWay, Outcome

_SENTENCES = 2


def outcome(referral: DraftReferral, known: PlannerKnowledge) -> Outcome:
    """What became of it, with what to ask and say about each barrier that was named."""
    told = referral.follow_up
    return Outcome(
        told.outcome,
        told.words,
        told.learned,
        tuple(in_the_way(barrier, "", known) for barrier in told.in_the_way),
        _next(referral),
    )


def hypotheses(draft: PlanDraft, known: PlannerKnowledge) -> tuple[InTheWay, ...]:
    """What may be in the way already now, from the draft."""
    return tuple(in_the_way(each.barrier, each.words, known) for each in draft.hypotheses)


def in_the_way(barrier: str, words: str, known: PlannerKnowledge) -> InTheWay:
    """One barrier: what to ask them and ourselves, and the stance that answers it."""
    entry = known.clinical.barrier(barrier)
    stance = known.clinical.stance_for(barrier)
    return InTheWay(
        barrier, entry.name, words, entry.ask, entry.our_side, stance.name, stance.say[:_SENTENCES]
    )


def _next(referral: DraftReferral) -> str:
    told = referral.follow_up
    if told.outcome == "done":
        return "Ask what it was like before anything else is added."
    if told.outcome == "not_yet":
        return ""
    if "practical_obstacle" in told.in_the_way:
        return "One possibility: clear what was in the way, our own part first, and offer it again."
    if told.in_the_way:
        return "Ask about what may have been in the way before the same thing is offered again."
    return "Ask what got in the way, and first what was practical. No blame, and no second push."
