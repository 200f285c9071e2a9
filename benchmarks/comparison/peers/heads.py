"""A logistic regression for each label on the features of a note; the same for every peer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sklearn.linear_model import LogisticRegression

# As in `models.baselines`; features have unit length.
STRENGTH = 10.0


def fit_heads(
    features: Any, notes: Sequence[Mapping[str, Any]], labels: Sequence[str]
) -> dict[str, LogisticRegression]:
    """Fitted by label; notes where a label is neither there nor absent teach it nothing."""
    heads = {}
    for label in labels:
        rows = [i for i, note in enumerate(notes) if note["truth"][label] is not None]
        wanted = [notes[i]["truth"][label] for i in rows]
        heads[label] = LogisticRegression(C=STRENGTH, solver="liblinear").fit(
            features[rows], wanted
        )
    return heads


def scores(heads: Mapping[str, LogisticRegression], features: Any) -> list[dict[str, float]]:
    """Of each row of features, the probability of each label."""
    columns = {label: head.predict_proba(features)[:, 1].tolist() for label, head in heads.items()}
    return [
        {label: column[i] for label, column in columns.items()} for i in range(features.shape[0])
    ]
