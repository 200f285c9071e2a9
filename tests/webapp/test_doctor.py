"""The doctor finds what is planted, says how to mend it, and tells no value of a setting."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from functools import partial
from importlib import metadata
from pathlib import Path
from types import SimpleNamespace
from typing import Any, Final

import pytest
from click.testing import CliRunner

import middleground
from inference import Reader
from inference.identifiers.weighed import load_weighed
from webapp.api.tokens import TokenFile
from webapp.doctor import Finding, artefacts, distributions, machine, site
from webapp.doctor.keeping import records
from webapp.doctor.named import files, wrong_of_new
from webapp.records.database import open_records

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
        ("MIDDLEGROUND_MAX_CONTENT_LENGTH", "0", "a whole number from 1"),
        ("MIDDLEGROUND_MAX_CONTENT_LENGTH", "true", "a whole number from 1"),
        ("MIDDLEGROUND_RECORDS", SECRET, "off, own or team"),
        ("MIDDLEGROUND_RECORDS", "null", "off, own or team"),
        ("MIDDLEGROUND_SITE_KIND", SECRET, "ordinary, training or victim_services"),
        ("MIDDLEGROUND_INTERFACE_LANGUAGE", "fr", "en or es"),
        ("MIDDLEGROUND_API_RATE_LIMIT", SECRET, "a number of requests per second"),
        ("MIDDLEGROUND_OVERLAY", "[]", "the path of a file or folder"),
        ("MIDDLEGROUND_RECORDS", "team", ""),
        ("MIDDLEGROUND_SESSION_COOKIE_SECURE", "1", ""),
        ("MIDDLEGROUND_TRUSTED_HOSTS", "notes.example.org", ""),
        ("MIDDLEGROUND_OIDC_CLIENT_ID", "287401", ""),
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


def test_empty_variables_are_as_unset() -> None:
    empty = {"MIDDLEGROUND_QUEUE": "", "MIDDLEGROUND_QEUE": "", "MIDDLEGROUND_SITE": ""}
    assert one(site.environment(empty)).said == "all as they come; none is set in the environment"
    assert list(site.own_file(empty)) == []
    finding = one(site.environment({**empty, "MIDDLEGROUND_PROXIES": "1"}))
    assert finding.said == "MIDDLEGROUND_PROXIES is set"


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder that is the whole of what settings name here."""
    for other in [n for n in os.environ if n.startswith("MIDDLEGROUND_")]:
        monkeypatch.delenv(other)
    folder = tmp_path / "place"
    folder.mkdir()
    monkeypatch.setenv("MIDDLEGROUND_RECORDS_DATABASE", f"sqlite:///{folder}/data/records.db")
    monkeypatch.setenv("MIDDLEGROUND_RECORDS_KEYS", str(folder / "conf" / "records.keys"))
    return folder


def nothing(_: Path) -> None:
    pass


def begun(place: Path) -> None:
    url = f"sqlite:///{place}/data/records.db"
    open_records(url, place / "conf" / "records.keys").close()


def without_keys(place: Path) -> None:
    begun(place)
    (place / "conf" / "records.keys").unlink()


def written(name: str, text: str) -> Callable[[Path], object]:
    return lambda place: (place / name).write_text(text)


def of_a_newer_version(place: Path) -> None:
    begun(place)
    with contextlib.closing(sqlite3.connect(place / "data" / "records.db")) as database, database:
        database.execute("update alembic_version set version_num = '9999'")


def of_another_kind(place: Path) -> None:
    begun(place)
    with contextlib.closing(sqlite3.connect(place / "data" / "records.db")) as database:
        database.execute("pragma journal_mode = delete")


def lacking(statement: str) -> Callable[[Path], None]:
    def plant(place: Path) -> None:
        begun(place)
        with contextlib.closing(sqlite3.connect(place / "data" / "records.db")) as database:
            database.execute(statement)
            database.commit()

    return plant


TEAM: Final = {"RECORDS": "team"}


