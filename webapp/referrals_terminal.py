"""A plan of referrals as text for a terminal or a pipe."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rich.console import Console

from inference import CalledFor, Handout, InTheWay, OwnService, Planned, ReferralPlan

from .presentation.plan_choices import STATUS
from .terminal import Sheet


def show(
    plan: ReferralPlan, contacts: Sequence[str] = (), *, console: Console | None = None
) -> None:
    """Print `plan`, oneself and danger first, the client's page last."""
    sheet = Sheet(console or Console(highlight=False, markup=False, emoji=False))
    sheet.line("Possibilities to talk over with the person and your team; nothing here is decided.")
    sheet.heading("First, a look at yourself")
    sheet.lines("For you alone:", (each.question for each in plan.self_look))
    _danger(sheet, plan, contacts)
    sheet.heading("The plan")
    sheet.line(plan.headline, 2, "bold")
    sheet.lines("Still open:", plan.questions)
    for planned in plan.order:
        _planned(sheet, planned)
    _said(sheet, "So that the door stays open, you could say:", plan.door)
    if plan.in_the_way:
        sheet.heading("What may be in the way")
        _in_the_way(sheet, plan.in_the_way)
    sheet.heading("Steps that make it safer, at any level")
    for step in plan.steps:
        sheet.line(f"{step.level}: {step.do}", 2, hang=2)
    if plan.supervisor:
        sheet.heading("For your supervisor")
        sheet.lines("Never decided here:", plan.supervisor)
    sheet.heading("Afterwards")
    sheet.lines("To look at together:", plan.after)
    _handout(sheet, plan.handout, contacts)


def _danger(sheet: Sheet, plan: ReferralPlan, contacts: Sequence[str]) -> None:
    if not (plan.protocol or plan.other_dangers or plan.words_of_danger):
        return
    sheet.heading("Danger, before and outside any order")
    for danger in (*plan.protocol, *plan.other_dangers):
        words = f": “{danger.words}”" if danger.words else ""
        said = f"{danger.name} ({dict(STATUS)[danger.status]}){words}"
        sheet.line(said, 2, "bold", hang=2)
        sheet.line(danger.message, 4)
    for each in plan.called_for:
        sheet.line(each.service, 2, "bold", hang=2)
        sheet.line(each.message, 4)
        _own_services(sheet, each.own_services)
        _said(sheet, "You could say:", filter(None, [each.saying.whole]))
        _so_far(sheet, each)
    sheet.lines(
        "These words may speak of danger. If it is on now, your protocol comes first:",
        (f"“{words}”" for words in plan.words_of_danger),
    )
    for contact in contacts:
        sheet.line(contact, 2)


def _planned(sheet: Sheet, planned: Planned) -> None:
    sheet.console.print()
    sheet.line(f"{planned.rank}. {planned.service} ({placed(planned)})", 2, "bold", hang=3)
    if planned.purposes:
        sheet.line(f"Purpose: {'; '.join(planned.purposes)}.", 4, hang=2)
    sheet.lines("Why here:", planned.reasons, 4)
    _own_services(sheet, planned.own_services)
    sheet.lines("Still open:", planned.questions, 4)
    if planned.place != "done":
        said = f" “{planned.readiness_say}”" if planned.readiness_say else ""
        sheet.line(f"To talk about: {planned.readiness}{said}", 4, hang=2)
    if planned.saying.sentences:
        sheet.line(f"You could say: “{planned.saying.whole}”", 4, hang=2)
    _so_far(sheet, planned)


def _so_far(sheet: Sheet, planned: Planned | CalledFor) -> None:
    """What is remarked on the worker's own wording, and what became of the referral."""
    remarks = (
        f"{r.name}{f': “{r.words}”' if r.words else ''}. {r.why}" for r in planned.saying.remarks
    )
    sheet.lines("In your own wording:", remarks, 4)
    told = planned.outcome
    if told.outcome == "not_done":
        sheet.line("It did not come about so far.", 4)
    for title, words in (("What happened", told.words), ("Learned", told.learned)):
        if words:
            sheet.line(f"{title}: {words}", 4, hang=2)
    _in_the_way(sheet, told.in_the_way)
    if told.next:
        sheet.line(told.next, 4)


def _own_services(sheet: Sheet, services: Iterable[OwnService]) -> None:
    own = (", ".join(filter(None, (s.name, s.phone, s.hours, s.how))) for s in services)
    sheet.lines("Who does this here:", own, 4)


def placed(planned: Planned) -> str:
    """Where the referral stands, in words.

    A later one says when.
    """
    return f"later, when {planned.when}" if planned.when else planned.place


def _in_the_way(sheet: Sheet, barriers: Iterable[InTheWay]) -> None:
    for barrier in barriers:
        words = f": “{barrier.words}”" if barrier.words else ""
        sheet.line(f"One possibility: {barrier.name}{words}", 4, hang=2)
        sheet.line(f"Ask them: “{barrier.ask}” Ask yourselves: {barrier.our_side}", 6)


def _said(sheet: Sheet, title: str, lines: Iterable[str]) -> None:
    sheet.lines(title, (f"“{line}”" for line in lines))


def _handout(sheet: Sheet, page: Handout, contacts: Sequence[str]) -> None:
    sheet.heading("The client’s page")
    if page.caution:
        sheet.line(page.caution, 2, "bold")
    for line in (page.yours, page.leaving):
        if line:
            sheet.line(line, 2)
    for title, words in (
        ("What you want", page.want),
        ("When we meet next", page.meeting),
        ("What you and I keep doing", page.work),
    ):
        if words:
            sheet.line(f"{title}: {words}", 2, hang=2)
    now = (f"{item.service or '[service]'}. {item.purpose}" for item in page.now)
    sheet.lines("To try now:", now)
    for line in (page.nothing_now, page.joint):
        if line:
            sheet.line(line, 2)
    sheet.lines("What may make the days safer:", page.steps)
    sheet.lines("These can wait:", page.wait)
    sheet.lines("You said no to these for now:", page.said_no)
    sheet.line(page.urgent, 2)
    for contact in contacts:
        sheet.line(contact, 2)
    sheet.lines("(For staff: left off that page, as it holds words of staff:)", page.left_out)
