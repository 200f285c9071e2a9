"""Linear models as they are served: a matrix each, made of plain arrays.

`models.folding` makes them from what scikit-learn has fitted; reading a note needs neither
scikit-learn nor scipy, which together take as long to import as spaCy does.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Linear:
    """Decision values `weights @ row + intercepts` for every row of inputs.

    `weights` is outputs x inputs; `classes` names the outputs of a judge that has several.
    """

    weights: Array
    intercepts: Array
    classes: tuple[str, ...] = ()

    def scores(self, inputs: Array) -> Array:
        """Decision values: rows of `inputs` x outputs."""
        # Not `@`: for matrices of this size BLAS wakes a thread for each core, and waiting for
        # them takes longer than the sum does.
        values: Array = np.einsum("ri,oi->ro", inputs, self.weights) + self.intercepts
        return values

    def distribution(self, inputs: Array) -> list[Mapping[str, float]]:
        """Probability of each class for each row, of a judge with several."""
        scores = self.scores(inputs)
        odds = np.exp(scores - scores.max(axis=1, keepdims=True))
        rows = odds / odds.sum(axis=1, keepdims=True)
        return [dict(zip(self.classes, map(float, row), strict=True)) for row in rows]


def expit(log_odds: Array) -> Array:
    """Probabilities of log odds, without overflow at either end."""
    odds = np.exp(-np.abs(log_odds))
    values: Array = np.where(log_odds < 0, odds, 1.0) / (1.0 + odds)
    return values
