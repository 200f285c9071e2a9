"""Write artefacts: each a folder with model, manifest and card, put in place whole."""

from __future__ import annotations

import dataclasses
import json
import platform
import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Final

import numpy as np
import sklearn

from inference.artefacts import FORMAT, MANIFEST_FILE, MODEL_FILE, Manifest, file_digest
from inference.reader import OUTPUTS, code_version
from inference.stored import Model, arrays_of

from .card import plain

CARD_FILE: Final = "CARD.md"
# No estimator of the line draws at random; kept so that one that does has a place to say so.
SEED: Final = 0

_PURPOSE: Final = {
    "evidence": "scores every clause of a note for every label that a clause can be evidence of",
    "gist": "scores a note for every note-level label from its mean vectors",
    "words": "scores a note for every note-level label from its words alone (TF-IDF)",
    "barriers": "weighs what the three views say about each barrier into a probability",
    "reactions": "weighs what the three views say about each of the worker's reactions",
    "strengths": "weighs what the three views say about each kind of strength",
    "style": "weighs what the three views say about control and affiliation",
}


@dataclasses.dataclass(frozen=True, slots=True)
class Origin:
    """What all artefacts of one training run have in common."""

    encoder: str
    corpus: str
    settings: dict[str, float]
    metrics: dict[str, float]


def publish(models: Mapping[str, Model], origin: Origin, folder: Path) -> None:
    """Write all artefacts under `folder`, replacing each that is there."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, model in models.items():
        with tempfile.TemporaryDirectory(dir=folder, prefix=f".{name}-") as scratch:
            fresh = Path(scratch) / name
            fresh.mkdir()
            _write(fresh, name, model, origin)
            shutil.rmtree(folder / name, ignore_errors=True)
            fresh.rename(folder / name)


def _write(folder: Path, name: str, model: Model, origin: Origin) -> None:
    np.savez_compressed(folder / MODEL_FILE, allow_pickle=False, **arrays_of(model))
    manifest = Manifest(
        format=FORMAT,
        name=name,
        sha256=file_digest(folder / MODEL_FILE),
        scikit_learn=sklearn.__version__,
        python=platform.python_version(),
        code=code_version(),
        # The words view reads no vectors, so it fits whatever encoder is used.
        encoder="" if name == "words" else origin.encoder,
        corpus=origin.corpus,
        seed=SEED,
        labels=OUTPUTS[name],
        # Thresholds stand once, with the artefact that decides what is shown.
        settings=origin.settings if name == "barriers" else {},
        metrics=origin.metrics,
    )
    text = json.dumps(dataclasses.asdict(manifest), indent=2, ensure_ascii=False)
    (folder / MANIFEST_FILE).write_text(text + "\n", encoding="utf-8")
    (folder / CARD_FILE).write_text(_card(manifest), encoding="utf-8")


def _card(manifest: Manifest) -> str:
    figures = "\n".join(plain(manifest.metrics))
    return f"""# The artefact `{manifest.name}`

It {_PURPOSE[manifest.name]}. Made by `make train` from the corpus and the seed; never edited.
What the whole line is for, and not for, and how good it is on notes by strangers: `models/CARD.md`.

- outputs: {", ".join(manifest.labels)}
- scikit-learn {manifest.scikit_learn}, Python {manifest.python}
- code {manifest.code}, seed {manifest.seed}
- corpus sha256 {manifest.corpus}
- encoder sha256 {manifest.encoder or "none: it reads words only"}

Figures of the whole line in cross-validation by author batch:

{figures}
"""
