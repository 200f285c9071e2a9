"""The referral planner's pages: oneself first, then what is known, then the plan, then paper.

Nothing is kept between two requests: each page carries the draft, and a worker who wants to go on
another day saves it as a file, which the command `referrals` reads, too.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Final

from flask import Blueprint, current_app, redirect, render_template, request, url_for
from flask_wtf.csrf import CSRFError
from werkzeug.wrappers import Response as AnyResponse

from inference import (
    MOST_REFERRALS,
    NoteError,
    PlanDraft,
    PlanError,
    ReferralPlan,
    draft_from,
    plan_referrals,
)

from . import forms, plan_form
from .attachment import attachment
from .desk import at_hand
from .language import gettext
from .language.knowledge import named
from .presentation.plan import plan_page
from .presentation.plan_form import plan_form_page

bp = Blueprint("referrals", __name__, url_prefix="/referrals")

ADD: Final = "add"
FILE: Final = "referral-plan.json"
Answer = str | AnyResponse | tuple[str, int]


@dataclass(frozen=True, slots=True)
class LookPage:
    """A look at oneself: questions with their hints, and the draft that waits, as JSON."""

    questions: tuple[tuple[str, str], ...]
    carried: str
    services: int = 0
    problem: str | None = None


@bp.get("/")
def look() -> str:
    """Begin with oneself, and with nothing planned."""
    return _look(PlanDraft())


@bp.post("/")
def from_note() -> Answer:
    """Begin with oneself, and with what the note of the reading names."""
    desk, note = at_hand(), forms.carried(request.form).note
    try:
        with desk.turn:
            formulation = desk.reader.read(note)
    except NoteError:
        # Only a form that is not ours sends such a note here: begin anew, at the box.
        return redirect(url_for("read.write"))
    return _look(draft_from(formulation, note))


@bp.post("/open")
def open_file() -> Answer:
    """Go on with a plan that was saved as a file."""
    sent = request.files.get("file")
    text = sent.read() if sent else b""
    try:
        draft = PlanDraft.from_dict(json.loads(text))
        return _plan(_planned(draft))
    except (ValueError, RecursionError):
        problem = gettext(
            "That file is no plan. Choose the %(file)s that was saved here.", file=FILE
        )
    except PlanError as error:
        problem = gettext("That plan cannot be opened. %(error)s", error=error)
    return _look(PlanDraft(), problem), 400


@bp.post("/form")
def write() -> Answer:
    """Show the form with the draft that came along."""
    draft = _with_changes()[0]
    return _form(draft.to_dict(), draft, blank=0 if draft.referrals else 1)


@bp.post("/plan")
def plan() -> Answer:
    """Take what the form says: the plan of it, or room for another service."""
    before = plan_form.carried(request.form)
    data = plan_form.filled_in(request.form, before)
    if request.form.get("step") == ADD:
        return _form(data, before, blank=1)
    try:
        return _plan(_planned(PlanDraft.from_dict(data)))
    except PlanError as error:
        return _form(data, before, blank=0, error=error), 400


@bp.post("/change")
def change() -> Answer:
    """Plan again with what was changed on the page of the plan."""
    draft, without_reason = _with_changes()
    return _plan(_planned(draft), without_reason)


@bp.post("/staff")
def staff() -> Answer:
    """One page on paper for staff."""
    return _paper("referrals/staff.html")


@bp.post("/client")
def client() -> Answer:
    """One page on paper for the client, in plain language."""
    return _paper("referrals/client.html")


@bp.post("/file")
def file() -> Answer:
    """Hand over the draft as a file, as it is kept nowhere else."""
    text = json.dumps(_with_changes()[0].to_dict(), indent=2, ensure_ascii=False)
    return attachment(f"{text}\n", "application/json", FILE)


@bp.get("/<any(open, form, plan, change, staff, client, file):_step>")
def in_between(_step: str) -> AnyResponse:
    """Without what the pages before it carry, one begins at the first."""
    return redirect(url_for("referrals.look"))


@bp.errorhandler(PlanError)
def no_plan(_: PlanError) -> tuple[str, int]:
    """Only a page that is not ours carries what is no draft."""
    return _look(
        PlanDraft(), gettext("What came with that page is no plan. Begin again here.")
    ), 400


@bp.errorhandler(CSRFError)
def form_expired(_: CSRFError) -> tuple[str, int]:
    """Ask for a second press where the form is from before the last start; what it says is kept."""
    problem = gettext(
        "%(expired)s What you put down is still here: go on as before.",
        expired=gettext(forms.EXPIRED),
    )
    try:
        draft = plan_form.carried(request.form)
        if "client_goal" in request.form:
            draft = PlanDraft.from_dict(plan_form.filled_in(request.form, draft))
        return _look(draft, problem), 400
    except PlanError:
        return _look(
            PlanDraft(), gettext("That page could not be read again. Begin again here.")
        ), 400


def _with_changes() -> tuple[PlanDraft, list[int]]:
    """The draft that came along, with what was changed on the page of the plan if it was there."""
    data, without_reason = plan_form.changed(request.form, plan_form.carried(request.form))
    return PlanDraft.from_dict(data), without_reason


def _look(draft: PlanDraft, problem: str | None = None) -> str:
    page = LookPage(
        questions=tuple((q.question, q.hint) for q in named(at_hand().planner).self_look),
        carried=plan_form.as_text(draft),
        services=len(draft.referrals),
        problem=problem,
    )
    return render_template("referrals/look.html", page=page)


def _form(
    data: dict[str, object], before: PlanDraft, *, blank: int, error: PlanError | None = None
) -> str:
    carried = plan_form.as_text(before)
    page = plan_form_page(
        data, carried, named(at_hand().planner), blank=blank, most=MOST_REFERRALS, error=error
    )
    return render_template("referrals/form.html", page=page)


def _planned(draft: PlanDraft) -> ReferralPlan:
    return plan_referrals(draft, at_hand().planner)


def _plan(plan: ReferralPlan, without_reason: list[int] | None = None) -> str:
    return _shown("referrals/plan.html", plan, without_reason or [])


def _paper(template: str) -> str:
    return _shown(template, _planned(_with_changes()[0]), [])


def _shown(template: str, plan: ReferralPlan, without_reason: list[int]) -> str:
    contacts = current_app.config["SAFETY_CONTACTS"]
    carried = plan_form.as_text(plan.draft)
    page = plan_page(plan, carried, named(at_hand().planner), contacts, without_reason)
    return render_template(template, page=page)
