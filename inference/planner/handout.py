"""The client's page: plain words, the next meeting first, at most two things, and a real no.

Only what was said with the client goes on it: no harms, no dangers, no hypotheses, nothing about
the order. A line of staff's with words that have no place there is left out and told to staff.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from ..knowledge.planner import PlannerKnowledge
from .directory import own_services
from .draft import DraftReferral, PlanDraft
from .order import Ranked, has_purpose, in_danger
from .plain import plain
from .plan import Handout, HandoutItem, Step

_NOT_SAID: Final = "needed"  # the worker sees a need for it, and has not spoken of it


def handout(
    draft: PlanDraft, order: Sequence[Ranked], steps: Sequence[Step], known: PlannerKnowledge
) -> Handout:
    """The page for the client, and what had to be left off it."""
    writer = _Writer(known)
    now = [ranked.referral for ranked in order if ranked.place == "now"]
    later = [r.referral for r in order if r.place == "later" and has_purpose(r.referral)]
    talked_about = [r for r in later if r.willingness != "unknown" or r.status != _NOT_SAID]
    return Handout(
        title=known.line("page_title"),
        yours=known.line("page_yours"),
        leaving=known.line("page_leaving") if draft.worker == "leaving" else "",
        want=draft.client_goal.strip(),  # their own words stay as they are
        work=writer.write(draft.our_work),
        meeting=writer.write(draft.next_meeting),
        now=tuple(writer.item(referral) for referral in now),
        # "We keep on as we are" is no word for a day with danger in it.
        nothing_now="" if now or in_danger(draft) else known.line("page_none"),
        joint=known.line("page_with") if now and draft.can_join else "",
        steps=tuple(step.client for step in steps if step.picked),
        wait=writer.names(r for r in talked_about if r.willingness != "no"),
        said_no=writer.names(r for r in later if r.willingness == "no"),
        urgent=known.line("page_urgent"),
        left_out=tuple(writer.left_out),
        caution=known.line("page_found") if _may_be_found(draft) else "",
    )


def _may_be_found(draft: PlanDraft) -> bool:
    """Whether somebody who harms the client may come upon the page; a denial settles nothing."""
    return any(
        risk.kind == "harmed_by_others" and risk.status in ("current", "denied", "past")
        for risk in draft.risks
    )


class _Writer:
    def __init__(self, known: PlannerKnowledge) -> None:
        self._known = known
        self.left_out: list[str] = []

    def write(self, text: str) -> str:
        """`text` in plain words, or nothing where that cannot be."""
        written = plain(text.strip(), self._known)
        if written is None:
            self.left_out.append(text.strip())
        return written or ""

    def item(self, referral: DraftReferral) -> HandoutItem:
        purpose = next((p for p in referral.purposes if p != "relief"), "other")
        return HandoutItem(
            self.name(referral),
            self.write(referral.for_words) or self._known.purpose(purpose).client,
            tuple(filter(None, (self.write(obstacle) for obstacle in referral.obstacles))),
            own_services(referral, self._known),
        )

    def names(self, referrals: Iterable[DraftReferral]) -> tuple[str, ...]:
        return tuple(filter(None, map(self.name, referrals)))

    def name(self, referral: DraftReferral) -> str:
        """What the page calls the service; nothing where the note had no name for it.

        "You said no to help with daily life" would be said to somebody who declined a form.
        """
        name = (referral.plain_name or referral.service).strip()
        if name in {purpose.unnamed for purpose in self._known.clinical.purposes}:
            self.left_out.append(name)
            return ""
        return self.write(name)
