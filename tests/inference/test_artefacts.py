"""An artefact that does not fit is refused with words that say what to do."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from inference.artefacts import MANIFEST_FILE, MODEL_FILE, load_artefact, read_manifest
from inference.errors import ArtefactError
from inference.labels import BARRIERS
from inference.reader import DEFAULT_ARTEFACTS


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return shutil.copytree(DEFAULT_ARTEFACTS / "barriers", tmp_path / "barriers")


def _encoder(folder: Path) -> str:
    return read_manifest(folder).encoder


def _edit(folder: Path, **changes: Any) -> None:
    path = folder / MANIFEST_FILE
    path.write_text(json.dumps(json.loads(path.read_text()) | changes))


def test_shipped_artefact_loads(folder: Path) -> None:
    manifest, judges = load_artefact(folder, labels=BARRIERS, encoder=_encoder(folder))
    assert manifest.name == "barriers"
    assert set(judges) == set(BARRIERS)


@pytest.mark.parametrize(
    ("spoil", "says"),
    [
        (lambda f: (f / MANIFEST_FILE).unlink(), "make train"),
        (lambda f: (f / MODEL_FILE).unlink(), "is missing"),
        (lambda f: (f / MODEL_FILE).write_bytes(b"pickle of somebody else"), "sha256 differs"),
        (lambda f: (f / MANIFEST_FILE).write_text("{"), "not valid JSON"),
        (lambda f: (f / MANIFEST_FILE).write_text("[]"), "artefact format None"),
        (lambda f: _edit(f, format=1), "artefact format 1"),
        (lambda f: _edit(f, scikit_learn="0.24.2"), "scikit-learn 0.24.2"),
        (lambda f: _edit(f, labels=["greed"]), "other labels"),
        (lambda f: _edit(f, encoder="another"), "another sentence encoder"),
        (lambda f: _edit(f, surprise=1), "unknown ['surprise']"),
    ],
)
def test_refusals(folder: Path, spoil: Callable[[Path], object], says: str) -> None:
    encoder = _encoder(folder)
    spoil(folder)
    with pytest.raises(ArtefactError) as refused:
        load_artefact(folder, labels=BARRIERS, encoder=encoder)
    assert says in str(refused.value)
