"""Labelled notes from `training_data`, with every quote resolved to where it stands in the note.

A note carries its labels in the words of `inference.formulation`, so that what an annotator marked
and what the software found can be laid side by side.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from inference.formulation import Quote, Reaction, Referral, Risk, Strength

from .codebook import NoteRow, OptionalRow, label_problems, writing_problems
from .jsonl import CorpusError, build_line, read_lines, twice

__all__ = [
    "DEVELOPMENT",
    "NOTES",
    "TRAINING_DATA",
    "Batch",
    "CorpusError",
    "Items",
    "Marking",
    "Note",
    "StyleMarking",
    "corpus_digest",
    "ids_twice",
    "load_corpus",
    "load_development",
    "load_notes",
    "note_files",
    "read_batch",
]

TRAINING_DATA: Final = Path(__file__).resolve().parents[1] / "training_data"
NOTES: Final = TRAINING_DATA / "notes"
DEVELOPMENT: Final = TRAINING_DATA / "development"

# A message that lists hundreds of problems is read by nobody; the checker lists them all.
LISTED: Final = 10


@dataclass(frozen=True, slots=True)
class Marking:
    """A barrier as marked: `level` is `clear` or `possible`."""

    level: str
    evidence: tuple[Quote, ...]


@dataclass(frozen=True, slots=True)
class StyleMarking:
    """The two axes as marked; None where two readers differed, which is never scored."""

    control: str | None
    affiliation: str | None
    evidence: tuple[Quote, ...]


@dataclass(frozen=True, slots=True)
class Items:
    """The labels that come in lists, each item with its one quote."""

    staff_reactions: tuple[Reaction, ...] = ()
    risks: tuple[Risk, ...] = ()
    referrals: tuple[Referral, ...] = ()
    strengths: tuple[Strength, ...] = ()


@dataclass(frozen=True, slots=True)
class Note:
    """A note with its labels.

    `barriers` holds only what is marked; absent ones are left out. `optional` is what one of two
    readers marked (empty in the training notes): neither right nor wrong to find. `batch` is the
    name of the file without its ending; one author wrote all notes of a batch.
    """

    id: str
    text: str
    format: str
    setting: str
    batch: str
    barriers: dict[str, Marking]
    style: StyleMarking
    staff_reactions: tuple[Reaction, ...] = ()
    risks: tuple[Risk, ...] = ()
    referrals: tuple[Referral, ...] = ()
    strengths: tuple[Strength, ...] = ()
    traps: tuple[str, ...] = ()
    optional: Items = field(default_factory=Items)

    def level(self, barrier: str) -> str | None:
        """`clear`, `possible`, or None where the barrier is not marked."""
        marking = self.barriers.get(barrier)
        return marking.level if marking else None

    def truth(self, barrier: str) -> bool | None:
        """Whether the barrier is there; None where it is `possible`, which counts neither way."""
        level = self.level(barrier)
        return None if level == "possible" else level == "clear"


@dataclass(frozen=True, slots=True)
class Batch:
    """One file as read: the notes that can be used, and what is wrong, in the file's order.

    `problems` keep a note from being used; `remarks` only from being in the corpus.
    """

    name: str
    notes: tuple[Note, ...]
    problems: tuple[str, ...]
    remarks: tuple[str, ...]


def load_corpus(folder: Path = NOTES) -> tuple[Note, ...]:
    """All training notes, by file name and line.

    Raises
    ------
    CorpusError
        There are no files, a note cannot be used, or an id stands twice.
    """
    notes: list[Note] = []
    for path in note_files(folder):
        notes.extend(load_notes(path))
    if again := ids_twice(notes):
        raise CorpusError(f"{folder}: ids stand twice, give each note its own: {again}.")
    return tuple(notes)


def load_development(reader: str = "dev") -> tuple[Note, ...]:
    """The development notes: `dev` (reconciled labels), `reader_1` or `reader_2`.

    Raises
    ------
    CorpusError
        There is no such file, or a note cannot be used.
    """
    return load_notes(DEVELOPMENT / f"{reader}.jsonl")


def load_notes(path: Path) -> tuple[Note, ...]:
    """The notes of one file in the codebook's format.

    Raises
    ------
    CorpusError
        A note cannot be used, or an id stands twice; the message has a line for each fault.
    """
    batch = read_batch(path)
    problems = list(batch.problems)
    if again := ids_twice(batch.notes):
        problems.append(f"{path.name}: ids stand twice, give each note its own: {again}.")
    if problems:
        more = f"\n... and {len(problems) - LISTED} more." if len(problems) > LISTED else ""
        raise CorpusError("\n".join(problems[:LISTED]) + more)
    return batch.notes


def note_files(folder: Path = NOTES) -> tuple[Path, ...]:
    """The batch files of a folder, by name.

    Raises
    ------
    CorpusError
        There are none.
    """
    paths = tuple(sorted(folder.glob("*.jsonl")))
    if not paths:
        raise CorpusError(f"{folder}: holds no *.jsonl files; the corpus comes with a checkout.")
    return paths


def read_batch(path: Path) -> Batch:
    """Read one file and collect all problems instead of raising; blank lines are passed over.

    Raises
    ------
    CorpusError
        The file is missing or not UTF-8.
    """
    notes: list[Note] = []
    problems: list[str] = []
    remarks: list[str] = []
    for number, line in read_lines(path):
        where = f"{path.name}:{number}"
        try:
            row = build_line(NoteRow, line, where)
        except CorpusError as error:
            problems.append(f"{error} Mend the line by the codebook.")
            continue
        found = [f"{where} {row.id}: {problem}" for problem in label_problems(row)]
        problems.extend(found)
        remarks.extend(f"{where} {row.id}: {problem}" for problem in writing_problems(row))
        if not found:
            notes.append(_note(row, path.stem))
    return Batch(path.stem, tuple(notes), tuple(problems), tuple(remarks))


def ids_twice(notes: Iterable[Note]) -> list[str]:
    """The ids that more than one note has."""
    return twice(note.id for note in notes)


def corpus_digest(folder: Path = NOTES) -> str:
    """sha256 over the note lines in the order of their ids, whatever file each stands in."""
    lines = [line for path in note_files(folder) for _, line in read_lines(path)]
    sha = hashlib.sha256()
    for line in sorted(lines, key=lambda line: str(json.loads(line)["id"])):
        sha.update(line.encode() + b"\n")
    return sha.hexdigest()


def _note(row: NoteRow, batch: str) -> Note:
    text = row.text
    items, optional = _items(text, row), _items(text, row.optional or OptionalRow())
    return Note(
        id=row.id,
        text=text,
        format=row.format,
        setting=row.setting,
        batch=batch,
        barriers={
            label: Marking(barrier.level, tuple(_quote(text, q) for q in barrier.evidence))
            for label, barrier in row.barriers.items()
        },
        style=StyleMarking(
            row.style.control,
            row.style.affiliation,
            tuple(_quote(text, q) for q in row.style.evidence),
        ),
        staff_reactions=items.staff_reactions,
        risks=items.risks,
        referrals=items.referrals,
        strengths=items.strengths,
        traps=row.traps,
        optional=optional,
    )


def _items(text: str, row: NoteRow | OptionalRow) -> Items:
    return Items(
        tuple(Reaction(r.reaction, (_quote(text, r.evidence),)) for r in row.staff_reactions),
        tuple(Risk(r.risk, r.status, (_quote(text, r.evidence),)) for r in row.risks),
        tuple(
            Referral(r.service, r.purpose, r.status, (_quote(text, r.evidence),))
            for r in row.referrals
        ),
        tuple(Strength(s.strength, (_quote(text, s.evidence),)) for s in row.strengths),
    )


def _quote(text: str, quote: str) -> Quote:
    # The codebook gives words, not places: words that stand twice are taken where they stand first.
    start = text.index(quote)
    return Quote(start, start + len(quote), quote)
