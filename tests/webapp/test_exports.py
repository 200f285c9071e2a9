"""Formulations as tables: every row there, no words of a note, and no cell that acts."""

from __future__ import annotations

import csv
import json
import os
from pathlib import Path
from typing import Any, BinaryIO, Final

import pyarrow.parquet
import pytest
from click.testing import CliRunner, Result
from hypothesis import given
from hypothesis import strategies as st

import middleground
from inference import Reader, load_clinical
from webapp import exports
from webapp.exports import ExportError, export_table, harmless
from webapp.flat import COLUMNS, flat

NOTE: Final = (
    "Offered her the Thursday clinic again. She said part of her wants to go and part of her "
    "would rather not know. She stepped back when I closed the door. Denies SI."
)


@pytest.fixture(scope="module")
def answer(reader: Reader) -> dict[str, Any]:
    return {**reader.read(NOTE).to_dict(), "id": "n-1"}


def bad(key: object) -> dict[str, Any]:
    told = {"kind": "blank", "message": "Line 2 is blank."}
    return {"schema": "formulation/1", "id": key, "error": told}


@pytest.fixture
def source(tmp_path: Path, answer: dict[str, Any]) -> Path:
    rows = [answer, bad(None), {**answer, "id": 7}, {**answer, "id": "=1+1"}, bad("\ud800")]
    path = tmp_path / "out.jsonl"
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="ascii")
    return path


def test_every_barrier_is_a_column() -> None:
    barriers = [barrier.id for barrier in load_clinical().barriers]
    assert [name for name in COLUMNS if name in barriers] == barriers


def test_row_tells_the_findings_and_no_words_of_the_note(answer: dict[str, Any]) -> None:
    row = flat(answer)
    assert row.keys() == COLUMNS.keys()
    assert row["risks"] == ["suicide: denied"]
    assert row["enough"] is True
    assert isinstance(row["ambivalence"], float)
    told = json.dumps(row)
    assert not any(phrase in told for phrase in ("Thursday", "part of her", "stepped back"))


def test_csv_opens_without_harm(source: Path) -> None:
    target = source.with_name("table.csv")
    assert export_table(source, target) == 5
    with target.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert list(rows[0]) == list(COLUMNS)
    assert [row["id"] for row in rows] == ["n-1", "", "7", "'=1+1", "'?"]
    assert rows[0]["risks"] == "suicide: denied"
    assert rows[1]["error_message"] == "Line 2 is blank."
    if os.name == "posix":
        assert target.stat().st_mode & 0o077 == 0


def test_jsonl_and_parquet_hold_the_same(source: Path) -> None:
    assert export_table(source, source.with_name("table.jsonl")) == 5
    assert export_table(source, source.with_name("table.parquet")) == 5
    lines = source.with_name("table.jsonl").read_text(encoding="ascii").splitlines()
    rows = [json.loads(line) for line in lines]
    table = pyarrow.parquet.read_table(source.with_name("table.parquet")).to_pylist()
    assert rows[:4] == table[:4]
    assert table[4]["id"] == "?"
    assert rows[0]["ambivalence"] == table[0]["ambivalence"]


@pytest.mark.parametrize(
    "text",
    ["=1", "+1", "-1", "@x", "\t=1", "\r=1", " =1", "＝1", "\n=1", "\0=1", "\u200b=1", "\xa0=1"],
)
def test_text_that_could_act_is_made_harmless(text: str) -> None:
    assert harmless(text) == "'" + text


@pytest.mark.parametrize(
    "text", ["", " ", "n-1", "a=b", "é", "a\0=b", "suicide: denied", "7", "'=1"]
)
def test_other_text_stays(text: str) -> None:
    assert harmless(text) == text


@given(st.text(max_size=20))
def test_no_text_begins_like_a_formula(text: str) -> None:
    assert harmless(text).strip(" ")[:1] not in ("=", "+", "-", "@", "\t", "\r")


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b'{"other": 1}\n', "Line 1"),
        (b"[]\n", "Line 1"),
        (b'{"schema": "formulation/1", "id": 1}\n', "Line 1"),
        (b'{"schema": "formulation/1", "id": null, "err', "Line 1"),
    ],
)
@pytest.mark.parametrize("name", ["t.csv", "t.jsonl", "t.parquet"])
def test_half_a_table_is_never_left(tmp_path: Path, content: bytes, said: str, name: str) -> None:
    (tmp_path / "in.jsonl").write_bytes(content)
    with pytest.raises(ExportError, match=said):
        export_table(tmp_path / "in.jsonl", tmp_path / name)
    assert not (tmp_path / name).exists()


def test_full_disk_leaves_no_table(source: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_: object, file: BinaryIO) -> None:
        file.write(b"half a table")
        raise OSError(28, "No space left on device")

    monkeypatch.setitem(exports._WRITERS, ".csv", full)
    target = source.with_name("table.csv")
    with pytest.raises(ExportError, match=r"table\.csv: No space left on device\."):
        export_table(source, target)
    assert not target.exists()


def export(*arguments: Path) -> Result:
    return CliRunner().invoke(middleground.group, ["export", *map(str, arguments)])


def test_mistakes_are_one_sentence(source: Path) -> None:
    there = source.with_name("there.csv")
    there.write_text("mine")
    assert "name it .csv, .jsonl or .parquet" in export(source, source.with_name("t.xls")).stderr
    assert "is there already" in export(source, there).stderr
    assert there.read_text() == "mine"
    gone = export(source.with_name("gone.jsonl"), source.with_name("t.csv"))
    assert (gone.exit_code, gone.stderr.count("\n")) == (2, 1)
    assert export(source, source.with_name("t.csv")).stderr.startswith("Wrote 5 rows")
