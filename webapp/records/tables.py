"""The tables. Plain columns are ids, times and states; whatever somebody wrote is in `sealed`.

The migrations make them; `tests/records/test_migrations.py` holds the two together. Times are text,
ISO 8601 in UTC, which sorts as it should in both databases.
"""

from __future__ import annotations

from typing import Any, Final

from sqlalchemy import (
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
)

metadata: Final = MetaData(
    naming_convention={
        "ix": "ix_%(column_0_label)s",
        "uq": "uq_%(table_name)s_%(column_0_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)

_ID: Final = String(32)
_TIME: Final = String(32)
_DIGEST: Final = String(64)


def _id() -> Column[Any]:
    return Column("id", _ID, primary_key=True)


def _of(table: str, name: str | None = None, **more: Any) -> Column[Any]:
    """A column that points to a row of `table`, which takes this row with it when it goes."""
    return Column(
        name or f"{table.removesuffix('s')}_id",
        _ID,
        ForeignKey(f"{table}.id", ondelete="CASCADE"),
        nullable=False,
        index=True,
        **more,
    )


def _sealed() -> Column[Any]:
    return Column("sealed", Text, nullable=False)


# One row: something sealed, by which wrong keys are told at once.
marker: Final = Table("marker", metadata, _id(), _sealed())

teams: Final = Table("teams", metadata, _id(), _sealed())

people: Final = Table(
    "people",
    metadata,
    _id(),
    Column("login", _DIGEST, nullable=False, unique=True),
    Column("role", String(20), nullable=False),
    Column("team_id", _ID, ForeignKey("teams.id"), nullable=True),
    Column("password", String(200), nullable=False),
    Column("code_step", Integer, nullable=False),  # of the last one-time code used
    Column("active", Boolean, nullable=False),
    Column("created", _TIME, nullable=False),
    _sealed(),
)

invitations: Final = Table(
    "invitations",
    metadata,
    Column("token", _DIGEST, primary_key=True),
    Column("person_id", _ID, nullable=True),  # whose way back in it is; None: somebody new
    Column("role", String(20), nullable=False),
    Column("team_id", _ID, ForeignKey("teams.id"), nullable=True),
    Column("ends", _TIME, nullable=False),
    Column("used", _TIME, nullable=True),
    _sealed(),
)

# Failed tries, for logins that exist and those that do not alike.
failures: Final = Table(
    "failures",
    metadata,
    Column("login", _DIGEST, primary_key=True),
    Column("tries", Integer, nullable=False),
    Column("until", _TIME, nullable=True),
)

sign_ins: Final = Table(
    "sign_ins",
    metadata,
    Column("token", _DIGEST, primary_key=True),
    _of("people", "person_id"),
    Column("began", _TIME, nullable=False),
    Column("seen", _TIME, nullable=False),
)

cases: Final = Table(
    "cases",
    metadata,
    _id(),
    Column("owner_id", _ID, nullable=False, index=True),
    Column("created", _TIME, nullable=False),
    Column("changed", _TIME, nullable=False),
    Column("closed", _TIME, nullable=True),
    Column("version", Integer, nullable=False),
    _sealed(),
)

notes: Final = Table(
    "notes",
    metadata,
    _id(),
    _of("cases"),
    Column("author_id", _ID, nullable=False),
    Column("day", String(10), nullable=False),
    Column("kept", _TIME, nullable=False),
    _sealed(),
    Index("ix_notes_case_day", "case_id", "day"),
)

formulations: Final = Table(
    "formulations",
    metadata,
    _id(),
    _of("notes"),
    Column("made", _TIME, nullable=False),
    _sealed(),
)

judgements: Final = Table(
    "judgements",
    metadata,
    _id(),
    _of("notes"),
    Column("person_id", _ID, nullable=False),
    Column("at", _TIME, nullable=False),
    Column("may_teach", Boolean, nullable=False),
    _sealed(),
)

hypotheses: Final = Table(
    "hypotheses",
    metadata,
    _id(),
    _of("cases"),
    Column("opened", _TIME, nullable=False),
    Column("looked_at", _TIME, nullable=False),
    Column("version", Integer, nullable=False),
    _sealed(),
)

rounds: Final = Table(
    "rounds",
    metadata,
    _id(),
    Column("holder_id", _ID, nullable=False, index=True),
    Column("case_id", _ID, ForeignKey("cases.id", ondelete="CASCADE"), nullable=True, index=True),
    Column("created", _TIME, nullable=False),
    Column("version", Integer, nullable=False),
    _sealed(),
)

invited: Final = Table(
    "invited",
    metadata,
    Column("round_id", _ID, ForeignKey("rounds.id", ondelete="CASCADE"), primary_key=True),
    Column("person_id", String(80), primary_key=True, index=True),
)

entries: Final = Table(
    "entries",
    metadata,
    _id(),
    _of("rounds"),
    Column("person_id", String(80), nullable=False),
    Column("version", Integer, nullable=False),
    Column("at", _TIME, nullable=False),
    _sealed(),
    UniqueConstraint("round_id", "person_id", "version"),
)

practice: Final = Table(
    "practice",
    metadata,
    Column("person_id", _ID, primary_key=True),
    _sealed(),
)

# Append-only: triggers refuse to change or delete a row; see `audit`.
audit: Final = Table(
    "audit",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("at", _TIME, nullable=False),
    Column("who", _ID, nullable=False, index=True),
    Column("action", String(40), nullable=False),
    Column("subject", String(80), nullable=False, index=True),
    Column("detail", Text, nullable=False),
    Column("link", _DIGEST, nullable=False),
)

audit_end: Final = Table(
    "audit_end",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("number", Integer, nullable=False),
    Column("link", _DIGEST, nullable=False),
)

# Tables with a sealed column, and the column that names the row in what was sealed.
SEALED: Final = {
    table: next(iter(table.primary_key.columns))
    for table in metadata.sorted_tables
    if "sealed" in table.columns
}
