"""A look at one's own words: a page for the writer of a note, reached from its reading."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from inference import NoteError

from . import forms
from .desk import at_hand
from .presentation import own_words_page

bp = Blueprint("own_words", __name__, url_prefix="/own-words")


@bp.get("/")
def empty() -> Response:
    """A note is looked at after it was read; without one, begin there."""
    return redirect(url_for("read.write"))


@bp.post("/")
def look() -> str | Response:
    """Show the note that the form carries with what its writer may want to look at again."""
    sent, desk = forms.carried(request.form), at_hand()
    try:
        with desk.turn:
            found = desk.reader.own_words(sent.note)
    except NoteError:
        # Only a form that is not ours sends such a note here: begin anew, at the box.
        return redirect(url_for("read.write"))
    return render_template("own_words.html", page=own_words_page(found, sent))
