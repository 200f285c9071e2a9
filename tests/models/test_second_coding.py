"""The second coder of utterances: read strictly, counted over spans."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from models.jsonl import CorpusError
from models.second_coding import figures, load_second
from models.utterances import Marked, Turn, load_turns

TURNS = (
    Turn(
        "ut-01-001",
        "Mm. Why?",
        None,
        "shelter",
        (Marked("Mm.", "other"), Marked("Why?", "open_question")),
    ),
    Turn("ut-01-002", "Go.", None, "shelter", (Marked("Go.", "persuade"),)),
)


def written(folder: Path, *lines: str) -> Path:
    path = folder / "second.jsonl"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def test_figures() -> None:
    turns = [np.array([("other", "other"), ("open_question", "closed_question")]),
             np.array([("persuade", "persuade")])]  # fmt: skip
    found = figures(turns)
    assert found["same code"] == pytest.approx(2 / 3)
    # By hand: 2 of 3 agree; by chance 1/9 + 1/9 do.
    assert found["kappa"] == pytest.approx((2 / 3 - 2 / 9) / (1 - 2 / 9))


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ('{"id": "ut-01-009", "codes": ["other"]}', "no turn"),
        ('{"id": "ut-01-001", "codes": ["other"]}', "no turn"),
        ('{"id": "ut-01-002", "codes": ["shout"]}', "unknown codes"),
        ('{"id": "ut-01-002"}', "codes"),
        ("{", "second.jsonl:1"),
    ],
)
def test_what_does_not_fit_is_refused(tmp_path: Path, line: str, said: str) -> None:
    with pytest.raises(CorpusError, match=said):
        load_second(TURNS, written(tmp_path, line))


def test_a_fifth_of_the_turns_was_coded_twice() -> None:
    turns = load_turns()
    pairs = load_second(turns)
    assert len(pairs) >= len(turns) / 5
    assert {turn.author for turn, _ in pairs} == {turn.author for turn in turns}
