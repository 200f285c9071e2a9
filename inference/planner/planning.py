"""From a draft to a plan, in the order in which it is thought: oneself, danger, purpose, order."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from ..knowledge.patterns import fold
from ..knowledge.phrases import risk_phrases
from ..knowledge.planner import PlannerKnowledge, ReadinessEntry, load_planner_knowledge
from .directory import own_services
from .draft import DraftReferral, DraftRisk, PlanDraft
from .follow_up import hypotheses, outcome
from .handout import handout
from .order import Ranked, called_for, in_danger, ranked
from .plan import CalledFor, Planned, Protocol, ReferralPlan, SelfQuestion
from .reasons import plan_questions, questions, reasons, said, when
from .sayings import called, saying
from .steps import steps

_READY_BY_WILLINGNESS: Final = {
    "unknown": "unknown",
    "no": "not_considering",
    "unsure": "unsure",
    "would_try": "getting_ready",
    "wants": "getting_ready",
}


def plan_referrals(draft: PlanDraft, known: PlannerKnowledge | None = None) -> ReferralPlan:
    """The plan for `draft`; deterministic, and every choice in it comes with its reasons.

    `known` defaults to the knowledge of this installation.

    Raises
    ------
    PlanError
        The draft picks a step of harm reduction that does not exist.
    """
    known = known or load_planner_knowledge()
    order = ranked(draft)
    offered = steps(draft, known)
    current = [risk for risk in draft.risks if risk.status == "current"]
    return ReferralPlan(
        self_look=tuple(SelfQuestion(q.id, q.question, q.hint) for q in known.self_look),
        protocol=tuple(_protocol(risk, known) for risk in current),
        called_for=tuple(_called_for(each, draft, known) for each in called_for(draft)),
        other_dangers=tuple(_protocol(r, known) for r in draft.risks if r.status != "current"),
        words_of_danger=_words_of_danger(draft),
        headline=_headline(draft, order, bool(current)),
        questions=plan_questions(draft),
        order=_planned(draft, order, known),
        in_the_way=hypotheses(draft, known),
        steps=offered,
        door=_door(draft, order, known),
        supervisor=tuple(_condition(risk, known) for risk in current if draft.needs_more_than_us),
        after=known.lines_for("after"),
        handout=handout(draft, order, offered, known),
        draft=draft,
    )


def _planned(
    draft: PlanDraft, order: Sequence[Ranked], known: PlannerKnowledge
) -> tuple[Planned, ...]:
    now = [each.referral for each in order if each.place == "now"]
    found = []
    for rank, (each, following) in enumerate(pairwise((*order, None)), 1):
        if each is None:  # never: it ends the pairs
            break
        referral, ready = each.referral, _ready(each.referral, known)
        found.append(
            Planned(
                id=referral.id,
                service=referral.service,
                rank=rank,
                place=each.place,
                when=when(each, draft, now),
                ask_first=each.place == "later" and referral.willingness == "unknown",
                purposes=tuple(known.purpose(purpose).name for purpose in referral.purposes),
                reasons=reasons(each, draft, following),
                questions=questions(referral, draft, known) if each.place != "done" else (),
                moved=each.moved,
                readiness=ready.prompt,
                readiness_say=_to_say(referral, ready, known),
                saying=saying(referral, draft, known),
                outcome=outcome(referral, known),
                own_services=own_services(referral, known) if each.place != "done" else (),
            )
        )
    return tuple(found)


def _ready(referral: DraftReferral, known: PlannerKnowledge) -> ReadinessEntry:
    """How far they are with it; while that is not known, as far as they are willing."""
    if referral.readiness != "unknown":
        return known.ready(referral.readiness)
    return known.ready(_READY_BY_WILLINGNESS[referral.willingness])


def _to_say(referral: DraftReferral, ready: ReadinessEntry, known: PlannerKnowledge) -> str:
    if referral.willingness == "no":
        return ""  # what there is to say after a no, `door` says once for all
    if referral.willingness != "unknown" or referral.readiness != "unknown":
        return ready.say
    line = "ask_again" if referral.follow_up.outcome == "not_done" else "ask_which"
    return known.line(line).format(service=called(referral, known))


def _headline(draft: PlanDraft, order: Sequence[Ranked], danger: bool) -> str:
    first = "First your service’s protocol for the danger that is named. " if danger else ""
    now = [f"“{each.referral.service}”" for each in order if each.place == "now"]
    if now:
        also = " and, since they want it and it asks little, ".join(now)
        later = any(each.place == "later" for each in order)
        rest = " The rest comes later, and it is said when." if later else ""
        return f"{first}{'After that' if danger else 'For now'}: {also}.{rest}"
    if not order:
        unnamed = "" if draft.referrals else "No service is named yet. "
        return f"{first}{unnamed}Steps that make things safer can begin today."
    if all(each.place == "done" for each in order):
        return f"{first}All of it is done. Ask how it was before anything is added."
    if asked := next((r for r in order if r.place == "later" and _unasked(r)), None):
        service = f"“{asked.referral.service}”"
        if asked.referral.follow_up.outcome == "not_done":
            return f"{first}No referral now: first ask what got in the way of {service}."
        return f"{first}No referral now: first ask what they make of {service}."
    if all(each.referral.willingness == "no" for each in order if each.place == "later"):
        return (
            f"{first}No referral now. Bring down harm in your own contact, and leave the door open."
        )
    return f"{first}No referral now: first be clear what each is for."


def _unasked(ranked: Ranked) -> bool:
    return ranked.referral.willingness == "unknown"


def _door(draft: PlanDraft, order: Sequence[Ranked], known: PlannerKnowledge) -> tuple[str, ...]:
    if not any(e.place == "later" and e.referral.willingness == "no" for e in order):
        return ()
    return known.lines_for("no_in_danger" if in_danger(draft) else "door")


def _protocol(risk: DraftRisk, known: PlannerKnowledge) -> Protocol:
    entry = known.clinical.risk(risk.kind)
    message = entry.message if risk.status == "current" else entry.if_not_current
    message = message.removeprefix("Pause the formulation. ")
    message = " ".join((*entry.first, message))
    return Protocol(risk.kind, entry.name, risk.words, message, risk.status)


def _called_for(referral: DraftReferral, draft: PlanDraft, known: PlannerKnowledge) -> CalledFor:
    no = (
        f" They have said no to it so far{said(referral)} Let those whom your protocol names know "
        "of it."
        if referral.willingness == "no"
        else ""
    )
    return CalledFor(
        referral.id,
        referral.service,
        "A danger is on now, so this goes with your service’s protocol and does not wait for a "
        f"place in the order.{no}",
        saying(referral, draft, known),
        outcome(referral, known),
        own_services(referral, known),
    )


def _condition(risk: DraftRisk, known: PlannerKnowledge) -> str:
    words = f" (“{risk.words}”)" if risk.words else ""
    return (
        f"{known.clinical.risk(risk.kind).name}{words} is named as a danger now, and you say that "
        "your service cannot be safe or of use alone while it lasts. Is it a question for your "
        "supervisor whether a service should go with your work for that time, and how that would "
        "be said? It is not decided here or by you alone, and shelter and food are never the price."
    )


def _words_of_danger(draft: PlanDraft) -> tuple[str, ...]:
    """Words in the draft's own texts that are among the phrases of danger, each once."""
    phrases = risk_phrases()
    texts = [*draft.harms, draft.client_goal]
    for referral in draft.referrals:
        texts += [referral.client_words, referral.follow_up.words, *referral.obstacles]
    named = {risk.kind for risk in draft.risks}
    found = {
        text[start:end]: None
        for text in texts
        for start, end, entry in phrases.hits(text, fold(text), [(0, len(text))])
        if entry.status in (None, "current") and entry.kind not in named
    }
    return tuple(w for w in found if not any(w != other and w in other for other in found))
