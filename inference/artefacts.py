"""Trained artefacts: a folder each with `model.npz` and `manifest.json`, checked before loading.

The hash guards against damage and mix-ups, not against somebody who can change both files. Nothing
that is opened here can run: it holds numbers and words, and pickled objects are refused.
"""

from __future__ import annotations

import hashlib
import json
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np

from .errors import ArtefactError
from .shapes import ShapeError, build
from .stored import Model, model_of

# Raised whenever what an artefact holds, or how it is used, changes.
FORMAT: Final = 3
MODEL_FILE: Final = "model.npz"
MANIFEST_FILE: Final = "manifest.json"


@dataclass(frozen=True, slots=True)
class Manifest:
    """What is known of an artefact before it is opened.

    `labels` are its outputs in order; `encoder` is the digest of the sentence encoder whose vectors
    it was fitted on (empty when it reads words only); `corpus` the hash of the notes; `metrics` are
    from author batches that were held out. `scikit_learn` and `python` are what fitted it; reading
    a note needs no scikit-learn.
    """

    format: int
    name: str
    sha256: str
    scikit_learn: str
    python: str
    code: str
    encoder: str
    corpus: str
    seed: int
    labels: tuple[str, ...]
    settings: dict[str, float]
    metrics: dict[str, float]


def read_manifest(folder: Path) -> Manifest:
    """The manifest of the artefact in `folder`.

    Raises
    ------
    ArtefactError
        There is none, or it is of another format.
    """
    path = folder / MANIFEST_FILE
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise ArtefactError(
            f"No trained artefact in {folder}: {MANIFEST_FILE} is missing. Run `make train`, or "
            "set MIDDLEGROUND_ARTEFACTS to the folder that holds the artefacts."
        ) from error
    except OSError as error:
        raise ArtefactError(f"{path} cannot be read: {error.strerror}.") from error
    except ValueError as error:
        raise ArtefactError(f"{path} is not valid JSON; restore it or run `make train`.") from error
    if not isinstance(data, dict) or data.get("format") != FORMAT:
        found = data.get("format") if isinstance(data, dict) else None
        raise ArtefactError(
            f"{path} has artefact format {found!r}; this version reads {FORMAT}. Run `make train`."
        )
    try:
        return build(Manifest, data, str(path))
    except ShapeError as error:
        raise ArtefactError(f"{error} Run `make train`.") from error


def load_artefact(folder: Path, *, labels: tuple[str, ...], encoder: str) -> tuple[Manifest, Model]:
    """Check the artefact in `folder` against this installation, then load it.

    Raises
    ------
    ArtefactError
        It is missing or damaged, has other labels than the codebook, or was fitted on another
        encoder's vectors.
    """
    manifest = read_manifest(folder)
    path = folder / MODEL_FILE
    if not path.is_file():
        raise ArtefactError(f"{path} is missing. Run `make train`.")
    if file_digest(path) != manifest.sha256:
        raise ArtefactError(
            f"{path} is not the file that its manifest describes (sha256 differs): damaged, or "
            "mixed with another training run. Restore both, or run `make train`."
        )
    if manifest.labels != labels:
        raise ArtefactError(
            f"The artefact {manifest.name!r} knows other labels than this version's codebook. "
            "Run `make train`."
        )
    if manifest.encoder and manifest.encoder != encoder:
        raise ArtefactError(
            f"The artefact {manifest.name!r} was trained on another sentence encoder's vectors. "
            "Set MIDDLEGROUND_ENCODER back, or run `make train` with this encoder."
        )
    return manifest, _read_model(path)


def file_digest(path: Path) -> str:
    """sha256 of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _read_model(path: Path) -> Model:
    try:
        with np.load(path, allow_pickle=False) as arrays:
            return model_of(arrays)
    except (ValueError, zipfile.BadZipFile) as error:
        raise ArtefactError(f"{path} holds no model of this version. Run `make train`.") from error
