"""The whole line measured on notes whose authors it has not met."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from spacy.language import Language

from inference import Clinical, Formulation
from inference.encoder import Encoder
from inference.heads import Heads
from inference.reader import formulate, prepare

from .card import FIGURES
from .corpus import Note
from .estimators import Example
from .line import Rehearsal, judge
from .scores import Scores
from .splits import Splits


def read_examples(notes: Sequence[Note], nlp: Language, encoder: Encoder) -> list[Example]:
    """Read each note once; the slow half of training."""
    reads = prepare(nlp, encoder, [note.text for note in notes])
    return [Example(note, read) for note, read in zip(notes, reads, strict=True)]


def cross_validated(
    rehearsal: Rehearsal, splits: Splits, clinical: Clinical
) -> Iterator[Formulation]:
    """Formulations of all notes, each by a line fitted without its author batch's fold.

    The views that score a note have seen none of its fold. Its judges are fitted on the other
    folds' rehearsal; the views behind *those* scores had this fold among their training notes,
    which is the usual economy of stacking and not quite as strict as a nested round.
    """
    folds = [splits.of(example.note).fold for example in rehearsal.examples]
    for number in sorted(set(folds)):
        rest = judge(rehearsal.part([i for i, fold in enumerate(folds) if fold != number]))
        held_out = rehearsal.part([i for i, fold in enumerate(folds) if fold == number])
        scores = Heads(rest.judges).judge(held_out.views)
        for example, score in zip(held_out.examples, scores, strict=True):
            made = formulate(example.read, score, settings=rest.settings, clinical=clinical)
            yield replace(made, id=example.note.id)


def headline(scores: Scores) -> dict[str, float]:
    """The main figures, as manifests carry them; what could not be counted is left out."""
    values = {name: figure(scores).value for name, figure in FIGURES.items()}
    return {name: round(value, 4) for name, value in values.items() if value is not None}
