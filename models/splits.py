"""Which author batch is held out with which: `training_data/splits.json`.

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


@dataclass(frozen=True, slots=True)
class Assignment:
    """A batch's kind of text, and the cross-validation fold in which it is held out."""

    register: str
    fold: int


@dataclass(frozen=True, slots=True)
class Splits:
    """All assignments by batch name; `why` says how they were chosen."""

    why: str
    batches: dict[str, Assignment]

    @property
    def folds(self) -> tuple[int, ...]:
        """The fold numbers, ascending."""
        return tuple(sorted({batch.fold for batch in self.batches.values()}))

    def of(self, note: Note) -> Assignment:
        """The assignment of the note's batch.

        Raises
        ------
        CorpusError
            The batch is in no fold.
        """
        if note.batch not in self.batches:
            raise CorpusError(_unassigned(note.batch))
        return self.batches[note.batch]


@dataclass(frozen=True, slots=True)
class Fold:
    """One turn of cross-validation: learn from `train`, measure on `held_out`."""

    number: int
    train: tuple[Note, ...]
    held_out: tuple[Note, ...]


def load_splits(path: Path = SPLITS) -> Splits:
    """Read the splits file.

    Raises
    ------
    CorpusError
        The file is missing, is not JSON, has another shape, or names a batch twice.
    """
    try:
        return build(Splits, strict_json(path.read_text(encoding="utf-8")), path.name)
    except OSError as error:
        raise CorpusError(f"{path}: cannot be read: {error}") from error
    except (ShapeError, ValueError) as error:
        raise CorpusError(f"{path.name}: {error} Name each batch once.") from error


def split_problems(notes: Iterable[Note], splits: Splits) -> Iterator[str]:
    """Batches in no fold, and batches in the file that have no notes; each says what to do."""
    present = Counter(note.batch for note in notes)
    for batch in present:
        if batch not in splits.batches:
            yield _unassigned(batch)
    for batch in splits.batches:
        if batch not in present:
            yield f"{SPLITS.name}: {batch} has no notes; take it out or bring its file."


def cross_validation(notes: Sequence[Note], splits: Splits) -> Iterator[Fold]:
    """Each fold held out once, in order of number; folds without notes are passed over.

    Raises
    ------
    CorpusError
        A note's batch is in no fold.
    """
    pairs = [(note, splits.of(note).fold) for note in notes]
    for number in splits.folds:
        held_out = tuple(note for note, fold in pairs if fold == number)
        if held_out:
            yield Fold(number, tuple(note for note, fold in pairs if fold != number), held_out)


def _unassigned(batch: str) -> str:
    return (
        f"{SPLITS.name}: {batch} is in no fold; add it with its register, "
        "in the fold that has fewest notes of that register."
    )
