"""What is sealed in cases: frozen values, read back strictly."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Annotated, Any, Final, Literal, TypeVar

from pydantic import Field, ValidationError

from ..language import gettext
from ..strict import Strict, dumped, loaded
from .errors import RecordsError, Refused
from .times import moment, stamp

T = TypeVar("T")

LOOK_AGAIN: Final = timedelta(days=30)
MOST_WORDS: Final = 2_000

Status = Literal["open", "supported", "set_aside"]
Outcome = Literal["took_it_up", "partly", "not", "unknown"]
Verdict = Literal["accepted", "edited", "rejected"]
Happened = Literal["opened", "status", "looked", "question", "quotes", "trial", "words"]

Day = Annotated[str, Field(pattern=r"^\d{4}-\d\d-\d\d$")]
Words = Annotated[str, Field(max_length=MOST_WORDS)]


@dataclass(frozen=True, slots=True)
class Quoted(Strict):
    """Words of a kept note that a hypothesis rests on, as long as its sentences are."""

    note: str
    text: str


@dataclass(frozen=True, slots=True)
class Trial(Strict):
    """A stance that was tried on a day, what was said or done, and what came of it."""

    day: Day
    stance: str
    words: Words
    outcome: Outcome


@dataclass(frozen=True, slots=True)
class Event(Strict):
    """Something that happened to a hypothesis; `words` are the reason that somebody gave."""

    at: str
    who: str
    what: Happened
    state: str = ""
    words: Words = ""


@dataclass(frozen=True, slots=True)
class Living(Strict):
    """A hypothesis over time. `label` is a barrier's id, or empty where it is in own `words` alone.

    `question` is what to ask, or the small experiment that would tell.
    """

    label: str
    words: Words
    status: Status
    quotes: tuple[Quoted, ...] = ()
    question: Words = ""
    trials: tuple[Trial, ...] = ()
    events: tuple[Event, ...] = ()

    def after(self, event: Event, **changes: Any) -> Living:
        """The hypothesis as it is after `event`, with what that changed."""
        return replace(self, events=(*self.events, event), **changes)


@dataclass(frozen=True, slots=True)
class Judgement(Strict):
    """What somebody made of one suggestion: `key` is its kind and label, as "hypotheses/confusion".

    `reason` is an id of the short list; `words` are own ones, or the wording that replaces it.
    """

    key: str
    verdict: Verdict
    reason: str = ""
    words: Words = ""


@dataclass(frozen=True, slots=True)
class Consent(Strict):
    """Consent to disclosure that somebody recorded: to whom, for what, until when.

    `withdrawn` is the day on which the client took it back, empty where they have not.
    """

    given: Day
    ends: Day
    to: Words
    purpose: Words
    recorded_by: str
    withdrawn: str = ""


@dataclass(frozen=True, slots=True)
class CaseFacts(Strict):
    """What is sealed of a case. `stand_ins` maps digests of identifiers, made with `salt`, to what
    stands for them; see `stand_ins`.

    `protected` marks records under rules on substance-use treatment (in the United States 42 CFR
    Part 2): nothing of them is exported without recorded consent.
    """

    pseudonym: str
    protected: bool = False
    salt: str = ""
    stand_ins: tuple[tuple[str, str], ...] = ()
    consents: tuple[Consent, ...] = ()


@dataclass(frozen=True, slots=True)
class NoteFacts(Strict):
    """What is sealed of a note: the text with its stand-ins, and the worker's own ticks."""

    text: str
    felt: tuple[str, ...] = ()
    shares_reactions: bool = False


def event(now: datetime, who: str, what: Happened, state: str = "", words: str = "") -> Event:
    """An event of this moment."""
    return Event(stamp(now), who, what, state, words)


def due(living: Living, looked_at: str, now: datetime) -> bool:
    """Whether the hypothesis asks to be looked at again; one that is set aside does not."""
    return living.status != "set_aside" and now - moment(looked_at) > LOOK_AGAIN


def plain(value: Any) -> Any:
    """The value as plain JSON that `built` will take: what could not be read back is not written.

    Raises
    ------
    Refused
        A text is too long, or something is not of its kind.
    """
    data = dumped(value, warnings=False)
    try:
        loaded(type(value), data)
    except ValidationError as error:
        if any(one["type"] == "string_too_long" for one in error.errors()):
            raise Refused(
                gettext(
                    "A text here has %(most_words)s characters at most.",
                    most_words=f"{MOST_WORDS:,}",
                )
            ) from None
        where = " ".join(str(part) for part in error.errors()[0]["loc"])
        raise Refused(gettext("This cannot be kept as it is: %(where)s.", where=where)) from None
    return data


def built(kind: type[T], data: Any) -> T:
    """What `plain` was given, of this kind.

    Raises
    ------
    RecordsError
        The data is of another kind: it was written by a newer version.
    """
    try:
        return loaded(kind, data)
    except ValidationError:
        raise RecordsError(
            gettext(
                "A record was written by a newer Middle Ground than this one; start the newer one."
            )
        ) from None
