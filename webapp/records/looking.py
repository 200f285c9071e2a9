"""Looking at the place of records before they are opened: nothing there is made or changed."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Final

from sqlalchemy import Connection, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError

from . import keyring
from .database import (
    Records,
    engine_for,
    exists,
    is_there,
    leave_mark,
    ring_for,
    turn_to_migrate,
)
from .failures import told
from .keyring import KeyFile
from .upgrade import upgrade

_LOOK_ONLY: Final = {
    "sqlite": "pragma query_only = on",
    "postgresql": "set transaction read only",
}


@dataclass(frozen=True, slots=True)
class Seen:
    """What is at the place of records.

    `there` says whether they have begun, `current` whether opening them would leave the tables as
    they are, `keyed` whether the file of keys is there. `file` is that of an embedded database.
    """

    there: bool
    current: bool
    keyed: bool
    file: Path | None


def look(url: str, keys: Path) -> Seen:
    """Go the way of `open_records` with the same `url` and `keys`, and leave all as it was.

    Raises
    ------
    RecordsError, KeyringError, Unavailable
        As `open_records` would, tables that cannot be made and those of a newer version included.
    """
    file = _embedded_file(url)
    if file and not exists(file):  # an engine would make its folder
        return Seen(False, False, keyring.read(keys) is not None, file)
    engine = engine_for(url)
    try:
        with told():
            there = is_there(engine)
            with turn_to_migrate(engine) as connection, connection.begin_nested() as trial:
                if there:
                    leave_mark(
                        Records(engine, KeyFile(keys, ring_for(connection, keys))), connection
                    )
                    current = _is_current(connection)
                else:
                    upgrade(connection)
                    current = False
                trial.rollback()
        return Seen(there, current, there or keyring.read(keys) is not None, file)
    finally:
        engine.dispose()


def _is_current(connection: Connection) -> bool:
    """Whether `upgrade` finds nothing to do, on a connection that from here on writes nothing."""
    connection.exec_driver_sql(_LOOK_ONLY[connection.dialect.name])
    try:
        with connection.begin_nested():
            upgrade(connection)
    except DBAPIError:
        return False
    return True


def _embedded_file(url: str) -> Path | None:
    try:
        parsed = make_url(url)
    except ArgumentError:
        return None  # told by `engine_for`
    here = parsed.get_backend_name() == "sqlite" and parsed.database
    return Path(here) if here else None
