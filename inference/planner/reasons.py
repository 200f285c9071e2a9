"""Every place in the order in words: why it is there, what is open, when a later one comes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from ..knowledge.planner import PlannerKnowledge
from .draft import DraftReferral, PlanDraft
from .order import Ranked, decided_by, has_purpose, in_danger, is_relief

_WILLINGNESS: Final = {
    "wants": "They want it",
    "would_try": "They would try it",
    "unsure": "They may be in two minds about it",
    "unknown": "It is not known what they think of it",
    "no": "They have said no to it for now",
}
_GOAL: Final = {
    "yes": "It fits what they want for themselves",
    "no": "It does not fit what they want for themselves just now",
}
_EFFORT: Final = {
    "little": "It asks little of them.",
    "some": "It asks something of them.",
    "much": "It asks a lot of them.",
}
_ORDINALS: Final = ("first", "second", "third", "fourth", "fifth")


def reasons(ranked: Ranked, draft: PlanDraft, following: Ranked | None) -> tuple[str, ...]:
    """Why the referral has its place; `following` is the open one after it."""
    referral = ranked.referral
    if ranked.place == "done":
        return ("It has been done.",)
    return (
        *_moved(ranked),
        _harm(referral, draft.harms),
        _willing(referral),
        *_fit(referral, draft.client_goal),
        *_asks(referral),
        *_before(ranked, following),
    )


def when(ranked: Ranked, draft: PlanDraft, now: Sequence[DraftReferral]) -> str:
    """When a later referral comes; completes "later, when ..."."""
    referral = ranked.referral
    if ranked.place != "later":
        return ""
    if is_relief(referral):
        return "you have talked with your supervisor about what would take some load off you"
    if not has_purpose(referral):
        return "you can say what it is for"
    if referral.willingness == "no" and in_danger(draft):
        return "they bring it up themselves, or your protocol for the danger calls for it"
    if referral.willingness == "no":
        return "they bring it up themselves; a no costs nothing, and the door stays open"
    if referral.willingness == "unknown" and referral.follow_up.outcome == "not_done":
        return "you have asked them what got in the way"
    if referral.willingness == "unknown":
        return "you have asked them what they make of it"
    cleared = f", and this is out of the way: {referral.obstacles[0]}" if referral.obstacles else ""
    if now and now[0].lowers is not None:
        return f"there is less danger from this: {draft.harms[now[0].lowers - 1]}{cleared}"
    before = now[0].service if now else "what comes before it"
    return f"you have seen together how it went with this: {before}{cleared}"


def questions(
    referral: DraftReferral, draft: PlanDraft, known: PlannerKnowledge
) -> tuple[str, ...]:
    """What is open about a referral, its purpose first."""
    return tuple(_questions(referral, draft, known))


def plan_questions(draft: PlanDraft) -> tuple[str, ...]:
    """What is open about the plan as a whole."""
    asked = []
    if draft.referrals and not draft.harms:
        asked.append("What could hurt them most just now? The order begins with that.")
    if not draft.client_goal.strip():
        asked.append("What do they want for themselves, in their own words?")
    if not draft.next_meeting.strip():
        asked.append("When do you meet next? It is said before any service is named.")
    if draft.worker == "leaving" and not draft.handover.strip():
        asked.append("Who comes after you, and when can the three of you meet?")
    return tuple(asked)


def _questions(referral: DraftReferral, draft: PlanDraft, known: PlannerKnowledge) -> Iterator[str]:
    if not referral.purposes and not has_purpose(referral):
        yield (
            "What is it for? To clarify, to get through a crisis, to make daily life easier, or as "
            "what tends to help with this? If for none of these, does it have to be now, or at all?"
        )
    elif not has_purpose(referral):
        yield known.purpose(referral.purposes[0]).question
    if draft.harms and referral.lowers is None:
        yield "Which of the harms does it bring down, if any?"
    if referral.willingness == "unknown":
        yield "What do they make of it? Ask, and put down their own words."
    elif not referral.client_words.strip():
        yield "What did they say about it? Without their own words, willingness is your guess."
    if referral.willingness != "no" and referral.obstacles:
        yield "Who clears what is in the way, and by when? Which part of it is on our side?"


def _moved(ranked: Ranked) -> Iterator[str]:
    if moved := ranked.moved:
        yield (
            f"Staff moved it from place {moved.from_place} to {moved.to_place}, because: "
            f"{moved.reason}"
        )
        if ranked.place == "later" and moved.to_place < moved.from_place:
            yield "Moving it up does not make it one for now."


def said(referral: DraftReferral) -> str:
    """What the client said about it, as the end of a sentence; at least its full stop."""
    return _with_words("", referral.client_words)


def _with_words(sentence: str, words: str) -> str:
    """`sentence` with somebody's `words` behind a colon, and one full stop for both."""
    if not words.strip():
        return f"{sentence}."
    return f"{sentence}: {in_quotes(words)}"


def in_quotes(words: str) -> str:
    """Somebody's `words` in quotation marks as the end of a sentence; empty without words.

    >>> in_quotes("Not today."), in_quotes("not today")
    ('“Not today.”', '“not today”.')
    """
    words = words.strip()
    if not words:
        return ""
    return f"“{words}”" + ("" if words.endswith((".", "!", "?", "…")) else ".")


def _harm(referral: DraftReferral, harms: Sequence[str]) -> str:
    if not harms:
        return "No harm has been named yet, so that harm does not decide."
    if referral.lowers is None:
        return "It is not known to bring down any of the harms that were named."
    greatest = f"“{harms[referral.lowers - 1]}”"
    if referral.lowers == 1:
        return _with_words("It may bring down what could hurt them most", harms[0])
    return f"It may bring down {greatest}, which was named {_ORDINALS[referral.lowers - 1]}."


def _willing(referral: DraftReferral) -> str:
    return _with_words(_WILLINGNESS[referral.willingness], referral.client_words)


def _fit(referral: DraftReferral, goal: str) -> Iterator[str]:
    if words := _GOAL.get(referral.fits_goal):
        yield _with_words(words, goal)


def _asks(referral: DraftReferral) -> Iterator[str]:
    if words := _EFFORT.get(referral.effort):
        yield words
    if referral.obstacles:
        yield f"To clear first: {'; '.join(referral.obstacles)}."


def _before(ranked: Ranked, following: Ranked | None) -> Iterator[str]:
    if following is None or following.place == "done" or ranked.moved or following.moved:
        return
    criterion = decided_by(ranked.referral, following.referral)
    because = criterion.because if criterion else "nothing else decides, and it was put down first"
    yield f"It stands before “{following.referral.service}” because {because}."
