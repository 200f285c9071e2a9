"""Linear models: what they score, alone and stacked, and on how many cores."""

from __future__ import annotations

import numpy as np
import pytest
from threadpoolctl import threadpool_info, threadpool_limits

from inference.linear import Linear, on_one_core, stacked


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


def blas_threads() -> set[int]:
    """Threads of numpy's own BLAS; scipy may have brought along another."""
    return {pool["num_threads"] for pool in threadpool_info() if "numpy" in pool["filepath"]}


def test_products_have_one_core_and_leave_the_others_to_who_had_them():
    with threadpool_limits(2, user_api="blas"):
        assert on_one_core(blas_threads)() <= {1}  # none where numpy has a BLAS of another kind
        assert blas_threads() <= {2}
