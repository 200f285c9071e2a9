"""The draft of a plan: what the worker has put down, and all that the planner goes by.

Its JSON form is `referral-draft/1`; every key but a referral's `service` may be left out.
"""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from typing import Any, Final, Self

from ..errors import PlanError
from ..knowledge.planner import PLANNED_PURPOSES, READINESS, VARIANTS
from ..labels import BARRIERS, REFERRAL_STATUSES, RISK_STATUSES, RISKS
from ..shapes import ShapeError, build
from .fields import faults, stated

DRAFT_SCHEMA: Final = "referral-draft/1"
WILLINGNESS: Final = ("unknown", "no", "unsure", "would_try", "wants")
FIT: Final = ("unknown", "yes", "no")
EFFORT: Final = ("unknown", "little", "some", "much")
OUTCOMES: Final = ("not_yet", "done", "not_done")
MOST_REFERRALS: Final = 12
MOST_HARMS: Final = 5
MOST_RISKS: Final = 20


@dataclass(frozen=True, slots=True)
class DraftRisk:
    """A danger that the note or the worker names."""

    kind: str = stated("which danger", one_of=RISKS)
    status: str = stated("what is said of it", default="current", one_of=RISK_STATUSES)
    words: str = stated("the words that say so", default="")


@dataclass(frozen=True, slots=True)
class DraftHypothesis:
    """Something that may be in the way, from the note or the worker; for staff alone."""

    barrier: str = stated("which barrier", one_of=BARRIERS)
    words: str = stated("the words that point there", default="")


@dataclass(frozen=True, slots=True)
class FollowUp:
    """What became of a referral."""

    outcome: str = stated("whether it was done", default="not_yet", one_of=OUTCOMES)
    in_the_way: tuple[str, ...] = stated(
        "barriers that may have been in the way", default=(), one_of=BARRIERS, at_most=7
    )
    words: str = stated("what happened, in words", default="")
    learned: str = stated("what was learned", default="")


@dataclass(frozen=True, slots=True)
class DraftReferral:
    """One service that has been or could be recommended."""

    service: str = stated("what it is, in staff's words", at_most=200)
    id: str = stated("name for moves and answers; r1, r2, ... when left out", default="")
    plain_name: str = stated("what it is called to the client", default="", at_most=200)
    status: str = stated(
        "what the note says came of it", default="needed", one_of=REFERRAL_STATUSES
    )
    purposes: tuple[str, ...] = stated(
        "what it is for; may be several", default=(), one_of=PLANNED_PURPOSES, at_most=6
    )
    for_words: str = stated("what it is for, as one would say it to the client", default="")
    lowers: int | None = stated(
        "the greatest harm that it brings down, as its place in `harms` from 1; "
        "null when it brings down none of them or nobody knows",
        default=None,
    )
    willingness: str = stated(
        "how willing the client is, going by their own words", default="unknown", one_of=WILLINGNESS
    )
    client_words: str = stated("what the client said about it", default="")
    fits_goal: str = stated("whether it fits the client's own goal", default="unknown", one_of=FIT)
    effort: str = stated("what it asks of the client", default="unknown", one_of=EFFORT)
    obstacles: tuple[str, ...] = stated(
        "what is in the way in practice, on either side", default=(), at_most=8
    )
    readiness: str = stated(
        "how far the client is with it; a prompt for talk, without effect on the order",
        default="unknown",
        one_of=READINESS,
    )
    adds: str = stated("what it adds to the work together", default="")
    wording: str = stated("what the worker means to say, to be checked", default="", at_most=2000)
    follow_up: FollowUp = stated("what became of it", default=FollowUp())


@dataclass(frozen=True, slots=True)
class Move:
    """A change of the order by staff; the reason is kept and shown."""

    referral: str = stated("id of the referral")
    to: int = stated("its new place in the order, from 1")
    reason: str = stated("why")


