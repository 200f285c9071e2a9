"""What scikit-learn fits: the view of the words, and a judge for each label.

The other two views are heads of the network that `models.tune` has taught. No view needs a
calibration of its own: only the order of their scores matters to the judges.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression, Ridge
from sklearn.pipeline import Pipeline, make_pipeline
from sklearn.preprocessing import StandardScaler

from inference.heads import Views, stack, stack_axis
from inference.marks import Sort
from inference.neutral import neutral
from inference.reads import Read
from inference.vocabulary import YES_NO
from inference.words import WORD

from .corpus import Note
from .targets import marked_as, note_targets, truth

# Set after a few trials on single batches of the training notes; no search was made.
WORDS_ALPHA: Final = 2.0
# Notes that a term must stand in: more terms take twice the space and tell no more (macro-F1 of the
# line 0.865 with 3, 4 or 6).
WORDS_NOTES: Final = 6
JUDGE_C: Final = 0.5
AXIS_C: Final = 0.3


@dataclass(frozen=True, slots=True, eq=False)
class Example:
    """A labelled note as it was read."""

    note: Note
    read: Read


def fit_words(notes: Sequence[Note]) -> Pipeline:
    """The view of the words, fitted on `notes`: TF-IDF and a ridge over all note-level labels."""
    words = make_pipeline(
        TfidfVectorizer(
            token_pattern=WORD.pattern, ngram_range=(1, 2), min_df=WORDS_NOTES, sublinear_tf=True
        ),
        Ridge(alpha=WORDS_ALPHA, solver="sparse_cg"),
    )
    texts = [neutral(note.text).text for note in notes]
    words.fit(texts, np.stack([note_targets(n) for n in notes]))
    # Reading takes them so, too; kept twice as precise they would be a quarter of all artefacts.
    words[-1].coef_ = words[-1].coef_.astype(np.float32)
    return words


def fit_judges(notes: Sequence[Note], views: Sequence[Views]) -> dict[str, Pipeline]:
    """A judge for every yes-or-no label and both style axes, from views that had not seen `notes`.

    Notes where a barrier is `possible`, or where readers differed on a label, teach its judge
    nothing: they are left out.
    """
    judges: dict[str, Pipeline] = {}
    inputs = stack(views)
    for place, label in enumerate(YES_NO):
        judge = make_pipeline(StandardScaler(), LogisticRegression(C=JUDGE_C, max_iter=1000))
        judges[label] = _fit(judge, inputs[:, place], [truth(n, label) for n in notes])
    for axis in ("control", "affiliation"):
        judge = make_pipeline(StandardScaler(), LogisticRegression(C=AXIS_C, max_iter=1000))
        values = [getattr(note.style, axis) for note in notes]
        judges[axis] = _fit(judge, stack_axis(views, axis), values)
    return judges


def fit_mark_judges(
    sort: Sort, notes: Sequence[Note], views: Sequence[Views]
) -> dict[str, Pipeline]:
    """A judge for every status of `sort`, over all its kinds, from views new to `notes`.

    What only one of two readers marked teaches nothing.
    """
    inputs = np.stack([sort.inputs(v.evidence, v.gist, v.found) for v in views])
    there, unsure = (answers.reshape(inputs.shape[:3]) for answers in marked_as(sort, notes))
    judges: dict[str, Pipeline] = {}
    for place, status in enumerate(sort.statuses):
        judge = make_pipeline(StandardScaler(), LogisticRegression(C=JUDGE_C, max_iter=1000))
        known = ~unsure[:, :, place]
        judges[status] = judge.fit(inputs[:, :, place][known], there[:, :, place][known])
    return judges


def _fit(judge: Pipeline, inputs: Any, answers: Sequence[Any]) -> Pipeline:
    rows = [i for i, answer in enumerate(answers) if answer is not None]
    return judge.fit(inputs[rows], [answers[i] for i in rows])
