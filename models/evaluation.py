"""The whole line measured on notes whose authors it has not met."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from spacy.language import Language

from inference import Clinical, Formulation
from inference.encoder import Encoder
from inference.reader import formulate, prepare

from .corpus import Note
from .estimators import Example
from .line import Line, fit_line
from .scores import Scores
from .splits import Splits, cross_validation

BATCH = 64


def read_examples(notes: Sequence[Note], nlp: Language, encoder: Encoder) -> list[Example]:
    """Read each note once; the slow half of training."""
    reads = prepare(nlp, encoder, [note.text for note in notes])
    return [Example(note, read) for note, read in zip(notes, reads, strict=True)]


def cross_validated(
    examples: Sequence[Example], splits: Splits, clinical: Clinical
) -> list[Formulation]:
    """Formulations of all notes, each by a line fitted without its author batch's fold.

    Nested: within each turn, the judges are fitted on scores out of the remaining folds, so that
    nothing of the held-out fold is known to anything that scores it.
    """
    by_id = {e.note.id: e for e in examples}
    made: list[Formulation] = []
    for fold in cross_validation([e.note for e in examples], splits):
        line = fit_line([by_id[note.id] for note in fold.train], splits)
        made.extend(predictions(line, [by_id[note.id] for note in fold.held_out], clinical))
    return made


def predictions(line: Line, examples: Sequence[Example], clinical: Clinical) -> list[Formulation]:
    """What the line says of each example."""
    heads = line.heads
    scores = heads.score_many([e.read.features for e in examples])
    return [
        replace(formulate(e.read, s, settings=line.settings, clinical=clinical), id=e.note.id)
        for e, s in zip(examples, scores, strict=True)
    ]


def headline(scores: Scores) -> dict[str, float]:
    """The figures that manifests carry."""
    barriers = scores.barriers
    return {
        "barrier_macro_f1": barriers.macro_f1.value,
        "barrier_micro_f1": barriers.micro.f1.value,
    }
