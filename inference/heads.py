"""From a note's features to calibrated scores, through the trained estimators.

Three views look at a note, each a plain scikit-learn estimator: `evidence` scores every clause for
every label from its vector, `gist` scores the note from its mean vector and from the clauses that
show dealings with staff, `words` from its words alone. For every label a small logistic regression
then weighs what the views say. It is fitted on scores that the views gave to notes of *other
authors*, which is what makes its probabilities calibrated (stacking; Wolpert 1992).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import numpy.typing as npt
from scipy.special import expit

from .features import Features
from .labels import AFFILIATION, BARRIERS, CONTROL, REACTIONS, RISKS, STRENGTHS
from .linear import Linear, each_label, judge

Array = npt.NDArray[np.float64]

# What a clause can be evidence of. The names are unique across the codebook's sections.
SPANS: Final = (*BARRIERS, "style", *REACTIONS, *STRENGTHS, *RISKS)
# What a note as a whole is scored for: each barrier, reaction and strength, and both style axes.
NOTE_LABELS: Final = (
    *BARRIERS,
    *REACTIONS,
    *STRENGTHS,
    *(f"control:{value}" for value in CONTROL),
    *(f"affiliation:{value}" for value in AFFILIATION),
)
YES_NO: Final = (*BARRIERS, *REACTIONS, *STRENGTHS)

_FLOOR: Final = -8.0  # the log odds of a clause that is not there


@dataclass(frozen=True, slots=True, eq=False)
class Views:
    """What the three views say of one note: clauses x SPANS, and twice NOTE_LABELS."""

    evidence: Array
    gist: Array
    words: Array
    asserted: Array


@dataclass(frozen=True, slots=True, eq=False)
class Scores:
    """Calibrated probabilities of one note; `evidence` is clauses x SPANS, in log odds."""

    yes_no: dict[str, float]
    control: dict[str, float]
    affiliation: dict[str, float]
    evidence: Array

    def clause_scores(self, label: str) -> Array:
        """Log odds that each clause is evidence of `label`."""
        column: Array = self.evidence[:, SPANS.index(label)]
        return column


class Heads:
    """The fitted estimators, by artefact name; see `models/train.py` for how they are made.

    Without the three views only `judge` can be asked.
    """

    def __init__(self, estimators: Mapping[str, Any]) -> None:
        self._evidence = each_label(estimators["evidence"]) if "evidence" in estimators else None
        self._gist = each_label(estimators["gist"]) if "gist" in estimators else None
        self._words = estimators.get("words")
        self._judges = {
            label: judge(pipeline)
            for name in ("barriers", "reactions", "strengths", "style")
            for label, pipeline in estimators[name].items()
        }

    def score_many(self, batch: Sequence[Features]) -> list[Scores]:
        """Scores of many notes, in order."""
        if self._evidence is None or self._gist is None:
            raise ValueError("These heads were made without views; they can only judge.")
        views = see(batch, evidence=self._evidence, gist=self._gist, words=self._words)
        return self.judge(views)

    def judge(self, views: Sequence[Views]) -> list[Scores]:
        """Scores from what the views said, theirs or (in training) out-of-fold ones."""
        yes_no = {label: self._judges[label].probability(stack(views, label)) for label in YES_NO}
        control = self._judges["control"].distribution(stack_axis(views, "control"))
        affiliation = self._judges["affiliation"].distribution(stack_axis(views, "affiliation"))
        return [
            Scores(
                {label: float(p[i]) for label, p in yes_no.items()},
                dict(control[i]),
                dict(affiliation[i]),
                view.evidence,
            )
            for i, view in enumerate(views)
        ]


def see(batch: Sequence[Features], *, evidence: Linear, gist: Linear, words: Any) -> list[Views]:
    """What fitted views say of each note."""
    counts = [len(f.clauses) for f in batch]
    clause_scores = evidence.scores(np.concatenate([f.units for f in batch]).astype(float))
    per_note = np.split(clause_scores, np.cumsum(counts)[:-1])
    manner = np.stack([gist_vector(f, e) for f, e in zip(batch, per_note, strict=True)])
    gist_scores = gist.scores(manner)
    word_scores = words.predict([f.text for f in batch])
    return [
        Views(e, g, w, f.asserted.astype(float))
        for e, g, w, f in zip(per_note, gist_scores, word_scores, batch, strict=True)
    ]


def gist_vector(features: Features, evidence: Array) -> Array:
    """The note's mean vector, then the mean of its clauses weighted by how they show style."""
    width = len(features.note)
    if not len(features.clauses):
        return np.concatenate([features.note, features.note]).astype(float)
    weights = expit(evidence[:, SPANS.index("style")])
    manner = (weights / weights.sum()) @ features.units[:, :width]
    return np.concatenate([features.note, manner]).astype(float)


def stack(views: Sequence[Views], label: str) -> Array:
    """Inputs of the judge of a yes-or-no label: notes x 7."""
    span, place = SPANS.index(label), NOTE_LABELS.index(label)
    return np.array(
        [
            [*_strongest(v.evidence[:, span], v.asserted), v.gist[place], v.words[place]]
            for v in views
        ]
    )


def stack_axis(views: Sequence[Views], axis: str) -> Array:
    """Inputs of the judge of a style axis: what both note views say of each of its values,
    how plainly dealings with staff are described, and the reactions and barriers seen."""
    places = [i for i, name in enumerate(NOTE_LABELS) if name.startswith(f"{axis}:")]
    clues = [SPANS.index(label) for label in ("style", *REACTIONS, *BARRIERS)]
    return np.array(
        [
            [
                *v.gist[places],
                *v.words[places],
                *(v.evidence[:, clues].max(axis=0, initial=_FLOOR)),
            ]
            for v in views
        ]
    )


def _strongest(scores: Array, asserted: Array) -> list[float]:
    """Best and second-best clause that holds, all of them together, the best that does not."""
    held = np.sort(scores[asserted > 0])[::-1]
    other = scores[asserted == 0]
    return [
        float(held[0]) if len(held) > 0 else _FLOOR,
        float(held[1]) if len(held) > 1 else _FLOOR,
        float(np.logaddexp.reduce(held)) if len(held) > 0 else _FLOOR,
        float(other.max(initial=_FLOOR)),
        float(len(held) == 0),
    ]
