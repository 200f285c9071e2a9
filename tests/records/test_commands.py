"""The commands for accounts and back-ups, as an administrator types them."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

import middleground


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("MIDDLEGROUND_RECORDS", "team")
    monkeypatch.setenv("MIDDLEGROUND_RECORDS_DATABASE", f"sqlite:///{tmp_path}/records.db")
    monkeypatch.setenv("MIDDLEGROUND_RECORDS_KEYS", str(tmp_path / "records.keys"))
    return tmp_path


def run(*words: str) -> Result:
    return CliRunner().invoke(middleground.group, words)


@pytest.mark.parametrize("mode", ["off", "own"])
def test_nobody_is_invited_to_records_that_are_not_a_teams(
    site: Path, monkeypatch: pytest.MonkeyPatch, mode: str
) -> None:
    monkeypatch.setenv("MIDDLEGROUND_RECORDS", mode)
    done = run("users", "add", "Ann Lee", "--role", "administrator")
    assert done.exit_code != 0
    assert f"RECORDS is {mode} here" in done.stderr
    assert "MIDDLEGROUND_RECORDS" in done.stderr  # what to do
    assert not list(site.iterdir())  # and nothing was begun


def test_an_invitation_makes_the_records_and_waits_for_its_guest(site: Path) -> None:
    done = run("users", "add", "Ann Lee", "--role", "administrator", "--team", "North")
    assert done.exit_code == 0, done.output
    assert (site / "records.keys").exists()
    assert run("users", "list").output.strip() == ""  # nobody has joined yet


@pytest.mark.parametrize("command", ["again", "end", "unlock"])
def test_somebody_unknown_is_named(site: Path, command: str) -> None:
    run("users", "add", "Ann Lee", "--role", "administrator")
    done = run("users", command, "bob")
    assert done.exit_code != 0
    assert "bob" in done.stderr or "Nobody" in done.stderr
    assert "Traceback" not in done.output


def test_what_is_backed_up_comes_back_only_where_nothing_is(site: Path, tmp_path: Path) -> None:
    run("users", "add", "Ann Lee", "--role", "administrator")
    backup = tmp_path / "night.backup"
    assert run("backup", str(backup)).exit_code == 0
    done = run("restore", str(backup))
    assert done.exit_code != 0
    (site / "records.db").unlink()
    assert run("restore", str(backup)).exit_code == 0
