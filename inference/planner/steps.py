"""Steps of harm reduction at every level; any of them counts, and none waits for a referral."""

from __future__ import annotations

from collections.abc import Set

from ..errors import PlanError
from ..knowledge.planner import PlannerKnowledge, StepEntry
from ..matching import spans
from .draft import PlanDraft
from .plan import Step


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
    dangers = {risk.kind for risk in draft.risks if risk.status == "current"}
    harms = "\n".join(draft.harms)
    return tuple(
        Step(entry.id, entry.level, entry.do, entry.say, entry.client, entry.id in draft.steps)
        for entry in known.steps
        if entry.id in draft.steps or _offered(entry, harms, dangers)
    )


def _offered(entry: StepEntry, harms: str, dangers: Set[str]) -> bool:
    if not dangers.isdisjoint(entry.never_beside):
        return False
    always = not entry.fits and not entry.dangers
    return (
        always or not dangers.isdisjoint(entry.dangers) or any(spans(harms, entry.fits, entry.id))
    )
