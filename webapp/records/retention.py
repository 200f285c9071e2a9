"""Retention by rule: what has been closed for long enough goes, and leaves the file."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import delete, select

from . import audit
from .access import Access
from .cases import remove
from .erasing import wipe
from .sign_in import LONGEST
from .tables import cases, failures, invitations, sign_ins
from .times import stamp


def apply(access: Access, now: datetime, by: str, days: int | None) -> int:
    """Delete cases that were closed more than `days` ago (None: never); how many.

    Invitations, sign-ins and failed tries that are over go as well. The audit stays.
    """
    with access.records.writing() as connection:
        over = stamp(now)
        connection.execute(delete(invitations).where(invitations.c.ends < over))
        connection.execute(delete(sign_ins).where(sign_ins.c.began < stamp(now - LONGEST)))
        connection.execute(delete(failures).where(failures.c.until < over))
        gone: list[str] = []
        if days is not None:
            before = stamp(now - timedelta(days=days))
            gone = list(connection.scalars(select(cases.c.id).where(cases.c.closed < before)))
        sealed = remove(connection, gone)
        for case in gone:
            audit.write(access.records, connection, now, by, "case_deleted", case, rule=days)
        if gone:
            audit.write(access.records, connection, now, by, "retention_applied", cases=len(gone))
    wipe(access.records, sealed)
    return len(gone)
