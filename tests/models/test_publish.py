"""An artefact takes the place of the one before only when all of it has been written."""

from __future__ import annotations

from pathlib import Path

import pytest

from models.publish import in_place


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    held = tmp_path / "barriers"
    held.mkdir()
    (held / "manifest.json").write_text("before")
    (held / "gone").write_text("")
    return held


def test_the_old_one_is_there_until_the_new_one_is_whole(folder: Path) -> None:
    with in_place(folder) as fresh:
        (fresh / "manifest.json").write_text("after")
        assert (folder / "manifest.json").read_text() == "before"
    assert [(path.name, path.read_text()) for path in folder.iterdir()] == [
        ("manifest.json", "after")
    ]
    assert list(folder.parent.iterdir()) == [folder]


def test_a_failure_leaves_the_old_one(folder: Path) -> None:
    with pytest.raises(ZeroDivisionError), in_place(folder) as fresh:
        (fresh / "manifest.json").write_text("half")
        raise ZeroDivisionError
    assert {path.name for path in folder.iterdir()} == {"manifest.json", "gone"}
    assert (folder / "manifest.json").read_text() == "before"
    assert list(folder.parent.iterdir()) == [folder]
