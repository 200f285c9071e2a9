"""The doctor finds what is planted, says how to mend it, and tells no value of a setting."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterator
from importlib import metadata
from pathlib import Path
from typing import Final

import pytest
from click.testing import CliRunner

import middleground
from inference import Reader
from webapp.doctor import Finding, artefacts, distributions, machine, site

ROOT: Final = Path(__file__).parents[2]
SECRET: Final = "Zebrafink"  # noqa: S105 -- planted, to be looked for


def one(findings: Iterator[Finding]) -> Finding:
    (finding,) = findings
    return finding


@pytest.mark.parametrize(
    ("version", "well"), [("3.11.7", True), ("3.9.1", False), ("3.15.0", False)]
)
def test_python(monkeypatch: pytest.MonkeyPatch, version: str, well: bool) -> None:
    monkeypatch.setattr("platform.python_version", lambda: version)
    assert one(machine.python()).well == well


@pytest.mark.parametrize(
    ("told", "well"),
    [("MemTotal: 9 kB\nMemAvailable: 2000000 kB\n", True), ("MemAvailable: 200000 kB\n", False)],
)
def test_memory(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, told: str, well: bool) -> None:
    (tmp_path / "meminfo").write_text(told)
    monkeypatch.setattr(machine, "_MEMINFO", tmp_path / "meminfo")
    finding = one(machine.memory())
    assert finding.well == well
    assert not (finding.grave and not well)


def test_memory_of_a_system_that_does_not_tell(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(machine, "_MEMINFO", Path("/nowhere"))
    monkeypatch.delattr("os.sysconf", raising=False)
    assert "not known" in one(machine.memory()).said


class TestPackages:
    def asked(self, monkeypatch: pytest.MonkeyPatch, *needs: str) -> None:
        monkeypatch.setattr(metadata, "requires", lambda name: list(needs))

    @pytest.mark.parametrize(
        ("need", "said"),
        [
            ("no-such-package-1", "no-such-package-1 is missing"),
            ("click<1", f"click is {metadata.version('click')}, not <1"),
        ],
    )
    def test_what_is_missing_is_grave(
        self, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, need: str, said: str
    ) -> None:
        self.asked(monkeypatch, "click", need)
        finding = one(distributions.packages(tmp_path / "none"))
        assert (finding.said, finding.well, finding.grave) == (said, False, True)
        assert "make setup" in finding.mend

    @pytest.mark.parametrize(
        ("need", "lock", "well"),
        [
            ("no-such-package-1; extra == 'cluster'", "", True),
            ("no-such-package-1; python_version < '3'", "", True),
            ("click", f"click=={metadata.version('click')} \\\n    --hash=sha256:ab\n", True),
            ("click", "click==0.0.1 \\\n    --hash=sha256:ab\n", False),
            ("click", "click==0.0.1 ; python_version < '3' \\\n    --hash=sha256:ab\n", True),
        ],
    )
    def test_another_version_than_the_lock_will_do(
        self, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, need: str, lock: str, well: bool
    ) -> None:
        self.asked(monkeypatch, need)
        (tmp_path / "run.lock").write_text(lock)
        finding = one(distributions.packages(tmp_path / "run.lock"))
        assert finding.well == well
        assert well or not finding.grave

    def test_every_pin_of_our_lock_is_read(self) -> None:
        text = (ROOT / "requirements" / "run.lock").read_text(encoding="utf-8")
        names = {pin.name for pin in distributions.pinned(text)}
        assert {"spacy", "flask", "numpy"} <= names


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("MIDDLEGROUND_SAFETY_CONTACT", SECRET, "Perhaps MIDDLEGROUND_SAFETY_CONTACTS is meant"),
        ("MIDDLEGROUND_SAFETY_CONTACTS", SECRET, "a JSON list of texts"),
        ("MIDDLEGROUND_SAFETY_CONTACTS", "[1]", "a JSON list of texts"),
        ("MIDDLEGROUND_SESSION_COOKIE_SECURE", SECRET, "true or false"),
        ("MIDDLEGROUND_MAX_CONTENT_LENGTH", "0", "a whole number above 0"),
        ("MIDDLEGROUND_MAX_CONTENT_LENGTH", "true", "a whole number above 0"),
        ("MIDDLEGROUND_SAFETY_CONTACTS", f'["{SECRET}"]', ""),
        ("MIDDLEGROUND_SECRET_KEY", SECRET, ""),
        ("MIDDLEGROUND_ENCODER", SECRET, None),
    ],
)
def test_settings(monkeypatch: pytest.MonkeyPatch, name: str, value: str, said: str | None) -> None:
    for other in [n for n in os.environ if n.startswith("MIDDLEGROUND_")]:
        monkeypatch.delenv(other)
    monkeypatch.setenv(name, value)
    findings = list(site.environment())
    if said is None:
        assert findings == []
        return
    assert said in findings[0].mend
    assert findings[0].well == (said == "")
    assert SECRET not in findings[0].said + findings[0].mend


def test_models_that_read(monkeypatch: pytest.MonkeyPatch, reader: Reader) -> None:
    monkeypatch.setattr(artefacts, "load_reader", lambda: reader)
    assert [finding.well for finding in artefacts.models()] == [True, True]


@pytest.mark.parametrize("damage", ["missing", "changed", "mixed"])
def test_damaged_models_are_found(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, damage: str
) -> None:
    folder = tmp_path / "artefacts"
    shutil.copytree(ROOT / "models" / "artefacts", folder)
    target = folder / "gist" / "model.npz"
    if damage == "missing":
        target.unlink()
    elif damage == "changed":
        target.write_bytes(target.read_bytes()[:-1] + b"x")
    else:
        path = folder / "gist" / "manifest.json"
        path.write_text(json.dumps(json.loads(path.read_text()) | {"encoder": "0" * 64}))
    monkeypatch.setenv("MIDDLEGROUND_ARTEFACTS", str(folder))
    finding = one(artefacts.models())
    assert finding.grave and not finding.well
    assert "make train" in finding.mend


@pytest.mark.parametrize(("planted", "status"), [(True, 2), (False, 0)])
def test_command(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, reader: Reader, planted: bool, status: int
) -> None:
    monkeypatch.setattr(artefacts, "load_reader", lambda: reader)
    monkeypatch.setattr(metadata, "requires", lambda name: ["no-such-package-1"] if planted else [])
    (tmp_path / "empty.lock").touch()
    words = ["doctor", "--lock", str(tmp_path / "empty.lock")]
    done = CliRunner().invoke(middleground.group, words)
    assert done.exit_code == status, done.output
    assert ("MEND  Packages: no-such-package-1 is missing" in done.stdout) == planted
    assert done.stdout.splitlines()[-1] == (
        "Something has to be mended." if planted else "Middle Ground is ready."
    )
