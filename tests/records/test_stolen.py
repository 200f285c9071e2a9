"""What somebody holds who has a copy of the database, its log or a dump, and not the keys."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select, update

from webapp.practice.record import Record
from webapp.records.errors import KeyringError
from webapp.records.keyring import Keyring
from webapp.records.practice_store import KeptPractice
from webapp.records.sealed_values import CaseFacts, Consent, Living, Trial
from webapp.records.sign_in import SignIns
from webapp.records.tables import SEALED, cases, hypotheses, metadata, notes, people

# Every one of these is put into records below, and may be found nowhere.
WORDS = (
    *("thermos", "trick and walked", "ground floor", "Marlowe-the-Pseudonym", "Dana-the-Name"),
    *("dana-the-login", "tugboat violet", "Eastside-the-Team", "wordsofmyown", "whichletter"),
    *("readittogether", "theclinicacross", "abedtonight", "tiredofit", "annoyed", "Stand-In-7"),
    *("coercion_sensitivity",),
)


@pytest.fixture
def full(desk: Any, accounts: Any, keeping: Callable[..., Any], now: datetime) -> Any:
    """Records in which every table with words has some."""
    import pyotp

    team = accounts.make_team(now, "command", "Eastside-the-Team")
    token = accounts.invite(now, "command", "Dana-the-Name", "worker", team)
    secret = pyotp.random_base32()
    person = accounts.accept(
        now, token, "dana-the-login", "tugboat violet ladder", secret, pyotp.TOTP(secret).at(now)
    )
    accounts.invite(now, "command", "Dana-the-Name", "worker", team)
    SignIns(desk.records).sign_in(now, "dana-the-login", "tugboat violet wrong", "1")
    case = desk.cases.begin(now, person, "Marlowe-the-Pseudonym", False)
    consent = Consent("2026-03-01", "2026-09-01", "theclinicacross", "abedtonight", person.id)
    desk.cases.record_consent(now, person, case, consent)
    judgements = keeping().judgements
    kept = keeping(salt="s", stand_ins=(("d", "[Stand-In-7]"),), judgements=(
        judgements[0], type(judgements[1])("reactions/0", "edited", "", "tiredofit"),
    ))  # fmt: skip
    trial = Trial("2026-03-09", "open_hand", "readittogether", "partly")
    living = Living("confusion", "wordsofmyown", "open", (), "whichletter", (trial,))
    note = desk.notes.keep(now, person, case, kept, [living])
    desk.notes.note(now, person, case, note)
    KeptPractice(desk.records).save(person.id, Record())
    return person, case, note, secret


def everything_kept(spot: Any, postgresql: Callable[[], Any]) -> Iterator[bytes]:
    """The bytes of every file of the database, and of a dump."""
    if spot.kind == "sqlite":
        files = [file for file in spot.file.parent.iterdir() if file.is_file()]
        assert {"records.db", "records.db-wal"} <= {file.name for file in files}
        yield from (file.read_bytes() for file in files)
        return
    server = postgresql()
    yield subprocess.run(
        [server.binaries / "pg_dump", spot.url], check=True, capture_output=True
    ).stdout
    with_rows = [f for f in (server.folder / "data").rglob("*") if f.is_file()]
    yield from (file.read_bytes() for file in with_rows)


def test_no_word_of_it_stands_in_the_file_in_the_log_or_in_a_dump(
    full: Any, spot: Any, request: pytest.FixtureRequest
) -> None:
    server = lambda: request.getfixturevalue("postgresql")  # noqa: E731
    if spot.kind == "postgresql":
        server().sql("checkpoint")
    bytes_of_all = b"\n".join(everything_kept(spot, server)).lower()
    case = full[1]
    assert case.encode().lower() in bytes_of_all  # the right place was looked at
    found = [word for word in (*WORDS, full[3]) if word.lower().encode() in bytes_of_all]
    assert found == []


def test_the_words_were_in_there(full: Any, desk: Any, spot: Any, now: datetime) -> None:
    opened = []
    with desk.records.reading() as connection:
        for table, key in SEALED.items():
            for row in connection.execute(select(key, table.c.sealed)):
                named = "invitation" if table.name == "invitations" else table.name.rstrip("s")
                named = {"people": "person", "judgement": "judgements", "hypothese": "hypothesis",
                         "hypotheses": "hypothesis"}.get(named, named)  # fmt: skip
                of = "marker" if table.name == "marker" else f"{named} {row[0]}"
                opened.append(json.dumps(desk.records.open(of, row.sealed)))
    said = "\n".join(opened)
    assert [w for w in WORDS if w not in said] == ["tugboat violet"]  # kept nowhere, but as a hash
    assert {table.name for table in SEALED} == {
        t.name for t in metadata.sorted_tables if "sealed" in t.columns
    }


def test_a_field_moved_to_another_row_does_not_open(full: Any, desk: Any, now: datetime) -> None:
    person, case, _, _ = full
    other = desk.cases.begin(now, person, "Other", False)
    with desk.records.writing() as connection:
        sealed = connection.scalar(select(cases.c.sealed).where(cases.c.id == case))
        connection.execute(update(cases).where(cases.c.id == other).values(sealed=sealed))
    with pytest.raises(KeyringError, match="stands where another belongs"):
        desk.cases.case(now, person, other)
    assert desk.cases.case(now, person, case).facts.pseudonym == "Marlowe-the-Pseudonym"


def test_a_field_moved_to_another_table_does_not_open(full: Any, desk: Any, now: datetime) -> None:
    person, case, note, _ = full
    with desk.records.writing() as connection:
        sealed = connection.scalar(select(hypotheses.c.sealed))
        connection.execute(update(notes).values(sealed=sealed))
    with pytest.raises(KeyringError, match="stands where another belongs"):
        desk.notes.note(now, person, case, note)


def test_somebody_who_can_write_to_the_database_does_not_become_another(
    full: Any, desk: Any, accounts: Any, join: Any, now: datetime
) -> None:
    mallory = join("mallory")
    with desk.records.writing() as connection:
        sealed = connection.scalar(select(people.c.sealed).where(people.c.id == full[0].id))
        connection.execute(
            update(people).where(people.c.id == mallory.person.id).values(sealed=sealed)
        )
    with pytest.raises(KeyringError, match="stands where another belongs"):
        accounts.everyone(now)


def test_with_other_keys_nothing_opens(full: Any, desk: Any, now: datetime) -> None:
    person, case, note, _ = full
    ring = desk.records.keys
    desk.records.key_file.ring = Keyring(Keyring.new().sealing, ring.chain, ring.lookup)
    desk.records.key_file.path.unlink()  # else the right ones would be read again
    for act in (
        lambda: desk.cases.all(person),
        lambda: desk.cases.case(now, person, case),
        lambda: desk.notes.note(now, person, case, note),
    ):
        with pytest.raises(KeyringError, match="does not open with these keys"):
            act()


def test_two_of_one_name_are_not_seen_to_be(desk: Any, accounts: Any, now: datetime) -> None:
    with desk.records.writing() as connection:
        connection.execute(cases.insert(), [
            {"id": str(n), "owner_id": "x", "created": "", "changed": "", "version": 1,
             "sealed": desk.access.sealed(str(n), CaseFacts("Same"))}
            for n in range(2)
        ])  # fmt: skip
        first, second = connection.scalars(select(cases.c.sealed))
    assert first != second
    assert first[20:60] != second[20:60]


def test_an_error_of_the_database_quotes_nothing(
    full: Any, desk: Any, tmp_path: Path, now: datetime
) -> None:
    from webapp.records.errors import RecordsError

    with pytest.raises(RecordsError) as told, desk.records.writing() as connection:
        row = connection.execute(select(people)).first()
        assert row is not None
        connection.execute(people.insert().values(row._asdict()))
    assert row.login not in str(told.value)
    assert told.value.__suppress_context__
