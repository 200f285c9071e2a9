"""The learned baseline: words and letter sequences weighed by logistic regression.

One model a label over the whole note; the quote is the sentence that adds most to the label. It
answers barriers, style, reactions and strengths, and leaves risks and referrals empty.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import StratifiedGroupKFold, TunedThresholdClassifierCV
from sklearn.pipeline import FeatureUnion
from sklearn.preprocessing import normalize

from inference import labels
from inference.formulation import Formulation, Quote, Reaction, Strength

from ..corpus import Note
from .answering import formulation, sentences

# A label with fewer cases than this in the training notes is never answered.
FEWEST: Final = 10
# Thresholds are chosen on batches that the weights have not seen.
INNER_FOLDS: Final = 3


Truth = Callable[[Note, str], bool | None]


@dataclass(frozen=True, slots=True)
class _Label:
    """One label's weights, bias, and the probability from which it is shown."""

    weights: NDArray[np.float64]
    bias: float
    threshold: float

    def probabilities(self, features: Any) -> NDArray[np.float64]:
        """Of each row of features."""
        return np.asarray(expit(features @ self.weights + self.bias))

    def best(self, pieces: Sequence[Quote], features: Any) -> Quote:
        """The piece whose own features add most to the label."""
        return pieces[int(np.argmax(features @ self.weights))]


def tfidf_predictions(train: Sequence[Note], notes: Sequence[Note]) -> tuple[Formulation, ...]:
    """Learn from `train`, then a formulation for each of `notes`, in order."""
    made = vectoriser()
    learned = normalize(made.fit_transform([note.text for note in train]))
    features = normalize(made.transform([note.text for note in notes]))
    groups = [
        _learn_all(learned, train, names, truth)
        for names, truth in (
            (labels.BARRIERS, Note.truth),
            (labels.REACTIONS, lambda note, kind: _has(note.staff_reactions, kind)),
            (labels.STRENGTHS, lambda note, kind: _has(note.strengths, kind)),
        )
    ]
    chances = [{name: m.probabilities(features) for name, m in g.items()} for g in groups]
    control = _axis(learned, [note.style.control for note in train], features)
    affiliation = _axis(learned, [note.style.affiliation for note in train], features)
    answers = []
    for i, note in enumerate(notes):
        pieces = sentences(note.text)
        parts = made.transform([piece.text for piece in pieces])
        barriers, reactions, strengths = (
            {
                name: (model.best(pieces, parts),)
                for name, model in group.items()
                if chance[name][i] >= model.threshold
            }
            for group, chance in zip(groups, chances, strict=True)
        )
        answers.append(
            formulation(
                note,
                "TF-IDF baseline",
                {b: float(chances[0][b][i]) if b in chances[0] else 0.0 for b in labels.BARRIERS},
                barriers,
                control[i],
                affiliation[i],
                reactions=[Reaction(kind, quotes) for kind, quotes in reactions.items()],
                strengths=[Strength(kind, quotes) for kind, quotes in strengths.items()],
            )
        )
    return tuple(answers)


def vectoriser() -> FeatureUnion:
    """Words and pairs of words, and sequences of three to five letters; rows are not normalised."""
    # Not normalised here: sentences then add up to their note, and weights to contributions.
    words = TfidfVectorizer(ngram_range=(1, 2), min_df=2, norm=None)
    letters = TfidfVectorizer(analyzer="char_wb", ngram_range=(3, 5), min_df=3, norm=None)
    return FeatureUnion([("words", words), ("letters", letters)])


def _learn_all(
    features: Any, notes: Sequence[Note], names: Sequence[str], truth: Truth
) -> dict[str, _Label]:
    """A model of each label that has cases enough."""
    batches = [note.batch for note in notes]
    models = {name: _learn(features, [truth(n, name) for n in notes], batches) for name in names}
    return {name: model for name, model in models.items() if model}


def _learn(features: Any, truths: Sequence[bool | None], batches: Sequence[str]) -> _Label | None:
    """Weights from the rows whose truth is known; None for a label with too few cases."""
    rows = [i for i, truth in enumerate(truths) if truth is not None]
    wanted = np.array([truths[i] for i in rows], dtype=bool)
    groups = [batches[i] for i in rows]
    if wanted.sum() < FEWEST or len(set(groups)) < INNER_FOLDS:
        return None
    folds = list(StratifiedGroupKFold(INNER_FOLDS).split(rows, wanted, groups))
    model = TunedThresholdClassifierCV(_regression(), scoring="f1", cv=folds)
    model.fit(features[rows], wanted)
    fitted = model.estimator_
    return _Label(fitted.coef_[0], float(fitted.intercept_[0]), float(model.best_threshold_))


def _axis(learned: Any, truths: Sequence[str | None], features: Any) -> list[str]:
    rows = [i for i, truth in enumerate(truths) if truth is not None]
    model = _regression().fit(learned[rows], [truths[i] for i in rows])
    return [str(label) for label in model.predict(features)]


def _regression() -> LogisticRegression:
    return LogisticRegression(C=10, max_iter=1000)


def _has(items: Sequence[Reaction] | Sequence[Strength], kind: str) -> bool:
    return any(item.kind == kind for item in items)
