"""Words and letter sequences (those of `models.baselines`) with logistic regression."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import heads
import joblib
import serving
from sklearn.preprocessing import normalize


class Tfidf:
    """The peer, and once loaded its answerer."""

    def __init__(self, vectoriser: Any = None, fitted: Any = None) -> None:
        self.vectoriser, self.fitted = vectoriser, fitted

    def fit(self, job: serving.Job) -> None:
        """Learn vocabulary and weights."""
        from models.baselines.tfidf import vectoriser

        for part in serving.PARTS:
            notes = job.notes(part)
            made = vectoriser()
            features = normalize(made.fit_transform([note["text"] for note in notes])).tocsr()
            fitted = heads.fit_heads(features, notes, job.described()["labels"])
            joblib.dump((made, fitted), _place(job, part), compress=3)

    def load(self, job: serving.Job, part: str) -> Tfidf:
        """Only scikit-learn is needed from here on."""
        return Tfidf(*joblib.load(_place(job, part)))

    def one(self, text: str) -> dict[str, float]:
        """Probabilities by label."""
        return self.many([text])[0]

    def many(self, texts: Sequence[str]) -> list[dict[str, float]]:
        """Probabilities by label of each."""
        return heads.scores(self.fitted, normalize(self.vectoriser.transform(list(texts))))

    def plain(self, answer: dict[str, float]) -> dict[str, Any]:
        """As it is."""
        return {"scores": answer}


def _place(job: serving.Job, part: str) -> Path:
    folder = job.folder / "artefacts" / "tfidf"
    folder.mkdir(parents=True, exist_ok=True)
    return folder / f"{part}.joblib"


if __name__ == "__main__":
    serving.main(Tfidf())
