"""The whole line measured on notes whose authors it has not met: held out, or development."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from spacy.language import Language

from inference import Clinical, Formulation, Reader
from inference.encoder import Encoder
from inference.reader import formulate
from inference.reads import prepare

from .bootstrap import RESAMPLES
from .card import FIGURES
from .corpus import Note, load_development
from .estimators import Example
from .line import Rehearsal, judge
from .scores import Scores
from .scoring import score
from .splits import by_batch


def read_examples(notes: Sequence[Note], nlp: Language, encoder: Encoder) -> list[Example]:
    """Read each note once; the slow half of training."""
    reads = prepare(nlp, encoder, [note.text for note in notes])
    return [Example(note, read) for note, read in zip(notes, reads, strict=True)]


def cross_validated(rehearsal: Rehearsal, clinical: Clinical) -> Iterator[Formulation]:
    """Formulations of all its notes, each by judges fitted on the other author batches.

    The views that scored the notes have seen none of these authors at all.
    """
    places = {example.note.id: i for i, example in enumerate(rehearsal.examples)}
    for fold in by_batch([example.note for example in rehearsal.examples]):
        rest = judge(rehearsal.part([places[note.id] for note in fold.train]))
        held_out = rehearsal.part([places[note.id] for note in fold.held_out])
        scores = rest.heads().judge(held_out.views)
        for example, judged in zip(held_out.examples, scores, strict=True):
            made = formulate(example.read, judged, settings=rest.settings, clinical=clinical)
            yield replace(made, id=example.note.id)


def on_development(reader: Reader, *, resamples: int = RESAMPLES) -> Scores:
    """What a whole line reaches on the development notes."""
    development = load_development()
    made = [reader.read(note.text, id=note.id) for note in development]
    return score(development, made, resamples=resamples)


def headline(scores: Scores) -> dict[str, float]:
    """The main figures, as manifests carry them; what could not be counted is left out."""
    values = {name: figure(scores).value for name, figure in FIGURES.items()}
    return {name: round(value, 4) for name, value in values.items() if value is not None}
