"""What goes wrong around records, and what is lost by it; docs/FAULTS.md tells it to people."""

from __future__ import annotations

import json
import os
import pwd
import re
import shutil
import subprocess
import sys
import threading
import warnings
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event, text

from webapp.practice.record import Record
from webapp.records import audit, keyring
from webapp.records.database import Records, open_records
from webapp.records.errors import KeyringError, NotAllowed, RecordsError, Unavailable
from webapp.records.practice_store import KeptPractice
from webapp.records.rights import ONE_PERSON
from webapp.records.sign_in import SignIns
from webapp.records.times import now as real_now

ROOT = Path(__file__).parents[2]
IDLE = timedelta(minutes=20)
PASSWORD = "tugboat violet ladder"  # noqa: S105


def run(*arguments: str, **more: Any) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-W", "error", *arguments]
    return subprocess.run(
        command, capture_output=True, text=True, env=environment, timeout=300, **more
    )


@pytest.mark.slow
def test_a_kill_at_any_step_leaves_all_of_it_or_nothing(spot: Any) -> None:
    done = run(str(Path(__file__).with_name("killed.py")), spot.url, str(spot.keys))
    assert done.returncode == 0, done.stderr
    told = [json.loads(line) for line in done.stdout.splitlines()]
    assert len(told) == 13
    for way in told:
        assert (way["halves"], way["wrong"]) == ([], None), way
        assert way["kept"], way
        assert way["steps"] > 3, way
    assert spot.open()  # and whoever comes next finds it in order


