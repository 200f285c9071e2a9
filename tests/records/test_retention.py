"""Retention by the clock, and what is deleted leaves the file."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import func, select

from webapp.records import audit
from webapp.records.access import Access
from webapp.records.errors import RecordsError
from webapp.records.people import INVITED
from webapp.records.retention import apply
from webapp.records.rights import ONE_PERSON, Person
from webapp.records.round_store import StoredRounds
from webapp.records.sealed_values import Living, NoteFacts, Quoted
from webapp.records.sign_in import LOCKED, LONGEST, SignIns
from webapp.records.tables import SEALED, failures, invitations, metadata, sign_ins
from webapp.supervision.round import Round

DAY = timedelta(days=1)
DANA = Person("dana", "Dana", "supervisor")


def count(records: Any, table: Any) -> int:
    with records.reading() as connection:
        return int(connection.scalar(select(func.count()).select_from(table)))


@pytest.mark.parametrize(
    ("days", "after", "goes"),
    [
        (30, 31, True),
        (30, 30, False),
        (30, 29, False),
        (30, -400, False),  # a clock set back deletes nothing
        (0, 1, True),
        (0, 0, False),
        (None, 4000, False),
    ],
)
def test_a_closed_case_goes_when_its_time_is_over(
    desk: Any, keeping: Callable[..., Any], now: datetime, days: int | None, after: int, goes: bool
) -> None:
    closed = desk.cases.begin(now, ONE_PERSON, "Closed", False)
    desk.notes.keep(now, ONE_PERSON, closed, keeping())
    stays = desk.cases.begin(now, ONE_PERSON, "Open", False)
    again = desk.cases.begin(now, ONE_PERSON, "Opened again", False)
    for case in (closed, again):
        desk.cases.close(now, ONE_PERSON, case)
    desk.cases.close(now, ONE_PERSON, again, again=True)
    assert apply(desk.access, now + after * DAY, "command", days) == goes
    assert {head.id for head in desk.cases.all(ONE_PERSON)} == {stays, again}
    assert len(desk.cases.all(ONE_PERSON, closed=True)) == (not goes)
    applied = audit.entries(desk.records, action="retention_applied")
    deleted = audit.entries(desk.records, action="case_deleted")
    assert (len(applied), [entry.subject for entry in deleted]) == (
        (1, [closed]) if goes else (0, [])
    )
    assert audit.verify(desk.records).wrong is None


def test_what_is_over_of_accounts_goes_with_it(
    desk: Any, accounts: Any, join: Any, now: datetime
) -> None:
    records, dana = desk.records, join("dana")
    accounts.invite(now, "command", "Ines", "worker")
    signing = SignIns(records)
    signing.sign_in(now, "dana", "tugboat violet ladder", dana.code(now))
    for _ in range(5):
        signing.sign_in(now, "nobody", "wrong", "1")
    apply(desk.access, now, "command", 30)
    before = [count(records, table) for table in (invitations, sign_ins, failures)]
    assert before == [2, 1, 1]  # Dana's own invitation is used, and kept until its end
    apply(desk.access, now + LOCKED + timedelta(minutes=1), "command", 30)
    assert count(records, failures) == 0
    apply(desk.access, now + LONGEST + timedelta(minutes=1), "command", 30)
    assert count(records, sign_ins) == 0
    apply(desk.access, now + INVITED + timedelta(minutes=1), "command", 30)
    assert count(records, invitations) == 0
    assert len(accounts.everyone(now)) == 1


LONG = "the same long sentence again " * 700  # over many pages of the file


def sealed_fields(records: Any) -> set[str]:
    with records.reading() as connection:
        return {sealed for table in SEALED for sealed in connection.scalars(select(table.c.sealed))}


def pieces(sealed: str) -> list[bytes]:
    return [sealed[i : i + 60].encode() for i in range(0, len(sealed) - 60, 60)]


@pytest.mark.parametrize("kind", ["sqlite"], indirect=True)
@pytest.mark.parametrize("way", ["delete", "retention", "note"])
def test_no_piece_of_what_was_deleted_is_left_in_the_file(
    desk: Any, spot: Any, keeping: Callable[..., Any], now: datetime, way: str
) -> None:
    living = Living("confusion", "", "open", (Quoted("", LONG),))
    before = sealed_fields(desk.records)
    stays = desk.cases.begin(now, ONE_PERSON, "Stays", False)
    left = sealed_fields(desk.records)
    case = desk.cases.begin(now, ONE_PERSON, "Goes", False)
    note = desk.notes.keep(now, ONE_PERSON, case, keeping(facts=NoteFacts(LONG)), [living])
    gone = sealed_fields(desk.records) - left
    assert len(gone) == 5
    files = [spot.file, spot.file.with_name("records.db-wal")]
    there = b"".join(file.read_bytes() for file in files)
    assert all(pieces(sealed)[0] in there for sealed in gone)
    if way == "delete":
        desk.cases.delete(now, ONE_PERSON, case)
    elif way == "retention":
        desk.cases.close(now, ONE_PERSON, case)
        apply(desk.access, now + DAY, "command", 0)
    else:
        held = sealed_fields(desk.records)
        desk.notes.delete(now, ONE_PERSON, case, note)
        gone &= held - sealed_fields(desk.records)
        assert len(gone) == 4  # and the hypothesis with its quote
    there = b"".join(file.read_bytes() for file in files if file.exists())
    found = [piece for sealed in gone for piece in pieces(sealed) if piece in there]
    assert found == []
    assert stays in {head.id for head in desk.cases.all(ONE_PERSON)}
    assert before <= sealed_fields(desk.records)


@pytest.mark.parametrize("kind", ["sqlite"], indirect=True)
def test_nor_of_a_round_that_was_forgotten(records: Any, spot: Any, now: datetime) -> None:
    rounds = StoredRounds(Access(records), lambda: DANA, lambda: now)
    before = sealed_fields(records)
    round = Round(
        schema="round/1", id="a" * 32, title="Friday", note="He walked off. " * 200, case=None,
        holder="dana", invited=(), seats=3, created=now,
    )  # fmt: skip
    rounds.create(round, None)
    gone = sealed_fields(records) - before
    files = [spot.file, spot.file.with_name("records.db-wal")]
    there = b"".join(file.read_bytes() for file in files)
    assert len(gone) == 1
    assert all(pieces(sealed)[0] in there for sealed in gone)
    rounds.forget(round.id)
    there = b"".join(file.read_bytes() for file in files if file.exists())
    assert [piece for sealed in gone for piece in pieces(sealed) if piece in there] == []
    assert rounds.load(round.id) is None


@pytest.mark.parametrize("kind", ["sqlite"], indirect=True)
def test_what_another_reader_keeps_in_the_file_is_told_and_goes_later(
    desk: Any, spot: Any, keeping: Callable[..., Any], now: datetime, monkeypatch: Any
) -> None:
    case = desk.cases.begin(now, ONE_PERSON, "Goes", False)
    desk.notes.keep(now, ONE_PERSON, case, keeping())
    gone = sealed_fields(desk.records)
    reader = sqlite3.connect(spot.file, isolation_level=None)
    try:
        reader.execute("begin")
        reader.execute("select * from notes").fetchall()  # and stays at it
        with desk.records.engine.connect() as connection:  # nobody waits that long in a test
            connection.connection.cursor().execute("pragma busy_timeout = 100")
        with pytest.raises(RecordsError, match="still in the file"):
            desk.cases.delete(now, ONE_PERSON, case)
    finally:
        reader.close()
    assert desk.cases.all(ONE_PERSON) == ()  # it is deleted all the same
    apply(desk.access, now, "command", None)
    files = [spot.file, spot.file.with_name("records.db-wal")]
    there = b"".join(file.read_bytes() for file in files if file.exists())
    kept = sealed_fields(desk.records)
    assert [s for s in gone - kept if pieces(s)[0] in there] == []
    assert metadata.tables["notes"] is not None
