"""Invitations that nobody has taken up yet: who holds a link, until when, and taking it back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, delete, select

from . import audit
from .database import Records
from .people import Accounts
from .tables import invitations
from .times import stamp


@dataclass(frozen=True, slots=True)
class Waiting:
    """An open invitation: its `key` is the digest of the link's token, by which nobody comes in.

    `team` is a name, `ends` a time in UTC, and `again` tells of somebody who has an account.
    """

    key: str
    name: str
    role: str
    team: str | None
    ends: str
    again: bool


def waiting(records: Records, now: datetime) -> tuple[Waiting, ...]:
    """All open invitations, those that end first before the others."""
    teams = Accounts(records).teams()
    with records.reading() as connection:
        rows = connection.execute(_open(now).order_by(invitations.c.ends)).all()
    return tuple(
        Waiting(
            row.token,
            records.open(f"invitation {row.token}", row.sealed)["name"],
            row.role,
            teams.get(row.team_id or ""),
            row.ends,
            row.person_id is not None,
        )
        for row in rows
    )


def take_back(records: Records, now: datetime, by: str, key: str) -> None:
    """Let the link of an open invitation work no more; one that is not open stays as it is."""
    with records.writing() as connection:
        row = connection.execute(_open(now).where(invitations.c.token == key)).one_or_none()
        if row is None:
            return
        connection.execute(delete(invitations).where(invitations.c.token == key))
        audit.write(
            records,
            connection,
            now,
            by,
            "invitation_taken_back",
            row.person_id or "",
            role=row.role,
        )


def _open(now: datetime) -> Select[Any]:
    return select(invitations).where(invitations.c.used.is_(None), invitations.c.ends > stamp(now))
