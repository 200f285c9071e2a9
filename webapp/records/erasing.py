"""What was deleted leaves the file, too."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from typing import Final

from ..language import gettext
from .database import Records, sqlite_file
from .errors import RecordsError

_PIECE: Final = 100  # characters


def wipe(records: Records, sealed: Iterable[str]) -> None:
    """See that what was deleted has left the file of an embedded database, too.

    SQLite overwrites what it deletes (`secure_delete`), but an older copy may stand in its log.

    Raises
    ------
    RecordsError
        A deleted field can still be found in the file.
    """
    file = sqlite_file(records.engine)
    if file is None:
        return
    # A long field lies in the file in pieces, as pages hold it: its beginning and its end do.
    gone = [piece.encode() for each in sealed for piece in (each[:_PIECE], each[-_PIECE:])]
    # Where the log cannot be emptied, what is left in it is found below.
    failure = records.engine.dialect.loaded_dbapi.Error
    with records.engine.connect() as connection, suppress(failure):
        connection.connection.cursor().execute("pragma wal_checkpoint(truncate)")
    beside = [file, file.with_name(f"{file.name}-wal")]
    for part in (part.read_bytes() for part in beside if part.exists()):
        if any(each in part for each in gone):
            raise RecordsError(
                gettext(
                    "The record is deleted, but something of it is still in the file, as "
                    "another program is reading. Run `middleground retention` when nobody "
                    "else is at work."
                )
            )
