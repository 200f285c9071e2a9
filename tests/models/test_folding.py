"""What serves gives scikit-learn's own scores, before and after it has been stored."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression, Ridge
from sklearn.pipeline import Pipeline, make_pipeline
from sklearn.preprocessing import StandardScaler

from inference.linear import Linear, expit
from inference.stored import arrays_of, model_of
from inference.words import WORD, Words
from models import folding

_RNG = np.random.default_rng(7)
_INPUTS = _RNG.normal(3.0, 2.0, (80, 5))


def _again(model: Any) -> Any:
    return model_of(arrays_of(model))


def test_yes_or_no() -> None:
    pipeline = make_pipeline(StandardScaler(), LogisticRegression())
    pipeline.fit(_INPUTS, _INPUTS[:, 0] > 3)
    expected = pipeline.predict_proba(_INPUTS)[:, 1]
    for model in (folding.judge(pipeline), _again(folding.judge(pipeline))):
        assert np.allclose(expit(model.scores(_INPUTS)[:, 0]), expected)


def test_several_classes() -> None:
    classes = np.array(["low", "middle", "high"])[np.digitize(_INPUTS[:, 1], [2.0, 4.0])]
    pipeline = make_pipeline(StandardScaler(), LogisticRegression())
    pipeline.fit(_INPUTS, classes)
    expected = pipeline.predict_proba(_INPUTS)
    for model in (folding.judge(pipeline), _again(folding.judge(pipeline))):
        rows = model.distribution(_INPUTS)
        assert [list(row) for row in rows[:1]] == [list(pipeline.classes_)]
        assert np.allclose([list(row.values()) for row in rows], expected)


def test_log_odds_of_any_size_are_probabilities() -> None:
    odds = np.array([-1e4, -30.0, -1.0, 0.0, 1.0, 30.0, 1e4])
    assert np.allclose(expit(odds), [0, 9.357623e-14, 0.2689414, 0.5, 0.7310586, 1, 1])


_NOTES = [
    "Offered the bed again. He said the bed is for somebody else.",
    "She did not come to the clinic; the clinic rang twice.",
    "Ámbar did not open. Naïve café CAFÉ, 2 of 22, don't, x_y and self-care.",
    "Müllerstraße 12: İpek and DŽ came, the bed again, the bed again, the bed.",
    "Ask about the bed; about the clinic; about nothing.",
]


@pytest.fixture(scope="module")
def fitted() -> Pipeline:
    pipeline = make_pipeline(
        TfidfVectorizer(token_pattern=WORD.pattern, ngram_range=(1, 2), sublinear_tf=True),
        Ridge(alpha=0.5),
    )
    return pipeline.fit(_NOTES, _RNG.normal(size=(len(_NOTES), 3)))


@pytest.mark.parametrize(
    "text",
    [
        *_NOTES,
        "",
        " \n\t ",
        "nothing known here",
        "a I 1 _ -",
        "the bed",
        "the  bed\nthe\u00a0bed\u2028the\u200bbed the\u0000bed",
        "CAFE\u0301 cafe\u0301 CAFÉ café ｃａｆé",
        "İPEK ipek i\u0307pek ıpek DŽ dž Dž ǆ",
        "STRASSE straße STRAẞE Müllerstraße MÜLLERSTRASSE",
        "２ of ２２ and ²² ٢٢ x_y __ don’t don't",
        "床 再び その 床 the床bed 👩‍👩‍👧 the 👍🏽 bed",
        "half a \ud800 character, the bed \udfff again",
        "the bed " * 400,
    ],
)
def test_words_of_any_text(fitted: Pipeline, text: str) -> None:
    expected = fitted.predict([text])
    for model in (folding.words(fitted), _again(folding.words(fitted))):
        assert np.abs(model.scores([text]) - expected).max() < 1e-6


def test_words_of_many_texts(fitted: Pipeline) -> None:
    scores = folding.words(fitted).scores(_NOTES)
    assert np.abs(scores - fitted.predict(_NOTES)).max() < 1e-6
    assert np.ptp(scores, axis=0).min() > 0.1


def test_parts_keep_their_names_and_kinds(fitted: Pipeline) -> None:
    axis = Linear(np.eye(2), np.zeros(2), ("warm", "cool"))
    again = _again({"warmth": axis, "words": folding.words(fitted)})
    assert list(again) == ["warmth", "words"]
    assert isinstance(again["words"], Words)
    assert again["warmth"].classes == ("warm", "cool")


@pytest.mark.parametrize(
    "spoil", [dict.clear, lambda a: a.pop("weights"), lambda a: a.pop("rarity")]
)
def test_other_arrays_are_no_model(fitted: Pipeline, spoil: Any) -> None:
    arrays = arrays_of(folding.words(fitted))
    spoil(arrays)
    with pytest.raises(ValueError, match="No model"):
        model_of(arrays)
