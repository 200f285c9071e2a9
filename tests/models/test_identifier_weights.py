"""The weights of clues: folded as they were fitted, and a threshold that keeps its word."""

from __future__ import annotations

import numpy as np
import pytest
from sklearn.linear_model import LogisticRegression

from inference.artefacts import read_manifest
from inference.clue_weights import ClueWeights
from inference.identifiers.weighed import WEIGHTS
from inference.stored import arrays_of, model_of
from models import folding
from models.identifier_weights import PRECISION, chosen, development_digest

TERMS = ("is=name", "is=word", "prev.word=met")
CLUES = [["is=name"], ["is=word"], ["is=name", "prev.word=met"], [], ["is=word", "prev.word=met"]]
VECTORS = np.array([[0.2, 1.0], [1.5, -1.0], [0.1, 0.4], [-1.0, 0.3], [0.0, 0.0]], np.float32)
KINDS = ["person", "none", "person", "none", "place"]
SCALE = 0.5


@pytest.fixture(scope="module")
def regression() -> LogisticRegression:
    return LogisticRegression(C=3.0).fit(_inputs(), KINDS)


def _inputs() -> np.ndarray:
    held = [[float(term in clues) for term in TERMS] for clues in CLUES]
    return np.hstack([np.array(held), VECTORS * SCALE])


def test_the_same_probabilities_before_and_after_storing(regression: LogisticRegression) -> None:
    order = ("none", "person", "place")
    folded = folding.clue_weights(regression, TERMS, SCALE, order)
    expected = regression.predict_proba(_inputs())
    for weights in (folded, model_of(arrays_of(folded))):
        assert isinstance(weights, ClueWeights)
        assert weights.classes == order
        given = weights.probabilities(CLUES, VECTORS)
        assert np.allclose(given, expected, atol=1e-5)


def test_an_unknown_clue_and_a_second_time_add_nothing(regression: LogisticRegression) -> None:
    weights = folding.clue_weights(regression, TERMS, SCALE, ("none", "person", "place"))
    once = weights.probabilities([["is=name"]], VECTORS[:1])
    more = weights.probabilities([["is=name", "is=name", "never seen"]], VECTORS[:1])
    assert np.array_equal(once, more)


@pytest.mark.parametrize(
    ("precisions", "expected"),
    [
        ({0.1: PRECISION - 0.1, 0.2: PRECISION, 0.3: PRECISION + 0.05}, 0.2),
        ({0.1: PRECISION + 0.01, 0.2: 1.0}, 0.1),
        ({0.1: 0.0, 0.2: PRECISION - 0.01}, 0.2),  # none is enough: the strictest
    ],
)
def test_the_lowest_threshold_that_is_precise_enough(
    precisions: dict[float, float], expected: float
) -> None:
    totals = {t: np.array([10.0, 9.0, 100.0, 100.0 * p]) for t, p in precisions.items()}
    assert chosen(totals) == expected


def test_the_weights_that_ship_were_precise_enough() -> None:
    manifest = read_manifest(WEIGHTS)
    assert manifest.metrics["precision"] >= PRECISION
    assert manifest.corpus == development_digest()
