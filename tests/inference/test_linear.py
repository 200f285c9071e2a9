"""The folded matrices give scikit-learn's own scores."""

from __future__ import annotations

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.multiclass import OneVsRestClassifier
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from inference.linear import each_label, judge

_RNG = np.random.default_rng(7)
_INPUTS = _RNG.normal(3.0, 2.0, (80, 5))


def test_one_regression_per_label() -> None:
    marks = (_INPUTS[:, :3] + _RNG.normal(size=(80, 3))) > 3
    pipeline = make_pipeline(StandardScaler(), OneVsRestClassifier(LogisticRegression(C=0.1)))
    pipeline.fit(_INPUTS, marks)
    assert np.allclose(each_label(pipeline).scores(_INPUTS), pipeline.decision_function(_INPUTS))


def test_yes_or_no() -> None:
    pipeline = make_pipeline(StandardScaler(), LogisticRegression())
    pipeline.fit(_INPUTS, _INPUTS[:, 0] > 3)
    expected = pipeline.predict_proba(_INPUTS)[:, 1]
    assert np.allclose(judge(pipeline).probability(_INPUTS), expected)


def test_several_classes() -> None:
    classes = np.array(["low", "middle", "high"])[np.digitize(_INPUTS[:, 1], [2.0, 4.0])]
    pipeline = make_pipeline(StandardScaler(), LogisticRegression())
    pipeline.fit(_INPUTS, classes)
    rows = judge(pipeline).distribution(_INPUTS)
    expected = pipeline.predict_proba(_INPUTS)
    assert [list(row) for row in rows[:1]] == [list(pipeline.classes_)]
    assert np.allclose([list(row.values()) for row in rows], expected)
