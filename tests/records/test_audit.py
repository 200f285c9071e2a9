"""The audit: every way to change it from outside is found, and the database refuses most."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from sqlalchemy import Connection, delete, insert, select, text, update
from sqlalchemy.exc import DBAPIError

from webapp.records import audit as chain
from webapp.records.audit import START, entries, verify, write
from webapp.records.database import Records
from webapp.records.errors import RecordsError, Unavailable
from webapp.records.keyring import Keyring
from webapp.records.tables import audit, audit_end

Change = Callable[[Connection], object]


@pytest.fixture
def written(records: Records, now: datetime) -> Records:
    """Records with five entries."""
    with records.writing() as connection:
        for number in range(1, 6):
            write(records, connection, now, "dana", "case_read", f"case {number}", seen=number)
    return records


def behind_its_back(records: Records, change: Change) -> None:
    """Change the audit as somebody would who owns the database and takes its guards away."""
    postgresql = records.engine.dialect.name == "postgresql"
    with records.writing() as connection:
        if postgresql:
            connection.execute(text("set local session_replication_role = replica"))
        else:
            guards = connection.execute(
                text("select name, sql from sqlite_master where type = 'trigger'")
            ).all()
            assert len(guards) == 2
            for name, _ in guards:
                connection.execute(text(f"drop trigger {name}"))
        change(connection)


def test_the_chain_holds_and_entries_come_newest_first(written: Records) -> None:
    verdict = verify(written)
    assert (verdict.entries, verdict.wrong) == (5, None)
    found = entries(written)
    assert [entry.number for entry in found] == [5, 4, 3, 2, 1]
    assert (found[0].who, found[0].subject, found[0].detail) == ("dana", "case 5", {"seen": 5})
    assert found[0].link == verdict.link
    assert [e.number for e in entries(written, before=3)] == [2, 1]
    assert [len(entries(written, before=b)) for b in (1, 0, -1, 10**30)] == [0, 0, 0, 5]
    assert entries(written, action="note_read") == ()


def test_an_empty_chain_holds(records: Records) -> None:
    assert verify(records) == chain.Verdict(0, START, None)
    assert entries(records) == ()


def _cut_off(connection: Connection) -> None:
    connection.execute(delete(audit).where(audit.c.number > 3))


def _cut_off_and_move_the_end(connection: Connection) -> None:
    _cut_off(connection)
    link = connection.scalar(select(audit.c.link).where(audit.c.number == 3))
    connection.execute(update(audit_end).values(number=3, link=link))


def _append(connection: Connection) -> None:
    """Add what looks right, linked with keys that are not ours."""
    last = connection.execute(select(audit).where(audit.c.number == 5)).one()._asdict()
    last |= {"number": 6, "link": Keyring.new().link(last["link"], "whatever")}
    connection.execute(insert(audit).values(last))
    connection.execute(update(audit_end).values(number=6, link=last["link"]))


def _swap(connection: Connection) -> None:
    for old, new in ((2, 99), (3, 2), (99, 3)):
        connection.execute(update(audit).where(audit.c.number == old).values(number=new))


CHANGES: dict[str, tuple[Change, str]] = {
    **{
        f"another {column}": (
            lambda c, column=column, value=value: c.execute(
                update(audit).where(audit.c.number == 3).values({column: value})
            ),
            "Entry 3 is not as it was written",
        )
        for column, value in {
            "at": "2026-03-09T08:30:00.001Z",
            "who": "omar",
            "action": "case_opened",
            "subject": "case 4",
            "detail": '{"seen": 4}',
            "link": START,
        }.items()
    },
    "one removed": (
        lambda c: c.execute(delete(audit).where(audit.c.number == 3)),
        "Entry 3 is missing",
    ),
    "the first removed": (
        lambda c: c.execute(delete(audit).where(audit.c.number == 1)),
        "Entry 1 is missing",
    ),
    "the last removed": (_cut_off, "missing at the end"),
    "all removed": (lambda c: c.execute(delete(audit)), "missing at the end"),
    "end moved back": (
        lambda c: c.execute(update(audit_end).values(number=4)),
        "missing at the end",
    ),
    "end with another link": (
        lambda c: c.execute(update(audit_end).values(link=START)),
        "missing at the end",
    ),
    "end removed": (lambda c: c.execute(delete(audit_end)), "missing at the end"),
    "one added without the keys": (_append, "Entry 6 is not as it was written"),
    "two in the place of each other": (_swap, "Entry 2 is not as it was written"),
}


@pytest.mark.parametrize(("change", "says"), CHANGES.values(), ids=CHANGES)
def test_every_change_from_outside_is_found(written: Records, change: Change, says: str) -> None:
    behind_its_back(written, change)
    assert says in str(verify(written).wrong)


def test_an_end_that_was_noted_finds_what_was_cut_off(written: Records, now: datetime) -> None:
    noted = (5, verify(written).link)
    assert verify(written, noted).wrong is None
    with written.writing() as connection:
        write(written, connection, now, "dana", "case_read")
    assert verify(written, noted).wrong is None  # it has only grown
    behind_its_back(written, _cut_off_and_move_the_end)
    assert verify(written).wrong is None  # looks like an older copy
    assert "there are only 3" in str(verify(written, noted).wrong)
    assert "another link than you noted" in str(verify(written, (3, START)).wrong)


def test_other_keys_find_all_of_it_wrong(written: Records) -> None:
    written.key_file.ring = Keyring.new()
    assert "Entry 1 is not" in str(verify(written).wrong)


@pytest.mark.parametrize(
    "statement",
    [
        "update audit set who = 'omar' where number = 3",
        "update audit set link = link",
        "delete from audit where number = 5",
        "delete from audit",
    ],
)
def test_the_database_itself_refuses_to_change_entries(written: Records, statement: str) -> None:
    with pytest.raises((DBAPIError, RecordsError)), written.writing() as connection:
        connection.execute(text(statement))
    assert verify(written).wrong is None


def test_postgresql_refuses_to_empty_it_in_one_go(make_spot: Any, now: datetime) -> None:
    records = make_spot("postgresql").open()
    with records.writing() as connection:
        write(records, connection, now, "dana", "case_read")
    with pytest.raises((DBAPIError, RecordsError)), records.writing() as connection:
        connection.execute(text("truncate audit"))
    assert verify(records).entries == 1


def test_nothing_goes_on_after_its_end_was_tampered_with(written: Records, now: datetime) -> None:
    behind_its_back(written, lambda c: c.execute(update(audit_end).values(number=2)))
    with (
        pytest.raises(RecordsError, match="changed from outside") as told,
        written.writing() as connection,
    ):
        write(written, connection, now, "dana", "case_read")
    assert not isinstance(told.value, Unavailable)
    behind_its_back_again(written)
    with (
        pytest.raises(RecordsError, match="end of the audit is missing"),
        written.writing() as connection,
    ):
        write(written, connection, now, "dana", "case_read")


def behind_its_back_again(records: Records) -> None:
    with records.writing() as connection:
        connection.execute(delete(audit_end))


def test_an_action_without_words_is_a_fault_of_ours(records: Records, now: datetime) -> None:
    with pytest.raises(ValueError, match="'guessed'"), records.writing() as connection:
        write(records, connection, now, "dana", "guessed")
    assert verify(records).entries == 0


def test_what_is_undone_leaves_no_entry(records: Records, now: datetime) -> None:
    with pytest.raises(RuntimeError), records.writing() as connection:
        write(records, connection, now, "dana", "case_read")
        raise RuntimeError
    assert verify(records) == chain.Verdict(0, START, None)
