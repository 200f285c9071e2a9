"""The one page: the box, the own guess where a worker wants to decide first, and the answer."""

from __future__ import annotations

from flask import Blueprint, Response, abort, current_app, render_template, request
from flask_wtf.csrf import CSRFError

from inference import NoteError

from . import forms
from .desk import at_hand
from .drift.counting import counted
from .errors import page_of
from .language import gettext
from .language.of_reader import again
from .presentation import Carried, WritePage, guess_page, reading_page, ticks

bp = Blueprint("read", __name__)


@bp.get("/")
def write() -> str:
    """Show the box, empty or with the example that the address names."""
    chosen = request.args.get("example")
    if chosen is None:
        return _box(Carried())
    example = at_hand().examples.get(chosen) or abort(404)
    return _box(Carried(note=example.text), opened=example.id)


@bp.post("/")
def read() -> str | tuple[str, int]:
    """Read the note, and show the answer or the step that comes before it."""
    desk, contacts = at_hand(), current_app.config["SAFETY_CONTACTS"]
    clinical = desk.clinical
    sent, step = forms.carried(request.form), forms.step(request.form)
    if forms.foreign(sent, step, clinical):
        return _refused(sent, gettext("The form held something that this page did not put there."))
    if step == forms.EDIT:
        return _box(sent)
    try:
        with desk.turn:
            formulation, talk = desk.reader.read_with_talk(sent.note, felt=sent.felt)
    except NoteError as error:
        return _refused(sent, again(str(error)))

    if step == forms.READ:
        counted(sent.note, formulation)
    problem = forms.too_many_words(sent)
    if problem or (sent.decide_first and step != forms.ANSWER):
        guess = guess_page(formulation, clinical, sent, contacts, problem)
        return render_template("read/guess.html", page=guess), 400 if problem else 200
    answer = reading_page(formulation, clinical, desk.planner, sent, contacts, talk)
    return render_template("read/reading.html", page=answer)


@bp.app_errorhandler(CSRFError)
def form_expired(_: CSRFError) -> Response | tuple[str, int]:
    """Ask for a second press where the form is from before the last start; a note is kept."""
    if "note" not in request.form:
        return page_of(400, gettext("That did not work"), gettext(forms.EXPIRED))
    return _refused(forms.carried(request.form), forms.still_here())


def _refused(sent: Carried, problem: str) -> tuple[str, int]:
    return _box(sent, problem=problem), 400


def _box(sent: Carried, opened: str | None = None, problem: str | None = None) -> str:
    """The page with the box, holding what was sent."""
    desk = at_hand()
    page = WritePage(
        note=sent.note,
        felt=ticks(((r.id, r.tick) for r in desk.clinical.reactions), sent.felt),
        decide_first=sent.decide_first,
        examples=tuple(desk.examples.values()),
        opened=opened,
        problem=problem,
    )
    return render_template("read/write.html", page=page)
