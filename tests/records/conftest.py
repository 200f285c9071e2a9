"""Records in SQLite and in a PostgreSQL that is started for the tests, with people and notes."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import psycopg
import pyotp
import pytest
from argon2 import PasswordHasher
from sqlalchemy import create_engine, event
from sqlalchemy.pool import Pool

from inference import (
    Enough,
    Formulation,
    Hypothesis,
    Position,
    Provenance,
    Quote,
    Reaction,
    Strength,
    Style,
)
from webapp.records import keyring, secrets_of_people
from webapp.records.access import Access
from webapp.records.audit import START
from webapp.records.case_values import Keeping
from webapp.records.cases import Cases
from webapp.records.database import Records, migrate, open_records
from webapp.records.hypotheses import Hypotheses
from webapp.records.notes import Notes
from webapp.records.people import Accounts
from webapp.records.rights import Person
from webapp.records.sealed_values import Judgement, NoteFacts
from webapp.records.sign_in import SignIns
from webapp.records.tables import metadata
from webapp.records.upgrade import revision

PASSWORD = "tugboat violet ladder"  # noqa: S105
DATABASES = ("sqlite", "postgresql")

# Words that may stand nowhere in plain, neither in a file nor in a back-up.
TEXT = (
    "[Person 1] said the form was a trick and walked off. I felt annoyed, and sat with the "
    "thermos until he came back. He wants the ground floor."
)


@pytest.fixture
def now() -> datetime:
    """The moment at which tests begin; they count from it."""
    return datetime(2026, 3, 9, 8, 30, tzinfo=UTC)


@pytest.fixture(scope="session", autouse=True)
def quick_disk() -> Iterator[None]:
    """No test pulls the plug of the machine, so SQLite need not wait for the disk either."""

    def checked_out(connection: Any, *_: Any) -> None:
        if isinstance(connection, sqlite3.Connection):
            connection.execute("pragma synchronous = off")

    event.listen(Pool, "checkout", checked_out)
    yield
    event.remove(Pool, "checkout", checked_out)


@pytest.fixture(autouse=True)
def quick_hashes(monkeypatch: pytest.MonkeyPatch) -> None:
    """Argon2 with the least it can do: it is slow on purpose, and tests hash often."""
    quick = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    monkeypatch.setattr(secrets_of_people, "_hasher", quick)
    nobody = quick.hash("nobody")
    monkeypatch.setattr(secrets_of_people, "of_nobody", lambda: nobody)


@dataclass
class Server:
    """A PostgreSQL of our own that listens on a socket in its own folder, and nowhere else."""

    binaries: Path
    folder: Path
    made: set[str] = field(default_factory=set)

    def run(self, program: str, *arguments: str) -> None:
        """Run one of its programs, as somebody who is not root, which it insists on."""
        command = [str(self.binaries / program), *arguments]
        if os.geteuid() == 0:
            command = [
                "setpriv",
                "--reuid=postgres",
                "--regid=postgres",
                "--clear-groups",
                *command,
            ]
        subprocess.run(command, check=True, capture_output=True, cwd=self.folder, timeout=120)

    def begin(self) -> None:
        data = str(self.folder / "data")
        self.run("initdb", "-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--no-sync")
        self.start()
        self.sql("create database untouched")
        engine = create_engine(self.sqlalchemy(self.address("untouched")))
        migrate(engine)
        engine.dispose()

    def start(self) -> None:
        # Nothing has to outlive the machine here, so nothing waits for the disk.
        options = f"-k {self.folder} -c listen_addresses='' -c fsync=off -c full_page_writes=off"
        self.run(
            "pg_ctl", "-D", str(self.folder / "data"), "-w", "-o", options,
            "-l", str(self.folder / "log"), "start",
        )  # fmt: skip

    def stop(self) -> None:
        self.run("pg_ctl", "-D", str(self.folder / "data"), "-w", "-m", "immediate", "stop")

    def empty(self, name: str = "empty") -> str:
        """The address of a database without any table."""
        self.sql(f"drop database if exists {name} with (force)")
        self.sql(f"create database {name}")
        return self.address(name)

    def fresh(self, number: int) -> str:
        """The address of a database with tables, in which no row is left from an earlier test."""
        name = f"test_{number}"
        if name not in self.made:
            self.made.add(name)
            self.sql(f"create database {name} template untouched")
        everything = ", ".join(table.name for table in metadata.sorted_tables)
        with psycopg.connect(self.address(name), autocommit=True) as connection:
            connection.execute("set session_replication_role = replica")  # no trigger is asked
            connection.execute(f"truncate {everything}")
            connection.execute("insert into audit_end values (1, 0, %s)", [START])
            connection.execute("update alembic_version set version_num = %s", [revision()])
        return self.address(name)

    def address(self, name: str, user: str = "postgres") -> str:
        return f"postgresql://{user}@/{name}?host={self.folder}"

    def sqlalchemy(self, url: str) -> str:
        return url.replace("postgresql://", "postgresql+psycopg://")

    def sql(self, statement: str) -> None:
        with psycopg.connect(self.address("postgres"), autocommit=True) as connection:
            connection.execute(statement)


def _binaries() -> Path | None:
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    anywhere = shutil.which("initdb")
    return found[-1].parent if found else Path(anywhere).parent if anywhere else None


@pytest.fixture(scope="session")
def postgresql() -> Iterator[Server]:
    """The server, one for all tests; on Debian and Ubuntu it comes with `postgresql`."""
    binaries = _binaries()
    if binaries is None:
        lacking = "PostgreSQL is missing; on Debian or Ubuntu: sudo apt-get install postgresql"
        if os.environ.get("CI"):
            pytest.fail(lacking)
        pytest.skip(lacking)
    folder = Path(tempfile.mkdtemp(prefix="middleground-pg-"))  # pytest's own is closed to others
    if os.geteuid() == 0:
        shutil.chown(folder, "postgres", "postgres")
    server = Server(binaries, folder)
    try:
        server.begin()
        yield server
    finally:
        if (folder / "data" / "postmaster.pid").exists():
            server.stop()
        shutil.rmtree(folder, ignore_errors=True)


@dataclass
class Spot:
    """A place for records: an address and a file of keys; what is opened here is closed after."""

    kind: str
    url: str
    keys: Path
    opened: list[Records] = field(default_factory=list)

    def open(self, *, make: bool = True) -> Records:
        records = open_records(self.url, self.keys, make=make)
        self.opened.append(records)
        return records

    def close(self) -> None:
        for records in self.opened:
            records.close()

    @property
    def file(self) -> Path:
        return Path(self.url.removeprefix("sqlite:///"))


MakeSpot = Callable[..., Spot]


@pytest.fixture
def make_spot(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[MakeSpot]:
    """A function that finds an empty place in a database of the kind it is told."""
    made: list[Spot] = []

    def make(kind: str, keys: Path | None = None) -> Spot:
        folder = tmp_path / f"place-{len(made)}"
        url = f"sqlite:///{folder}/data/records.db"
        keys = keys or folder / "keys" / "records.keys"
        if kind == "postgresql":  # with tables, to be quick, and so with keys, too
            url = request.getfixturevalue("postgresql").fresh(len(made))
            if not keys.exists():
                keyring.write(keys, keyring.Keyring.new())
        made.append(Spot(kind, url, keys))
        return made[-1]

    yield make
    for spot in made:
        spot.close()


@pytest.fixture(params=DATABASES)
def kind(request: pytest.FixtureRequest) -> str:
    """The kind of the database."""
    return str(request.param)


@pytest.fixture
def spot(kind: str, make_spot: MakeSpot) -> Spot:
    """An empty place for records in a database of either kind."""
    return make_spot(kind)


@pytest.fixture
def records(spot: Spot) -> Records:
    """Fresh records in a database of either kind."""
    return spot.open()


@pytest.fixture
def accounts(records: Records) -> Accounts:
    return Accounts(records)


@pytest.fixture
def sign_ins(records: Records) -> SignIns:
    return SignIns(records)


@dataclass(frozen=True)
class Joined:
    """Somebody with an account, and what they sign in with."""

    person: Person
    login: str
    secret: str

    def code(self, moment: datetime, steps: int = 0) -> str:
        return pyotp.TOTP(self.secret).at(moment + timedelta(seconds=30 * steps))


Join = Callable[..., Joined]


@pytest.fixture
def join(accounts: Accounts, now: datetime) -> Join:
    """A function that invites somebody, who accepts: an hour before the tests begin."""

    def make(login: str, role: str = "worker", team: str | None = None) -> Joined:
        before = now - timedelta(hours=1)
        token = accounts.invite(before, "command", f"Name of {login}", role, team)
        secret = secrets_of_people.fresh_code_secret()
        code = pyotp.TOTP(secret).at(before)
        return Joined(accounts.accept(before, token, login, PASSWORD, secret, code), login, secret)

    return make


@dataclass(frozen=True)
class Desk:
    """The parts that work on cases, over the same records."""

    access: Access

    @property
    def records(self) -> Records:
        return self.access.records

    @property
    def cases(self) -> Cases:
        return Cases(self.access)

    @property
    def notes(self) -> Notes:
        return Notes(self.access)

    @property
    def hypotheses(self) -> Hypotheses:
        return Hypotheses(self.access)


@pytest.fixture
def desk(records: Records) -> Desk:
    return Desk(Access(records))


def quoted(*texts: str) -> tuple[Quote, ...]:
    return tuple(Quote(TEXT.index(t), TEXT.index(t) + len(t), t) for t in texts)


def formulation() -> Formulation:
    """A formulation of `TEXT` with a hypothesis, a reaction, a strength, and a style from both."""
    words = Position(0.1, -0.4)
    return Formulation(
        id=None,
        enough=Enough(True),
        risks=(),
        hypotheses=(
            Hypothesis(
                "coercion_sensitivity",
                "some support",
                0.6,
                quoted("said the form was a trick"),
                rivals=("confusion",),
                questions=("What would make the form feel safe?",),
            ),
        ),
        scores={},
        style=Style(
            0.2, -0.3, 0.36, "hostile", "balanced", "hostile", words, Position(0.4, -0.5), False,
            Position(0.25, 0.3), quoted("walked off"),
        ),
        reactions=(Reaction("annoyed", quoted("I felt annoyed")),),
        strengths=(Strength("own_goal", quoted("He wants the ground floor")),),
        referrals=(),
        stances=(),
        provenance=Provenance("0.1.0", {"barriers": "sha256:2f9c61"}, "9e31c0"),
    )  # fmt: skip


@pytest.fixture
def keeping() -> Callable[..., Keeping]:
    """A function that makes what is kept of `TEXT`, with changes to any of its parts."""

    def make(**changes: Any) -> Keeping:
        whole = Keeping(
            "2026-03-08",
            NoteFacts(TEXT, ("annoyed",)),
            formulation(),
            (Judgement("hypotheses/coercion_sensitivity", "accepted"),
             Judgement("reactions/0", "edited", "know_more", "more tired than annoyed")),
        )  # fmt: skip
        return replace(whole, **changes)

    return make
