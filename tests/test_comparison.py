"""The comparison with peers: what is counted, and the table that is made of it."""

from __future__ import annotations

import importlib
import json
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

FOLDER = Path(__file__).resolve().parents[1] / "benchmarks" / "comparison"


@pytest.fixture
def module(monkeypatch):
    """Gives a module of the comparison; they are scripts and stand in no package."""
    monkeypatch.syspath_prepend(str(FOLDER))
    for path in FOLDER.glob("*.py"):
        monkeypatch.delitem(sys.modules, path.stem, raising=False)

    def get(name: str) -> ModuleType:
        return importlib.import_module(name)

    return get


def package(site: Path, name: str, size: int, requires: list[str]) -> None:
    code = site / f"{name}.py"
    code.write_bytes(b"#" * size)
    info = site / f"{name}-1.0.dist-info"
    info.mkdir()
    lines = [f"Requires-Dist: {line}\n" for line in requires]
    text = f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n{''.join(lines)}"
    (info / "METADATA").write_text(text, encoding="utf-8")
    (info / "RECORD").write_text(f"{name}.py,,\n", encoding="utf-8")


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        (["alone"], 10),
        (["needs-alone"], 110),  # with what it requires
        (["needs-alone", "alone"], 110),  # each once
        (["circle"], 1005),  # what requires each other ends
        (["absent"], 0),
    ],
)
def test_a_package_is_counted_with_what_it_requires(module, tmp_path, names, expected):
    package(tmp_path, "alone", 10, [])
    package(tmp_path, "needs_alone", 100, ["Alone>=1", "circle; extra == 'more'"])
    package(tmp_path, "circle", 1000, ["arc", "alone; python_version < '3'"])
    package(tmp_path, "arc", 5, ["circle"])
    assert module("installed").installed_bytes(str(tmp_path), names) == expected


def peer(value: float) -> dict[str, Any]:
    estimate = {"value": value, "low": value - 0.1, "high": value + 0.1}
    barriers = dict.fromkeys(("macro_f1", "mean_average_precision", "false_alarms"), estimate)
    seconds = {f"{clock}_{how}": 20.0 for clock in ("seconds", "processor_seconds")
               for how in ("one", "many")}  # fmt: skip
    return {
        **seconds,
        "quality": {part: {"barriers": barriers} for part in ("judging", "development")},
        "seconds_to_learn": None,
        "load": 1.5,
        "peak_mb": 300.0,
        "packages_mb": 250.0,
        "artefact_mb": 26.5,
        "versions": {"spacy": "3.8.7"},
    }


def test_the_table_says_what_was_measured_and_what_was_not(module):
    roster, table = module("roster"), module("table")
    bare = peer(0.5) | {"quality": None, "processor_seconds_one": 10.0}
    result = {
        "date": "2026-11-26",
        "cpus": 2,
        "load_before": 0.1,
        "teaching_notes": 3,
        "judging_notes": 2,
        "development_notes": 1,
        "setfit_pairs": 16,
        "timed_notes": 2,
        "words_a_timed_note": 90.0,
        "rounds": 1,
        "whole_program_mb": 700.0,
        "peers": dict.fromkeys(roster.ROSTER) | {roster.SHIPPED: peer(0.8), roster.BARE: bare},
    }
    lines = table.table(json.loads(json.dumps(result))).splitlines()
    ours = [line for line in lines if line.startswith(f"| {roster.SHIPPED} ")]
    cell = "0.80 [0.70, 0.90]"
    assert ours[0] == f"| {roster.SHIPPED} |{f' {cell} |' * 6}"
    assert ours[1] == f"| {roster.SHIPPED} | 50 | 20.0 | 20.0 | 300 | 250 | 26.5 |"
    assert f"| SetFit on MiniLM |{' not measured |' * 6}" in lines
    assert any("**2.00 times** the processor's time" in line for line in lines)
    # What answers nothing has costs and no quality.
    assert len([line for line in lines if line.startswith(f"| {roster.BARE} ")]) == 2


def test_every_peer_has_its_script(module):
    roster = module("roster")
    for entry in roster.ROSTER.values():
        assert (roster.PEERS / entry.script[0]).is_file()
