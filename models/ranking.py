"""Whether the notes that have a label come first when sorted by its probability."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from .bootstrap import Estimate, Resampler, interval


def average_precision(truths: NDArray[np.bool_]) -> float:
    """Mean precision at the rank of each true one, `truths` best first; nan if none is true."""
    found = np.cumsum(truths) / np.arange(1, len(truths) + 1)
    return float(found[truths].mean()) if truths.any() else float("nan")


def average_precisions(
    probabilities: Sequence[Sequence[float]],
    truths: Sequence[Sequence[bool | None]],
    draws: Resampler,
) -> tuple[list[Estimate], Estimate]:
    """Average precision of each label, and its mean over labels that any note has.

    Both arguments have a row for each label with a value for each note; a truth of None is left
    out. Equal probabilities keep the order of the notes.
    """
    values, drawn = [], []
    for label_probabilities, label_truths in zip(probabilities, truths, strict=True):
        scored = [i for i, truth in enumerate(label_truths) if truth is not None]
        order = np.array(sorted(scored, key=lambda i: -label_probabilities[i]), dtype=int)
        ranked = np.array([label_truths[i] for i in order], dtype=bool)
        values.append(average_precision(ranked))
        # Repeating a row as often as it was drawn keeps the order, so nothing is sorted again.
        drawn.append([average_precision(np.repeat(ranked, w[order])) for w in draws.weights])
    table = np.array(drawn)
    single = [interval(value, table[j]) for j, value in enumerate(values)]
    return single, interval(_mean(np.array(values)), np.array([_mean(row) for row in table.T]))


def _mean(values: NDArray[np.float64]) -> float:
    defined = values[~np.isnan(values)]
    return float(defined.mean()) if len(defined) else float("nan")
