"""A logistic regression for each label on the features of a note; the same for every peer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GridSearchCV, StratifiedGroupKFold

# How far weights may go, chosen label by label on author batches that they have not seen.
STRENGTHS = (1.0, 10.0, 100.0)
FOLDS = 3


def fit_heads(
    features: Any, notes: Sequence[Mapping[str, Any]], labels: Sequence[str]
) -> dict[str, LogisticRegression]:
    """Fitted by label; notes where a label is neither there nor absent teach it nothing."""
    heads = {}
    for label in labels:
        rows = [i for i, note in enumerate(notes) if note["truth"][label] is not None]
        wanted = np.array([notes[i]["truth"][label] for i in rows], dtype=bool)
        groups = [notes[i]["batch"] for i in rows]
        folds = list(StratifiedGroupKFold(FOLDS).split(rows, wanted, groups))
        search = GridSearchCV(
            LogisticRegression(solver="liblinear", max_iter=1000),
            {"C": STRENGTHS},
            scoring="average_precision",
            cv=folds,
        )
        heads[label] = search.fit(features[rows], wanted).best_estimator_
    return heads


def scores(heads: Mapping[str, LogisticRegression], features: Any) -> list[dict[str, float]]:
    """Of each row of features, the probability of each label."""
    columns = {label: head.predict_proba(features)[:, 1].tolist() for label, head in heads.items()}
    return [
        {label: column[i] for label, column in columns.items()} for i in range(features.shape[0])
    ]
