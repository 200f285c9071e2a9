"""Linear models as they are served: a matrix each, made of plain arrays.

`models.folding` makes them from what scikit-learn has fitted; reading a note needs neither
scikit-learn nor scipy, which together take as long to import as spaCy does.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt
from threadpoolctl import ThreadpoolController  # type: ignore[import-untyped]

Array = npt.NDArray[np.float64]

# Decorates what multiplies matrices: for all but the smallest, OpenBLAS wakes a thread for each
# core, and waiting for these takes longer than the sums do. Where two threads of Python come and
# go together, the later may leave OpenBLAS at one core, which is what all of this package wants.
on_one_core: Final = ThreadpoolController().wrap(limits=1, user_api="blas")


@dataclass(frozen=True, slots=True, eq=False)
class Linear:
    """Decision values `weights @ row + intercepts` for every row of inputs.

    `weights` is outputs x inputs; `classes` names the outputs of a judge that has several.
    """

    weights: Array
    intercepts: Array
    classes: tuple[str, ...] = ()

    @on_one_core  # type: ignore[untyped-decorator]
    def scores(self, inputs: Array) -> Array:
        """Decision values: rows of `inputs` x outputs."""
        values: Array = inputs @ self.weights.T + self.intercepts
        return values

    def each(self, inputs: Array) -> Array:
        """Decision values where each output has inputs of its own: rows x outputs x inputs."""
        values: Array = np.einsum("roi,oi->ro", inputs, self.weights) + self.intercepts
        return values

    def distribution(self, inputs: Array) -> list[Mapping[str, float]]:
        """Probability of each class for each row, of a judge with several."""
        scores = self.scores(inputs)
        odds = np.exp(scores - scores.max(axis=1, keepdims=True))
        rows = odds / odds.sum(axis=1, keepdims=True)
        return [dict(zip(self.classes, map(float, row), strict=True)) for row in rows]


def stacked(models: Sequence[Linear]) -> Linear:
    """Models with inputs of one shape as one, their outputs in order; `each` asks it."""
    return Linear(
        np.concatenate([model.weights for model in models]),
        np.concatenate([model.intercepts for model in models]),
    )


def expit(log_odds: Array) -> Array:
    """Probabilities of log odds, without overflow at either end."""
    odds = np.exp(-np.abs(log_odds))
    values: Array = np.where(log_odds < 0, odds, 1.0) / (1.0 + odds)
    return values
