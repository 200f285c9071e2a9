"""What the views work with, kept with the app: the reader and the examples."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from flask import Flask, current_app

from inference import (
    Clinical,
    NoteError,
    Overlay,
    OwnWords,
    PlannerKnowledge,
    Reader,
    load_planner_knowledge,
    planner_with_overlay,
)

from .examples import Example, load_examples
from .language.knowledge import named
from .turns import Turns

_EXTENSION: Final = "middleground"


@dataclass(frozen=True, slots=True)
class Desk:
    """`turn` lets one note be read at a time, and so many wait.

    `planner` is what the referral planner knows here, the site's own services included.
    """

    reader: Reader
    planner: PlannerKnowledge
    examples: Mapping[str, Example]
    turn: Turns

    @property
    def clinical(self) -> Clinical:
        """What the reader knows, its names in the language of the page."""
        return named(self.reader.clinical)


def install(app: Flask, reader: Reader, overlay: Overlay | None) -> None:
    """Set up the desk of this app; the site's `overlay` is laid over what the planner knows.

    Raises
    ------
    KnowledgeError
        The overlay does not fit the knowledge.
    """
    planner = planner_with_overlay(load_planner_knowledge(), overlay)
    examples = {example.id: example for example in load_examples()}
    app.extensions[_EXTENSION] = Desk(reader, planner, examples, Turns(app.config["QUEUE"]))


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
