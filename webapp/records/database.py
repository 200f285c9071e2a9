"""The database: opened with its keys, brought up to date, read and written in transactions."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from sqlalchemy import (
    URL,
    Connection,
    Engine,
    create_engine,
    event,
    insert,
    inspect,
    make_url,
    select,
    text,
)
from sqlalchemy.exc import ArgumentError

from ..language import gettext
from . import keyring
from .errors import KeyringError, RecordsError, Unavailable
from .failures import told
from .keyring import KeyFile, Keyring
from .tables import marker

_MARK: Final = ("marker", "records of Middle Ground")
# Numbers of the locks for which programs on one PostgreSQL database take turns.
_MIGRATING: Final = 0x4D470001
_WRITING: Final = 0x4D470002
_PATIENCE: Final = 10  # seconds to wait for another program that is writing


@dataclass(frozen=True, slots=True)
class Records:
    """An open database and its keys; safe to use from several threads."""

    engine: Engine
    key_file: KeyFile

    @property
    def keys(self) -> Keyring:
        """The keys as they were last read."""
        return self.key_file.ring

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A transaction for looking.

        Raises
        ------
        Unavailable
            The database does not answer.
        """
        with told(), self.engine.connect() as connection:
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """A transaction for changing: all of it is kept at the end, or nothing is.

        Writers take turns, as each adds to the one chain of the audit; what a writer has read
        stays true until it is done.

        Raises
        ------
        Unavailable
            The database does not answer, cannot be written to, or is full.
        KeyringError
            The file of keys has changed and is none any more.
        """
        with (
            told(),
            self.engine.connect().execution_options(writes=True) as connection,
            connection.begin(),
        ):
            _take_turn(connection, _WRITING)
            self.key_file.refresh()
            yield connection

    def seal(self, of: str, value: Any) -> str:
        """`value` sealed for the row `of`; see `Keyring.seal`."""
        return self.key_file.seal(of, value)

    def open(self, of: str, sealed: str) -> Any:
        """What was sealed for the row `of`; see `Keyring.open`."""
        return self.key_file.open(of, sealed)

    def close(self) -> None:
        """Let go of the database."""
        self.engine.dispose()


def fresh_id() -> str:
    """An id that cannot be guessed: 120 random bits."""
    return secrets.token_urlsafe(15)


def open_records(url: str, keys: Path, *, make: bool = True) -> Records:
    """Open the records at `url` with the file of `keys`, bringing the tables up to date.

    Where there are no tables yet they are made, and keys with them, unless `make` is false.

    Raises
    ------
    RecordsError
        There are none and `make` is false, or `url` names no database of a known kind.
    KeyringError
        Keys are missing for records that are there, or do not open them.
    Unavailable
        The database does not answer.
    """
    from .upgrade import upgrade  # slow to import, and not needed by a page that keeps nothing

    engine = engine_for(url)
    try:
        with told():
            if not make and not is_there(engine):
                raise RecordsError(gettext("There are no records here yet."))
            _begin_file(engine)
            # In one turn: two programs that begin at once must not make two files of keys.
            with turn_to_migrate(engine) as connection:
                records = Records(engine, KeyFile(keys, ring_for(connection, keys)))
                upgrade(connection)
                leave_mark(records, connection)
    except Exception:
        engine.dispose()
        raise
    return records


def migrate(engine: Engine) -> None:
    """Bring the tables up to date; programs that do so at once take turns.

    Raises
    ------
    RecordsError
        The tables are of a newer version than this code.
    """
    from .upgrade import upgrade

    with turn_to_migrate(engine) as connection:
        upgrade(connection)


def sqlite_file(engine: Engine) -> Path | None:
    """The file of an embedded database, None where a server has it."""
    if engine.dialect.name == "sqlite" and engine.url.database:
        return Path(engine.url.database)
    return None


@contextmanager
def turn_to_migrate(engine: Engine) -> Iterator[Connection]:
    """A transaction in which no other program brings the tables up to date.

    Raises
    ------
    sqlalchemy.exc.DBAPIError
        The database does not answer, or others take too long; see `failures.told`.
    """
    with engine.connect().execution_options(writes=True) as connection, connection.begin():
        _take_turn(connection, _MIGRATING)
        yield connection


def ring_for(connection: Connection, keys: Path) -> Keyring:
    """The keys, made afresh for records that only begin here.

    Raises
    ------
    KeyringError
        Records are there and their keys are not, or the file is none of keys.
    """
    ring = keyring.read(keys)
    if ring is None and inspect(connection).has_table(marker.name):
        raise KeyringError(
            gettext(
                "Records are there, but their keys are not at %(keys)s. Put back your "
                "copy of the file; without it nobody can open them.",
                keys=keys,
            )
        )
    if ring is None:
        ring = Keyring.new()
        keyring.write(keys, ring)
    return ring


