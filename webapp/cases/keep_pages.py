"""Keeping a note, which is never done by the way: names out, looked at; suggestions judged; kept.

Between the two steps the page carries what is to be kept sealed, so that nothing lies anywhere
before somebody has approved it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Final, cast, get_args

from flask import Blueprint, redirect, render_template, request, url_for
from flask_wtf.csrf import CSRFError
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from inference import Formulation, InferenceError, NoteError

from ..accounts.here import moment, room, somebody
from ..deidentify import Find, look_over
from ..desk import at_hand
from ..forms import EXPIRED, plain_line_ends
from ..language import gettext
from ..language.of_reader import again
from ..records.case_values import CaseHead, Keeping
from ..records.cases import Cases
from ..records.database import fresh_id
from ..records.errors import KeptAlready, KeyringError, Refused
from ..records.notes import Notes
from ..records.rights import Person
from ..records.sealed_values import MOST_WORDS, CaseFacts, Judgement, NoteFacts, Verdict
from ..records.stand_ins import continued
from .suggestions import (
    REASONS,
    Suggestion,
    all_judged,
    approved,
    grouped,
    opened,
    suggestions,
)

bp = Blueprint("cases_keep", __name__, url_prefix="/cases/keep")

_CARRIED: Final = "what is to be kept"
LOOK: Final = "look"  # the button that asks for the stand-ins once more


@dataclass(frozen=True, slots=True)
class NamesPage:
    """The note with stand-ins, and where it is to go."""

    note: str
    felt: tuple[str, ...]
    text: str
    finds: tuple[Find, ...]
    also: str
    cases: tuple[CaseHead, ...]
    case: str
    pseudonym: str
    protected: bool
    day: str
    today: str
    problem: str | None = None


@dataclass(frozen=True, slots=True)
class JudgePage:
    """The suggestions about the note as it will be kept, to be judged one by one."""

    text: str
    goes_to: str
    day: str
    carried: str
    groups: tuple[tuple[str, tuple[Suggestion, ...]], ...]
    reasons: tuple[tuple[str, str], ...]
    sent: Mapping[str, str]
    may_teach: bool
    shares: bool
    not_enough: str
    problem: str | None = None


@bp.post("/")
def names() -> str | tuple[str, int] | Response:
    """Show what would be kept: the note with stand-ins; go on when it is right."""
    person = somebody("keep_cases")
    form = request.form
    try:
        page, made = _names(person, form)
    except NoteError as error:
        return render_template("cases/not_kept.html", page=again(str(error))), 400
    except InferenceError:
        why = gettext(
            "The de-identifier is not fully installed on this machine, so nothing is kept."
        )
        return render_template("cases/not_kept.html", page=why), 503
    if form.get("step", LOOK) == LOOK:
        return render_template("cases/names.html", page=page)
    if problem := _what_is_missing(page):
        return render_template("cases/names.html", page=replace(page, problem=problem)), 400
    carried = room().records().seal(_CARRIED, made)
    return _judge(carried, made, {})


@bp.post("/judged")
def judged() -> Response | str | tuple[str, int]:
    """Keep the note with what was approved."""
    person = somebody("keep_cases")
    carried, made = _carried(request.form)
    formulation = _read(made)
    given, problem = _judgements(request.form, formulation)
    if "may_teach" in request.form and not problem and not all_judged(formulation, given):
        problem = gettext("A note that may teach needs a verdict on every hypothesis.")
    if problem:
        return _judge(carried, made, request.form.to_dict(), problem), 400
    keeping = Keeping(
        made["day"],
        NoteFacts(made["text"], tuple(made["felt"]), "shares" in request.form),
        approved(formulation, given),
        given,
        "may_teach" in request.form,
        made["salt"],
        tuple((digest, stand_in) for digest, stand_in in made["stand_ins"]),
        once=True,
    )
    access, living = room().access(), opened(formulation, given)
    try:
        if case := str(made["case"]):
            note = Notes(access).keep(moment(), person, case, keeping, living)
        else:
            case, note = Cases(access).begin_with(
                moment(), person, made["pseudonym"], made["protected"], keeping, living
            )
    except KeptAlready as there:
        if Notes(access).note(moment(), person, there.case, there.note).judgements != given:
            return _judge(carried, made, request.form.to_dict(), str(there)), 409
        case, note = there.case, there.note  # the button was pressed twice
    except Refused as error:
        return _judge(carried, made, request.form.to_dict(), str(error)), 409
    return redirect(url_for("cases_notes.note", case=case, note=note), 303)


@bp.errorhandler(CSRFError)
def form_expired(_: CSRFError) -> str | tuple[str, int]:
    """Ask for a second press; what was sent is kept in the form."""
    again = gettext(
        "%(expired)s Nothing was kept; your choices are still here: please press again.",
        expired=gettext(EXPIRED),
    )
    if request.endpoint == "cases_keep.judged":
        carried, made = _carried(request.form)
        return _judge(carried, made, request.form.to_dict(), again), 400
    page, _ = _names(somebody("keep_cases"), request.form)
    return render_template("cases/names.html", page=replace(page, problem=again)), 400


def _carried(form: MultiDict[str, str]) -> tuple[str, dict[str, Any]]:
    """What the first step has sealed into the form, as it came and opened.

    Raises
    ------
    Refused
        It is not from there.
    """
    carried = form.get("carried", "")
    try:
        return carried, room().records().open(_CARRIED, carried)
    except KeyringError:
        raise Refused(
            gettext("The form held something that this page did not put there.")
        ) from None


def _names(person: Person, form: MultiDict[str, str]) -> tuple[NamesPage, dict[str, Any]]:
    """The page, and what would be carried on from it."""
    note = plain_line_ends(form.get("note", ""))
    also = plain_line_ends(form.get("also", ""))
    cases = Cases(room().access())
    open_cases = cases.all(person)
    case = form.get("case", "")
    case = case if case in {head.id for head in open_cases} else ""
    facts = cases.facts(moment(), person, case) if case else CaseFacts("")
    looked = look_over(note, form)
    salt = facts.salt or fresh_id()
    keys = room().records().keys
    clean, stand_ins = continued(note, looked.made, dict(facts.stand_ins), keys, salt)
    looked = replace(looked, made=clean)
    felt = tuple(form.getlist("felt"))
    page = NamesPage(
        note,
        felt,
        looked.text,
        looked.finds,
        also,
        open_cases,
        case,
        form.get("pseudonym", ""),
        "protected" in form,
        form.get("day", ""),
        moment().date().isoformat(),
    )
    carried = {
        "text": looked.text,
        "felt": list(felt),
        "case": case,
        "pseudonym": facts.pseudonym or page.pseudonym,
        "protected": page.protected,
        "day": page.day,
        "salt": salt,
        "stand_ins": list(stand_ins.items()),
    }
    return page, carried


def _what_is_missing(page: NamesPage) -> str | None:
    if not page.case and not page.pseudonym.strip():
        return gettext("Choose a case, or give a new one a pseudonym.")
    if page.case and page.pseudonym.strip():
        return gettext(
            "A case is chosen and a new one is named: take away one of them, so that it is sure "
            "whose note this is."
        )
    try:
        day = date.fromisoformat(page.day)
    except ValueError:
        return gettext("Say on which day the contact was.")
    if day > moment().date():
        return gettext("The day of the contact is still to come.")
    return None


def _read(made: Mapping[str, Any]) -> Formulation:
    desk = at_hand()
    reactions = {reaction.id for reaction in desk.clinical.reactions}
    with desk.turn:
        return desk.reader.read(made["text"], felt=[id for id in made["felt"] if id in reactions])


def _judgements(
    form: MultiDict[str, str], formulation: Formulation
) -> tuple[tuple[Judgement, ...], str | None]:
    """The verdicts that were given, and what is wrong with them."""
    found = []
    for one in suggestions(formulation, at_hand().clinical):
        verdict = form.get(f"verdict.{one.key}", "")
        if not verdict:
            continue
        reason, said = form.get(f"reason.{one.key}", ""), form.get(f"words.{one.key}", "")
        said = plain_line_ends(said).strip()
        if verdict == "edited" and not (one.can_be_reworded and said):
            return (), gettext("Say in your own words how you hold “%(name)s”.", name=one.name)
        if reason and reason not in REASONS:
            return (), gettext("The form held something that this page did not put there.")
        if len(said) > MOST_WORDS:
            return (), gettext(
                "Your words on “%(name)s” are too long; there is room for %(most_words)s.",
                name=one.name,
                most_words=f"{MOST_WORDS:,}",
            )
        if verdict not in get_args(Verdict):
            return (), gettext("The form held something that this page did not put there.")
        found.append(Judgement(one.key, cast(Verdict, verdict), reason, said))
    return tuple(found), None


def _judge(
    carried: str, made: Mapping[str, Any], sent: Mapping[str, str], problem: str | None = None
) -> str:
    formulation = _read(made)
    page = JudgePage(
        made["text"],
        made["pseudonym"],
        made["day"],
        carried,
        grouped(suggestions(formulation, at_hand().clinical)),
        tuple(REASONS.items()),
        sent,
        "may_teach" in sent,
        "shares" in sent,
        "" if formulation.enough.answer else formulation.enough.reason or "",
        problem,
    )
    return render_template("cases/judge.html", page=page)
