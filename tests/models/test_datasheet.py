"""The datasheet's counted part: up to date, and put where it belongs."""

from __future__ import annotations

import pytest
from click.testing import CliRunner

from models import datasheet
from models.corpus import CorpusError, load_notes
from models.datasheet import BEGIN, DATASHEET, END, current, figures, main, with_figures
from models.splits import Assignment, Splits


def test_the_datasheet_is_up_to_date():
    sheet, right = current()
    assert sheet == right, "run python -m models.datasheet"


def test_it_says_what_the_notes_are_and_what_they_are_not():
    sheet = " ".join(DATASHEET.read_text(encoding="utf-8").split())
    for words in ("synthetic", "No note is about a real client", "No clinician has labelled"):
        assert words in sheet


def test_figures_are_counted_from_the_notes(make_row, write_rows):
    notes = load_notes(write_rows("a", [make_row(), make_row(id="x-2", barriers={})]))
    development = load_notes(write_rows("dev", [make_row(id="x-3", optional={})]))
    splits = Splits(
        "", {"a": Assignment("ferry logs", "teaching"), "b": Assignment("none yet", "judging")}
    )
    lines = figures(notes, development, splits, "abc").splitlines()
    assert lines[0] == "2 training notes in 1 batches, 1 development notes."
    assert "`abc`" in lines[1]
    for row in (
        "| ferry logs | 2 | 0 | 2 | 1 |",
        "| ambivalence | 1 | 0 | 1 | 0 |",
        "| confusion | 0 | 1 | 0 | 1 |",
        "| 0 | 1 |",
        "| 1 | 1 |",
        "| helpless | 2 | 1 |",
        "| suicide | 0 | 2 | 0 | 0 | 0 |",
        "| improve_circumstances | 0 | 2 | 0 | 0 | 0 | 0 |",
        "| teaching | 2 | 2 | 100.000% |",
    ):
        assert row in lines, row


def test_two_readers_of_the_judging_part_agree_as_far_as_little_is_marked_by_one(
    make_row, write_rows
):
    style = {"control": None, "affiliation": "mixed", "evidence": []}
    once = {"risks": [{"risk": "exposure", "status": "past", "evidence": "Rain all morning"}]}
    rows = [make_row(id="x-2", optional={}), make_row(id="x-3", optional=once, style=style)]
    notes = load_notes(write_rows("a", [make_row(id="x-1", risks=[])]))
    notes += load_notes(write_rows("b", rows))
    splits = Splits("", {"a": Assignment("logs", "teaching"), "b": Assignment("logs", "judging")})
    lines = figures(notes, notes[:1], splits, "abc").splitlines()
    assert "| risks with status | 2 | 1 | 0.80 |" in lines
    assert "| strengths | 2 | 0 | 1.00 |" in lines
    assert "| control | 1 | 1 | 0.50 |" in lines


def test_only_the_counted_part_is_replaced():
    sheet = f"Before.\n{BEGIN}\nold\n{END}\nAfter.\n"
    assert with_figures(sheet, "new") == f"Before.\n{BEGIN}\n\nnew\n\n{END}\nAfter.\n"
    assert with_figures(with_figures(sheet, "old"), "new") == with_figures(sheet, "new")


@pytest.mark.parametrize("sheet", ["", BEGIN, END, f"{END}\n{BEGIN}"])
def test_a_sheet_without_its_markers_is_refused(sheet):
    with pytest.raises(CorpusError, match="are needed, in order"):
        with_figures(sheet, "new")


def test_a_stale_sheet_fails_the_check_and_is_written_anew(monkeypatch, tmp_path):
    path = tmp_path / "DATASHEET.md"
    path.write_text("old", encoding="utf-8")
    monkeypatch.setattr(datasheet, "DATASHEET", path)
    monkeypatch.setattr(datasheet, "current", lambda: (path.read_text(encoding="utf-8"), "new"))
    stale = CliRunner().invoke(main, ["--check"])
    assert stale.exit_code == 1
    assert "run python -m models.datasheet" in stale.output
    assert path.read_text(encoding="utf-8") == "old"
    assert CliRunner().invoke(main).exit_code == 0
    assert path.read_text(encoding="utf-8") == "new"
    assert CliRunner().invoke(main, ["--check"]).exit_code == 0