def _take_turn(connection: Connection, lock: int) -> None:
    """Wait for the others until the transaction ends; in SQLite its beginning has seen to that."""
    if connection.dialect.name == "postgresql":
        connection.execute(text(f"set local lock_timeout = '{_PATIENCE}s'"))
        connection.execute(text("select pg_advisory_xact_lock(:lock)"), {"lock": lock})


def engine_for(url: str) -> Engine:
    """The way to the database at `url`; nothing is asked of it yet.

    Raises
    ------
    RecordsError
        `url` names no database of a known kind, or its driver is missing.
    Unavailable
        The folder of an embedded one cannot be made.
    """
    try:
        parsed = make_url(url)
    except ArgumentError:
        raise RecordsError(
            "The setting RECORDS_DATABASE is no address of a database; for example "
            "postgresql://middleground@localhost/middleground."
        ) from None
    kind = parsed.get_backend_name()
    if kind not in ("sqlite", "postgresql"):
        raise RecordsError(f"Records are kept in SQLite or PostgreSQL, not in {kind}.")
    # A message of the database must not quote what was to be written.
    if kind == "postgresql":
        url_with_driver = parsed.set(drivername="postgresql+psycopg")
        try:
            return create_engine(
                url_with_driver,
                hide_parameters=True,
                pool_pre_ping=True,
                connect_args={"connect_timeout": _PATIENCE},
            )
        except ImportError:
            raise RecordsError(
                "PostgreSQL needs its driver: pip install 'middleground[postgres]'."
            ) from None
    return _embedded(parsed)


def _embedded(url: URL) -> Engine:
    if url.database:
        try:
            Path(url.database).parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        except OSError as error:
            raise Unavailable(
                gettext(
                    "The folder of the records cannot be made: %(strerror)s.",
                    strerror=error.strerror,
                )
            ) from None
    engine = create_engine(url, hide_parameters=True, connect_args={"timeout": _PATIENCE})

    @event.listens_for(engine, "connect")
    def connected(connection: Any, _: Any) -> None:
        connection.isolation_level = None  # transactions begin below, and nowhere else
        for pragma in (
            "journal_mode = wal",
            "synchronous = full",
            "foreign_keys = on",
            "secure_delete = on",
        ):
            connection.execute(f"pragma {pragma}")

    @event.listens_for(engine, "begin")
    def begun(connection: Connection) -> None:
        # A writer takes its turn at once, and never finds out half-way that another was first.
        writes = connection.get_execution_options().get("writes")
        connection.exec_driver_sql("begin immediate" if writes else "begin")

    return engine


def is_there(engine: Engine) -> bool:
    """Whether records have begun there."""
    file = sqlite_file(engine)
    return (file is None or exists(file)) and inspect(engine).has_table(marker.name)


def exists(file: Path) -> bool:
    """Whether `file` is there.

    Raises
    ------
    Unavailable
        It cannot be reached, so that nobody can tell.
    """
    try:
        return file.exists()
    except OSError as error:
        raise Unavailable(
            gettext("%(file)s cannot be reached: %(strerror)s.", file=file, strerror=error.strerror)
        ) from None


def _begin_file(engine: Engine) -> None:
    """Make the file of an embedded database one that only its owner can read."""
    file = sqlite_file(engine)
    if file is None or exists(file):
        return
    try:
        file.touch(mode=0o600)
    except OSError as error:
        raise Unavailable(
            gettext(
                "The file of the records cannot be written: %(strerror)s.", strerror=error.strerror
            )
        ) from None


def leave_mark(records: Records, connection: Connection) -> None:
    """Leave a mark that only these keys open, or open the one that is there.

    Raises
    ------
    KeyringError
        It was left by other keys.
    """
    if not open_mark(records, connection):
        of, what = _MARK
        connection.execute(insert(marker).values(id=of, sealed=records.seal(of, what)))


def open_mark(records: Records, connection: Connection) -> bool:
    """Open the mark that was left; False where there is none yet.

    Raises
    ------
    KeyringError
        It was left by other keys.
    """
    of, what = _MARK
    sealed = connection.execute(select(marker.c.sealed)).scalar()
    if sealed is not None and records.open(of, sealed) != what:
        raise KeyringError(gettext("The file of keys belongs to other records."))
    return sealed is not None
