"""Reading a note as a whole: label by label, what its tokens say, weighted by where one looks."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from .linear import Array, Linear


@dataclass(frozen=True, slots=True, eq=False)
class Attention:
    """Attention pooling (Ilse, Tomczak and Welling 2018) with two matrices, outputs x width each.

    `say` gives what every token says of every label, in log odds; `look` how much that label looks
    at it. A label's score is the mean of what is said where it looks.
    """

    look: Linear
    say: Linear

    def scores(self, tokens: Array) -> Array:
        """Scores of one note from its token vectors (tokens x width); without any, what is rare."""
        if not len(tokens):
            return self.say.intercepts
        looks = self.look.scores(tokens)
        weights = np.exp(looks - looks.max(axis=0))
        values: Array = (weights * self.say.scores(tokens)).sum(axis=0) / weights.sum(axis=0)
        return values
