"""Where to draw the lines: thresholds that would have served best on out-of-fold scores.

One threshold serves a whole group of labels (barriers, reactions, strengths): thresholds of single
labels follow chance in the few notes that have them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

import numpy as np

from inference.heads import SPANS, Scores
from inference.labels import BARRIERS, REACTIONS, STRENGTHS
from inference.quotes import quotes_for
from inference.settings import Settings

from .estimators import Example
from .targets import truth

_SHOW: Final = np.round(np.arange(0.30, 0.71, 0.02), 2)
_QUOTE: Final = np.round(np.arange(-4.0, 1.1, 0.5), 2)
_GROUPS: Final[Mapping[str, tuple[str, ...]]] = {
    "barriers": BARRIERS,
    "reactions": REACTIONS,
    "strengths": STRENGTHS,
}


def choose(examples: Sequence[Example], scores: Sequence[Scores]) -> Settings:
    """Thresholds with the best F1 (barriers: mean over labels; else over all marks together) for
    what is shown, and the best overlap with the annotators' quotes for what is quoted."""
    show: dict[str, float] = {}
    for name, labels in _GROUPS.items():
        best = max(_SHOW, key=lambda t: _f1(examples, scores, labels, t, each=name == "barriers"))
        show |= dict.fromkeys(labels, float(best))
    floor = float(max(_QUOTE, key=lambda t: _overlap(examples, scores, t)))
    return Settings(show, dict.fromkeys(SPANS, floor))


def _f1(
    examples: Sequence[Example],
    scores: Sequence[Scores],
    labels: tuple[str, ...],
    threshold: float,
    *,
    each: bool,
) -> float:
    counts = np.zeros((len(labels), 3))
    for example, score in zip(examples, scores, strict=True):
        for row, label in enumerate(labels):
            there = truth(example.note, label)
            if there is not None:
                shown = score.yes_no[label] >= threshold
                counts[row] += (there and shown, shown and not there, there and not shown)
    tp, fp, fn = (counts if each else counts.sum(axis=0, keepdims=True)).T
    return float(np.mean(2 * tp / np.maximum(2 * tp + fp + fn, 1)))


def _overlap(examples: Sequence[Example], scores: Sequence[Scores], floor: float) -> float:
    """Mean Dice overlap of quoted characters where a barrier is clear."""
    values = []
    for example, score in zip(examples, scores, strict=True):
        for label, marking in example.note.barriers.items():
            if marking.level == "clear":
                quoted = quotes_for(example.read.features, score, label, floor=floor)
                ours = {i for q in quoted for i in range(q.start, q.end)}
                theirs = {i for q in marking.evidence for i in range(q.start, q.end)}
                values.append(2 * len(ours & theirs) / (len(ours) + len(theirs)))
    return float(np.mean(values)) if values else 0.0
