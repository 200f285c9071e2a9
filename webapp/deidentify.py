"""The page of the de-identifier: a note with stand-ins, corrected by eye, kept nowhere."""

from __future__ import annotations

from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Final

from flask import Blueprint, Flask, current_app, render_template, request

from inference import Deidentified, Deidentifier, InferenceError, NoteError, load_deidentifier

from .corner import Corner
from .forms import plain_line_ends

bp = Blueprint("deidentify", __name__, url_prefix="/deidentify")

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


def install(app: Flask) -> None:
    """Give the app a place for the de-identifier."""
    app.extensions[_EXTENSION] = Corner(load_deidentifier)


def asked() -> AbstractContextManager[Deidentifier]:
    """The de-identifier of the app that is answering, for one question at a time."""
    corner: Corner[Deidentifier] = current_app.extensions[_EXTENSION]
    return corner.asked()


@bp.get("/")
def write() -> str:
    """Show the box."""
    return render_template("deidentify.html", page=DeidentifyPage())


@bp.post("/")
def read() -> str | tuple[str, int]:
    """Show the note with stand-ins, as far as it was corrected."""
    note = plain_line_ends(request.form.get("note", ""))
    also = plain_line_ends(request.form.get("also", ""))
    words = [line.strip() for line in also.split("\n") if line.strip()]
    # Without a list of what was shown, as from the box, nothing has been unticked yet.
    left = set(request.form.getlist("shown")) - set(request.form.getlist("replace"))
    try:
        with asked() as deidentifier:
            every = deidentifier.read(note, also=words)
            made = deidentifier.read(note, also=words, left=left) if left else every
    except NoteError as error:
        page = DeidentifyPage(note=note, also=also, problem=str(error))
        return render_template("deidentify.html", page=page), 400
    except InferenceError:
        problem = "The de-identifier is not fully installed on this machine."
        page = DeidentifyPage(note=note, also=also, problem=problem)
        return render_template("deidentify.html", page=page), 503
    page = DeidentifyPage(note, also, made.text, finds(note, made, every))
    return render_template("deidentify.html", page=page)


def finds(note: str, made: Deidentified, every: Deidentified) -> tuple[Find, ...]:
    """Each wording once, in the note's order; those taken back with the stand-in they had."""
    replaced = {note[one.start : one.end]: one for one in made.found}
    finds: dict[str, Find] = {}
    for one in every.found:
        words = note[one.start : one.end]
        shown = replaced.get(words, one)
        finds.setdefault(words, Find(words, shown.kind, shown.replacement, words in replaced))
    return tuple(finds.values())
