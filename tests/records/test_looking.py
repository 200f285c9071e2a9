"""Looking at records tells what opening them would meet, and leaves everything as it was."""

from __future__ import annotations

import contextlib
import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

import pytest
from sqlalchemy import URL, text

from webapp.records import upgrade
from webapp.records.database import Records, open_records
from webapp.records.errors import KeyringError, RecordsError, Unavailable
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


@pytest.mark.parametrize(
    ("statement", "says"),
    [
        ("drop table failures", r"not whole; missing: failures\."),
        ("alter table cases rename column sealed to seal", r"not whole; missing: cases\.sealed\."),
        ("drop table alembic_version", r"not whole; missing: alembic_version\."),
        ("drop table marker", "names of theirs: "),
    ],
)
def test_tables_that_are_not_whole_are_told(
    kind: str, tmp_path: Path, request: pytest.FixtureRequest, statement: str, says: str
) -> None:
    url, keys = f"sqlite:///{tmp_path}/data/records.db", tmp_path / "records.keys"
    if kind == "postgresql":  # of its own, since others count on the tables of theirs
        url = request.getfixturevalue("postgresql").empty("not_whole")
    with contextlib.closing(open_records(url, keys)) as records, records.writing() as connection:
        connection.execute(text(statement))
    with pytest.raises(RecordsError, match=says):
        look(url, keys)


def left_by(folder: Path) -> dict[str, bytes]:
    """What is in `folder`, but for the index of what is not yet in the file."""
    files = sorted(folder.iterdir())
    return {file.name: file.read_bytes() for file in files if not file.name.endswith("-shm")}


def settled(file: Path) -> None:
    with contextlib.closing(sqlite3.connect(file)) as database:
        database.execute("pragma journal_mode = delete")


def cut_off(file: Path) -> None:
    """What is there after a power cut: the last changes are not in the file itself."""
    with contextlib.closing(sqlite3.connect(file, isolation_level=None)) as database:
        database.execute("pragma journal_mode = wal")
        database.execute("create table later (id integer)")
        beside = file.with_name(f"{file.name}-wal")
        kept = file.read_bytes(), beside.read_bytes()
    file.write_bytes(kept[0])
    beside.write_bytes(kept[1])


@pytest.mark.parametrize("leave", [settled, cut_off, lambda file: None])
@pytest.mark.parametrize("name", ["records.db", "a b%20c#d&mode=rw é.db"])
def test_nothing_is_changed_by_looking(
    tmp_path: Path, leave: Callable[[Path], None], name: str
) -> None:
    file, keys = tmp_path / "data" / name, tmp_path / "records.keys"
    url = URL.create("sqlite", database=str(file)).render_as_string()
    open_records(url, keys).close()
    assert file.exists()
    leave(file)
    before = left_by(tmp_path / "data")
    seen = look(url, keys)
    assert (seen.there, seen.current) == (True, True)
    assert left_by(tmp_path / "data") == before


def damaged(file: Path) -> None:
    whole = file.read_bytes()
    file.write_bytes(whole[:4096] + b"\xff" * (len(whole) - 4096))


def locked(file: Path) -> sqlite3.Connection:
    settled(file)
    writer = sqlite3.connect(file, isolation_level=None)
    for statement in (
        "pragma cache_size = 1",
        "begin exclusive",
        "create table later (id integer)",
    ):
        writer.execute(statement)
    return writer


def folder_instead(file: Path) -> None:
    file.unlink()
    file.mkdir()


@pytest.mark.parametrize(
    ("plant", "says"),
    [
        (damaged, "is damaged"),
        (locked, "Somebody else is writing"),
        (folder_instead, "is no file"),
    ],
)
def test_what_keeps_from_looking_is_not_taken_for_older_tables(
    tmp_path: Path, plant: Callable[[Path], sqlite3.Connection | None], says: str
) -> None:
    url, keys = f"sqlite:///{tmp_path}/data/records.db", tmp_path / "records.keys"
    open_records(url, keys).close()
    writer = plant(tmp_path / "data" / "records.db")
    url += "?timeout=0.2"  # seconds in which nobody lets go of it
    try:
        with pytest.raises(Unavailable, match=says):
            look(url, keys)
    finally:
        if writer:
            writer.close()


@pytest.mark.parametrize("closed", ["data", "records.db"])
def test_records_that_cannot_be_written_are_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, closed: str
) -> None:
    url, keys = f"sqlite:///{tmp_path}/data/records.db", tmp_path / "records.keys"
    open_records(url, keys).close()
    monkeypatch.setattr("os.access", lambda path, mode: Path(path).name != closed)
    with pytest.raises(Unavailable, match=f"{closed} cannot be read and written"):
        look(url, keys)


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
