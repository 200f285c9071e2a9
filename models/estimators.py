"""The estimators of the line and how they are fitted: three views, then a judge for each label.

The views need no calibration of their own: only the order of their scores matters to the judges.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression, Ridge
from sklearn.multiclass import OneVsRestClassifier
from sklearn.pipeline import Pipeline, make_pipeline
from sklearn.preprocessing import StandardScaler

from inference.heads import YES_NO, Views, gist_vector, see, stack, stack_axis
from inference.linear import Linear
from inference.reader import Read
from inference.words import Words

from . import folding
from .corpus import Note
from .splits import Splits, cross_validation
from .targets import clause_targets, note_targets, truth

# Set after a few trials on single folds of the training notes; no search was made.
EVIDENCE_C: Final = 0.002
GIST_C: Final = 0.003
WORDS_ALPHA: Final = 2.0
JUDGE_C: Final = 0.5
AXIS_C: Final = 0.1


@dataclass(frozen=True, slots=True, eq=False)
class Example:
    """A labelled note as it was read."""

    note: Note
    read: Read


@dataclass(frozen=True, slots=True, eq=False)
class FittedViews:
    """The three views, fitted on the same notes, as they will serve."""

    evidence: Linear
    gist: Linear
    words: Words

    def see(self, examples: Sequence[Example]) -> list[Views]:
        """What the views say of each example."""
        return see(
            [e.read.features for e in examples],
            evidence=self.evidence,
            gist=self.gist,
            words=self.words,
        )


def fit_views(examples: Sequence[Example]) -> FittedViews:
    """Fit the views on `examples`.

    The gist attends to clauses by how they show style; for its own training notes those scores come
    from an `evidence` view that has seen them, which is a little too sure. A further round of
    cross-fitting would cost more than it mends.
    """
    features = [e.read.features for e in examples]
    marks = np.concatenate([clause_targets(e.note, e.read.features.clauses) for e in examples])
    evidence = _each_label(EVIDENCE_C)
    evidence.fit(np.concatenate([f.units for f in features]), marks >= 1)
    targets = np.stack([note_targets(e.note) for e in examples])
    seen = folding.each_label(evidence)
    clauses = [seen.scores(f.units.astype(float)) for f in features]
    gist = _each_label(GIST_C)
    gist.fit([gist_vector(f, c) for f, c in zip(features, clauses, strict=True)], targets >= 1)
    words = make_pipeline(
        TfidfVectorizer(ngram_range=(1, 2), min_df=2, sublinear_tf=True),
        Ridge(alpha=WORDS_ALPHA, solver="sparse_cg"),
    )
    words.fit([e.note.text for e in examples], targets)
    return FittedViews(seen, folding.each_label(gist), folding.words(words))


def out_of_fold(examples: Sequence[Example], splits: Splits) -> tuple[list[Example], list[Views]]:
    """Views of every example by estimators that saw none of its author batch's fold."""
    by_id = {e.note.id: e for e in examples}
    seen: list[Example] = []
    views: list[Views] = []
    for fold in cross_validation([e.note for e in examples], splits):
        fitted = fit_views([by_id[note.id] for note in fold.train])
        held_out = [by_id[note.id] for note in fold.held_out]
        seen.extend(held_out)
        views.extend(fitted.see(held_out))
    return seen, views


def fit_judges(notes: Sequence[Note], views: Sequence[Views]) -> dict[str, Linear]:
    """A judge for every yes-or-no label and both style axes, from out-of-fold views.

    Notes where a barrier is `possible`, or where readers differed on an axis, teach its judge
    nothing: they are left out.
    """
    judges: dict[str, Linear] = {}
    inputs = stack(views)
    for place, label in enumerate(YES_NO):
        judge = make_pipeline(StandardScaler(), LogisticRegression(C=JUDGE_C, max_iter=1000))
        judges[label] = _fit(judge, inputs[:, place], [truth(n, label) for n in notes])
    for axis in ("control", "affiliation"):
        judge = make_pipeline(StandardScaler(), LogisticRegression(C=AXIS_C, max_iter=1000))
        values = [getattr(note.style, axis) for note in notes]
        judges[axis] = _fit(judge, stack_axis(views, axis), values)
    return judges


def _fit(judge: Pipeline, inputs: Any, answers: Sequence[Any]) -> Linear:
    rows = [i for i, answer in enumerate(answers) if answer is not None]
    return folding.judge(judge.fit(inputs[rows], [answers[i] for i in rows]))


def _each_label(strength: float) -> Pipeline:
    # A few dozen steps settle the order of the scores; the last digits would only cost time.
    regression = LogisticRegression(C=strength, max_iter=60, tol=1e-3)
    return make_pipeline(StandardScaler(), OneVsRestClassifier(regression))
