"""What the views work with, kept with the app: the reader and the examples."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from flask import Flask, current_app

from inference import NoteError, OwnWords, Reader

from .examples import Example, load_examples
from .turns import Turns

_EXTENSION: Final = "middleground"


@dataclass(frozen=True, slots=True)
class Desk:
    """`turn` lets one note be read at a time, and so many wait."""

    reader: Reader
    examples: Mapping[str, Example]
    turn: Turns


def install(app: Flask, reader: Reader) -> None:
    """Set up the desk of this app."""
    examples = {example.id: example for example in load_examples()}
    app.extensions[_EXTENSION] = Desk(reader, examples, Turns(app.config["QUEUE"]))


def at_hand() -> Desk:
    """The desk of the app that is answering."""
    desk: Desk = current_app.extensions[_EXTENSION]
    return desk


def own_words_of(note: str) -> OwnWords:
    """The note's sentences and words to look at again; none where it cannot be read."""
    desk = at_hand()
    with desk.turn:
        try:
            return desk.reader.own_words(note)
        except NoteError:
            return OwnWords((), ())
