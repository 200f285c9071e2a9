"""The view of a note's words: weights of single words and pairs, TF-IDF as scikit-learn counts it.

`models.folding` makes it from a fitted `TfidfVectorizer` and `Ridge`; a test holds the scores to
theirs. Salton and Buckley 1988, "Term-weighting approaches in automatic text retrieval".
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import chain, pairwise
from typing import Final

import numpy as np
import numpy.typing as npt

from .linear import Array

WORD: Final = re.compile(r"\b\w+\b")  # single letters, too: "I" tells who speaks


@dataclass(frozen=True, slots=True, eq=False)
class Words:
    """Scores of texts from the words and pairs of neighbouring words that are in `terms`.

    `rarity` holds each term's inverse document frequency, `weights` is terms x outputs (in single
    precision: there are tens of thousands of terms), `intercepts` one number an output.
    """

    terms: tuple[str, ...]
    rarity: Array
    weights: npt.NDArray[np.float32]
    intercepts: Array
    _places: dict[str, int] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_places", {term: i for i, term in enumerate(self.terms)})

    def scores(self, texts: Sequence[str]) -> Array:
        """One row of scores for each text."""
        return np.stack([self._score(text) for text in texts])

    def _score(self, text: str) -> Array:
        counts = Counter(self._places[term] for term in _terms(text) if term in self._places)
        if not counts:
            return self.intercepts
        rows = np.fromiter(counts.keys(), np.int64)
        often = 1.0 + np.log(np.fromiter(counts.values(), np.float64))
        values = often * self.rarity[rows]
        values /= np.sqrt(np.square(values).sum())
        scores: Array = np.einsum("t,to->o", values, self.weights[rows]) + self.intercepts
        return scores


def _terms(text: str) -> Iterable[str]:
    words = WORD.findall(text.lower())
    return chain(words, (f"{one} {other}" for one, other in pairwise(words)))
