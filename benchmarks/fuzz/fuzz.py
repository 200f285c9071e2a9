"""Fuzzing with atheris: what comes from outside, as bytes that are changed to reach new code.

    python benchmarks/fuzz/seeds.py seeds
    python benchmarks/fuzz/fuzz.py rows seeds/rows -max_total_time=600

Targets: `rows` (CSV), `table` (CSV, its columns found), `lines` (JSON lines), `plain` (TXT),
`archive` (XLSX and DOCX), `document` (the text of a DOCX), `stored` (a formulation as JSON), `plan`
(a draft of referrals, planned), `pack` (practice cases), `note` (the reader itself, slow).
Everything behind the target is an option of libFuzzer; a folder is one with inputs to begin from
and to add to, which `seeds.py` fills with well-formed ones. `hour.py` runs all targets.
Any exception but those that the code documents is a finding. atheris is no dependency of the
project: install it beside the others.
"""

from __future__ import annotations

import io
import json
import sys
import tempfile
import zipfile
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import atheris

with atheris.instrument_imports(include=["webapp", "inference"]):
    from inference import (
        Formulation,
        FormulationError,
        NoteError,
        PlanDraft,
        PlanError,
        Reader,
        load_reader,
        plan_referrals,
    )
    from webapp.imports import ImportFault, open_notes
    from webapp.imports.csv_rows import csv_rows
    from webapp.lines import PROBLEMS, Line, read_lines
    from webapp.practice.loading import PackError, read_pack, write_pack


def rows(data: bytes) -> None:
    """Rows are numbered without a gap, and each is cells or a problem that is known."""
    found = list(csv_rows(io.BytesIO(data), None))
    assert [row.number for row in found] == list(range(1, len(found) + 1))
    assert all(row.problem in (None, *PROBLEMS) for row in found)


def lines(data: bytes) -> None:
    """Lines end where the input ends, blank ones at the end left out."""
    found = list(read_lines(io.BytesIO(data)))
    assert not found or found[-1].end <= len(data)
    assert all(line.problem is None or line.problem.kind in PROBLEMS for line in found)


def table(data: bytes) -> None:
    """A file that is called CSV is read by its columns or refused."""
    _imported("a.csv", data)


def plain(data: bytes) -> None:
    """A file that is called text is one line."""
    assert len(_imported("a.txt", data)) == 1


def archive(data: bytes) -> None:
    """A file that is called a workbook or a document is read or refused."""
    _imported("a.xlsx", data)
    assert len(_imported("a.docx", data)) == 1


def document(data: bytes) -> None:
    """A document of this text is one line; changed within its archive, its sum would be wrong."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as made:
        made.writestr("word/document.xml", data)
    assert len(_imported("a.docx", packed.getvalue())) == 1


def _imported(name: str, data: bytes) -> list[Line]:
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / name).write_bytes(data)
        try:
            with open_notes(Path(folder) / name) as notes:
                found = list(notes.lines)
        except ImportFault:
            return []
    assert all(line.problem is None or line.problem.kind in PROBLEMS for line in found)
    return found


def stored(data: bytes) -> None:
    """JSON is a formulation that gives the same JSON again, or is refused."""
    try:
        made = Formulation.from_dict(json.loads(data))
    except (ValueError, RecursionError, FormulationError):
        return
    assert Formulation.from_dict(made.to_dict()) == made


def plan(data: bytes) -> None:
    """JSON is a draft that gives the same JSON again and can be planned, or is refused."""
    try:
        draft = PlanDraft.from_dict(json.loads(data))
        planned = plan_referrals(draft)
    except (ValueError, RecursionError, PlanError):
        return
    assert PlanDraft.from_dict(draft.to_dict()) == draft
    assert len(planned.order) == len(draft.referrals)


def pack(data: bytes) -> None:
    """A file is a pack that is written and read back as it was, or is refused."""
    try:
        made = read_pack(data, "pack.json")
    except PackError:
        return
    assert read_pack(write_pack(made).encode(), "pack.json") == made


@cache
def _reader() -> Reader:
    return load_reader()


def note(data: bytes) -> None:
    """A note is refused, or its quotes are in it."""
    text = data.decode("utf-8", "replace")[:2_000]
    try:
        made = _reader().read(text).to_dict()
    except NoteError:
        return
    _quotes(made, text)


def _quotes(part: Any, text: str) -> None:
    if isinstance(part, dict):
        if part.keys() == {"start", "end", "text"}:
            assert text[part["start"] : part["end"]] == part["text"]
        for value in part.values():
            _quotes(value, text)
    elif isinstance(part, list):
        for item in part:
            _quotes(item, text)


TARGETS: dict[str, Callable[[bytes], None]] = {
    target.__name__: target
    for target in (rows, table, lines, plain, archive, document, stored, plan, pack, note)
}


def main() -> None:
    """Fuzz the target that is named until it fails or the time is up."""
    if len(sys.argv) < 2 or sys.argv[1] not in TARGETS:
        sys.exit(f"Name one of {', '.join(TARGETS)}.")
    target = TARGETS[sys.argv.pop(1)]
    if target is note:
        _reader()  # loaded before the time of the first input is taken
    atheris.Setup(sys.argv, target)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
