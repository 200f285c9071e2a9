"""An artefact that does not fit is refused with words that say what to do."""

from __future__ import annotations

import io
import json
import pickle
import shutil
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from inference import load_coach, load_deidentifier
from inference.artefacts import (
    MANIFEST_FILE,
    MODEL_FILE,
    file_digest,
    load_artefact,
    read_manifest,
)
from inference.encoder import MODEL_FILE as ENCODER_FILE
from inference.encoder import SHIPPED, TOKENIZER_FILE, Encoder
from inference.errors import ArtefactError
from inference.heads import Heads
from inference.labels import BARRIERS
from inference.linear import Linear
from inference.locations import DEFAULT_ARTEFACTS
from inference.reader import OUTPUTS, load_reader


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return shutil.copytree(DEFAULT_ARTEFACTS / "barriers", tmp_path / "barriers")


def _encoder(folder: Path) -> str:
    return read_manifest(folder).encoder


def _edit(folder: Path, **changes: Any) -> None:
    path = folder / MANIFEST_FILE
    path.write_text(json.dumps(json.loads(path.read_text()) | changes))


def _store(folder: Path, content: bytes) -> None:
    """Put other content in place, with a manifest that vouches for it."""
    path = folder / MODEL_FILE
    path.write_bytes(content)
    _edit(folder, sha256=file_digest(path))


def _archive(**arrays: Any) -> bytes:
    archive = io.BytesIO()
    np.savez_compressed(archive, **arrays)
    return archive.getvalue()


def test_shipped_artefact_loads(folder: Path) -> None:
    manifest, judges = load_artefact(folder, labels=BARRIERS, encoder=_encoder(folder))
    assert manifest.name == "barriers"
    assert isinstance(judges, dict)
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
        (lambda f: _edit(f, format=2), "artefact format 2"),
        (lambda f: _store(f, b"no archive"), "holds no model"),
        (lambda f: _store(f, pickle.dumps(Path("x"))), "holds no model"),
        (lambda f: _store(f, _archive(weights=np.zeros(3))), "holds no model"),
        (lambda f: _store(f, _archive(weights=np.array([Path("x")]))), "holds no model"),
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


def _shipped() -> dict[str, Any]:
    def model(stem: str) -> Any:
        folder = DEFAULT_ARTEFACTS / stem
        return load_artefact(folder, labels=OUTPUTS[stem], encoder=_encoder(folder))[1]

    return {each: model(each) for each in OUTPUTS}


@pytest.mark.parametrize("name", ["barriers", "reactions", "strengths"])
def test_judges_that_weigh_other_things_are_refused(name: str) -> None:
    models = _shipped()
    first = next(iter(models[name]))
    wide = Linear(np.ones((1, 7)), np.zeros(1))
    models[name] = {**models[name], first: wide}
    with pytest.raises(ArtefactError, match=f"'{name}' holds another kind"):
        Heads(models)


@pytest.mark.parametrize("name", OUTPUTS)
def test_an_artefact_under_another_name_is_refused(name: str) -> None:
    models = _shipped()
    Heads(models)
    models[name] = models["gist" if name == "words" else "words"]
    with pytest.raises(ArtefactError, match=f"'{name}' holds another kind"):
        Heads(models)


@pytest.mark.parametrize("load", [partial(load_reader, warm=False), load_coach, load_deidentifier])
@pytest.mark.parametrize("held", [{}, {"meta.json": "{}"}])
def test_a_folder_without_a_language_model_is_named(
    tmp_path: Path, load: Callable[..., object], held: dict[str, str]
) -> None:
    for name, content in held.items():
        (tmp_path / name).write_text(content)
    with pytest.raises(ArtefactError, match="MIDDLEGROUND_LANGUAGE_MODEL") as refused:
        load(language_model=tmp_path)
    assert str(tmp_path) in str(refused.value)


@pytest.mark.parametrize("damaged", [ENCODER_FILE, TOKENIZER_FILE])
def test_a_damaged_encoder_is_named(tmp_path: Path, damaged: str) -> None:
    (tmp_path / ENCODER_FILE).symlink_to(SHIPPED / ENCODER_FILE)
    (tmp_path / damaged).unlink(missing_ok=True)
    (tmp_path / damaged).write_text("no model")
    with pytest.raises(ArtefactError, match=damaged):
        Encoder.open(tmp_path)
