"""The plan as the page shows it: each referral with what can be changed about it there."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import groupby

from inference import (
    CalledFor,
    Planned,
    PlannerKnowledge,
    Protocol,
    ReferralPlan,
    Remark,
    in_quotes,
)

from ..language import gettext
from ..language.of_reader import again
from . import plan_choices as choices
from .plan_choices import Option


@dataclass(frozen=True, slots=True)
class WordingPart:
    """A stretch of the worker's own wording; `number` of the remark about it, or None."""

    text: str
    number: int | None


@dataclass(frozen=True, slots=True)
class PlannedView:
    """One referral; `row` is its place in the draft, from 0, by which its fields are named.

    What goes with the protocol has no place `to` move to.
    """

    row: int
    planned: Planned | CalledFor
    own: tuple[WordingPart, ...]
    to: tuple[Option, ...]
    outcome: tuple[Option, ...]
    in_the_way: tuple[Option, ...]


@dataclass(frozen=True, slots=True)
class DangerView:
    """A danger that goes to the protocol: what is said of it (`says`), the note's `words`, these
    as a sentence in quotation marks, what the site says `first`, and the shipped `message`."""

    name: str
    says: str
    words: str
    quoted: str
    first: tuple[str, ...]
    message: str


@dataclass(frozen=True, slots=True)
class LevelView:
    """Steps of harm reduction of one level: id, what to do, what one might say, picked or not."""

    name: str
    steps: tuple[tuple[str, str, str, bool], ...]


@dataclass(frozen=True, slots=True)
class PlanPage:
    """The plan; `carried` is its draft as JSON, `problems` what could not be changed."""

    plan: ReferralPlan
    carried: str
    dangers: tuple[DangerView, ...]
    called_for: tuple[PlannedView, ...]
    order: tuple[PlannedView, ...]
    levels: tuple[LevelView, ...]
    contacts: tuple[str, ...]
    lines: dict[str, str]
    problems: tuple[str, ...] = ()


def plan_page(
    plan: ReferralPlan,
    carried: str,
    known: PlannerKnowledge,
    contacts: Sequence[str],
    without_reason: Collection[int] = (),
) -> PlanPage:
    """The page about `plan`; `without_reason` are rows that could not be moved for lack of one."""
    return PlanPage(
        plan=plan,
        carried=carried,
        dangers=tuple(_danger(each, known) for each in (*plan.protocol, *plan.other_dangers)),
        called_for=tuple(_planned(each, plan, known) for each in plan.called_for),
        order=tuple(
            _planned(planned, plan, known, _places(planned, plan)) for planned in plan.order
        ),
        levels=tuple(
            LevelView(level, tuple((s.id, s.do, s.say, s.picked) for s in steps))
            for level, steps in groupby(plan.steps, key=lambda step: step.level)
        ),
        contacts=tuple(contacts),
        lines={line.id: line.text for line in known.lines if line.use == "page"},
        problems=tuple(
            gettext(
                "“%(service)s” stayed where it was: say in a few words why it should move.",
                service=plan.draft.referrals[row].service,
            )
            for row in without_reason
        ),
    )


def _danger(danger: Protocol, known: PlannerKnowledge) -> DangerView:
    # A plan has both in one, for programs; only the shipped part can be in another language.
    first = known.clinical.risk(danger.kind).first
    message = danger.message.removeprefix(" ".join(first)).lstrip()
    says = gettext(dict(choices.STATUS)[danger.status])
    quoted = in_quotes(danger.words)
    return DangerView(again(danger.name), says, danger.words, quoted, first, again(message))


def _places(planned: Planned, plan: ReferralPlan) -> tuple[Option, ...]:
    open_ones = [each for each in plan.order if each.place != "done"]
    places = [p for p in range(1, len(open_ones) + 1) if p != planned.rank]
    return choices.options(
        [
            ("", gettext("Leave it here")),
            *((str(p), gettext("Place %(place)s", place=p)) for p in places),
        ],
        "",
    )


def _planned(
    planned: Planned | CalledFor,
    plan: ReferralPlan,
    known: PlannerKnowledge,
    to: tuple[Option, ...] = (),
) -> PlannedView:
    row = next(n for n, r in enumerate(plan.draft.referrals) if r.id == planned.id)
    told = plan.draft.referrals[row].follow_up
    return PlannedView(
        row=row,
        planned=planned,
        own=_marked(planned.saying.own, planned.saying.remarks),
        to=to,
        outcome=choices.options(choices.OUTCOME, told.outcome),
        in_the_way=choices.barriers(known, told.in_the_way),
    )


def _marked(text: str, remarks: Sequence[Remark]) -> tuple[WordingPart, ...]:
    """`text` cut at the words that are remarked upon; of those that overlap, the first."""
    parts, at = [], 0
    for number, remark in enumerate(remarks, 1):
        if remark.start is None or remark.end is None or remark.start < at:
            continue
        parts += [
            WordingPart(text[at : remark.start], None),
            WordingPart(text[remark.start : remark.end], number),
        ]
        at = remark.end
    parts.append(WordingPart(text[at:], None))
    return tuple(part for part in parts if part.text)
