"""The page that begins a round: a practice case, or a note that was looked over first."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from hashlib import sha256

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask_wtf.csrf import CSRFError
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from inference import InferenceError, NoteError

from ..deidentify import Find, look_over
from ..desk import at_hand
from ..forms import plain_line_ends, still_here
from ..language import gettext
from ..language.of_reader import again
from ..practice.case_view import Choice
from ..practice.shelf import shelf
from .model_entry import model_entry
from .round import MOST_PEOPLE, Invited, Round, RoundError
from .stored import StoredError
from .table import Person, table

bp = Blueprint("supervision_start", __name__, url_prefix="/supervision")

LONGEST_TITLE = 120
FEWEST = 2
# What the press of a button asks for: look the note over (again), or begin.
LOOK, BEGIN = "look", "begin"


@dataclass(frozen=True, slots=True)
class NewPage:
    """All that `supervision/new.html` shows: the choices, and in a second step the note's finds.

    `case_name` is that of the case whose kept note was brought here, and `belongs` whether the
    note still is that one.
    """

    title: str
    source: str
    cases: tuple[Choice, ...]
    note: str
    people: tuple[Choice, ...]
    take_part: bool
    seats: int
    fewest: int
    most: int
    accounts: bool
    may_keep_notes: bool
    of: str
    of_note: str
    case_name: str | None
    belongs: bool
    kept: str | None = None
    finds: tuple[Find, ...] = ()
    also: str = ""
    problem: str | None = None


@dataclass(frozen=True, slots=True)
class _Asked:
    """What the form asks for; `of` is the case that a note comes from, if it is kept in one.

    `of_note` is the `_fingerprint` of the kept note, so that another text in its place is known.
    """

    title: str = ""
    source: str = "case"
    case: str = ""
    note: str = ""
    of: str = ""
    of_note: str = ""
    kept: str = ""
    also: str = ""
    people: tuple[str, ...] = field(default=())
    take_part: bool = True
    seats: int = 3

    @property
    def belongs(self) -> bool:
        """Whether the note is still the one that is kept in the case `of`."""
        return bool(self.of) and self.of_note == _fingerprint(self.note)


class _NotYetError(Exception):
    """Something is missing before a round can begin; the message says what."""


@bp.get("/new")
def new() -> str:
    """Show what a round needs."""
    _supervisor()
    return _page(_Asked(case=request.args.get("case", "")))


@bp.post("/new/note")
def with_note() -> str:
    """Show what a round needs, with the note that another page has sent in the box."""
    _supervisor()
    return _page(_brought(request.form))


@bp.post("/new")
def begin() -> str | Response | tuple[str, int]:
    """Look a pasted note over, or begin the round."""
    person, asked = _supervisor(), _asked(request.form)
    try:
        round = _round(asked, person)
        unseen = request.form.get("step") != BEGIN or not asked.kept.strip()
        if asked.source == "note" and unseen:
            looked = look_over(asked.note, request.form)
            return _page(replace(asked, kept=looked.text), finds=looked.finds, looked=True)
        desk = at_hand()
        with desk.turn:
            formulation = desk.reader.read(round.note)
        of = asked.of if asked.source == "note" and asked.belongs else None
        table().store.create(round, model_entry(formulation, round.created), of)
    except (NoteError, _NotYetError, RoundError) as error:
        return _page(asked, problem=again(str(error)), looked=bool(asked.kept)), 400
    except StoredError:
        problem = gettext("Title or note hold something that is not text.")
        return _page(asked, problem=problem, looked=bool(asked.kept)), 400
    except InferenceError:
        problem = gettext("The de-identifier is not fully installed on this machine.")
        return _page(asked, problem=problem), 503
    return redirect(url_for("supervision.one", round_id=round.id), 303)


@bp.errorhandler(CSRFError)
def form_expired(_: CSRFError) -> tuple[str, int]:
    """Ask for a second press where the form is from before the last start; the text is kept."""
    _supervisor()
    brought = request.endpoint == f"{bp.name}.{with_note.__name__}"
    asked = (_brought if brought else _asked)(request.form)
    return _page(asked, problem=still_here(), looked=bool(asked.kept)), 400


def _supervisor() -> Person:
    person = table().who()
    if not person.may_supervise:
        abort(404)
    return person


def _brought(fields: MultiDict[str, str]) -> _Asked:
    """What a page asks for that sends a kept note here."""
    note = plain_line_ends(fields.get("note", ""))
    return _Asked(source="note", note=note, of=fields.get("of", ""), of_note=_fingerprint(note))


def _fingerprint(note: str) -> str:
    """The same for two texts that differ in no more than blanks around them."""
    return sha256(note.strip().encode()).hexdigest()


def _asked(fields: MultiDict[str, str]) -> _Asked:
    seats = fields.get("seats", "")
    return _Asked(
        title=" ".join(fields.get("title", "").split()),
        source=fields.get("source", "case"),
        case=fields.get("case", ""),
        note=plain_line_ends(fields.get("note", "")),
        of=fields.get("of", ""),
        of_note=fields.get("of_note", ""),
        kept=plain_line_ends(fields.get("kept", "")),
        also=plain_line_ends(fields.get("also", "")),
        people=tuple(dict.fromkeys(fields.getlist("people"))),
        take_part="take_part" in fields,
        seats=int(seats) if seats.isascii() and seats.isdigit() and len(seats) < 4 else 0,
    )


def _round(asked: _Asked, person: Person) -> Round:
    """The round that is asked for.

    Raises
    ------
    _NotYetError
        People, case or note are missing, or a note may not be kept here.
    StoredError
        Something in it is not text.
    """
    invited = _invited(asked, person) if table().accounts else ()
    if not table().accounts and not FEWEST <= asked.seats <= MOST_PEOPLE:
        raise _NotYetError(
            gettext(
                "How many people will formulate? %(fewest)s to %(most_people)s can.",
                fewest=FEWEST,
                most_people=MOST_PEOPLE,
            )
        )
    if len(asked.title) > LONGEST_TITLE:
        raise _NotYetError(
            gettext(
                "There is room for %(longest_title)s characters in the title.",
                longest_title=LONGEST_TITLE,
            )
        )
    now = datetime.now(UTC)
    if asked.source == "note":
        if not table().may_keep_notes():
            raise _NotYetError(gettext("This site keeps no notes. Choose a practice case."))
        note, case, title = asked.kept or asked.note, None, asked.title or gettext("A note")
        if not note.strip():
            raise _NotYetError(gettext("There is no text in the note."))
    else:
        pack, _, id = asked.case.partition("/")
        if (shelved := shelf().library.find(pack, id)) is None:
            raise _NotYetError(gettext("Choose a practice case, or paste a note."))
        note, case, title = shelved.case.note, shelved.key, asked.title or shelved.case.title
    draft = {
        "schema": "round/1",
        "id": secrets.token_urlsafe(12),
        "title": title,
        "note": note,
        "case": case,
        "holder": person.id,
        "invited": [{"id": one.id, "name": one.name} for one in invited],
        "seats": len(invited) or asked.seats,
        "created": now.isoformat(),
    }
    return Round.from_dict(draft)


def _invited(asked: _Asked, person: Person) -> tuple[Invited, ...]:
    known = {one.id: one for one in table().people()}
    if not set(asked.people) <= known.keys():
        raise _NotYetError(gettext("Somebody was chosen whom this page does not offer."))
    chosen = [known[id] for id in asked.people if id != person.id]
    everybody = [person, *chosen] if asked.take_part else chosen
    if not FEWEST <= len(everybody) <= MOST_PEOPLE:
        raise _NotYetError(
            gettext(
                "Choose who is to formulate: %(fewest)s to %(most_people)s people.",
                fewest=FEWEST,
                most_people=MOST_PEOPLE,
            )
        )
    return tuple(Invited(one.id, one.name) for one in everybody)


def _page(
    asked: _Asked,
    *,
    finds: tuple[Find, ...] = (),
    looked: bool = False,
    problem: str | None = None,
) -> str:
    place = table()
    me = place.who().id
    page = NewPage(
        title=asked.title,
        source=asked.source,
        cases=tuple(
            Choice(shelved.key, shelved.case.title, shelved.key == asked.case)
            for shelved in shelf().library.chosen()
        ),
        note=asked.note,
        people=tuple(
            Choice(one.id, one.name, one.id in asked.people)
            for one in place.people()
            if one.id != me
        ),
        take_part=asked.take_part,
        seats=asked.seats or 3,
        fewest=FEWEST,
        most=MOST_PEOPLE,
        accounts=place.accounts,
        may_keep_notes=place.may_keep_notes(),
        of=asked.of,
        of_note=asked.of_note,
        case_name=place.store.case_name(asked.of) if asked.of else None,
        belongs=asked.belongs,
        kept=asked.kept if looked else None,
        finds=finds,
        also=asked.also,
        problem=problem,
    )
    return render_template("supervision/new.html", page=page)
