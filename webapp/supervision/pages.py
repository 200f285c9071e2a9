"""The pages of one round: list, formulate, wait, compare, discuss."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask_wtf.csrf import CSRFError
from werkzeug.wrappers import Response

from ..desk import own_words_of
from ..forms import EXPIRED, plain_line_ends
from ..language import gettext
from ..practice.forms import Problem
from ..practice.pack import Case
from ..practice.shelf import shelf
from . import forms, wording
from .comparison_view import compare_page
from .entry import MODEL, Entry
from .form_view import formulate_page, reading_form
from .forms import Sent, foreign
from .round import Remark, RoundError, Sitting
from .seen import may_see
from .stored import StoredError
from .table import seen_by_who, sitting_of, table

bp = Blueprint("supervision", __name__, url_prefix="/supervision")


@dataclass(frozen=True, slots=True)
class RoundView:
    """A round in the list: what it waits for."""

    id: str
    title: str
    day: str
    people: str
    state: str
    yours: bool


@dataclass(frozen=True, slots=True)
class RoundsPage:
    """All that `supervision/rounds.html` shows."""

    rounds: tuple[RoundView, ...]
    may_begin: bool
    accounts: bool


@dataclass(frozen=True, slots=True)
class WaitingPage:
    """All that `supervision/waiting.html` shows: who has submitted, and nothing of what."""

    id: str
    title: str
    done: tuple[str, ...]
    missing: tuple[str, ...]
    left: int
    yours: bool
    holds: bool
    revealed: bool
    shared_screen: bool
    just_now: str | None
    problem: str | None = None


@bp.get("/")
def rounds() -> str:
    """List the rounds that this person holds or is asked in."""
    person = table().who()
    page = RoundsPage(
        rounds=tuple(_in_list(sitting, person.id) for sitting in table().store.rounds(person.id)),
        may_begin=person.may_supervise,
        accounts=table().accounts,
    )
    return render_template("supervision/rounds.html", page=page)


@bp.get("/<round_id>")
def one(round_id: str) -> Response:
    """Go to where this person stands in the round."""
    sitting, person = sitting_of(round_id), table().who().id
    if may_see(sitting, person):
        return redirect(url_for("supervision.compare", round_id=round_id))
    if _has_a_turn(sitting, person) and not sitting.round.shared_screen:
        return redirect(url_for("supervision.formulate", round_id=round_id))
    return redirect(url_for("supervision.waiting", round_id=round_id))


@bp.get("/<round_id>/formulate")
def formulate(round_id: str) -> str | Response:
    """Show the form, empty, or after the reveal with what this person holds now."""
    sitting, person = sitting_of(round_id), table().who().id
    if not _has_a_turn(sitting, person):
        return redirect(url_for("supervision.waiting", round_id=round_id))
    name = " ".join(request.args.get("name", "").split())
    before = sitting.versions(forms.rater_named(name) if sitting.round.shared_screen else person)
    if before and sitting.round.revealed:
        return _form(sitting, forms.sent_of_entry(_shown_again(sitting, before[-1])))
    return _form(sitting, Sent(name=name[: forms.LONGEST_NAME]))


@bp.post("/<round_id>/formulate")
def submit(round_id: str) -> Response | tuple[str, int]:
    """Take one person's reading; or say what is still open."""
    sitting, person = sitting_of(round_id), table().who()
    given = forms.sent(request.form, sitting.round.note)
    if given is None:
        return _form(sitting, Sent(), (foreign(),)), 400
    named = sitting.round.shared_screen
    if problems := forms.problems_of_person(given, named=named):
        return _form(sitting, given, tuple(problems)), 400
    rater = forms.rater_named(given.name) if named else person.id
    entry = forms.entry(given, rater, given.name if named else person.name, datetime.now(UTC))
    try:
        after = table().store.submit(round_id, entry)
    except RoundError as error:
        place = "name" if named else "note"
        return _form(sitting, given, (Problem(place, str(error)),)), 409
    if may_see(after, person.id):
        return redirect(url_for("supervision.compare", round_id=round_id), 303)
    return redirect(url_for("supervision.waiting", round_id=round_id, done="yes"), 303)


@bp.get("/<round_id>/waiting")
def waiting(round_id: str) -> str | Response:
    """Show who has submitted, and to the holder the button that reveals."""
    sitting = sitting_of(round_id)
    if may_see(sitting, table().who().id):
        return redirect(url_for("supervision.compare", round_id=round_id))
    return _waiting(sitting)


@bp.post("/<round_id>/reveal")
def reveal(round_id: str) -> Response | tuple[str, int]:
    """Lay all entries open, which only the holder may do."""
    sitting = _held(round_id)
    try:
        table().store.reveal(round_id, datetime.now(UTC))
    except RoundError as error:
        return _waiting(sitting, str(error)), 409
    return redirect(url_for("supervision.one", round_id=round_id), 303)


@bp.get("/<round_id>/compare")
def compare(round_id: str) -> str | Response:
    """Show all readings side by side."""
    sitting = sitting_of(round_id)
    if not may_see(sitting, table().who().id):
        return redirect(url_for("supervision.one", round_id=round_id))
    return _compare(sitting)


@bp.post("/<round_id>/discuss")
def discuss(round_id: str) -> Response | tuple[str, int]:
    """Add a remark to the discussion."""
    sitting, person = sitting_of(round_id), table().who()
    if not may_see(sitting, person.id):
        abort(404)
    text = plain_line_ends(request.form.get("text", "")).strip()
    name = person.name if table().accounts else " ".join(request.form.get("name", "").split())
    try:
        remark = Remark.from_dict(
            {"name": name or gettext("Somebody"), "at": datetime.now(UTC).isoformat(), "text": text}
        )
        table().store.discuss(round_id, remark)
    except StoredError:
        problem = gettext("A remark is text of 1 to 4,000 characters, and a name of 200 at most.")
        return _compare(sitting, problem, text), 400
    except RoundError as error:
        return _compare(sitting, str(error), text), 409
    return redirect(url_for("supervision.compare", round_id=round_id, _anchor="discussion"), 303)


