"""Which author batch teaches and which judges: `training_data/splits.json`.

Notes are split by batch and never one by one, because one author wrote a whole batch and two notes
of one author are more alike than a note of a stranger will ever be.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from inference.shapes import ShapeError, build

from .corpus import TRAINING_DATA, Note
from .jsonl import CorpusError, strict_json

SPLITS: Final = TRAINING_DATA / "splits.json"
PARTS: Final = ("teaching", "judging")


@dataclass(frozen=True, slots=True)
class Assignment:
    """A batch's kind of text, and which of `PARTS` it belongs to."""

    register: str
    part: str


@dataclass(frozen=True, slots=True)
class Splits:
    """All assignments by batch name; `why` says how they were chosen."""

    why: str
    batches: dict[str, Assignment]

    def of(self, note: Note) -> Assignment:
        """The assignment of the note's batch.

        Raises
        ------
        CorpusError
            The batch is in no part.
        """
        if note.batch not in self.batches:
            raise CorpusError(_unassigned(note.batch))
        return self.batches[note.batch]

    def part(self, notes: Iterable[Note], part: str) -> tuple[Note, ...]:
        """The notes whose batch belongs to `part`, in order.

        Raises
        ------
        CorpusError
            A note's batch is in no part.
        """
        return tuple(note for note in notes if self.of(note).part == part)

    def of_registers(self, notes: Iterable[Note], words: Sequence[str]) -> tuple[Note, ...]:
        """The notes whose batch's register holds one of `words`, in order.

        Raises
        ------
        CorpusError
            None does, or a note's batch is in no part.
        """
        found = tuple(n for n in notes if any(word in self.of(n).register for word in words))
        if not found:
            raise CorpusError(
                f"No batch here has a register with {' or '.join(map(repr, words))}; "
                "training_data/splits.json names them."
            )
        return found


@dataclass(frozen=True, slots=True)
class Fold:
    """One turn of cross-validation: learn from `train`, measure on `held_out`."""

    train: tuple[Note, ...]
    held_out: tuple[Note, ...]


def load_splits(path: Path = SPLITS) -> Splits:
    """Read the splits file.

    Raises
    ------
    CorpusError
        The file is missing, is not JSON, has another shape, names a batch twice, or a part that
        there is not.
    """
    try:
        splits = build(Splits, strict_json(path.read_text(encoding="utf-8")), path.name)
    except OSError as error:
        raise CorpusError(f"{path}: cannot be read: {error}") from error
    except (ShapeError, ValueError) as error:
        raise CorpusError(f"{path.name}: {error} Name each batch once.") from error
    if wrong := sorted(k for k, batch in splits.batches.items() if batch.part not in PARTS):
        raise CorpusError(f"{path.name}: {wrong} belong to no part; known are {list(PARTS)}.")
    return splits


def split_problems(notes: Iterable[Note], splits: Splits) -> Iterator[str]:
    """Batches in no part, and batches in the file that have no notes; each says what to do."""
    present = Counter(note.batch for note in notes)
    for batch in present:
        if batch not in splits.batches:
            yield _unassigned(batch)
    for batch in splits.batches:
        if batch not in present:
            yield f"{SPLITS.name}: {batch} has no notes; take it out or bring its file."


def by_batch(notes: Sequence[Note]) -> Iterator[Fold]:
    """Each batch of `notes` held out once, in the order in which they first come."""
    for batch in dict.fromkeys(note.batch for note in notes):
        yield Fold(
            tuple(note for note in notes if note.batch != batch),
            tuple(note for note in notes if note.batch == batch),
        )


def _unassigned(batch: str) -> str:
    return (
        f"{SPLITS.name}: {batch} is in no part; add it with its register, to the part that has "
        "fewer notes of that register for its size."
    )
