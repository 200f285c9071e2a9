"""The page of the coach: what one would say, read back utterance by utterance."""

from __future__ import annotations

from contextlib import AbstractContextManager
from typing import Final

from flask import Blueprint, Flask, current_app, render_template, request
from flask_wtf.csrf import CSRFError

from inference import Coach, InferenceError, NoteError, load_coach, load_coach_knowledge

from .corner import Corner
from .desk import at_hand
from .forms import plain_line_ends, still_here
from .language import N_, gettext
from .language.knowledge import named
from .language.of_reader import again
from .presentation.coach import CoachPage, StanceChoice, coach_page, stance_choices

bp = Blueprint("coach", __name__)

_EXTENSION: Final = "middleground_coach"
_NOT_INSTALLED: Final = N_("The coach is not fully installed on this machine.")


def install(app: Flask, coach: Coach | None) -> None:
    """Give the app its coach, or a place for one that is loaded with the first question."""
    app.extensions[_EXTENSION] = Corner(lambda: load_coach(), coach)


def asked() -> AbstractContextManager[Coach]:
    """The coach of the app that is answering, for one question at a time; see `Corner.asked`."""
    corner: Corner[Coach] = current_app.extensions[_EXTENSION]
    return corner.asked()


@bp.get("/coach")
def write() -> str:
    """Show the two boxes, empty."""
    return render_template("coach.html", page=CoachPage(stances=_stances("")))


@bp.post("/coach")
def read() -> str | tuple[str, int]:
    """Read what somebody would say, and show it again with what each part may do."""
    said = plain_line_ends(request.form.get("said", ""))
    client = plain_line_ends(request.form.get("client", ""))
    stances = _stances(request.form.get("stance", ""))
    chosen = next((stance.id for stance in stances if stance.chosen), None)
    try:
        with asked() as coach:
            talk = coach.read(said, client or None)
            fit = coach.fit(talk, chosen) if chosen else None
    except NoteError as error:
        return _refused(said, client, _in_our_words(error)), 400
    except InferenceError:
        return _refused(said, client, gettext(_NOT_INSTALLED)), 503
    contacts = current_app.config["SAFETY_CONTACTS"]
    page = coach_page(talk, named(coach.known), said, client, contacts, stances, fit)
    return render_template("coach.html", page=page)


@bp.errorhandler(CSRFError)
def form_expired(_: CSRFError) -> tuple[str, int]:
    """Ask for a second press where the form is from before the last start; the text is kept."""
    said, client = (plain_line_ends(request.form.get(name, "")) for name in ("said", "client"))
    return _refused(said, client, still_here()), 400


def _stances(chosen: str) -> tuple[StanceChoice, ...]:
    return stance_choices(load_coach_knowledge(), at_hand().clinical, chosen)


def remarks(said: str) -> CoachPage:
    """What the coach makes of `said`, for other pages; `problem` where it cannot read it."""
    try:
        with asked() as coach:
            talk = coach.read(said)
    except NoteError as error:
        return CoachPage(said=said, problem=_in_our_words(error))
    except InferenceError:
        return CoachPage(said=said, problem=gettext(_NOT_INSTALLED))
    contacts = current_app.config["SAFETY_CONTACTS"]
    return coach_page(talk, named(coach.known), said, "", contacts)


def _refused(said: str, client: str, problem: str) -> str:
    stances = _stances(request.form.get("stance", ""))
    page = CoachPage(said=said, client=client, problem=problem, stances=stances)
    return render_template("coach.html", page=page)


def _in_our_words(error: NoteError) -> str:
    if error.kind == "empty":
        return gettext("There is nothing yet: write what you would say, one turn a line.")
    told = str(error).replace("a note may have", "there is room for").replace("note", "text")
    return again(told)
