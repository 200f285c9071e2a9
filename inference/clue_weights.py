"""A judge of things told by named clues: few of thousands of clues hold for any one thing.

`models.folding` makes it from a fitted logistic regression. It is `inference.linear` for inputs
that are mostly zero, with dense numbers beside them.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt

from .linear import Array


@dataclass(frozen=True, slots=True, eq=False)
class ClueWeights:
    """Probabilities of `classes` for things with clues and with a vector.

    `terms` are the clues known; `weights` is terms x classes and `vector_weights` vector x classes
    (both in single precision), `intercepts` one number a class.
    """

    terms: tuple[str, ...]
    weights: npt.NDArray[np.float32]
    vector_weights: npt.NDArray[np.float32]
    intercepts: Array
    classes: tuple[str, ...]
    _places: dict[str, int] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_places", {term: i for i, term in enumerate(self.terms)})

    def probabilities(
        self, clues: Sequence[Iterable[str]], vectors: npt.NDArray[np.floating[Any]]
    ) -> Array:
        """Things x classes; a clue that is not known, or stands twice, adds nothing."""
        scores = np.einsum("tv,vc->tc", vectors, self.vector_weights) + self.intercepts
        places = self._places
        for row, each in enumerate(clues):
            known = {place for clue in each if (place := places.get(clue)) is not None}
            scores[row] += self.weights[sorted(known)].sum(axis=0)
        odds = np.exp(scores - scores.max(axis=1, keepdims=True))
        distribution: Array = odds / odds.sum(axis=1, keepdims=True)
        return distribution