@bp.post("/<round_id>/close")
def close(round_id: str) -> Response | tuple[str, int]:
    """Let nothing more be added, which only the holder may do."""
    sitting = _held(round_id)
    try:
        table().store.close(round_id, datetime.now(UTC))
    except RoundError as error:
        return _waiting(sitting, str(error)), 409
    return redirect(url_for("supervision.one", round_id=round_id), 303)


@bp.post("/<round_id>/forget")
def forget(round_id: str) -> Response:
    """Delete the round and all that has come of it, which only the holder may do."""
    _held(round_id)
    table().store.forget(round_id)
    return redirect(url_for("supervision.rounds"), 303)


@bp.errorhandler(CSRFError)
def form_expired(_: CSRFError) -> tuple[str, int] | Response:
    """Ask for a second press where the form is from before the last start; choices are kept."""
    round_id = (request.view_args or {}).get("round_id", "")
    if request.endpoint == "supervision.submit":
        sitting = sitting_of(round_id)
        given = forms.sent(request.form, sitting.round.note) or Sent()
        again = Problem(
            "note",
            gettext(
                "%(expired)s Your choices are still here: please press again.",
                expired=gettext(EXPIRED),
            ),
        )
        return _form(sitting, given, (again,)), 400
    if request.endpoint == "supervision.discuss":
        sitting = sitting_of(round_id)
        if may_see(sitting, table().who().id):
            text = plain_line_ends(request.form.get("text", ""))
            return _compare(
                sitting,
                gettext("%(expired)s Your text is still here.", expired=gettext(EXPIRED)),
                text,
            ), 400
    return redirect(url_for("supervision.rounds"))


def case_of(sitting: Sitting) -> Case | None:
    """The practice case whose note the round is about, if it is still at hand."""
    if not sitting.round.case:
        return None
    pack, _, case = sitting.round.case.partition("/")
    shelved = shelf().library.find(pack, case)
    return shelved.case if shelved else None


def _held(round_id: str) -> Sitting:
    sitting = sitting_of(round_id)
    if sitting.round.holder != table().who().id:
        abort(404)
    return sitting


def _has_a_turn(sitting: Sitting, person: str) -> bool:
    """Whether this person may submit something now."""
    round = sitting.round
    if round.closed:
        return False
    if round.shared_screen:
        return bool(round.revealed) or sitting.people < round.seats
    return round.is_invited(person) and (not sitting.versions(person) or round.revealed is not None)


def _shown_again(sitting: Sitting, entry: Entry) -> Entry:
    """An entry to be changed: with all in it where it is the person's own, as seen otherwise."""
    seen = {(e.rater, e.version): e for e in seen_by_who(sitting).entries}
    return seen.get((entry.rater, entry.version), entry)


def _form(sitting: Sitting, given: Sent, problems: tuple[Problem, ...] = ()) -> str:
    round = sitting.round
    rater = forms.rater_named(given.name) if round.shared_screen else table().who().id
    again = round.revealed is not None and bool(sitting.versions(rater))
    page = formulate_page(
        round.id,
        round.title,
        reading_form(round.note, own_words_of(round.note), given, problems),
        given,
        named=round.shared_screen,
        again=again,
        seat=gettext(
            "%(min)s of %(seats)s", min=min(sitting.people + 1, round.seats), seats=round.seats
        ),
    )
    return render_template("supervision/formulate.html", page=page)


def _waiting(sitting: Sitting, problem: str | None = None) -> str:
    round, person = sitting.round, table().who().id
    submitted = {entry.rater for entry in sitting.first}
    page = WaitingPage(
        id=round.id,
        title=round.title,
        done=tuple(entry.name for entry in sitting.first if entry.rater != MODEL)
        if round.shared_screen
        else tuple(one.name for one in round.invited if one.id in submitted),
        missing=tuple(one.name for one in round.invited if one.id not in submitted),
        left=max(round.seats - sitting.people, 0),
        yours=_has_a_turn(sitting, person),
        holds=round.holder == person,
        revealed=round.revealed is not None,
        shared_screen=round.shared_screen,
        just_now=gettext("Taken and hidden.") if request.args.get("done") else None,
        problem=problem,
    )
    return render_template("supervision/waiting.html", page=page)


def _compare(sitting: Sitting, problem: str | None = None, said: str = "") -> str:
    page = compare_page(
        seen_by_who(sitting),
        case_of(sitting),
        hidden=request.args.get("names") == "hidden",
        first=request.args.get("when") == "first",
        holds=sitting.round.holder == table().who().id,
        problem=problem,
        said=said,
    )
    return render_template("supervision/compare.html", page=page)


def _in_list(sitting: Sitting, person: str) -> RoundView:
    round = sitting.round
    if round.closed:
        state = gettext("closed")
    elif sitting.agreed:
        state = gettext("agreed on")
    elif round.revealed:
        state = gettext("revealed, to be discussed")
    else:
        state = gettext(
            "%(people)s of %(seats)s have formulated", people=sitting.people, seats=round.seats
        )
    names = [one.name for one in round.invited]
    return RoundView(
        id=round.id,
        title=round.title,
        day=wording.day(round.created),
        people=wording.listed(names)
        if names
        else gettext("%(seats)s at this screen", seats=round.seats),
        state=state,
        yours=_has_a_turn(sitting, person) and not round.revealed,
    )
