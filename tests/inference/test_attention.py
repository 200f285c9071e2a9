"""A note read as a whole: the mean of what tokens say, where a label looks."""

from __future__ import annotations

import numpy as np
import pytest

from inference.attention import Attention
from inference.errors import ArtefactError
from inference.heads import attention_of
from inference.linear import Linear

# Two labels over vectors of two numbers: what is said is the first, where one looks the second.
_SAY = Linear(np.array([[1.0, 0.0], [-1.0, 0.0]]), np.array([0.5, 0.0]))
_LOOK = Linear(np.array([[0.0, 1.0], [0.0, 0.0]]), np.array([0.0, 0.0]))


@pytest.mark.parametrize(
    ("tokens", "expected"),
    [
        ([[4.0, 0.0]], [4.5, -4.0]),
        ([[4.0, 0.0], [0.0, 0.0]], [2.5, -2.0]),  # the same look at both: their mean
        ([[4.0, 50.0], [0.0, 0.0]], [4.5, -2.0]),  # the first label looks at the first token only
        ([[4.0, -900.0], [0.0, 900.0]], [0.5, -2.0]),  # no overflow at either end
        (np.zeros((0, 2)), [0.5, 0.0]),  # no token: what is said before anything is read
    ],
)
def test_scores(tokens: list[list[float]], expected: list[float]) -> None:
    assert np.allclose(Attention(_LOOK, _SAY).scores(np.array(tokens)), expected)


@pytest.mark.parametrize("model", [_SAY, {"look": _LOOK}, {"look": _LOOK, "say": _SAY, "x": _SAY}])
def test_other_models_are_refused(model: object) -> None:
    with pytest.raises(ArtefactError, match="another kind of model"):
        attention_of("gist", model)  # type: ignore[arg-type]