@pytest.mark.parametrize(
    ("settings", "plant", "said", "mend"),
    [
        ({"RECORDS": "off"}, nothing, "Records: off", ""),
        (TEAM, nothing, "Records: team, in {place}/data/records.db; none yet", ""),
        (TEAM, nothing, "Keys: {place}/conf/records.keys is made when the records begin", ""),
        (TEAM, begun, "Records: team, in {place}/data/records.db", ""),
        (TEAM, begun, "Keys: {place}/conf/records.keys opens the records", ""),
        ({}, begun, "Records: own, in {place}/data/records.db", ""),
        ({"TRUSTED_HOSTS": '["notes.example.org"]'}, nothing, "Records: off", ""),
        (
            {"RECORDS": "own", "TRUSTED_HOSTS": '["notes.example.org"]'},
            nothing,
            "Records: a setting of them cannot be",
            "must not be open to others",
        ),
        (TEAM, without_keys, "Keys: the records cannot be opened", "keys are not at {place}"),
        (TEAM, written("conf", ""), "Keys: the records cannot be opened", "cannot be read"),
        (TEAM, written("data", ""), "Records: team", "set RECORDS_DATABASE to another place"),
        (TEAM, of_a_newer_version, "Records: the records cannot", "newer Middle Ground"),
        (TEAM, of_another_kind, "Records: team, in {place}/data/records.db", ""),
        (
            TEAM,
            lacking("drop table cases"),
            "Records: the records cannot",
            "not whole; missing: cases.",
        ),
        (
            {**TEAM, "RECORDS_KEYS": "/proc/none/records.keys"},
            nothing,
            "Keys: /proc/none/records.keys cannot be made",
            "set RECORDS_KEYS to another place",
        ),
        (
            {**TEAM, "RECORDS_DATABASE": f"postgresql://a:{SECRET}@127.0.0.1:9/none"},
            nothing,
            "Records: the records cannot be opened",
            "does not answer",
        ),
        ({"API_TOKENS": "{place}/t.json"}, nothing, "api_tokens: none in", "tokens add"),
        (
            {"API_TOKENS": "{place}/t.json"},
            lambda place: TokenFile(place / "t.json").add("ehr", ("read",), 1),
            "api_tokens: 1 in {place}/t.json",
            "",
        ),
        ({"API_TOKENS": "{place}/t"}, written("t", "[]"), "api_tokens: {place}/t ", "no token"),
        ({"PRACTICE_PACKS": "{place}"}, nothing, "practice_packs: those in {place}", ""),
        ({"PRACTICE_PACKS": "{place}/no"}, nothing, "practice_packs: there is no", "Make it"),
        (
            {"PRACTICE_PACKS": "{place}"},
            written("own.json", "{}"),
            "practice_packs: {place} holds one that cannot be used",
            "Pack own.json: is no case-pack/1",
        ),
        *(
            row
            for setting in ("REPORTS", "API_FEEDBACK", "DRIFT")
            for row in (
                ({setting: "{place}/file"}, nothing, f"{setting.lower()}: {{place}}/file can", ""),
                (
                    {setting: "{place}/no/file"},
                    nothing,
                    f"{setting.lower()}: {{place}}/no/file cannot be written: {{place}}/no: No",
                    "name another file",
                ),
            )
        ),
        ({"REPORTS": "{place}/r"}, written("r", "torn"), "reports: {place}/r can be written", ""),
        (
            {"DRIFT": "{place}/no/d"},
            written("no", ""),
            "drift: {place}/no/d cannot",
            "another file",
        ),
        ({"API_TOKENS": "{place}/no/t"}, written("no", ""), "api_tokens: {place}/no/t", "read it"),
        (
            {"PRACTICE_PACKS": "{place}"},
            lambda place: (place / "own.json").mkdir(),
            "practice_packs: {place}/own.json cannot be read",
            "read it",
        ),
        (
            {"REPORTS": "{place}"},
            nothing,
            "reports: {place} cannot be written: {place}: Is a directory",
            "name another file",
        ),
        (
            {"DRIFT": "{place}/d"},
            written("d", "[]"),
            "drift: {place}/d cannot be used",
            "move it away",
        ),
    ],
)
def test_what_the_settings_name(
    monkeypatch: pytest.MonkeyPatch,
    place: Path,
    settings: dict[str, str],
    plant: Callable[[Path], object],
    said: str,
    mend: str,
) -> None:
    for name, value in settings.items():
        monkeypatch.setenv(f"MIDDLEGROUND_{name}", value.replace("{place}", str(place)))
    plant(place)
    before = state(place)
    told = [
        finding
        for finding in [*records(), *files()]
        if f"{finding.what}: {finding.said}".startswith(said.format(place=place))
    ]
    finding = one(iter(told))
    assert finding.well == (mend == "")
    assert mend.format(place=place) in finding.mend
    assert SECRET not in finding.said + finding.mend
    assert state(place) == before


def state(place: Path) -> dict[Path, Any]:
    return {
        path: path.read_bytes() if path.is_file() else None for path in sorted(place.rglob("*"))
    }


