"""The pages of cases: the list, a case, and what can be done with it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from types import MappingProxyType

from flask import Blueprint, redirect, render_template, request, url_for
from flask_wtf.csrf import CSRFError
from werkzeug.wrappers import Response

from ..accounts.gate import form_expired
from ..accounts.here import moment, open_to, room, somebody
from ..desk import at_hand
from ..forms import plain_line_ends
from ..language import gettext
from ..records.cases import Cases
from ..records.errors import NotAllowed, Overtaken, Refused
from ..records.hypotheses import Hypotheses
from ..records.people import Accounts
from ..records.rights import ONE_PERSON, Person, may
from ..records.sealed_values import MOST_WORDS, Consent, Living
from .views import ListPage, case_page

bp = Blueprint("cases", __name__, url_prefix="/cases")
bp.register_error_handler(CSRFError, form_expired)


def cases() -> Cases:
    """The cases of the app that is answering."""
    return Cases(room().access())


def names() -> dict[str, str]:
    """What people are called."""
    return {**Accounts(room().records()).names(), ONE_PERSON.id: gettext(ONE_PERSON.name)}


@bp.get("/")
def all() -> str:
    """Show the cases, open ones or closed ones."""
    return _list(somebody("keep_cases"))


@bp.post("/")
def begin() -> Response | tuple[str, int]:
    """Open a case under a pseudonym."""
    person = somebody("keep_cases")
    pseudonym = request.form.get("pseudonym", "")
    try:
        case = cases().begin(moment(), person, pseudonym, "protected" in request.form)
    except Refused as error:
        return _list(person, pseudonym, str(error)), 400
    return redirect(url_for("cases.case", case=case), 303)


@bp.get("/<case>")
def case(case: str) -> str:
    """Show a case."""
    return _case(somebody("keep_cases"), case)


@bp.post("/<case>")
def change(case: str) -> Response | tuple[str, int]:
    """Give the case another pseudonym or mark."""
    person = somebody("keep_cases")
    try:
        file = cases().case(moment(), person, case)
        facts = replace(
            file.facts,
            pseudonym=request.form.get("pseudonym", ""),
            protected="protected" in request.form,
        )
        version = request.form.get("version", type=int) or 0
        cases().change(moment(), person, case, version, facts)
    except Overtaken as error:
        problem = gettext(
            "%(error)s Nothing was kept. The form shows how the case stands now, and beside it "
            "what was different in yours.",
            error=error,
        )
        return _case(person, case, problem, request.form, overtaken=True), 409
    except Refused as error:
        return _case(person, case, str(error), request.form), 400
    return _back(case)


@bp.post("/<case>/hypothesis")
def add_hypothesis(case: str) -> Response | tuple[str, int]:
    """Open a hypothesis that nobody suggested."""
    person = somebody("keep_cases")
    label = request.form.get("label", "")
    own = plain_line_ends(request.form.get("words", "")).strip()
    known = {barrier.id for barrier in at_hand().clinical.barriers}
    if label not in known | {""} or not (label or own) or len(own) > MOST_WORDS:
        problem = gettext(
            "Choose what it may be, or say it in your own words, %(most_words)s letters at most.",
            most_words=f"{MOST_WORDS:,}",
        )
        return _case(person, case, problem, request.form), 400
    Hypotheses(room().access()).add(moment(), person, case, Living(label, own, "open"))
    return _back(case)


@bp.post("/<case>/close")
def close(case: str) -> Response:
    """Close the case, or open it again."""
    again = "again" in request.form
    cases().close(moment(), somebody("keep_cases"), case, again=again)
    return _back(case)


@bp.post("/<case>/consent")
def consent(case: str) -> Response | tuple[str, int]:
    """Record consent to disclosure."""
    person = somebody("keep_cases")
    form = request.form
    try:
        given = Consent(
            form.get("given", ""),
            form.get("ends", ""),
            form.get("to", "").strip(),
            form.get("purpose", "").strip(),
            person.id,
        )
        _see_that_whole(given)
        cases().record_consent(moment(), person, case, given)
    except Refused as error:
        return _case(person, case, str(error), form), 400
    return _back(case)


@bp.post("/<case>/consent/withdrawn")
def withdraw_consent(case: str) -> Response:
    """Record that the client has taken their consent back."""
    cases().withdraw_consent(moment(), somebody("keep_cases"), case)
    return _back(case)


@bp.post("/<case>/hand-over")
def hand_over(case: str) -> Response:
    """Give the case to somebody else of the team."""
    person = somebody("see_team_cases")
    to = next((one for one in _colleagues(person) if one.id == request.form.get("to")), None)
    if to is None:
        raise NotAllowed(gettext("There is no such colleague."))
    cases().hand_over(moment(), person, case, to)
    return _back(case)


@bp.post("/<case>/delete")
def delete(case: str) -> Response | tuple[str, int]:
    """Delete the case with all that belongs to it, when its pseudonym was typed."""
    person = somebody("keep_cases")
    file = cases().case(moment(), person, case)
    if request.form.get("pseudonym", "").strip() != file.facts.pseudonym:
        return _case(
            person, case, gettext("Nothing was deleted: type the pseudonym as it stands.")
        ), 400
    cases().delete(moment(), person, case)
    return redirect(url_for("cases.all"), 303)


def _see_that_whole(given: Consent) -> None:
    try:
        whole = date.fromisoformat(given.given) <= date.fromisoformat(given.ends)
    except ValueError:
        whole = False
    if not (whole and given.to and given.purpose):
        raise Refused(
            gettext("Consent needs the day it was given, the day it ends, to whom and for what.")
        )


def _back(case: str) -> Response:
    return redirect(url_for("cases.case", case=case), 303)


def _colleagues(person: Person) -> tuple[Person, ...]:
    if not open_to(person, "see_team_cases") or person.team is None:
        return ()
    everyone = Accounts(room().records()).everyone(moment())
    return tuple(
        one.person
        for one in everyone
        if one.active and one.person.team == person.team and may(one.person, "keep_cases")
    )


def _list(person: Person, pseudonym: str = "", problem: str | None = None) -> str:
    closed = "closed" in request.args
    page = ListPage(
        cases().all(person, closed=closed), names(), person.id, closed, pseudonym, problem
    )
    return render_template("cases/list.html", page=page)


def _case(
    person: Person,
    case: str,
    problem: str | None = None,
    sent: Mapping[str, str] = MappingProxyType({}),
    *,
    overtaken: bool = False,
) -> str:
    file = cases().case(moment(), person, case)
    clinical = at_hand().clinical
    page = case_page(
        file,
        person,
        clinical,
        names(),
        _colleagues(person),
        moment(),
        room().place.retention_days,
        problem,
        sent,
        overtaken=overtaken,
    )
    return render_template("cases/case.html", page=page)
