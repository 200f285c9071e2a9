"""Linear models: products taken in parts are the whole; stacked, each says what it says alone."""

from __future__ import annotations

import numpy as np
import pytest

from inference.linear import Linear, stacked


@pytest.mark.parametrize("outputs", [1, 90, 2000], ids="{} outputs".format)
@pytest.mark.parametrize("rows", [0, 1, 6, 7, 8, 125], ids="{} rows".format)
def test_scores_are_weights_times_rows_and_intercepts(rows, outputs):
    draw = np.random.default_rng(rows + outputs)
    model = Linear(draw.normal(size=(outputs, 384)), draw.normal(size=outputs))
    inputs = draw.normal(size=(rows, 384))
    scores = model.scores(inputs)
    assert scores.shape == (rows, outputs)
    wanted = [model.weights @ row + model.intercepts for row in inputs]
    assert np.allclose(scores, np.reshape(wanted, (rows, outputs)))


def test_a_distribution_sums_to_one_and_follows_the_scores():
    model = Linear(np.array([[1.0], [0.0], [-1.0]]), np.zeros(3), ("up", "level", "down"))
    (up, still) = model.distribution(np.array([[800.0], [0.0]]))
    assert up == pytest.approx({"up": 1.0, "level": 0.0, "down": 0.0})
    assert still == pytest.approx(dict.fromkeys(("up", "level", "down"), 1 / 3))


@pytest.mark.parametrize("rows", [0, 1, 7], ids="{} rows".format)
def test_stacked_models_say_each_what_they_say_alone(rows):
    draw = np.random.default_rng(rows)
    models = [Linear(draw.normal(size=(1, 6)), draw.normal(size=1)) for _ in range(4)]
    inputs = draw.normal(size=(rows, 4, 6))
    alone = [model.scores(inputs[:, i])[:, 0] for i, model in enumerate(models)]
    assert np.allclose(stacked(models).each(inputs), np.transpose(alone))
