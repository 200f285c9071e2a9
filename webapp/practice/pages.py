"""The pages of practice: library, a case, its feedback, the second contact."""

from __future__ import annotations

from datetime import UTC, datetime

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask_wtf.csrf import CSRFError
from werkzeug.wrappers import Response

from ..coach import remarks
from ..forms import EXPIRED
from ..language import gettext
from . import forms
from .case_view import case_page
from .feedback import compare
from .feedback_view import feedback_page
from .forms import Problem, Sent
from .later_view import later_page
from .library import Shelved, paths
from .library_view import library_page
from .record import entry_of
from .shelf import shelf
from .vocabulary import DIFFICULTIES, SETTINGS

bp = Blueprint("practice", __name__, url_prefix="/practice")


@bp.get("/")
def library() -> str:
    """Show the cases, all or those that the address asks for, and what to take next."""
    path = next((p for p in paths() if p.id == request.args.get("path")), None)
    difficulty = request.args.get("difficulty")
    setting = request.args.get("setting")
    page = library_page(
        shelf().library,
        shelf().record,
        path,
        difficulty if difficulty in DIFFICULTIES else None,
        setting if setting in SETTINGS else None,
    )
    return render_template("practice/library.html", page=page)


@bp.get("/case/<pack>/<case>")
def case(pack: str, case: str) -> str:
    """Show a note and what there is to decide about it."""
    return _case(_shelved(pack, case))


@bp.post("/case/<pack>/<case>")
def decide(pack: str, case: str) -> Response | tuple[str, int]:
    """Take an attempt, remember it, and go to its feedback; or say what is still open."""
    shelved = _shelved(pack, case)
    given = forms.sent(request.form, shelved.case)
    if given is None:
        problem = Problem(
            "note", gettext("The form held something that this page did not put there.")
        )
        return _case(shelved, Sent(), (problem,)), 400
    if problems := forms.problems(given):
        return _case(shelved, given, problems), 400
    attempt = forms.attempt(given)
    feedback = compare(shelved.case, attempt)
    today = datetime.now(UTC).date()
    shelf().attempts.put(shelf().who, shelved.key, attempt)
    entry = entry_of(shelved.pack, shelved.case, attempt, feedback, today)
    shelf().save(shelf().record.with_entry(entry))
    return redirect(url_for("practice.feedback", pack=pack, case=case), 303)


@bp.get("/case/<pack>/<case>/feedback")
def feedback(pack: str, case: str) -> str | Response:
    """Show the last attempt beside the reference."""
    shelved = _shelved(pack, case)
    attempt = shelf().attempts.get(shelf().who, shelved.key)
    if attempt is None:
        return redirect(url_for("practice.case", pack=pack, case=case))
    page = feedback_page(
        shelved,
        attempt,
        compare(shelved.case, attempt),
        shelf().read(shelved.case.note),
        remarks(attempt.words) if attempt.words else None,
        shelf().library.alike(shelved, shelf().record),
    )
    return render_template("practice/feedback.html", page=page)


@bp.get("/case/<pack>/<case>/later")
def later(pack: str, case: str) -> str | Response:
    """Show the second contact after the stance that the address names, and after the others."""
    shelved = _shelved(pack, case)
    attempt = shelf().attempts.get(shelf().who, shelved.key)
    if attempt is None:
        return redirect(url_for("practice.case", pack=pack, case=case))
    stance = shelved.case.stance(request.args.get("after", "")) or abort(404)
    alike = shelf().library.alike(shelved, shelf().record)
    return render_template(
        "practice/later.html", page=later_page(shelved, stance, attempt.stance is None, alike)
    )


@bp.errorhandler(CSRFError)
def form_expired(_: CSRFError) -> tuple[str, int] | Response:
    """Ask for a second press where the form is from before the last start; choices are kept."""
    found = request.view_args or {}
    if request.endpoint != "practice.decide":
        return redirect(url_for("practice.library"))
    shelved = _shelved(found["pack"], found["case"])
    given = forms.sent(request.form, shelved.case) or Sent()
    problem = Problem(
        "note",
        gettext(
            "%(expired)s Your choices are still here: please press again.", expired=gettext(EXPIRED)
        ),
    )
    return _case(shelved, given, (problem,)), 400


def _shelved(pack: str, case: str) -> Shelved:
    return shelf().library.find(pack, case) or abort(404)


def _case(shelved: Shelved, given: Sent | None = None, problems: tuple[Problem, ...] = ()) -> str:
    read = shelf().read(shelved.case.note)
    times = shelf().record.times(shelved.key)
    page = case_page(shelved, read, times, given, problems)
    return render_template("practice/case.html", page=page)
