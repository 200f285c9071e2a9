"""New keys for all that is sealed; a program that is running notices, see `keyring.KeyFile`."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select, update

from . import audit
from .database import Records
from .tables import SEALED


def rotate(records: Records, now: datetime, by: str, *, forget_old: bool = False) -> int:
    """Seal everything again with a fresh key; how many fields.

    The new key stands in the file before anything is sealed with it, and the old ones stay there
    to open back-ups, unless `forget_old`: a program that stops anywhere in between loses nothing.
    """
    file, done = records.key_file, 0
    # In a writer's turn, so that of two who rotate at once neither loses the key of the other.
    with records.writing() as connection:
        ring = file.ring.rotated()
        file.replace(ring)
        for table, key in SEALED.items():
            for row in connection.execute(select(key, table.c.sealed)).all():
                again = ring.again(row.sealed)
                connection.execute(update(table).where(key == row[0]).values(sealed=again))
                done += 1
        audit.write(records, connection, now, by, "keys_rotated", fields=done, forgot=forget_old)
    if forget_old:
        with records.writing():
            file.replace(file.ring.newest_only())
    return done
