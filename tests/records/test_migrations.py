"""The tables are those that the migrations make, whoever makes them and however often."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import func, select, text

from webapp.records.database import Records, open_records
from webapp.records.errors import KeyringError, NotAllowed, RecordsError, Unavailable
from webapp.records.keyring import Keyring, read, write
from webapp.records.looking import look
from webapp.records.tables import audit_end, marker, metadata
from webapp.records.upgrade import revision

OPEN_AND_TELL = """
import sys
from pathlib import Path
from webapp.records.database import open_records
records = open_records(sys.argv[1], Path(sys.argv[2]))
print(records.keys.chain)
"""


@pytest.fixture
def empty(kind: str, tmp_path: Path, request: pytest.FixtureRequest) -> str:
    """The address of a database without any tables."""
    if kind == "sqlite":
        return f"sqlite:///{tmp_path}/data/records.db"
    return str(request.getfixturevalue("postgresql").empty())


def test_migrations_make_the_tables_that_the_code_knows(empty: str, tmp_path: Path) -> None:
    records = open_records(empty, tmp_path / "records.keys")
    with records.reading() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, metadata) == []
        assert context.get_current_revision() == revision()
    records.close()


def test_opening_again_changes_nothing(records: Records, spot: Any) -> None:
    before = _marks(records)
    assert _marks(spot.open()) == before
    assert len(before) == 1


def _marks(records: Records) -> list[str]:
    with records.reading() as connection:
        return list(connection.scalars(select(marker.c.sealed)))


def test_two_programs_that_begin_at_once_share_one_file_of_keys(empty: str, tmp_path: Path) -> None:
    keys = tmp_path / "records.keys"
    command = [sys.executable, "-W", "error", "-c", OPEN_AND_TELL, empty, str(keys)]
    both = [
        subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        for _ in range(2)
    ]
    answers = [process.communicate(timeout=120) for process in both]
    assert [process.returncode for process in both] == [0, 0], answers
    ring = read(keys)
    assert ring is not None
    assert {said.strip() for said, _ in answers} == {ring.chain}
    records = open_records(empty, keys, make=False)
    with records.reading() as connection:
        assert connection.scalar(select(func.count()).select_from(audit_end)) == 1
    records.close()


def test_records_that_are_not_there_are_not_begun_by_accident(empty: str, tmp_path: Path) -> None:
    with pytest.raises(RecordsError, match="no records here yet"):
        open_records(empty, tmp_path / "records.keys", make=False)
    assert not (tmp_path / "records.keys").exists()
    assert not (tmp_path / "data" / "records.db").exists()


def test_records_without_their_keys_are_not_opened_nor_given_others(
    records: Records, spot: Any
) -> None:
    spot.keys.unlink()
    with pytest.raises(KeyringError, match=r"keys are not at .*records\.keys") as told:
        spot.open()
    assert not spot.keys.exists()
    assert "Put back your copy" in str(told.value)


def test_records_are_not_opened_with_keys_of_others(records: Records, spot: Any) -> None:
    write(spot.keys, Keyring.new())
    with pytest.raises(KeyringError, match="belongs to other records"):
        spot.open()


def test_records_of_a_newer_version_are_left_alone(records: Records, spot: Any) -> None:
    with records.writing() as connection:
        connection.execute(text("update alembic_version set version_num = '9999'"))
    with pytest.raises(RecordsError, match="newer Middle Ground"):
        spot.open()


@pytest.mark.parametrize(
    ("url", "says"),
    [
        ("records.db", "no address of a database"),
        ("", "no address of a database"),
        ("mysql://root@localhost/records", "SQLite or PostgreSQL, not in mysql"),
    ],
)
def test_an_address_of_no_kind_that_is_known_is_told(url: str, says: str, tmp_path: Path) -> None:
    with pytest.raises(RecordsError, match=says):
        open_records(url, tmp_path / "records.keys")


def test_a_file_that_is_no_database_is_told_and_kept(tmp_path: Path) -> None:
    file = tmp_path / "records.db"
    file.write_bytes(b"something else entirely, and long enough to be looked at" * 100)
    with pytest.raises(Unavailable, match="damaged"):
        open_records(f"sqlite:///{file}", tmp_path / "records.keys")
    assert file.read_bytes().startswith(b"something else")


@pytest.mark.parametrize("reach", [open_records, look])
def test_a_user_of_postgresql_who_may_not_make_tables_is_told(
    postgresql: Any, tmp_path: Path, reach: Callable[[str, Path], object]
) -> None:
    postgresql.sql("drop role if exists guest")
    postgresql.sql("create role guest login")
    url = postgresql.empty("of_somebody_else").replace("postgres@", "guest@")
    with pytest.raises(Unavailable, match="must own the database"):
        reach(url, tmp_path / "records.keys")


def test_an_id_that_no_row_can_have_is_just_not_there(records: Records) -> None:
    wanted = select(marker).where(marker.c.id == "\0")
    try:
        with records.reading() as connection:
            assert connection.execute(wanted).all() == []
    except NotAllowed as error:
        assert "nothing of that name" in str(error)


def test_the_file_of_an_embedded_database_is_private(make_spot: Any) -> None:
    spot = make_spot("sqlite")
    spot.file.parent.mkdir(parents=True, mode=0o755)
    spot.open()
    assert {file.stat().st_mode & 0o77 for file in spot.file.parent.iterdir()} == {0}
