"""The utterances of the tree, and lines that must be refused."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from inference.behaviours import BEHAVIOURS
from models.jsonl import CorpusError
from models.utterances import load_turns

GOOD = {
    "id": "ut-99-001",
    "text": "Mm. Why now?",
    "client": None,
    "setting": "clinic",
    "spans": [{"quote": "Mm.", "code": "other"}, {"quote": "Why now?", "code": "open_question"}],
}


def test_the_tree_is_sound_and_has_every_code() -> None:
    turns = load_turns()
    assert len({turn.author for turn in turns}) >= 5
    assert {code for turn in turns for *_, code in turn.places()} == set(BEHAVIOURS)


def written(folder: Path, *rows: object) -> Path:
    lines = "".join(json.dumps(row) + "\n" for row in rows)
    (folder / "utterances-99.jsonl").write_text(lines, encoding="utf-8")
    return folder


def test_a_good_line(tmp_path: Path) -> None:
    (turn,) = load_turns(written(tmp_path, GOOD))
    assert turn.places() == ((0, 3, "other"), (4, 12, "open_question"))
    assert turn.author == "99"


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ({**GOOD, "spans": [{"quote": "Mm.", "code": "other"}]}, "no span covers"),
        ({**GOOD, "spans": [{"quote": "Mm. Why now?", "code": "praise"}]}, "unknown code"),
        ({**GOOD, "spans": [{"quote": "Why me?", "code": "other"}]}, "not found"),
        ({**GOOD, "mood": "calm"}, "unknown"),
        ([], "object"),
    ],
)
def test_a_bad_line_is_refused(tmp_path: Path, row: object, said: str) -> None:
    with pytest.raises(CorpusError, match=said):
        load_turns(written(tmp_path, row))


def test_ids_stand_once_and_a_folder_holds_something(tmp_path: Path) -> None:
    with pytest.raises(CorpusError, match="holds no"):
        load_turns(tmp_path)
    with pytest.raises(CorpusError, match="twice"):
        load_turns(written(tmp_path, GOOD, GOOD))
