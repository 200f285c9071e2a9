"""One hypothesis over time: what would tell, what was tried, what came of it, where it stands."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import date
from typing import Any, cast, get_args

from flask import Blueprint, redirect, render_template, request, url_for
from flask_wtf.csrf import CSRFError
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from ..accounts.gate import form_expired
from ..accounts.here import moment, room, somebody
from ..desk import at_hand
from ..forms import plain_line_ends
from ..language import gettext
from ..records.case_values import KeptHypothesis
from ..records.errors import Overtaken, Refused
from ..records.hypotheses import Hypotheses
from ..records.rights import Person
from ..records.sealed_values import (
    MOST_WORDS,
    CaseFacts,
    Happened,
    Living,
    Outcome,
    Status,
    Trial,
    event,
)
from .pages import names
from .views import NOTHING_SENT, Sent, hypothesis_page

bp = Blueprint("cases_hypotheses", __name__, url_prefix="/cases")
bp.register_error_handler(CSRFError, form_expired)


@bp.get("/<case>/hypothesis/<id>")
def hypothesis(case: str, id: str) -> str:
    """Show a hypothesis."""
    facts, kept = _hypotheses().one(moment(), somebody("keep_cases"), case, id)
    return _page(facts, kept)


@bp.post("/<case>/hypothesis/<id>")
def change(case: str, id: str) -> Response | tuple[str, int]:
    """Change its state, question or words, record a trial, or what came of it, or look again."""
    person = somebody("keep_cases")
    facts, kept = _hypotheses().one(moment(), person, case, id)
    sent = _sent(request.form)
    try:
        living = _changed(person, kept.living, sent)
        version = request.form.get("version", type=int) or 0
        _hypotheses().save(moment(), person, case, id, version, living)
    except Overtaken as error:
        _, kept = _hypotheses().one(moment(), person, case, id)
        problem = gettext(
            "%(error)s Below is how it stands now; what you wrote is still in the form.",
            error=error,
        )
        return _page(facts, kept, sent, problem), 409
    except Refused as error:
        return _page(facts, kept, sent, str(error)), 400
    return redirect(url_for("cases_hypotheses.hypothesis", case=case, id=id), 303)


def _sent(form: MultiDict[str, str]) -> Sent:
    held = {field.name: form.get(field.name, "") for field in fields(Sent)}
    return Sent(**{**held, "words": plain_line_ends(held["words"]).strip()})


def _hypotheses() -> Hypotheses:
    return Hypotheses(room().access())


def _changed(person: Person, living: Living, sent: Sent) -> Living:
    """The hypothesis as the form asks for it.

    Raises
    ------
    Refused
        Something is missing, too long, or not offered.
    """

    def happened(what: Happened, state: str = "", **changes: Any) -> Living:
        return living.after(event(moment(), person.id, what, state, words), **changes)

    words = sent.words
    if len(words) > MOST_WORDS:
        raise Refused(
            gettext(
                "That is too long; there is room for %(most_words)s characters.",
                most_words=f"{MOST_WORDS:,}",
            )
        )
    match sent.step:
        case "status":
            if sent.status not in get_args(Status):
                raise Refused(gettext("Choose whether it is open, supported or set aside."))
            return happened("status", sent.status, status=cast(Status, sent.status))
        case "question":
            return happened("question", question=words)
        case "words":
            if not (words or living.label):
                raise Refused(gettext("A hypothesis of your own needs words."))
            return happened("words", words=words)
        case "looked":
            return happened("looked")
        case "trial":
            trial = _trial(sent, words)
            return happened("trial", trial.outcome, trials=(*living.trials, trial))
        case "outcome":
            return _now_known(person, living, sent)
    raise Refused(gettext("The form held something that this page did not put there."))


def _trial(sent: Sent, words: str) -> Trial:
    stances = {stance.id for stance in at_hand().clinical.stances}
    try:
        to_come = date.fromisoformat(sent.day) > moment().date()
    except ValueError:
        raise Refused(gettext("Say on which day it was tried.")) from None
    if to_come:
        raise Refused(gettext("The day is still to come."))
    if sent.outcome not in get_args(Outcome):
        raise Refused(gettext("Say what came of it; “not known yet” is an answer."))
    if sent.stance not in stances | {""} or not (sent.stance or words):
        raise Refused(
            gettext("Choose the stance that was tried, or say what was tried in your own words.")
        )
    return Trial(sent.day, sent.stance, words, cast(Outcome, sent.outcome))


def _now_known(person: Person, living: Living, sent: Sent) -> Living:
    """The hypothesis with what came of a trial that was open until now."""
    waiting = {str(n): one for n, one in enumerate(living.trials) if one.outcome == "unknown"}
    if (trial := waiting.get(sent.trial)) is None:
        raise Refused(gettext("The form held something that this page did not put there."))
    if sent.outcome not in get_args(Outcome) or sent.outcome == "unknown":
        raise Refused(gettext("Say what came of it."))
    known = replace(trial, outcome=cast(Outcome, sent.outcome))
    trials = tuple(known if one is trial else one for one in living.trials)
    return living.after(
        event(moment(), person.id, "trial", known.outcome, known.words), trials=trials
    )


def _page(
    facts: CaseFacts,
    kept: KeptHypothesis,
    sent: Sent = NOTHING_SENT,
    problem: str | None = None,
) -> str:
    clinical = at_hand().clinical
    page = hypothesis_page(facts, kept, clinical, names(), moment(), sent, problem)
    return render_template("cases/hypothesis.html", page=page)