@pytest.mark.parametrize(
    ("total", "free", "well"), [(10**9, 4_096, False), (10**9, 10**8, True), (0, 0, True)]
)
def test_full_disk_is_told(
    monkeypatch: pytest.MonkeyPatch, place: Path, total: int, free: int, well: bool
) -> None:
    begun(place)
    (place / "reports").touch()
    for setting in ("REPORTS", "API_FEEDBACK", "DRIFT"):
        monkeypatch.setenv(f"MIDDLEGROUND_{setting}", str(place / setting.lower()))
    usage = SimpleNamespace(total=total, used=total - free, free=free)
    monkeypatch.setattr("shutil.disk_usage", lambda _: usage)
    found = [finding for finding in [*records(), *files()] if finding.what != "Keys"]
    assert [finding.well for finding in found] == [well] * 4
    assert [("the disk is full" in finding.said) for finding in found] == [not well] * 4


def test_drive_that_is_not_there_is_told(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """As on Windows, where not even the last of the folders above has to exist."""
    monkeypatch.setattr(Path, "exists", lambda _: False)
    monkeypatch.setattr(Path, "anchor", str(tmp_path / "no drive"))
    wrong = wrong_of_new(tmp_path / "data" / "records.db", with_folder=True)
    assert wrong == f"{tmp_path / 'no drive'}: No such file or directory"


def test_models_that_read(monkeypatch: pytest.MonkeyPatch, reader: Reader) -> None:
    monkeypatch.setattr(artefacts, "load_reader", lambda: reader)
    assert [finding.well for finding in artefacts.models()] == [True] * 4


@pytest.mark.parametrize(
    ("part", "file", "mend"),
    [
        ("Coach", "coach/model.npz", "make train"),
        ("Coach", "coach/manifest.json", "make train"),
        ("Stand-ins", "identifiers/model.npz", "make train"),
        ("Stand-ins", "word_lists/first.txt", "models.word_lists"),
    ],
)
def test_parts_that_the_page_starts_without_are_looked_at(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, reader: Reader, part: str, file: str, mend: str
) -> None:
    folder = tmp_path / "artefacts"
    shutil.copytree(ROOT / "models" / "artefacts", folder)
    (folder / file).unlink()
    monkeypatch.setattr(artefacts, "load_reader", lambda: reader)
    monkeypatch.setenv("MIDDLEGROUND_ARTEFACTS", str(folder))
    weights = partial(load_weighed, folder=folder / "identifiers")
    monkeypatch.setattr("inference.identifiers.deidentifier.load_weighed", weights)
    monkeypatch.setattr("inference.word_lists.WORD_LISTS", folder / "word_lists")
    (finding,) = (finding for finding in artefacts.models() if not finding.well)
    assert (finding.what, finding.said, finding.grave) == (part, "not complete", True)
    assert mend in finding.mend


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


def test_what_is_told_of_a_setting_is_told_once(
    monkeypatch: pytest.MonkeyPatch, place: Path
) -> None:
    monkeypatch.setenv("MIDDLEGROUND_RECORDS", "teem")
    assert [finding.well for finding in site.environment()].count(False) == 1
    assert [*site.overlay(), *records(), *files()] == []


@pytest.mark.parametrize(
    ("needs", "settings", "line"),
    [
        (["no-such-package-1"], {}, "MEND  Packages: no-such-package-1 is missing"),
        ([], {"RECORDS": "teem"}, "MEND  Settings: MIDDLEGROUND_RECORDS is not off, own or team"),
        ([], {"RECORDS": "team", "RECORDS_DATABASE": "x"}, "MEND  Records: the records cannot"),
        ([], {"REPORTS": "/no/such/folder"}, "MEND  reports: /no/such/folder cannot be written"),
        ([], {"RECORDS_DATABASE": "x"}, "note  Records: the records cannot be opened"),
        ([], {}, "ok    Records: own, in "),
    ],
)
def test_command(
    monkeypatch: pytest.MonkeyPatch,
    place: Path,
    reader: Reader,
    needs: list[str],
    settings: dict[str, str],
    line: str,
) -> None:
    monkeypatch.setattr(artefacts, "load_reader", lambda: reader)
    for part in ("load_coach", "load_deidentifier"):
        monkeypatch.setattr(artefacts, part, lambda: None)
    monkeypatch.setattr(metadata, "requires", lambda name: needs)
    for name, value in settings.items():
        monkeypatch.setenv(f"MIDDLEGROUND_{name}", value)
    (place / "empty.lock").touch()
    words = ["doctor", "--lock", str(place / "empty.lock")]
    done = CliRunner().invoke(middleground.group, words)
    grave = line.startswith("MEND")
    assert done.exit_code == (2 if grave else 0), done.output
    assert line in done.stdout
    assert done.stdout.splitlines()[-1] == (
        "Something has to be mended." if grave else "Middle Ground is ready."
    )
