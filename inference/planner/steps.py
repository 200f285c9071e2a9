"""Steps of harm reduction at every level; any of them counts, and none waits for a referral."""

from __future__ import annotations

from typing import Final

from ..errors import PlanError
from ..knowledge.planner import PlannerKnowledge
from ..matching import spans
from .draft import PlanDraft
from .plan import Step

_OF_DANGER: Final = {
    "suicide": ("means",),
    "overdose_withdrawal": ("not_alone", "eat_and_drink"),
    "exposure": ("dry_and_warm",),
    "harmed_by_others": ("safer_spot",),
}


def steps(draft: PlanDraft, known: PlannerKnowledge) -> tuple[Step, ...]:
    """Those that always help, and those for the harms and dangers in the draft, from tonight on.

    Raises
    ------
    PlanError
        The draft picks a step that does not exist.
    """
    ids = [entry.id for entry in known.steps]
    for number, picked in enumerate(draft.steps):
        if picked not in ids:
            raise PlanError(f"plan.steps[{number}]", f"is no step; known are {', '.join(ids)}.")
    called_for = {
        id
        for risk in draft.risks
        if risk.status == "current"
        for id in _OF_DANGER.get(risk.kind, ())
    }
    harms = "\n".join(draft.harms)
    return tuple(
        Step(entry.id, entry.level, entry.do, entry.say, entry.client, entry.id in draft.steps)
        for entry in known.steps
        if not entry.fits
        or entry.id in called_for
        or entry.id in draft.steps
        or any(spans(harms, entry.fits, entry.id))
    )
