"""The form of the planner: what has been put down, whether or not it can be planned yet."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any, Final

from inference import PlanError, PlannerKnowledge

from ..language import N_, Worded, gettext
from ..language.of_reader import again
from . import plan_choices as choices
from .plan_choices import Option

_PLACE: Final = re.compile(r"plan\.(?P<list>\w+)(?:\[(?P<row>\d+)\])?(?:\.(?P<field>\w+))?")
_NAMES: Final = Worded(
    {
        "harms": N_("What could hurt them most"),
        "risks": N_("Danger"),
        "hypotheses": N_("What may be in the way"),
        "client_goal": N_("What they want"),
        "our_work": N_("What you and they do together"),
        "next_meeting": N_("When you meet next"),
        "leaving_when": N_("When you leave"),
        "handover": N_("Who comes after you"),
        "referrals": N_("Services"),
        "service": N_("what it is"),
        "plain_name": N_("what you call it to them"),
        "for_words": N_("what it is for"),
        "lowers": N_("which harm it brings down"),
        "client_words": N_("what they said about it"),
        "obstacles": N_("what is in the way"),
        "adds": N_("what it adds"),
        "wording": N_("what you mean to say"),
        "words": N_("the words"),
    }
)

_TYPED: Final = ("id", "service", "plain_name", "for_words", "client_words", "adds", "wording")


@dataclass(frozen=True, slots=True)
class Problem:
    """What cannot be planned as it stands, and the id of the field to mend."""

    message: str
    at: str


@dataclass(frozen=True, slots=True)
class DangerRow:
    """One danger; `at` begins the names of its fields."""

    at: str
    kinds: tuple[Option, ...]
    status: tuple[Option, ...]
    words: str


@dataclass(frozen=True, slots=True)
class ReferralRow:
    """One service; `at` begins the names of its fields, `text` holds what was typed."""

    at: str
    number: int
    id: str
    text: dict[str, str]
    purposes: tuple[Option, ...]
    lowers: tuple[Option, ...]
    willingness: tuple[Option, ...]
    fits_goal: tuple[Option, ...]
    effort: tuple[Option, ...]
    readiness: tuple[Option, ...]
    obstacles: str
    more: bool


@dataclass(frozen=True, slots=True)
class PlanFormPage:
    """The whole form; `carried` is the last draft that was in order, as JSON."""

    carried: str
    text: dict[str, str]
    harms: str
    worker: tuple[Option, ...]
    can_join: bool
    needs_more_than_us: bool
    dangers: tuple[DangerRow, ...]
    barriers: tuple[Option, ...]
    words_of_barriers: tuple[tuple[str, str], ...]
    purposes: tuple[Option, ...]
    referrals: tuple[ReferralRow, ...]
    most: int
    problem: Problem | None = None


def plan_form_page(
    data: dict[str, Any],
    carried: str,
    known: PlannerKnowledge,
    *,
    blank: int,
    most: int,
    error: PlanError | None = None,
) -> PlanFormPage:
    """The form with `data`, shaped like a draft's JSON, and `blank` empty rows for services.

    `most` is how many services there is room for.
    """
    empty = {"service": "", "willingness": "unknown"}
    rows = [*data["referrals"], *({**empty} for _ in range(blank))][:most]
    hypotheses = {each["barrier"]: each["words"] for each in data["hypotheses"]}
    return PlanFormPage(
        carried=carried,
        text={name: value for name, value in data.items() if isinstance(value, str)},
        harms="\n".join(data["harms"]),
        worker=choices.options(choices.WORKER, data["worker"]),
        can_join=data["can_join"],
        needs_more_than_us=data["needs_more_than_us"],
        dangers=_dangers(data["risks"], known),
        barriers=choices.barriers(known, hypotheses),
        words_of_barriers=tuple(hypotheses.items()),
        purposes=choices.purposes(known, ()),
        referrals=tuple(_row(n, row, data["harms"], known) for n, row in enumerate(rows)),
        most=most,
        problem=_problem(error) if error else None,
    )


def _dangers(risks: list[dict[str, str]], known: PlannerKnowledge) -> tuple[DangerRow, ...]:
    rows = [*risks, {"kind": "", "status": "current", "words": ""}]
    return tuple(
        DangerRow(
            f"k{n}",
            choices.dangers(known, row["kind"]),
            choices.options(choices.STATUS, row["status"]),
            row["words"],
        )
        for n, row in enumerate(rows)
    )


def _row(n: int, row: dict[str, Any], harms: list[str], known: PlannerKnowledge) -> ReferralRow:
    unknown = "unknown"
    text = {name: row.get(name, "") for name in _TYPED}
    answers = [row.get(name, unknown) for name in ("fits_goal", "effort", "readiness")]
    return ReferralRow(
        at=f"r{n}",
        number=n + 1,
        id=text["id"],
        text=text,
        purposes=choices.purposes(known, row.get("purposes", ())),
        lowers=choices.harms(harms, row.get("lowers")),
        willingness=choices.options(choices.WILLINGNESS, row.get("willingness", unknown)),
        fits_goal=choices.options(choices.FIT, answers[0]),
        effort=choices.options(choices.EFFORT, answers[1]),
        readiness=choices.readiness(known, answers[2]),
        obstacles="\n".join(row.get("obstacles", ())),
        more=set(answers) != {unknown} or bool(text["adds"]),
    )


def _problem(error: PlanError) -> Problem:
    """The fault in the form's own names.

    >>> _problem(PlanError("plan.referrals[1].service", "is empty; name the service."))
    Problem(message='Service 2, what it is: is empty; name the service.', at='r1-service')
    """
    found = _PLACE.match(error.field)
    if not found:
        return Problem(
            gettext("This is no plan that was made here. Begin again, or open another."), ""
        )
    part, row, field = found["list"], found["row"], found["field"]
    prefix = {"referrals": "r", "risks": "k"}.get(part)
    if prefix is None or row is None or field is None:
        return Problem(f"{_NAMES.get(part, part)}: {again(error.message)}", part)
    name = _NAMES.get(field, field.replace("_", " "))
    number = int(row) + 1
    what = (
        gettext("Service %(number)s, %(name)s", number=number, name=name)
        if part == "referrals"
        else gettext("Danger %(number)s, %(name)s", number=number, name=name)
    )
    return Problem(f"{what}: {again(error.message)}", f"{prefix}{row}-{field}")
