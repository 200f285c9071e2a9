"""Looking at records tells what opening them would meet, and leaves everything as it was."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any, Final

import pytest
from sqlalchemy import text

from webapp.records import upgrade
from webapp.records.database import Records
from webapp.records.errors import KeyringError, RecordsError
from webapp.records.keyring import Keyring, write
from webapp.records.looking import look
from webapp.records.upgrade import revision

NEWEST: Final = """
from alembic import op
revision, down_revision = "9998", "{}"
def upgrade():
    op.execute("create table later (id integer)")
"""


def test_records_that_are_as_they_must_be(records: Records, spot: Any) -> None:
    seen = look(spot.url, spot.keys)
    assert (seen.there, seen.current, seen.keyed) == (True, True, True)
    with records.writing() as connection:  # nothing of the look is left in its way
        assert connection.scalar(text("select count(*) from marker")) == 1


def test_older_tables_are_told_and_left(
    records: Records, spot: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = revision()
    later = tmp_path / "migrations"
    shutil.copytree(upgrade._MIGRATIONS, later)
    (later / "versions" / "9998_later.py").write_text(NEWEST.format(before))
    monkeypatch.setattr(upgrade, "_MIGRATIONS", later)
    seen = look(spot.url, spot.keys)
    assert (seen.there, seen.current) == (True, False)
    with records.reading() as connection:
        assert connection.scalar(text("select version_num from alembic_version")) == before
    spot.open()
    assert look(spot.url, spot.keys).current


def test_newer_tables_are_refused(records: Records, spot: Any) -> None:
    with records.writing() as connection:
        connection.execute(text("update alembic_version set version_num = '9999'"))
    with pytest.raises(RecordsError, match="newer Middle Ground"):
        look(spot.url, spot.keys)


@pytest.mark.parametrize("planted", ["missing", "of others", "no keys"])
def test_keys_that_open_nothing_are_told(records: Records, spot: Any, planted: str) -> None:
    spot.keys.unlink()
    if planted == "of others":
        write(spot.keys, Keyring.new())
    elif planted == "no keys":
        spot.keys.write_text("{}")
    there = spot.keys.exists()
    with pytest.raises(KeyringError):
        look(spot.url, spot.keys)
    assert spot.keys.exists() == there


def test_an_empty_place_stays_empty(
    kind: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    url = f"sqlite:///{tmp_path}/data/records.db"
    if kind == "postgresql":
        url = request.getfixturevalue("postgresql").empty()
    for _ in range(2):
        seen = look(url, tmp_path / "keys" / "records.keys")
        assert (seen.there, seen.current, seen.keyed) == (False, False, False)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("url", "says"),
    [
        ("records.db", "no address of a database"),
        ("mysql://root@localhost/records", "SQLite or PostgreSQL, not in mysql"),
        ("postgresql://nobody@127.0.0.1:9/none", "does not answer"),
        ("sqlite:///{folder}/no.db", "damaged"),
    ],
)
def test_what_is_no_database_is_told(url: str, says: str, tmp_path: Path) -> None:
    (tmp_path / "no.db").write_bytes(b"something else entirely" * 100)
    with pytest.raises(RecordsError, match=says):
        look(url.format(folder=tmp_path), tmp_path / "records.keys")
    assert [file.name for file in tmp_path.iterdir()] == ["no.db"]
