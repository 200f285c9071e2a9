"""Notes made up for the tests, as lines of a corpus file."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pytest

TEXT = (
    "Rain all morning. Odell asked about the mail and then about the flat on Quarry Lane. "
    "He said he would think on it, part of him wants the key. I felt useless. "
    "Denies wanting to die. Housing office called, he is on their list."
)
ROW: dict[str, Any] = {
    "id": "x-1",
    "text": TEXT,
    "format": "narrative",
    "setting": "outreach",
    "barriers": {
        "ambivalence": {"level": "clear", "evidence": ["part of him wants the key"]},
        "confusion": {"level": "possible", "evidence": ["asked about the mail"]},
    },
    "style": {
        "control": "balanced",
        "affiliation": "mixed",
        "evidence": ["He said he would think on it"],
    },
    "staff_reactions": [{"reaction": "helpless", "evidence": "I felt useless"}],
    "risks": [{"risk": "suicide", "status": "denied", "evidence": "Denies wanting to die"}],
    "referrals": [
        {
            "service": "Housing office",
            "purpose": "improve_circumstances",
            "status": "accepted",
            "evidence": "he is on their list",
        }
    ],
    "strengths": [{"strength": "took_a_step", "evidence": "asked about the mail"}],
    "traps": [],
}

MakeRow = Callable[..., dict[str, Any]]
WriteRows = Callable[[str, Iterable[Any]], Path]


@pytest.fixture
def make_row() -> MakeRow:
    """A sound line of a corpus file, with the fields given put in its place."""
    return lambda **fields: {**copy.deepcopy(ROW), **fields}


@pytest.fixture
def write_rows(tmp_path: Path) -> WriteRows:
    """Writes rows (or raw lines) to a file in `notes/` under the test's folder."""

    def write(name: str, rows: Iterable[Any]) -> Path:
        path = tmp_path / "notes" / f"{name}.jsonl"
        path.parent.mkdir(exist_ok=True)
        lines = [row if isinstance(row, str) else json.dumps(row) for row in rows]
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")
        return path

    return write
