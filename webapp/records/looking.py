"""Looking at the place of records before they are opened: nothing there is made or changed."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from sqlalchemy import Connection, Engine, create_engine, inspect, make_url
from sqlalchemy.exc import ArgumentError

from . import keyring
from .database import Records, engine_for, exists, open_mark, ring_for, turn_to_migrate
from .errors import RecordsError, Unavailable
from .failures import told
from .keyring import KeyFile
from .tables import marker, metadata
from .upgrade import revision, revision_of, upgrade

# What SQLite keeps beside a file while somebody has it open, or after they have died.
_IN_USE: Final = ("-wal", "-journal")


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
    """Tell what `open_records` would meet with the same `url` and `keys`, and leave all as it was.

    Beside an embedded database that is in use, SQLite may bring its index of the changes up to
    date, as it does for each reader.

    Raises
    ------
    RecordsError, KeyringError, Unavailable
        As `open_records` would, tables that cannot be made and those of a newer version included;
        and where tables or columns are missing, which it does not look for.
    """
    file = _embedded_file(url)
    if file and not exists(file):  # an engine would make its folder
        return Seen(False, False, keyring.read(keys) is not None, file)
    engine = _for_looking(url, file) if file else engine_for(url)
    try:
        with told():
            with engine.connect() as connection:
                version = revision_of(connection)
                there = inspect(connection).has_table(marker.name)
                if there:
                    _must_be_whole(connection, version)
                    open_mark(
                        Records(engine, KeyFile(keys, ring_for(connection, keys))), connection
                    )
                else:
                    _must_be_free(connection)
            if not there and not file:
                _try_to_begin(engine)
        current = there and version == revision()
        return Seen(there, current, there or keyring.read(keys) is not None, file)
    finally:
        engine.dispose()


def _for_looking(url: str, file: Path) -> Engine:
    """The way to an embedded database that can only be read; that of the page changes its kind."""
    _must_be_usable(file)
    file = file.resolve()
    query = {"mode": "ro", "uri": "true"}
    # Even to read a file, SQLite would make others beside it, and a reader leaves them there.
    if not any(exists(file.with_name(file.name + end)) for end in _IN_USE):
        query["immutable"] = "1"
    address = make_url(url).set(database=file.as_uri()).update_query_dict(query)
    return create_engine(address, hide_parameters=True)


def _must_be_usable(file: Path) -> None:
    if not file.is_file():
        raise Unavailable(f"{file} is no file. Set RECORDS_DATABASE to another place.")
    for place in (file, file.parent):  # into the folder go the changes, before they are in the file
        if not os.access(place, os.R_OK | os.W_OK):
            raise Unavailable(
                f"{place} cannot be read and written. Let whoever runs Middle Ground do so, or set "
                "RECORDS_DATABASE to another place."
            )


def _must_be_whole(connection: Connection, version: str | None) -> None:
    """Older tables may lack what the next start makes; others may lack nothing."""
    lacking = list(_lacking(connection)) if version == revision() else []
    if version is None:
        lacking = ["alembic_version"]
    if lacking:
        raise RecordsError(
            f"The tables of the records are not whole; missing: {', '.join(lacking)}. They were "
            "changed from outside. Put back the newest back-up, and keep what is there: more may "
            "be saved from it."
        )


def _lacking(connection: Connection) -> Iterator[str]:
    inspector = inspect(connection)
    for table in metadata.sorted_tables:
        if not inspector.has_table(table.name):
            yield table.name
            continue
        there = {column["name"] for column in inspector.get_columns(table.name)}
        yield from (str(column) for column in table.c if column.name not in there)


def _must_be_free(connection: Connection) -> None:
    taken = metadata.tables.keys() & set(inspect(connection).get_table_names())
    if taken:
        raise RecordsError(
            f"No records have begun here, and yet there are tables with names of theirs: "
            f"{', '.join(sorted(taken))}. Put back the newest back-up, or set RECORDS_DATABASE to "
            "another place."
        )


def _try_to_begin(engine: Engine) -> None:
    """Make the tables on a server, and take them back: only that tells what its user may do."""
    with turn_to_migrate(engine) as connection, connection.begin_nested() as trial:
        upgrade(connection)
        trial.rollback()


def _embedded_file(url: str) -> Path | None:
    try:
        parsed = make_url(url)
    except ArgumentError:
        return None  # told by `engine_for`
    here = parsed.get_backend_name() == "sqlite" and parsed.database
    return Path(here) if here else None
