"""How to say it: staying and adding, the next meeting before the service, one thing, a real no."""

from __future__ import annotations

from itertools import groupby

from ..knowledge.planner import PlannerKnowledge, SayingEntry
from .draft import DraftReferral, PlanDraft
from .order import has_purpose, in_danger
from .plain import plain
from .plan import Saying
from .wording import check_wording


def saying(referral: DraftReferral, draft: PlanDraft, known: PlannerKnowledge) -> Saying:
    """A draft for this referral from what is known, and what is remarked on the worker's own."""
    slots = _slots(referral, draft, known)
    fitting = [entry for entry in known.sayings if _fits(entry, draft.worker, slots)]
    sentences = tuple(
        " ".join(entry.say.format(**slots) for entry in entries)
        for _, entries in groupby(fitting, key=lambda entry: entry.part)
    )
    if not sayable(referral):
        sentences = ()
    names = [name for each in draft.referrals for name in (each.service, each.plain_name)]
    remarks = check_wording(referral.wording, names, known)
    return Saying(draft.worker, sentences, referral.wording, remarks)


def sayable(referral: DraftReferral) -> bool:
    """Whether there is something to say about it now: not after a no, and not without a purpose."""
    is_open = referral.follow_up.outcome != "done" and referral.willingness != "no"
    return is_open and has_purpose(referral)


def called(referral: DraftReferral, known: PlannerKnowledge) -> str:
    """What the service is called to the client; staff's own words where no plain ones are known."""
    name = referral.plain_name.strip() or referral.service.strip()
    return plain(name, known) or name


def _slots(referral: DraftReferral, draft: PlanDraft, known: PlannerKnowledge) -> dict[str, str]:
    purpose = next(iter(referral.purposes), "other")
    slots = {
        "service": called(referral, known),
        "next_meeting": draft.next_meeting,
        "for_words": referral.for_words,
        "purpose": known.purpose(purpose).say,
        "our_work": draft.our_work,
        "adds": referral.adds,
        "joint": "yes" if draft.can_join else "",
        "leaving_when": draft.leaving_when,
        "handover": draft.handover,
        "agreed": "yes" if referral.status == "accepted" else "",
        "not_done": "yes" if referral.follow_up.outcome == "not_done" else "",
        "danger": "yes" if in_danger(draft) else "",
    }
    return {name: _inside(words) for name, words in slots.items()}


def _inside(words: str) -> str:
    """`words` as they stand inside a sentence, which has its own full stop."""
    return " ".join(words.split()).rstrip(" .;,")


def _fits(entry: SayingEntry, variant: str, slots: dict[str, str]) -> bool:
    return (
        entry.variant == variant
        and all(slots[name] for name in entry.needs)
        and not any(slots[name] for name in entry.unless)
    )
