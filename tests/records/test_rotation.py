"""New keys while others work, and after being stopped anywhere in between."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from webapp.practice.record import Record
from webapp.records import audit, keyring
from webapp.records.backup import back_up, restore
from webapp.records.errors import KeyringError
from webapp.records.practice_store import KeptPractice
from webapp.records.rights import ONE_PERSON
from webapp.records.rotation import rotate
from webapp.records.tables import SEALED


@pytest.fixture
def kept(desk: Any, keeping: Callable[..., Any], now: datetime) -> tuple[str, str]:
    case = desk.cases.begin(now, ONE_PERSON, "Marlow", False)
    return case, desk.notes.keep(now, ONE_PERSON, case, keeping())


def opens_with(records: Any, ring: keyring.Keyring) -> int:
    """How many fields there are; every one of them opens with these keys."""
    count = 0
    with records.reading() as connection:
        for table in SEALED:
            for sealed in connection.scalars(select(table.c.sealed)):
                ring.again(sealed)
                count += 1
    return count


@pytest.mark.parametrize("forget", [False, True])
def test_everything_is_sealed_again_and_opens(
    desk: Any, kept: tuple[str, str], now: datetime, forget: bool
) -> None:
    records = desk.records
    old = records.keys
    fields = rotate(records, now, "command", forget_old=forget)
    ring = keyring.read(records.key_file.path)
    assert ring == records.keys
    assert ring is not None
    assert (len(ring.sealing), ring.sealing[0] != old.sealing[0]) == (1 if forget else 2, True)
    assert fields == opens_with(records, ring.newest_only()) > 4
    with pytest.raises(KeyringError):
        opens_with(records, old)
    assert desk.notes.note(now, ONE_PERSON, *kept).facts.text
    assert audit.verify(records).wrong is None
    (entry,) = audit.entries(records, action="keys_rotated")
    assert entry.detail == {"fields": fields, "forgot": forget}


@pytest.mark.parametrize("forget", [False, True])
def test_a_program_that_runs_meanwhile_reads_and_writes_on(
    desk: Any, kept: tuple[str, str], spot: Any, now: datetime, forget: bool
) -> None:
    other = spot.open()
    rotate(other, now, "command", forget_old=forget)
    # What is written first, before anything was found not to open, must not be lost.
    KeptPractice(desk.records).save("somebody", Record())
    newest = keyring.read(spot.keys)
    assert newest is not None
    opens_with(other, newest.newest_only())
    assert desk.notes.note(now, ONE_PERSON, *kept).facts.text
    assert KeptPractice(other).load("somebody") == Record()


def test_two_who_rotate_one_after_the_other_with_older_keys_in_hand_lose_none(
    desk: Any, kept: tuple[str, str], spot: Any, now: datetime
) -> None:
    first, second = spot.open(), spot.open()
    rotate(first, now, "command")
    rotate(second, now, "command", forget_old=True)
    rotate(first, now, "command", forget_old=True)
    newest = keyring.read(spot.keys)
    assert newest is not None
    assert len(newest.sealing) == 1
    opens_with(desk.records, newest)
    assert desk.notes.note(now, ONE_PERSON, *kept).facts.text


class Stopped(BaseException):
    """As a killed program stops: nothing after it runs."""


@pytest.mark.parametrize("step", ["before the file", "after the file", "before forgetting"])
def test_stopped_between_its_steps_it_loses_nothing(
    desk: Any, kept: tuple[str, str], spot: Any, now: datetime, step: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    writes = 0
    whole = keyring.write

    def stops(path: Path, ring: keyring.Keyring) -> None:
        nonlocal writes
        writes += 1
        if step == "before the file" or (step == "before forgetting" and writes == 2):
            raise Stopped
        whole(path, ring)
        if step == "after the file":
            raise Stopped

    with monkeypatch.context() as patch:
        patch.setattr(keyring, "write", stops)
        with pytest.raises(Stopped):
            rotate(desk.records, now, "command", forget_old=True)
    again = spot.open()  # a new start reads the file as it was left
    ring = keyring.read(spot.keys)
    assert ring is not None
    assert len(ring.sealing) == (1 if step == "before the file" else 2)
    opens_with(again, ring)
    assert type(desk)(type(desk.access)(again)).notes.note(now, ONE_PERSON, *kept).facts.text
    assert rotate(again, now, "command", forget_old=True) > 4
    assert desk.notes.note(now, ONE_PERSON, *kept).facts.text


@pytest.mark.parametrize("forget", [False, True])
def test_an_older_backup_opens_unless_its_key_was_forgotten(
    desk: Any, kept: tuple[str, str], make_spot: Any, spot: Any, tmp_path: Path, now: datetime,
    forget: bool,
) -> None:  # fmt: skip
    file = tmp_path / "before.backup"
    back_up(desk.records, now, "command", file)
    rotate(desk.records, now, "command", forget_old=forget)
    empty = make_spot(spot.kind, spot.keys).open()
    if forget:
        with pytest.raises(KeyringError, match="does not open with these keys"):
            restore(empty, now, "command", file)
        with empty.reading() as connection:
            assert all(
                connection.execute(select(table)).first() is None
                for table in SEALED if table.name != "marker"
            )  # fmt: skip
        assert spot.open()  # and the place is as it was
    else:
        restore(empty, now, "command", file)
        found = type(desk)(type(desk.access)(empty)).notes.note(now, ONE_PERSON, *kept)
        assert found.facts.text
    assert zipfile.is_zipfile(file)


def test_a_field_that_does_not_open_stops_it_and_nothing_was_changed(
    desk: Any, kept: tuple[str, str], spot: Any, now: datetime
) -> None:
    from webapp.records.tables import notes

    with desk.records.writing() as connection:
        connection.execute(notes.update().values(sealed="changed from outside"))
    with pytest.raises(KeyringError):
        rotate(desk.records, now, "command", forget_old=True)
    ring = keyring.read(spot.keys)
    assert ring is not None
    assert len(ring.sealing) == 2  # the old key is there still
    assert desk.cases.all(ONE_PERSON)[0].pseudonym == "Marlow"