@dataclass(frozen=True, slots=True)
class PlanDraft:
    """All that is known so far; making one checks it.

    Raises
    ------
    PlanError
        A value is outside what its field may hold; `field` names the place.
    """

    client_goal: str = stated("what the client wants, in their own words", default="")
    harms: tuple[str, ...] = stated(
        "what could hurt the client most, the greatest first", default=(), at_most=MOST_HARMS
    )
    risks: tuple[DraftRisk, ...] = stated(
        "dangers; a current one goes to the site's protocol", default=(), at_most=MOST_RISKS
    )
    hypotheses: tuple[DraftHypothesis, ...] = stated(
        "what may be in the way; never on the client's page", default=(), at_most=7
    )
    our_work: str = stated("what worker and client do together anyway", default="")
    next_meeting: str = stated('when they meet next, such as "Thursday at ten"', default="")
    worker: str = stated(
        "whether the worker is staying or leaving", default="staying", one_of=VARIANTS
    )
    leaving_when: str = stated('when, such as "at the end of June"', default="")
    handover: str = stated("who comes after the worker", default="")
    can_join: bool = stated("whether the worker can come along the first time", default=False)
    needs_more_than_us: bool = stated(
        "whether the service cannot be safe or of use alone while a current danger lasts",
        default=False,
    )
    referrals: tuple[DraftReferral, ...] = stated(
        "what has been or could be recommended", default=(), at_most=MOST_REFERRALS
    )
    moves: tuple[Move, ...] = stated(
        "changes of the order by staff, carried out one after the other", default=(), at_most=30
    )
    steps: tuple[str, ...] = stated(
        "ids of harm-reduction steps picked together, for the client's page",
        default=(),
        at_most=30,
    )

    def __post_init__(self) -> None:
        named = tuple(
            referral if referral.id else dataclasses.replace(referral, id=f"r{number}")
            for number, referral in enumerate(self.referrals, 1)
        )
        object.__setattr__(self, "referrals", named)
        for where, what in (*faults(self, "plan"), *_faults(self)):
            raise PlanError(where, what)

    def to_dict(self) -> dict[str, Any]:
        """The JSON-ready object, `schema` first."""
        return {"schema": DRAFT_SCHEMA, **dataclasses.asdict(self)}

    @classmethod
    def from_dict(cls, data: Any) -> Self:
        """Read a plan's JSON object; `schema` may be left out.

        Raises
        ------
        PlanError
            It is of another schema, or a field is missing, unknown or outside what it may hold.
        """
        if not isinstance(data, dict):
            raise PlanError("plan", "is not a JSON object.")
        if (schema := data.get("schema", DRAFT_SCHEMA)) != DRAFT_SCHEMA:
            raise PlanError("plan.schema", f"is {schema!r}; {DRAFT_SCHEMA!r} was expected.")
        fields = {key: value for key, value in data.items() if key != "schema"}
        try:
            return build(cls, fields, "plan")
        except ShapeError as error:
            where, _, what = str(error).partition(": ")
            raise PlanError(where, what) from error


def _faults(draft: PlanDraft) -> list[tuple[str, str]]:
    """What is wrong across fields."""
    found = []
    ids = [referral.id for referral in draft.referrals]
    for number, referral in enumerate(draft.referrals):
        where = f"plan.referrals[{number}]"
        if not referral.service.strip():
            found.append((f"{where}.service", "is empty; name the service."))
        if ids.index(referral.id) != number:
            found.append((f"{where}.id", f"{referral.id!r} stands twice."))
        if referral.lowers is not None and not 1 <= referral.lowers <= len(draft.harms):
            found.append((f"{where}.lowers", _no_place(referral.lowers, len(draft.harms), "harms")))
    for number, move in enumerate(draft.moves):
        where = f"plan.moves[{number}]"
        if move.referral not in ids:
            found.append((f"{where}.referral", f"names no referral; known are {ids}."))
        if not move.reason.strip():
            found.append((f"{where}.reason", "is empty; a change of the order needs its reason."))
        if not 1 <= move.to <= len(ids):
            found.append((f"{where}.to", _no_place(move.to, len(ids), "referrals")))
    return found


def _no_place(place: int, count: int, what: str) -> str:
    return f"is {place}, but there are {count} {what}; places count from 1."
