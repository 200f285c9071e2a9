"""The notes of `training_data/identifiers`, with the place of every identifier."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from inference import IDENTIFIER_KINDS

from .corpus import TRAINING_DATA
from .jsonl import CorpusError, build_lines, twice

IDENTIFIED: Final = TRAINING_DATA / "identifiers"
PARTS: Final = (
    *("development", "development_2", "development_3", "development_4"),
    *("held_out", "held_out_2", "held_out_3", "held_out_4"),
)
_MARK: Final = re.compile(r"\{(\w+): ([^{}]*)\}")


@dataclass(frozen=True, slots=True)
class Place:
    """Where an identifier stands, in code points of the note without marks."""

    start: int
    end: int
    kind: str


@dataclass(frozen=True, slots=True)
class Row:
    """A line as it stands in its file."""

    id: str
    register: str
    marked: str


@dataclass(frozen=True, slots=True)
class Identified:
    """A note without its marks, and what they had marked."""

    id: str
    text: str
    places: tuple[Place, ...]


def load_identified(part: str, folder: Path = IDENTIFIED) -> tuple[Identified, ...]:
    """All notes of one of `PARTS`.

    Raises
    ------
    CorpusError
        A line breaks the format, a mark names no kind, or an id stands twice.
    """
    path = folder / f"{part}.jsonl"
    notes = tuple(_note(row, where) for where, row in build_lines(Row, path))
    if again := twice(note.id for note in notes):
        raise CorpusError(f"{path.name}: ids stand twice: {again}.")
    return notes


def _note(row: Row, where: str) -> Identified:
    text, places, at = "", [], 0
    for mark in _MARK.finditer(row.marked):
        kind, content = mark.groups()
        if kind not in IDENTIFIER_KINDS:
            raise CorpusError(f"{where}: {kind!r} is no kind; known are {IDENTIFIER_KINDS}.")
        text += row.marked[at : mark.start()]
        places.append(Place(len(text), len(text) + len(content), kind))
        text += content
        at = mark.end()
    text += row.marked[at:]
    if "{" in text or "}" in text:
        raise CorpusError(f"{where}: a brace is left over.")
    return Identified(row.id, text, tuple(places))
