"""The tables as they first were."""

from __future__ import annotations

from alembic import op
from sqlalchemy import (
    Boolean,
    Column,
    ForeignKeyConstraint,
    Integer,
    PrimaryKeyConstraint,
    String,
    Text,
    UniqueConstraint,
)

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

# The audit is append-only in the database itself, whoever writes to it.
_SQLITE = """
create trigger audit_no_{what} before {what} on audit
begin select raise(abort, 'the audit is append-only'); end
"""
_POSTGRESQL = """
create function audit_append_only() returns trigger language plpgsql as
$$ begin raise exception 'the audit is append-only'; end $$;
create trigger audit_append_only before update or delete or truncate on audit
for each statement execute function audit_append_only();
"""


def upgrade() -> None:
    """Make every table, the start of the audit, and what guards it."""
    op.create_table(
        "audit",
        Column("number", Integer(), autoincrement=False, nullable=False),
        Column("at", String(length=32), nullable=False),
        Column("who", String(length=32), nullable=False),
        Column("action", String(length=40), nullable=False),
        Column("subject", String(length=80), nullable=False),
        Column("detail", Text(), nullable=False),
        Column("link", String(length=64), nullable=False),
        PrimaryKeyConstraint("number", name="pk_audit"),
    )
    op.create_index("ix_audit_subject", "audit", ["subject"])
    op.create_index("ix_audit_who", "audit", ["who"])
    audit_end = op.create_table(
        "audit_end",
        Column("id", Integer(), autoincrement=False, nullable=False),
        Column("number", Integer(), nullable=False),
        Column("link", String(length=64), nullable=False),
        PrimaryKeyConstraint("id", name="pk_audit_end"),
    )
    op.create_table(
        "cases",
        Column("id", String(length=32), nullable=False),
        Column("owner_id", String(length=32), nullable=False),
        Column("created", String(length=32), nullable=False),
        Column("changed", String(length=32), nullable=False),
        Column("closed", String(length=32), nullable=True),
        Column("version", Integer(), nullable=False),
        Column("sealed", Text(), nullable=False),
        PrimaryKeyConstraint("id", name="pk_cases"),
    )
    op.create_index("ix_cases_owner_id", "cases", ["owner_id"])
    op.create_table(
        "failures",
        Column("login", String(length=64), nullable=False),
        Column("tries", Integer(), nullable=False),
        Column("until", String(length=32), nullable=True),
        PrimaryKeyConstraint("login", name="pk_failures"),
    )
    op.create_table(
        "marker",
        Column("id", String(length=32), nullable=False),
        Column("sealed", Text(), nullable=False),
        PrimaryKeyConstraint("id", name="pk_marker"),
    )
    op.create_table(
        "practice",
        Column("person_id", String(length=32), nullable=False),
        Column("sealed", Text(), nullable=False),
        PrimaryKeyConstraint("person_id", name="pk_practice"),
    )
    op.create_table(
        "teams",
        Column("id", String(length=32), nullable=False),
        Column("sealed", Text(), nullable=False),
        PrimaryKeyConstraint("id", name="pk_teams"),
    )
    op.create_table(
        "hypotheses",
        Column("id", String(length=32), nullable=False),
        Column("case_id", String(length=32), nullable=False),
        Column("opened", String(length=32), nullable=False),
        Column("looked_at", String(length=32), nullable=False),
        Column("version", Integer(), nullable=False),
        Column("sealed", Text(), nullable=False),
        ForeignKeyConstraint(
            ["case_id"], ["cases.id"], name="fk_hypotheses_case_id_cases", ondelete="CASCADE"
        ),
        PrimaryKeyConstraint("id", name="pk_hypotheses"),
    )
    op.create_index("ix_hypotheses_case_id", "hypotheses", ["case_id"])
    op.create_table(
        "invitations",
        Column("token", String(length=64), nullable=False),
        Column("person_id", String(length=32), nullable=True),
        Column("role", String(length=20), nullable=False),
        Column("team_id", String(length=32), nullable=True),
        Column("ends", String(length=32), nullable=False),
        Column("used", String(length=32), nullable=True),
        Column("sealed", Text(), nullable=False),
        ForeignKeyConstraint(["team_id"], ["teams.id"], name="fk_invitations_team_id_teams"),
        PrimaryKeyConstraint("token", name="pk_invitations"),
    )
    op.create_table(
        "notes",
        Column("id", String(length=32), nullable=False),
        Column("case_id", String(length=32), nullable=False),
        Column("author_id", String(length=32), nullable=False),
        Column("day", String(length=10), nullable=False),
        Column("kept", String(length=32), nullable=False),
        Column("sealed", Text(), nullable=False),
        ForeignKeyConstraint(
            ["case_id"], ["cases.id"], name="fk_notes_case_id_cases", ondelete="CASCADE"
        ),
        PrimaryKeyConstraint("id", name="pk_notes"),
    )
    op.create_index("ix_notes_case_day", "notes", ["case_id", "day"])
    op.create_index("ix_notes_case_id", "notes", ["case_id"])
    op.create_table(
        "people",
        Column("id", String(length=32), nullable=False),
        Column("login", String(length=64), nullable=False),
        Column("role", String(length=20), nullable=False),
        Column("team_id", String(length=32), nullable=True),
        Column("password", String(length=200), nullable=False),
        Column("code_step", Integer(), nullable=False),
        Column("active", Boolean(), nullable=False),
        Column("created", String(length=32), nullable=False),
        Column("sealed", Text(), nullable=False),
        ForeignKeyConstraint(["team_id"], ["teams.id"], name="fk_people_team_id_teams"),
        PrimaryKeyConstraint("id", name="pk_people"),
        UniqueConstraint("login", name="uq_people_login"),
    )
    op.create_table(
        "rounds",
        Column("id", String(length=32), nullable=False),
        Column("holder_id", String(length=32), nullable=False),
        Column("case_id", String(length=32), nullable=True),
        Column("created", String(length=32), nullable=False),
        Column("version", Integer(), nullable=False),
        Column("sealed", Text(), nullable=False),
        ForeignKeyConstraint(
            ["case_id"], ["cases.id"], name="fk_rounds_case_id_cases", ondelete="CASCADE"
        ),
        PrimaryKeyConstraint("id", name="pk_rounds"),
    )
    op.create_index("ix_rounds_case_id", "rounds", ["case_id"])
    op.create_index("ix_rounds_holder_id", "rounds", ["holder_id"])
    op.create_table(
        "entries",
        Column("id", String(length=32), nullable=False),
        Column("round_id", String(length=32), nullable=False),
        Column("person_id", String(length=80), nullable=False),
        Column("version", Integer(), nullable=False),
        Column("at", String(length=32), nullable=False),
        Column("sealed", Text(), nullable=False),
        ForeignKeyConstraint(
            ["round_id"], ["rounds.id"], name="fk_entries_round_id_rounds", ondelete="CASCADE"
        ),
        PrimaryKeyConstraint("id", name="pk_entries"),
        UniqueConstraint("round_id", "person_id", "version", name="uq_entries_round_id"),
    )
    op.create_index("ix_entries_round_id", "entries", ["round_id"])
    op.create_table(
        "formulations",
        Column("id", String(length=32), nullable=False),
        Column("note_id", String(length=32), nullable=False),
        Column("made", String(length=32), nullable=False),
        Column("sealed", Text(), nullable=False),
        ForeignKeyConstraint(
            ["note_id"], ["notes.id"], name="fk_formulations_note_id_notes", ondelete="CASCADE"
        ),
        PrimaryKeyConstraint("id", name="pk_formulations"),
    )
    op.create_index("ix_formulations_note_id", "formulations", ["note_id"])
    op.create_table(
        "invited",
        Column("round_id", String(length=32), nullable=False),
        Column("person_id", String(length=80), nullable=False),
        ForeignKeyConstraint(
            ["round_id"], ["rounds.id"], name="fk_invited_round_id_rounds", ondelete="CASCADE"
        ),
        PrimaryKeyConstraint("round_id", "person_id", name="pk_invited"),
    )
    op.create_index("ix_invited_person_id", "invited", ["person_id"])
    op.create_table(
        "judgements",
        Column("id", String(length=32), nullable=False),
        Column("note_id", String(length=32), nullable=False),
        Column("person_id", String(length=32), nullable=False),
        Column("at", String(length=32), nullable=False),
        Column("may_teach", Boolean(), nullable=False),
        Column("sealed", Text(), nullable=False),
        ForeignKeyConstraint(
            ["note_id"], ["notes.id"], name="fk_judgements_note_id_notes", ondelete="CASCADE"
        ),
        PrimaryKeyConstraint("id", name="pk_judgements"),
    )
    op.create_index("ix_judgements_note_id", "judgements", ["note_id"])
    op.create_table(
        "sign_ins",
        Column("token", String(length=64), nullable=False),
        Column("person_id", String(length=32), nullable=False),
        Column("began", String(length=32), nullable=False),
        Column("seen", String(length=32), nullable=False),
        ForeignKeyConstraint(
            ["person_id"], ["people.id"], name="fk_sign_ins_person_id_people", ondelete="CASCADE"
        ),
        PrimaryKeyConstraint("token", name="pk_sign_ins"),
    )
    op.create_index("ix_sign_ins_person_id", "sign_ins", ["person_id"])

    op.bulk_insert(audit_end, [{"id": 1, "number": 0, "link": "0" * 64}])
    if op.get_context().dialect.name == "sqlite":
        for what in ("update", "delete"):
            op.execute(_SQLITE.format(what=what))
    else:
        op.execute(_POSTGRESQL)
