"""The page of the de-identifier: a note with stand-ins, corrected by eye, kept nowhere."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from flask import Blueprint, Flask, current_app, render_template, request
from flask_wtf.csrf import CSRFError
from werkzeug.datastructures import MultiDict

from inference import Deidentified, Deidentifier, InferenceError, NoteError, load_deidentifier

from .corner import Corner
from .forms import plain_line_ends, still_here
from .language import N_, Worded, gettext
from .language.of_reader import again

bp = Blueprint("deidentify", __name__, url_prefix="/deidentify")

# What a find may be, by the kinds of `inference`.
_KINDS: Final = Worded(
    {
        "person": N_("person"),
        "organisation": N_("organisation"),
        "place": N_("place"),
        "address": N_("address"),
        "room": N_("room"),
        "date": N_("date"),
        "age": N_("age"),
        "phone": N_("phone"),
        "email": N_("email"),
        "handle": N_("handle"),
        "web": N_("web"),
        "number": N_("number"),
        "account": N_("account"),
        "plate": N_("plate"),
        "ip": N_("ip"),
    }
)
_EXTENSION: Final = "middleground_deidentifier"


@dataclass(frozen=True, slots=True)
class Find:
    """Words of the note, what they may be, and what stands for them; `replaced` until unticked."""

    words: str
    kind: str
    stand_in: str
    replaced: bool


@dataclass(frozen=True, slots=True)
class DeidentifyPage:
    """What the page shows: the box alone, or with the answer."""

    note: str = ""
    also: str = ""
    text: str | None = None
    finds: tuple[Find, ...] = ()
    problem: str | None = None


@dataclass(frozen=True, slots=True)
class Looked:
    """A note with stand-ins: `made` as it was corrected, `every` with all that was found."""

    note: str
    made: Deidentified
    every: Deidentified

    @property
    def text(self) -> str:
        """The note with stand-ins."""
        return self.made.text

    @property
    def finds(self) -> tuple[Find, ...]:
        """What was found, and what stands for it."""
        return _finds(self.note, self.made, self.every)


def install(app: Flask) -> None:
    """Give the app a place for the de-identifier."""
    app.extensions[_EXTENSION] = Corner(load_deidentifier)


@bp.get("/")
def write() -> str:
    """Show the box."""
    return render_template("deidentify.html", page=DeidentifyPage())


@bp.post("/")
def read() -> str | tuple[str, int]:
    """Show the note with stand-ins, as far as it was corrected."""
    note, also = _sent()
    try:
        looked = look_over(note, request.form)
    except NoteError as error:
        return _refused(again(str(error)), 400)
    except InferenceError:
        return _refused(gettext("The de-identifier is not fully installed on this machine."), 503)
    page = DeidentifyPage(note, also, looked.text, looked.finds)
    return render_template("deidentify.html", page=page)


@bp.errorhandler(CSRFError)
def form_expired(_: CSRFError) -> tuple[str, int]:
    """Ask for a second press where the form is from before the last start; the text is kept."""
    return _refused(still_here(), 400)


def _sent() -> tuple[str, str]:
    note, also = (plain_line_ends(request.form.get(name, "")) for name in ("note", "also"))
    return note, also


def _refused(problem: str, status: int) -> tuple[str, int]:
    note, also = _sent()
    page = DeidentifyPage(note=note, also=also, problem=problem)
    return render_template("deidentify.html", page=page), status


def look_over(note: str, fields: MultiDict[str, str]) -> Looked:
    """The note with stand-ins, as far as it was corrected with the fields of `parts/finds.html`.

    Raises
    ------
    NoteError
        The note cannot be read.
    InferenceError
        The de-identifier is not fully installed.
    """
    also = plain_line_ends(fields.get("also", ""))
    words = [line.strip() for line in also.split("\n") if line.strip()]
    # Without a list of what was shown, as from the box, nothing has been unticked yet.
    left = set(fields.getlist("shown")) - set(fields.getlist("replace"))
    corner: Corner[Deidentifier] = current_app.extensions[_EXTENSION]
    with corner.asked() as deidentifier:
        every = deidentifier.read(note, also=words)
        made = deidentifier.read(note, also=words, left=left) if left else every
    return Looked(note, made, every)


def _finds(note: str, made: Deidentified, every: Deidentified) -> tuple[Find, ...]:
    """Each wording once, in the note's order; those taken back with the stand-in they had."""
    replaced = {note[one.start : one.end]: one for one in made.found}
    finds: dict[str, Find] = {}
    for one in every.found:
        words = note[one.start : one.end]
        shown = replaced.get(words, one)
        finds.setdefault(
            words,
            Find(words, _KINDS.get(shown.kind, shown.kind), shown.replacement, words in replaced),
        )
    return tuple(finds.values())
