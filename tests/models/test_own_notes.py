"""An agency's own notes: taken where they are in order, refused with the reason where not."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from models import train
from models.card import FIGURES, worse
from models.corpus import CorpusError, load_corpus, load_development
from models.own_notes import own_notes
from models.scoring import score

TEXT = "Sent over the bus pass. Ruth said ta, she'd see, and put it in her shoe with the last one."

NONE = {"control": "unclear", "affiliation": "unclear", "evidence": []}


def line(**changes: Any) -> str:
    row: dict[str, Any] = {
        "id": "own-1",
        "text": TEXT,
        "format": "log",
        "setting": "outreach",
        "barriers": {"ambivalence": {"level": "possible", "evidence": ["she'd see"]}},
        "style": {"control": "balanced", "affiliation": "friendly", "evidence": ["Ruth said ta"]},
        "staff_reactions": [],
        "risks": [],
        "referrals": [],
        "strengths": [],
        "traps": [],
    }
    return json.dumps(row | changes)


def clear(barrier: str, quote: str) -> dict[str, Any]:
    return {barrier: {"level": "clear", "evidence": [quote]}}


def written(folder: Path, *lines: str, name: str = "agency.jsonl") -> Path:
    path = folder / name
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def test_notes_in_order_are_taken_as_a_batch_of_their_own(tmp_path: Path) -> None:
    (note,) = own_notes([written(tmp_path, line())], load_corpus())
    assert note.batch == "agency"
    assert note.level("ambivalence") == "possible"


@pytest.mark.parametrize(
    ("lines", "name", "said"),
    [
        ([line(), line()], "agency.jsonl", "own-1"),
        ([line(id="tr-a-001"), line(id="tr-a-001")], "agency.jsonl", "tr-a-001"),
        ([line()], "train-02.jsonl", "rename"),
        ([line(barriers=clear("stubborn", "ta"))], "a.jsonl", "stubborn"),
        ([line(barriers=clear("confusion", "no such"))], "a.jsonl", "no such"),
        ([line(text=load_development()[0].text, barriers={}, style=NONE)], "a.jsonl", "measured"),
        (["{"], "a.jsonl", "a.jsonl:1"),
    ],
)
def test_others_are_refused(tmp_path: Path, lines: list[str], name: str, said: str) -> None:
    with pytest.raises(CorpusError, match=said):
        own_notes([written(tmp_path, *lines, name=name)], load_corpus())


def test_what_has_become_worse_is_named() -> None:
    notes = load_development()
    silent = [replace(note, barriers={}, risks=()) for note in notes]
    right, wrong = score(notes, notes, resamples=1), score(notes, silent, resamples=1)
    assert worse(right, right) == []
    assert worse(wrong, right) == []
    losses = worse(right, wrong)
    assert losses
    assert all(loss.split(":")[0] in FIGURES for loss in losses)


@pytest.mark.parametrize(
    ("does_worse", "asked", "status", "left"),
    [
        (True, [], 3, "of before"),
        (True, ["--even-if-worse"], 0, "made with them"),
        (False, [], 0, "made with them"),
    ],
)
def test_what_does_worse_replaces_nothing(
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    does_worse: bool,
    asked: list[str],
    status: int,
    left: str,
) -> None:
    notes = load_development()
    silent = [replace(note, barriers={}, risks=()) for note in notes]
    right, wrong = score(notes, notes, resamples=1), score(notes, silent, resamples=1)
    model = tmp_path / "out" / "barriers" / "model.npz"
    model.parent.mkdir(parents=True)
    model.write_text("of before", encoding="utf-8")

    def make(*given: Any) -> None:
        made = given[-1] / "barriers" / model.name
        made.parent.mkdir()
        made.write_text("made with them", encoding="utf-8")

    monkeypatch.setattr(train, "_make", make)
    before, after = (right, wrong) if does_worse else (wrong, right)
    monkeypatch.setattr(
        train, "_measured", lambda place: before if place == tmp_path / "out" else after
    )
    own = ["--extra", str(written(tmp_path, line())), "--out", str(tmp_path / "out")]
    done = CliRunner().invoke(train.main, [*own, *asked])
    assert done.exit_code == status, done.output
    assert model.read_text(encoding="utf-8") == left
