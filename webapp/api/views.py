"""The operations of `/api/v1`."""

from __future__ import annotations

import dataclasses

from flask import Blueprint, current_app

from inference import Formulation, NoteError

from .. import desk
from ..drift.counting import counted
from . import feedback, metrics
from .operations import operation
from .problems import Problem
from .shapes import Feedback, Kept, Note

bp = Blueprint("api", __name__, url_prefix="/api/v1")


@operation(
    bp,
    "/formulations",
    scope="read",
    takes=Note,
    gives=Formulation,
    dump=Formulation.to_dict,
    problems={503: "More notes wait than can be read soon."},
)
def formulations(note: Note) -> Formulation:
    """Read one note.

    The answer is formulation/1. Nothing of the note is kept. Offsets count Unicode code points of
    `text` as it was sent. Sending the same note again gives the same answer and changes nothing.
    """
    at_hand = desk.at_hand()
    with at_hand.turn, metrics.timed():
        try:
            made = at_hand.reader.read(note.text, id=note.id, felt=note.felt)
        except NoteError as error:
            raise Problem(422, str(error), kind=error.kind) from None
    metrics.count(made)
    counted(note.text, made)
    return made


@operation(
    bp,
    "/feedback",
    scope="feedback",
    takes=Feedback,
    gives=Kept,
    dump=dataclasses.asdict,
    problems={501: "This installation keeps no feedback.", 503: "Feedback cannot be kept now."},
    writes=True,
)
def give_feedback(given: Feedback) -> Kept:
    """Say what became of suggestions, in the shape of CDS Hooks.

    `card` is the id that the note was sent with, and the ids of suggestions are those of stances
    and labels of barriers. What is the same in card, outcome, time with its offset, suggestions and
    code of the reason is kept once. A `userComment` is never kept.
    """
    store = current_app.config["API_FEEDBACK"]
    if not store:
        raise Problem(
            501,
            "Thank you, but this installation keeps no feedback; whoever looks after it can set "
            "MIDDLEGROUND_API_FEEDBACK.",
        )
    return Kept(feedback.keep(store, given))
