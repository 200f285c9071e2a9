"""Fitted linear pipelines as one matrix each: the same scores without scikit-learn's checks.

A note is scored by some seventy small linear models. Asked one by one, each spends half a
millisecond on validating its input and microseconds on the sum.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy.special import expit, softmax

Array = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Linear:
    """`inputs @ weights + intercepts`, with the classes of each judge where there are any."""

    weights: Array
    intercepts: Array
    classes: tuple[str, ...] = ()

    def scores(self, inputs: Array) -> Array:
        """Decision values: rows of `inputs` x outputs."""
        values: Array = inputs @ self.weights + self.intercepts
        return values

    def probability(self, inputs: Array) -> Array:
        """Probability of yes for each row, of a judge with one output."""
        values: Array = expit(self.scores(inputs)[:, 0])
        return values

    def distribution(self, inputs: Array) -> list[Mapping[str, float]]:
        """Probability of each class for each row, of a judge with several."""
        rows = softmax(self.scores(inputs), axis=1)
        return [dict(zip(self.classes, map(float, row), strict=True)) for row in rows]


def each_label(pipeline: Any) -> Linear:
    """A scaler followed by one logistic regression per label, as `models.estimators` fits them."""
    scaler, several = pipeline[0], pipeline[-1]
    weights = np.concatenate([one.coef_ for one in several.estimators_])
    intercepts = np.concatenate([one.intercept_ for one in several.estimators_])
    return _unscaled(scaler, weights, intercepts)


def judge(pipeline: Any) -> Linear:
    """A scaler followed by one logistic regression, of two classes or of several."""
    scaler, regression = pipeline[0], pipeline[-1]
    classes = tuple(map(str, regression.classes_))
    return _unscaled(scaler, regression.coef_, regression.intercept_, classes)


def _unscaled(
    scaler: Any, weights: Array, intercepts: Array, classes: tuple[str, ...] = ()
) -> Linear:
    scaled = weights / scaler.scale_
    return Linear(np.ascontiguousarray(scaled.T), intercepts - scaled @ scaler.mean_, classes)
