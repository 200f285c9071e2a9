"""Fitted scikit-learn pipelines into the types that serve: the same scores from plain arrays."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import Pipeline

from inference.clue_weights import ClueWeights
from inference.linear import Array, Linear
from inference.words import Words


def judge(pipeline: Pipeline) -> Linear:
    """A scaler followed by one logistic regression, of two classes or of several."""
    scaler, regression = pipeline[0], pipeline[-1]
    classes = tuple(map(str, regression.classes_)) if len(regression.classes_) > 2 else ()
    return _unscaled(scaler, regression.coef_, regression.intercept_, classes)


def judges(pipelines: Mapping[str, Pipeline]) -> dict[str, Linear]:
    """Each judge of a group."""
    return {label: judge(pipeline) for label, pipeline in pipelines.items()}


def words(pipeline: Pipeline) -> Words:
    """A TF-IDF vectoriser over words and pairs, sublinear and of unit length, and a ridge."""
    vectorizer, ridge = pipeline[0], pipeline[-1]
    terms = sorted(vectorizer.vocabulary_, key=vectorizer.vocabulary_.__getitem__)
    weights = np.ascontiguousarray(ridge.coef_.T.astype(np.float32))
    return Words(tuple(terms), vectorizer.idf_, weights, ridge.intercept_)


def clue_weights(
    regression: LogisticRegression, terms: tuple[str, ...], scale: float, order: tuple[str, ...]
) -> ClueWeights:
    """A regression of several classes over `terms`, then over a vector times `scale`."""
    rows = [list(regression.classes_).index(kind) for kind in order]
    weights = regression.coef_[rows].T.astype(np.float32)
    return ClueWeights(
        terms,
        np.ascontiguousarray(weights[: len(terms)]),
        np.ascontiguousarray(weights[len(terms) :] * np.float32(scale)),
        regression.intercept_[rows],
        order,
    )


def _unscaled(
    scaler: Any, weights: Array, intercepts: Array, classes: tuple[str, ...] = ()
) -> Linear:
    scaled = weights / scaler.scale_
    return Linear(np.ascontiguousarray(scaled), intercepts - scaled @ scaler.mean_, classes)
