"""The order of referrals: greatest harm first, and of what brings it down the most wanted.

A current danger is no referral and never stands here, and neither does a service for a crisis while
there is one: it goes with the site's protocol and is not weighed against anything. What the client
has said no to comes last and is never for now, wherever staff may move it. Readiness has no part in
it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from .draft import DraftReferral, Move, PlanDraft
from .plan import Moved

# Not knowing counts like being in two minds until somebody has asked.
_WILLING: Final = {"no": 0, "unknown": 1, "unsure": 1, "would_try": 2, "wants": 3}
_EAGER: Final = ("would_try", "wants")
_EFFORT: Final = {"little": 0, "some": 1, "unknown": 1, "much": 2}
_GOAL: Final = {"yes": 0, "unknown": 1, "no": 2}
_MOST_NOW: Final = 2


@dataclass(frozen=True, slots=True)
class Criterion:
    """Something that referrals are ordered by, the smaller `of` the earlier; `because` in words."""

    of: Callable[[DraftReferral], int]
    because: str


# In this order; the first one in which two referrals differ decides between them.
CRITERIA: Final = (
    Criterion(lambda r: r.willingness == "no", "the other one has been said no to"),
    Criterion(lambda r: is_relief(r), "relief for staff is all that the other one is for"),
    Criterion(lambda r: 99 if r.lowers is None else r.lowers, "it may bring down a greater harm"),
    Criterion(lambda r: -_WILLING[r.willingness], "they are more willing to take it"),
    Criterion(lambda r: _GOAL[r.fits_goal], "it is closer to what they want for themselves"),
    Criterion(lambda r: len(r.obstacles), "less stands in the way of it"),
    Criterion(lambda r: _EFFORT[r.effort], "it asks less of them"),
    Criterion(lambda r: not has_purpose(r), "it is clearer what it is for"),
)


@dataclass(frozen=True, slots=True)
class Ranked:
    """A referral in the order, with its place (`now`, `later`, `done`) and how staff moved it."""

    referral: DraftReferral
    place: str
    moved: Moved | None = None


def has_purpose(referral: DraftReferral) -> bool:
    """Whether it is said what the referral is for; relief of the worker alone is no purpose."""
    if is_relief(referral):
        return False
    return bool(set(referral.purposes) - {"relief", "other"} or referral.for_words.strip())


def is_relief(referral: DraftReferral) -> bool:
    """Whether relief is all that it is for."""
    return set(referral.purposes) == {"relief"}


def in_danger(draft: PlanDraft) -> bool:
    """Whether a danger is on now."""
    return any(risk.status == "current" for risk in draft.risks)


def called_for(draft: PlanDraft) -> tuple[DraftReferral, ...]:
    """Open services for a crisis while a danger is current; whether they are wanted or not."""
    if not in_danger(draft):
        return ()
    return tuple(
        r
        for r in draft.referrals
        if "manage_crisis" in r.purposes and r.follow_up.outcome != "done"
    )


def ranked(draft: PlanDraft) -> tuple[Ranked, ...]:
    """The referrals of the draft in their order, what is done last; without those `called_for`."""
    elsewhere = called_for(draft)
    open_ones = [r for r in draft.referrals if r.follow_up.outcome != "done" and r not in elsewhere]
    done = [r for r in draft.referrals if r.follow_up.outcome == "done"]
    open_ones.sort(key=lambda referral: tuple(criterion.of(referral) for criterion in CRITERIA))
    moved = _move(open_ones, draft.moves)
    now = _for_now(open_ones)
    return (
        *(Ranked(r, "now" if r.id in now else "later", moved.get(r.id)) for r in open_ones),
        *(Ranked(r, "done") for r in done),
    )


def decided_by(one: DraftReferral, other: DraftReferral) -> Criterion | None:
    """The criterion that puts `one` before `other`; None where nothing but their order does."""
    for criterion in CRITERIA:
        if criterion.of(one) != criterion.of(other):
            return criterion if criterion.of(one) < criterion.of(other) else None
    return None


def _move(referrals: list[DraftReferral], moves: Sequence[Move]) -> dict[str, Moved]:
    """Carry out the moves in place; the last one of each referral that moved, with where from."""
    at_first = {referral.id: place for place, referral in enumerate(referrals, 1)}
    moved: dict[str, Moved] = {}
    for move in moves:
        if move.referral not in at_first:  # it has been done since, or a danger calls for it
            continue
        referral = next(r for r in referrals if r.id == move.referral)
        referrals.remove(referral)
        referrals.insert(move.to - 1, referral)
        moved[move.referral] = Moved(
            at_first[move.referral], referrals.index(referral) + 1, move.reason
        )
    return moved


def _for_now(referrals: Sequence[DraftReferral]) -> set[str]:
    """The first that can be for now, and a second one if that is wanted and asks little."""
    able = [r for r in referrals if r.willingness not in ("no", "unknown") and has_purpose(r)]
    return {r.id for place, r in enumerate(able[:_MOST_NOW]) if place == 0 or _is_light(r)}


def _is_light(referral: DraftReferral) -> bool:
    willing = referral.willingness in _EAGER
    return willing and referral.effort == "little" and not referral.obstacles