class TestFullDisk:
    @pytest.mark.parametrize("kind", ["sqlite"], indirect=True)
    def test_sqlite_says_so_and_keeps_what_was_there(
        self, desk: Any, keeping: Callable[..., Any], now: datetime
    ) -> None:
        case = desk.cases.begin(now, ONE_PERSON, "Marlow", False)
        with desk.records.engine.connect() as connection:
            pages = connection.scalar(text("pragma page_count"))
            connection.connection.cursor().execute(f"pragma max_page_count = {pages}")
        with pytest.raises(Unavailable, match=r"disk .* is full\. Nothing was changed"):
            for _ in range(30):
                desk.notes.keep(now, ONE_PERSON, case, keeping())
        notes = len(desk.cases.all(ONE_PERSON)) and desk.cases.all(ONE_PERSON)[0].notes
        assert audit.verify(desk.records).wrong is None
        assert len(audit.entries(desk.records, action="note_kept")) == notes
        with desk.records.engine.connect() as connection:  # somebody makes room
            connection.connection.cursor().execute("pragma max_page_count = 1000000")
        assert desk.notes.keep(now, ONE_PERSON, case, keeping())

    @pytest.mark.parametrize("kind", ["postgresql"], indirect=True)
    def test_postgresql_says_so_and_keeps_what_was_there(
        self, desk: Any, keeping: Callable[..., Any], now: datetime
    ) -> None:
        """The server raises what it raises on a full disk (SQLSTATE 53100)."""
        case = desk.cases.begin(now, ONE_PERSON, "Marlow", False)
        raising = text(
            "do $$ begin raise exception using errcode = 'disk_full', message = "
            "'could not extend file \"base/1/2\": No space left on device'; end $$"
        )
        with (
            pytest.raises(Unavailable, match=r"disk .* is full\. Nothing was changed"),
            desk.records.writing() as connection,
        ):
            connection.execute(text("update cases set version = 7"))
            connection.execute(raising)
        assert desk.cases.case(now, ONE_PERSON, case).version == 1
        assert desk.cases.all(ONE_PERSON)[0].notes == 0
        assert desk.notes.keep(now, ONE_PERSON, case, keeping())

    def test_whoever_is_in_stays_in(
        self, sign_ins: SignIns, join: Any, now: datetime, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        dana = join("dana")
        token = sign_ins.sign_in(now, "dana", PASSWORD, dana.code(now)) or ""

        def full(*_: Any) -> None:
            raise Unavailable("The disk of the records is full.")

        monkeypatch.setattr(Records, "writing", full)
        assert sign_ins.who(now + IDLE / 2, token, IDLE) == dana.person
        assert sign_ins.who(now + IDLE, token, IDLE) is None


class TestReadOnly:
    @pytest.mark.parametrize("kind", ["sqlite"], indirect=True)
    def test_sqlite(self, desk: Any, now: datetime) -> None:
        case = desk.cases.begin(now, ONE_PERSON, "Marlow", False)

        def read_only(connection: Any, *_: Any) -> None:
            connection.execute("pragma query_only = on")

        event.listen(desk.records.engine, "checkout", read_only)
        desk.records.close()
        with pytest.raises(Unavailable, match=r"read-only\. Nothing was changed"):
            desk.cases.begin(now, ONE_PERSON, "Other", False)
        assert [head.id for head in desk.cases.all(ONE_PERSON)] == [case]

    @pytest.mark.parametrize("kind", ["postgresql"], indirect=True)
    def test_postgresql(self, desk: Any, now: datetime) -> None:
        case = desk.cases.begin(now, ONE_PERSON, "Marlow", False)

        def read_only(connection: Any, *_: Any) -> None:
            connection.execute("set default_transaction_read_only = on")
            connection.commit()

        event.listen(desk.records.engine, "checkout", read_only)
        desk.records.close()
        with pytest.raises(Unavailable, match=r"read-only\. Nothing was changed"):
            desk.cases.begin(now, ONE_PERSON, "Other", False)
        assert [head.id for head in desk.cases.all(ONE_PERSON)] == [case]

    @pytest.mark.parametrize(
        ("closed", "says"),
        [
            ("data", "The (folder|file) of the records cannot be (made|written)|read-only"),
            ("data/records.db", "read-only"),
            ("keys", "cannot be written: Permission denied"),
        ],
    )
    def test_folders_and_files_that_belong_to_somebody_else(
        self, tmp_path: Path, closed: str, says: str
    ) -> None:
        """As somebody without rights: root itself could write anywhere."""
        if os.geteuid() != 0:
            pytest.skip("only root can become somebody else")
        place = Path(shutil.copytree(_some_place(tmp_path), f"/tmp/{tmp_path.name}-{os.getpid()}"))  # noqa: S108
        try:
            nobody = pwd.getpwnam("nobody")
            for path in (place, *place.rglob("*")):
                os.chown(path, nobody.pw_uid, nobody.pw_gid)
            if closed == "keys":
                (place / "keys" / "records.keys").unlink()
                for file in (place / "data").iterdir():
                    file.unlink()
            if closed == "data":
                for file in (place / "data").iterdir():
                    file.unlink()
            (place / closed).chmod(0o500)
            said = _as_nobody(place)
        finally:
            shutil.rmtree(place)
        assert re.match("Unavailable|KeyringError", said), said
        assert re.search(says, said), said


def _some_place(tmp_path: Path) -> Path:
    open_records(
        f"sqlite:///{tmp_path}/p/data/records.db", tmp_path / "p/keys/records.keys"
    ).close()
    return tmp_path / "p"


def _as_nobody(place: Path) -> str:
    """What the program says that opens the place as `nobody`: a child that gives up its rights."""
    reading, writing = os.pipe()
    with warnings.catch_warnings():  # of threads; they are other tests', and the child has none
        warnings.simplefilter("ignore", DeprecationWarning)
        child = os.fork()
    if child == 0:
        try:
            nobody = pwd.getpwnam("nobody")
            os.setgroups([])
            os.setgid(nobody.pw_gid)
            os.setuid(nobody.pw_uid)
            records = open_records(
                f"sqlite:///{place}/data/records.db", place / "keys/records.keys"
            )
            KeptPractice(records).save("nobody", Record())
            os.write(writing, b"opened")
        except BaseException as error:
            os.write(writing, f"{type(error).__name__}: {error}".encode())
        finally:
            os._exit(0)
    os.close(writing)
    os.waitpid(child, 0)
    with os.fdopen(reading, encoding="utf-8") as said:
        return said.read()


class TestAway:
    def test_postgresql_away_and_back(
        self, postgresql: Any, make_spot: Any, now: datetime, tmp_path: Path
    ) -> None:
        from webapp.records.access import Access
        from webapp.records.cases import Cases

        records = make_spot("postgresql").open()
        cases = Cases(Access(records))
        case = cases.begin(now, ONE_PERSON, "Marlow", False)
        postgresql.stop()
        try:
            for act in (
                lambda: cases.all(ONE_PERSON),
                lambda: cases.begin(now, ONE_PERSON, "Other", False),
                lambda: open_records(postgresql.address("test_0"), tmp_path / "records.keys"),
            ):
                with pytest.raises(Unavailable, match=r"does not answer\. Nothing was changed"):
                    act()
        finally:
            postgresql.start()
        assert [head.id for head in cases.all(ONE_PERSON)] == [case]
        assert cases.begin(now, ONE_PERSON, "Other", False)
        assert audit.verify(records).wrong is None

    def test_postgresql_cut_off_in_the_middle(
        self, postgresql: Any, make_spot: Any, now: datetime
    ) -> None:
        records = make_spot("postgresql").open()
        with (
            pytest.raises(Unavailable, match=r"does not answer\. Nothing was changed"),
            records.writing() as connection,
        ):
            audit.write(records, connection, now, "dana", "case_read")
            own = connection.scalar(text("select pg_backend_pid()"))
            postgresql.sql(f"select pg_terminate_backend({own})")
            audit.write(records, connection, now, "dana", "case_read")
        assert audit.verify(records).entries == 0

    def test_somebody_who_writes_for_too_long(
        self, records: Records, spot: Any, now: datetime, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        from webapp.records import database

        monkeypatch.setattr(database, "_PATIENCE", 1)
        other = spot.open()
        with records.writing():
            with pytest.raises(Unavailable, match="Somebody else is writing just now"):
                KeptPractice(other).save("dana", Record())
            assert KeptPractice(other).load("dana") == Record()  # reading waits for nobody
        KeptPractice(other).save("dana", Record())

    def test_many_who_write_at_once_take_turns(self, records: Records, now: datetime) -> None:
        failed: list[BaseException] = []

        def work(name: str) -> None:
            try:
                for _ in range(5):
                    with records.writing() as connection:
                        audit.write(records, connection, now, name, "case_read")
            except BaseException as error:
                failed.append(error)

        threads = [threading.Thread(target=work, args=(f"w{n}",)) for n in range(6)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert failed == []
        assert (audit.verify(records).entries, audit.verify(records).wrong) == (30, None)


class TestDamage:
    @pytest.mark.parametrize("kind", ["sqlite"], indirect=True)
    def test_a_file_that_is_damaged_while_in_use(self, desk: Any, spot: Any, now: datetime) -> None:
        for number in range(60):
            desk.cases.begin(now, ONE_PERSON, f"Case {number}", False)
        desk.records.close()
        whole = bytearray(spot.file.read_bytes())
        whole[4096:] = b"\x5a" * (len(whole) - 4096)
        spot.file.write_bytes(whole)
        with pytest.raises(Unavailable, match="damaged"):
            desk.cases.all(ONE_PERSON)

    @pytest.mark.parametrize("kind", ["sqlite"], indirect=True)
    def test_a_folder_that_goes_away(self, desk: Any, spot: Any, now: datetime) -> None:
        desk.records.close()
        shutil.rmtree(spot.file.parent)
        with pytest.raises(Unavailable, match="Nothing was changed"):
            desk.cases.all(ONE_PERSON)


class TestKeys:
    def test_gone_while_running_it_goes_on_and_the_next_start_tells(
        self, desk: Any, spot: Any, keeping: Callable[..., Any], now: datetime
    ) -> None:
        case = desk.cases.begin(now, ONE_PERSON, "Marlow", False)
        aside = spot.keys.with_name("aside")
        spot.keys.rename(aside)
        note = desk.notes.keep(now, ONE_PERSON, case, keeping())
        with pytest.raises(KeyringError, match="Put back your copy"):
            spot.open()
        assert not spot.keys.exists()  # no others were made
        aside.rename(spot.keys)
        again = type(desk)(type(desk.access)(spot.open()))
        assert again.notes.note(now, ONE_PERSON, case, note).facts == keeping().facts

    def test_those_of_others_in_its_place_write_nothing(
        self, desk: Any, spot: Any, keeping: Callable[..., Any], now: datetime
    ) -> None:
        case = desk.cases.begin(now, ONE_PERSON, "Marlow", False)
        mine = spot.keys.read_text()
        keyring.write(spot.keys, keyring.Keyring.new())
        for act in (
            lambda: desk.notes.keep(now, ONE_PERSON, case, keeping()),
            lambda: desk.cases.begin(now, ONE_PERSON, "Other", False),
            lambda: KeptPractice(desk.records).save("dana", Record()),
        ):
            with pytest.raises(KeyringError, match="belongs to other records"):
                act()
        spot.keys.write_text(mine)
        assert desk.notes.keep(now, ONE_PERSON, case, keeping())
        assert audit.verify(desk.records).wrong is None


class TestClock:
    def test_set_back_the_chain_holds_and_lists_go_on(self, desk: Any, now: datetime) -> None:
        first = desk.cases.begin(now, ONE_PERSON, "First", False)
        second = desk.cases.begin(now - timedelta(days=4000), ONE_PERSON, "Second", False)
        assert [head.id for head in desk.cases.all(ONE_PERSON)] == [first, second]
        assert audit.verify(desk.records).wrong is None

    def test_a_code_of_the_future_locks_out_until_invited_again(
        self, sign_ins: SignIns, accounts: Any, join: Any, now: datetime
    ) -> None:
        """A clock that ran a year ahead: no code of today comes after the one that was used."""
        dana = join("dana")
        ahead = now + timedelta(days=365)
        assert sign_ins.sign_in(ahead, "dana", PASSWORD, dana.code(ahead))
        assert sign_ins.sign_in(now, "dana", PASSWORD, dana.code(now)) is None
        token = accounts.invite_again(now, "command", dana.person.id)
        accounts.accept(now, token, "dana", PASSWORD, dana.secret, dana.code(now))
        later = now + timedelta(minutes=1)
        assert sign_ins.sign_in(later, "dana", PASSWORD, dana.code(later))

    def test_the_real_one_is_in_utc(self) -> None:
        assert real_now().utcoffset() == timedelta(0)


@pytest.fixture
def table() -> Iterator[list[list[str]]]:
    lines = (ROOT / "docs" / "FAULTS.md").read_text(encoding="utf-8").splitlines()
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines if "|" in line]
    yield [row for row in rows if row[0] not in ("fault", "---")]


def test_every_fault_that_people_are_told_of_names_a_test_that_is_there(
    table: list[list[str]],
) -> None:
    assert len(table) > 40
    for fault, seen, lost, test in table:
        assert fault and seen and lost
        path, *names = test.strip("`").split("::")
        source = (ROOT / path).read_text(encoding="utf-8")
        for name in names:
            assert re.search(rf"^ *(def|class) {name}\b", source, re.MULTILINE), test
    assert issubclass(NotAllowed, RecordsError)
