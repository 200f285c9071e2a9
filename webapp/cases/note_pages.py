"""A kept note, as it was approved, and how it goes."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, url_for
from flask_wtf.csrf import CSRFError
from werkzeug.wrappers import Response

from ..accounts.gate import form_expired
from ..accounts.here import moment, room, somebody
from ..desk import at_hand
from ..records.notes import Notes
from .pages import cases, names
from .views import note_page

bp = Blueprint("cases_notes", __name__, url_prefix="/cases")
bp.register_error_handler(CSRFError, form_expired)


@bp.get("/<case>/note/<note>")
def note(case: str, note: str) -> str:
    """Show a note with its formulation as it was."""
    person = somebody("keep_cases")
    kept = Notes(room().access()).note(moment(), person, case, note)
    pseudonym = cases().facts(moment(), person, case).pseudonym
    page = note_page(pseudonym, kept, person, at_hand().clinical, names())
    return render_template("cases/note.html", page=page)


@bp.post("/<case>/note/<note>/delete")
def delete(case: str, note: str) -> Response:
    """Delete a note with what was made of it."""
    Notes(room().access()).delete(moment(), somebody("keep_cases"), case, note)
    return redirect(url_for("cases.case", case=case), 303)
