"""Write artefacts: each a folder with model, manifest and card, put in place whole.

`model.npz` is what reading uses: numbers and words, nothing that can run. What scikit-learn fitted
lies beside it as `fitted.joblib`, to be looked at and to be fitted on; reading never opens it.
"""

from __future__ import annotations

import dataclasses
import json
import platform
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

import joblib
import numpy as np
import sklearn
from sklearn.pipeline import Pipeline

from inference.artefacts import FORMAT, MANIFEST_FILE, MODEL_FILE, Manifest, file_digest
from inference.attention import Attention
from inference.linear import Linear
from inference.reader import OUTPUTS
from inference.stored import Model, arrays_of
from inference.version import code_version

from . import folding
from .card import plain

CARD_FILE: Final = "CARD.md"
FITTED_FILE: Final = "fitted.joblib"
# What `models.tune` writes; `models.train` takes it as it is.
TAUGHT: Final = ("encoder", "evidence", "gist")
_COMPRESSION: Final = 3

_PURPOSE: Final = {
    "evidence": "scores every clause of a note for every label that a clause can be evidence of",
    "gist": "scores a note for every note-level label from all its tokens",
    "words": "scores a note for every note-level label from its words alone (TF-IDF)",
    "barriers": "weighs what the three views say about each barrier into a probability",
    "reactions": "weighs what the three views say about each of the worker's reactions",
    "strengths": "weighs what the three views say about each kind of strength",
    "style": "weighs what the three views say about control and affiliation",
    "risks": "weighs what both heads and the rules say about each risk with each status",
    "referrals": "weighs what both heads and the rules say about each purpose with each status",
}


@dataclasses.dataclass(frozen=True, slots=True)
class Origin:
    """What all artefacts of one run have in common; `seed` is 0 where nothing is drawn."""

    encoder: str
    corpus: str
    settings: dict[str, float] = dataclasses.field(default_factory=dict)
    metrics: dict[str, float] = dataclasses.field(default_factory=dict)
    seed: int = 0


def publish_taught(evidence: Linear, gist: Attention, origin: Origin, folder: Path) -> None:
    """Write the heads that were taught with the encoder."""
    _publish("evidence", evidence, None, origin, folder)
    _publish("gist", {"look": gist.look, "say": gist.say}, None, origin, folder)


def publish_words(fitted: Pipeline, origin: Origin, folder: Path) -> None:
    """Write the view of the words, which reads no vectors and so fits whatever encoder is used."""
    own = dataclasses.replace(origin, encoder="")
    _publish("words", folding.words(fitted), fitted, own, folder)


def publish_judges(
    judges: Mapping[str, Mapping[str, Pipeline]], origin: Origin, folder: Path
) -> None:
    """Write the judges; the thresholds stand once, with the judges of the barriers."""
    for name, group in judges.items():
        settings = origin.settings if name == "barriers" else {}
        own = dataclasses.replace(origin, settings=settings)
        _publish(name, folding.judges(group), dict(group), own, folder)


@contextmanager
def in_place(folder: Path) -> Iterator[Path]:
    """An empty folder that takes the place of `folder` when all has been written to it."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder.parent, prefix=f".{folder.name}-") as scratch:
        fresh = Path(scratch) / folder.name
        fresh.mkdir()
        yield fresh
        shutil.rmtree(folder, ignore_errors=True)
        fresh.rename(folder)


def write_model(
    name: str, model: Model, labels: tuple[str, ...], origin: Origin, fresh: Path
) -> Manifest:
    """Write the model and its manifest, which is returned, into the folder `fresh`."""
    np.savez_compressed(fresh / MODEL_FILE, allow_pickle=False, **arrays_of(model))
    manifest = Manifest(
        format=FORMAT,
        name=name,
        sha256=file_digest(fresh / MODEL_FILE),
        scikit_learn=sklearn.__version__,
        python=platform.python_version(),
        code=code_version(),
        encoder=origin.encoder,
        corpus=origin.corpus,
        seed=origin.seed,
        labels=labels,
        settings=origin.settings,
        metrics=origin.metrics,
    )
    text = json.dumps(dataclasses.asdict(manifest), indent=2, ensure_ascii=False)
    (fresh / MANIFEST_FILE).write_text(text + "\n", encoding="utf-8")
    return manifest


def _publish(name: str, model: Model, fitted: Any, origin: Origin, folder: Path) -> None:
    with in_place(folder / name) as fresh:
        if fitted is not None:
            joblib.dump(fitted, fresh / FITTED_FILE, compress=_COMPRESSION)
        manifest = write_model(name, model, OUTPUTS[name], origin, fresh)
        (fresh / CARD_FILE).write_text(_card(manifest), encoding="utf-8")


def _card(manifest: Manifest) -> str:
    figures = "\n".join(plain(manifest.metrics)) if manifest.metrics else "None of its own."
    return f"""# The artefact `{manifest.name}`

It {_PURPOSE[manifest.name]}. Made from the corpus by a command; never edited.
What the whole line is for, and not for, and how good it is on notes by strangers: `models/CARD.md`.

- outputs: {", ".join(manifest.labels)}
- scikit-learn {manifest.scikit_learn}, Python {manifest.python}
- code {manifest.code}, seed {manifest.seed}
- corpus sha256 {manifest.corpus}
- encoder sha256 {manifest.encoder or "none: it reads words only"}

Figures of the whole line on author batches that its views have not seen:

{figures}
"""
