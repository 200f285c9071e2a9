"""The audit: who did what to which record and when, each entry linked to the one before.

A link is a keyed hash (HMAC-SHA-256) of the entry and the link before it, so that whoever holds the
database without the keys can neither change nor leave out nor add an entry unseen. Cutting off the
end looks like an older copy: write down the last number and link now and then, `verify` takes them.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Connection, Row, insert, select, update

from ..language import N_, Worded, gettext
from .database import Records
from .errors import RecordsError
from .tables import audit, audit_end
from .times import stamp

START: Final = "0" * 64
PAGE: Final = 100
_MOST: Final = 2**31 - 1  # what a number can be in both databases

# Every action that is ever written, with the words an auditor reads.
ACTIONS: Final = Worded(
    {
        "signed_in": N_("signed in"),
        "sign_in_failed": N_("sign-in failed"),
        "locked_out": N_("locked out after failed sign-ins"),
        "signed_out": N_("signed out"),
        "invited": N_("invited somebody"),
        "invitation_taken_back": N_("took back an invitation"),
        "joined": N_("accepted an invitation"),
        "person_changed": N_("changed somebody's role, team or access"),
        "team_made": N_("made a team"),
        "case_opened": N_("opened a case"),
        "case_read": N_("read a case"),
        "case_changed": N_("changed a case"),
        "case_closed": N_("closed a case"),
        "case_reopened": N_("opened a closed case again"),
        "case_exported": N_("exported a case"),
        "case_deleted": N_("deleted a case"),
        "note_kept": N_("kept a note"),
        "note_read": N_("read a note"),
        "note_deleted": N_("deleted a note"),
        "hypothesis_changed": N_("changed a hypothesis"),
        "consent_recorded": N_("recorded consent to disclosure"),
        "consent_withdrawn": N_("recorded that consent was withdrawn"),
        "round_made": N_("began a supervision round"),
        "round_read": N_("read a supervision round"),
        "round_entry": N_("put in an entry"),
        "round_changed": N_("changed a supervision round"),
        "round_exported": N_("exported a supervision round"),
        "round_deleted": N_("deleted a supervision round"),
        "judgements_exported": N_("exported judgements for retraining"),
        "keys_rotated": N_("rotated the keys"),
        "backed_up": N_("made a back-up"),
        "restored": N_("restored a back-up"),
        "retention_applied": N_("applied the retention rule"),
        "audit_verified": N_("verified the audit"),
        "refused": N_("was refused"),
    }
)


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the audit; `detail` holds counts and states, never words of a record."""

    number: int
    at: str
    who: str
    action: str
    subject: str
    detail: dict[str, Any]
    link: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """What `verify` found: `wrong` says what is not as it was written, None when all is."""

    entries: int
    link: str
    wrong: str | None


def write(
    records: Records,
    connection: Connection,
    now: datetime,
    who: str,
    action: str,
    subject: str = "",
    **detail: Any,
) -> None:
    """Add an entry, in the transaction of what it tells of: both are kept, or neither is.

    Raises
    ------
    RecordsError
        The audit was changed from outside, so that nothing can be added to it.
    """
    if action not in ACTIONS:
        raise ValueError(f"{action!r} is no action that an auditor has words for.")
    end = connection.execute(select(audit_end.c.number, audit_end.c.link)).one_or_none()
    if end is None:
        raise RecordsError(gettext("The end of the audit is missing: it was removed from outside."))
    number, before = end
    values = {
        "number": number + 1,
        "at": stamp(now),
        "who": who,
        "action": action,
        "subject": subject,
        "detail": json.dumps(detail, sort_keys=True),
    }
    link = records.keys.link(before, _canonical(values))
    connection.execute(insert(audit).values(**values, link=link))
    connection.execute(update(audit_end).values(number=number + 1, link=link))


def verify(records: Records, known: tuple[int, str] | None = None) -> Verdict:
    """Follow the chain from its start; `known` is a number and link noted down earlier."""
    before, count = START, 0
    with records.reading() as connection:
        for row in connection.execute(select(audit).order_by(audit.c.number)):
            count += 1
            entry = {key: value for key, value in row._mapping.items() if key != "link"}
            if row.number != count:
                return Verdict(
                    count - 1, before, gettext("Entry %(count)s is missing.", count=count)
                )
            if row.link != records.keys.link(before, _canonical(entry)):
                return Verdict(
                    count - 1,
                    before,
                    gettext("Entry %(count)s is not as it was written.", count=count),
                )
            before = row.link
            if known and known[0] == count and known[1] != before:
                return Verdict(
                    count,
                    before,
                    gettext("Entry %(count)s has another link than you noted.", count=count),
                )
        end = connection.execute(select(audit_end.c.number, audit_end.c.link)).one_or_none()
    if end is None or (end.number, end.link) != (count, before):
        return Verdict(count, before, gettext("Entries are missing at the end."))
    if known and known[0] > count:
        return Verdict(
            count,
            before,
            gettext(
                "You noted %(known)s entries; there are only %(count)s.",
                known=known[0],
                count=count,
            ),
        )
    return Verdict(count, before, None)


def entries(
    records: Records, *, before: int | None = None, action: str | None = None
) -> tuple[Entry, ...]:
    """The newest `PAGE` entries, or those before the number `before`."""
    wanted = select(audit).order_by(audit.c.number.desc()).limit(PAGE)
    if before is not None:
        wanted = wanted.where(audit.c.number < min(before, _MOST))
    if action is not None:
        wanted = wanted.where(audit.c.action == action)
    with records.reading() as connection:
        return tuple(_entries(connection.execute(wanted)))


def _entries(rows: Any) -> Iterator[Entry]:
    row: Row[Any]
    for row in rows:
        yield Entry(
            row.number, row.at, row.who, row.action, row.subject, json.loads(row.detail), row.link
        )


def _canonical(values: dict[str, Any]) -> str:
    return json.dumps(values, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
