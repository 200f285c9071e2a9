"""The plan: what the planner answers, as frozen values in words that can be shown as they are.

Its JSON form is `referral-plan/1`.
"""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from typing import Any, Final

from .draft import OUTCOMES, PlanDraft
from .fields import stated

PLAN_SCHEMA: Final = "referral-plan/1"
PLACES: Final = ("now", "later", "done")


@dataclass(frozen=True, slots=True)
class SelfQuestion:
    """A question to oneself; no field of the plan takes an answer."""

    id: str
    question: str
    hint: str


@dataclass(frozen=True, slots=True)
class Protocol:
    """A danger that goes to the site's protocol, outside any order; never graded.

    `status` tells what is said of it, as in the draft.
    """

    kind: str
    name: str
    words: str
    message: str
    status: str = "current"


@dataclass(frozen=True, slots=True)
class Remark:
    """Wording that may hand off: `start`-`end` in the draft that was checked, or null for both."""

    rule: str
    name: str
    words: str
    start: int | None
    end: int | None
    why: str
    instead: str


@dataclass(frozen=True, slots=True)
class Saying:
    """A draft of how to say it, sentence by sentence, and what is remarked on the worker's own.

    There are no sentences after a no, for what is done, or where there is no purpose to tell.
    """

    variant: str
    sentences: tuple[str, ...]
    own: str
    remarks: tuple[Remark, ...]

    @property
    def whole(self) -> str:
        """The draft as one says it."""
        return " ".join(self.sentences)


@dataclass(frozen=True, slots=True)
class Moved:
    """A change of the order by staff, with its reason; places count from 1."""

    from_place: int
    to_place: int
    reason: str


@dataclass(frozen=True, slots=True)
class InTheWay:
    """A barrier that may have been, or may be, in the way: what to ask, and what one might say."""

    barrier: str
    name: str
    words: str
    ask: str
    our_side: str
    stance: str
    say: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a referral, and what may follow from it."""

    outcome: str = stated("whether it was done", one_of=OUTCOMES)
    words: str = stated("what happened")
    learned: str = stated("what was learned")
    in_the_way: tuple[InTheWay, ...] = stated("what may have been in the way")
    next: str = stated("what may follow")


@dataclass(frozen=True, slots=True)
class OwnService:
    """A service of the site's own directory, and how one gets there."""

    name: str
    phone: str
    hours: str
    how: str


@dataclass(frozen=True, slots=True)
class Planned:
    """One referral in its place."""

    id: str = stated("the referral's id in the draft")
    service: str = stated("what it is, in staff's words")
    rank: int = stated("its place in the order, from 1; what is done stands last")
    place: str = stated("now, later or done", one_of=PLACES)
    when: str = stated("of a later one, completes 'later, when ...'; else empty")
    ask_first: bool = stated("whether the client has still to be asked about it")
    purposes: tuple[str, ...] = stated("names of its purposes")
    reasons: tuple[str, ...] = stated("why it has this place, in words")
    questions: tuple[str, ...] = stated("what is open about it, the purpose included")
    moved: Moved | None = stated("how staff moved it, with the reason; else null")
    readiness: str = stated("a prompt for talk, without effect on the order")
    readiness_say: str = stated("what one might say to the readiness")
    saying: Saying = stated("how to say it")
    outcome: Outcome = stated("what became of it")
    own_services: tuple[OwnService, ...] = stated(
        "services of the site's own directory for the same purpose", default=()
    )


@dataclass(frozen=True, slots=True)
class CalledFor:
    """A service for a crisis while a danger is current; it goes with the protocol.

    `message` says so, and what to do about a no; `saying` has no sentences after a no.
    """

    id: str
    service: str
    message: str
    saying: Saying
    outcome: Outcome
    own_services: tuple[OwnService, ...] = ()


@dataclass(frozen=True, slots=True)
class Step:
    """A step of harm reduction; `picked` where it goes on the client's page."""

    id: str
    level: str
    do: str
    say: str
    client: str
    picked: bool


@dataclass(frozen=True, slots=True)
class HandoutItem:
    """A service on the client's page, with what it is for."""

    service: str
    purpose: str
    first: tuple[str, ...] = ()
    own_services: tuple[OwnService, ...] = ()


@dataclass(frozen=True, slots=True)
class Handout:
    """The client's page: plain language, no hypotheses, no dangers, no words of staff.

    `left_out` tells staff which of their lines held words that have no place there, and `caution`
    what to ask before it is handed over; neither is part of the page.
    """

    title: str
    yours: str
    leaving: str
    want: str
    work: str
    meeting: str
    now: tuple[HandoutItem, ...]
    nothing_now: str
    joint: str
    steps: tuple[str, ...]
    wait: tuple[str, ...]
    said_no: tuple[str, ...]
    urgent: str
    left_out: tuple[str, ...]
    caution: str = ""


@dataclass(frozen=True, slots=True)
class ReferralPlan:
    """One plan; `to_dict` gives the object of `referral-plan/1`."""

    self_look: tuple[SelfQuestion, ...] = stated("first, a look at oneself")
    protocol: tuple[Protocol, ...] = stated("current dangers, before and outside any order")
    called_for: tuple[CalledFor, ...] = stated(
        "services for a crisis while a danger is current; they go with the protocol"
    )
    other_dangers: tuple[Protocol, ...] = stated("dangers that are denied, past or another's")
    words_of_danger: tuple[str, ...] = stated(
        "words elsewhere in the draft that may speak of danger"
    )
    headline: str = stated("the plan in one or two sentences")
    questions: tuple[str, ...] = stated("what is open about the plan as a whole")
    order: tuple[Planned, ...] = stated("all other referrals, each in its place")
    in_the_way: tuple[InTheWay, ...] = stated("what may be in the way; for staff alone")
    steps: tuple[Step, ...] = stated("steps of harm reduction at every level")
    door: tuple[str, ...] = stated("what keeps the door open after a no; empty without one")
    supervisor: tuple[str, ...] = stated("questions for the supervisor, never decided here")
    after: tuple[str, ...] = stated("what to look at afterwards")
    handout: Handout = stated("the client's page")
    draft: PlanDraft = stated("what the plan was made from")

    def at(self, place: str) -> tuple[Planned, ...]:
        """The referrals in one of `PLACES`."""
        return tuple(planned for planned in self.order if planned.place == place)

    def to_dict(self) -> dict[str, Any]:
        """The JSON-ready object, `schema` first."""
        plain = dataclasses.asdict(self)
        return {"schema": PLAN_SCHEMA, **plain, "draft": self.draft.to_dict()}
