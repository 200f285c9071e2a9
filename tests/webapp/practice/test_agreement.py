"""A second reader beside the references of a pack."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

import middleground
from webapp.practice.agreement import ReadingsError, agreement, f1, readings_of
from webapp.practice.loading import read_pack, write_pack
from webapp.practice.pack import Pack

ROOT = Path(__file__).parents[3]


def read(pack: Pack, **changes: Any) -> bytes:
    """Readings that say what the references say, with `changes` to that of the first case."""
    readings: dict[str, Any] = {
        case.id: {
            "barriers": {
                h.barrier: "possible" if h.support == "worth_asking" else "clear"
                for h in case.reference.hypotheses
            },
            "control": case.reference.style.control,
            "affiliation": case.reference.style.affiliation,
            "risks": [[risk.risk, risk.status] for risk in case.reference.risks],
            "doubt": "",
        }
        for case in pack.cases
    }
    readings[pack.cases[0].id] |= changes
    return json.dumps(readings).encode()


def test_the_same_reading_agrees(pack: Pack) -> None:
    found = agreement(pack, readings_of(read(pack)))
    assert (found.control, found.affiliation) == (found.notes, found.notes) == (3, 3)
    assert f1(found.barriers) == f1(found.risks) == 1.0
    assert found.missed == found.added == ()


def test_what_differs_is_named(pack: Pack) -> None:
    first = pack.cases[0]
    changed = read(pack, barriers={"confusion": "clear"}, control="unclear", risks=[])
    found = agreement(pack, readings_of(changed))
    strong = [h.barrier for h in first.reference.hypotheses if h.support != "worth_asking"]
    assert strong
    assert {barrier for _, barrier in found.missed} == set(strong) - {"confusion"}
    assert found.added == ((first.id, "confusion"),)
    assert found.control == 2


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        (b"[]", "The file: Input should be an object"),
        (b"{}", "alone: "),
        (b'{"x": {"barriers": {"anger": "clear"}}}', "x"),
        (b"not json", "JSON"),
    ],
)
def test_other_readings_are_refused(pack: Pack, raw: bytes, said: str) -> None:
    with pytest.raises(ReadingsError, match=said):
        agreement(pack, readings_of(raw))


@pytest.mark.parametrize("pack_id", ["clinic-and-family", "shelter-and-street"])
def test_the_second_reader_of_a_shipped_pack(pack_id: str) -> None:
    file = ROOT / "webapp" / "practice" / "packs" / f"{pack_id}.json"
    readings = ROOT / "training_data" / "second_reader" / f"practice-{pack_id}.json"
    found = agreement(read_pack(file.read_bytes(), file.name), readings_of(readings.read_bytes()))
    assert found.notes == 32
    assert f1(found.barriers) >= 0.85


def test_where_neither_has_a_risk_nothing_is_measured(tmp_path: Path, pack: Pack) -> None:
    quiet = replace(pack, cases=(pack.cases[1],))
    assert not quiet.cases[0].reference.risks
    file, readings = tmp_path / "pack.json", tmp_path / "readings.json"
    file.write_text(write_pack(quiet), encoding="utf-8")
    readings.write_bytes(read(quiet))
    done = CliRunner().invoke(middleground.group, ["cases", "agreement", str(file), str(readings)])
    assert done.exit_code == 0
    assert "risks with status: none in either" in done.stdout
