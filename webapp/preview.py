"""How a source of notes is understood, row by row, before any of it is read."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from inference import NoteError, check_note

from .imports import Choice, Columns, open_notes
from .lines import Line

_SHOWN: Final = 5
_BEGINNING: Final = 60


@dataclass(frozen=True, slots=True)
class Beginning:
    """One of the first notes: where it is, its id, and its first words."""

    place: str
    id: str
    text: str


@dataclass(frozen=True, slots=True)
class Preview:
    """What would be read: counts of notes and of rows that cannot be read, and why, each.

    `bad` says of every row that cannot be read what is wrong with it; `recoded` names those that
    are not in UTF-8, with what they are read as, and `left_out` those whose document holds more
    than its text, with what that is.
    """

    columns: Columns | None
    first: tuple[Beginning, ...]
    notes: int
    bad: tuple[str, ...]
    recoded: tuple[str, ...]
    left_out: tuple[str, ...]

    def told(self) -> Iterator[str]:
        """The preview as lines of text."""
        if self.columns:
            headings = self.columns.headings
            key = self.columns.id
            yield f"Notes are in the column {headings[self.columns.text]!r}."
            yield f"Ids are in the column {headings[key]!r}." if key is not None else "No ids."
        for note in self.first:
            yield f"  {note.place}  {note.id}  {note.text}"
        yield f"{self.notes} can be read, {len(self.bad)} cannot."
        yield from self.bad
        yield from self.recoded
        yield from self.left_out


def preview(source: Path, choice: Choice) -> Preview:
    """Go through `source` from end to end, without loading a model.

    Raises
    ------
    ImportFault
        It cannot be read as notes at all.
    OSError
        It is not there, or may not be read.
    """
    first: list[Beginning] = []
    bad: list[str] = []
    recoded: list[str] = []
    left_out: list[str] = []
    notes = 0
    with open_notes(source, choice) as opened:
        for line in opened.lines:
            if line.left_out:
                left_out.append(
                    f"{line.place} holds more than its text, which was not read: "
                    f"{', '.join(line.left_out)}. Copy what belongs to the note into its text."
                )
            if problem := _problem(line):
                bad.append(problem)
                continue
            notes += 1
            if len(first) < _SHOWN:
                first.append(_beginning(line))
            if line.encoding:
                recoded.append(f"{line.place} is not UTF-8 and is read as {line.encoding}.")
        return Preview(
            opened.columns, tuple(first), notes, tuple(bad), tuple(recoded), tuple(left_out)
        )


def _problem(line: Line) -> str | None:
    if line.problem:
        return line.problem.message
    try:
        check_note(line.text)
    except NoteError as error:
        return f"{line.place}: {error}"
    return None


def _beginning(line: Line) -> Beginning:
    words = " ".join(line.text[: 2 * _BEGINNING].split())
    cut = words if len(words) <= _BEGINNING else f"{words[:_BEGINNING]} ..."
    return Beginning(line.place, "" if line.id is None else str(line.id), _printable(cut))


def _printable(text: str) -> str:
    """Without what could drive a terminal."""
    return "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in text)
