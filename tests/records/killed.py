"""A program to be killed: every way to write, stopped at each of its steps by a signal of its own.

Started by test_faults.py with an address and a file of keys. For each way it forks a child for
every statement that the way sends to the database, for its commit, and for the moment after its
end; the child kills itself there. After each the parent looks whether all rows are as before, or
the whole of a transaction is there with its entry in the audit. Prints a line of JSON for each way.
"""

from __future__ import annotations

import json
import os
import signal
import sys
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pyotp
from argon2 import PasswordHasher
from sqlalchemy import event, select

from webapp.practice.record import Record
from webapp.records import secrets_of_people as hidden
from webapp.records.access import Access
from webapp.records.audit import verify
from webapp.records.case_values import Keeping
from webapp.records.cases import Cases
from webapp.records.database import Records, open_records
from webapp.records.hypotheses import Hypotheses
from webapp.records.notes import Notes
from webapp.records.people import Accounts
from webapp.records.practice_store import KeptPractice
from webapp.records.retention import apply
from webapp.records.rights import ONE_PERSON
from webapp.records.rotation import rotate
from webapp.records.sealed_values import CaseFacts, Judgement, Living, NoteFacts, Quoted
from webapp.records.sign_in import SignIns
from webapp.records.tables import SEALED, metadata

NOW = datetime(2026, 3, 9, 8, 30, tzinfo=UTC)
PASSWORD = "tugboat violet ladder"  # noqa: S105 -- of nobody
SECRET = pyotp.random_base32()
hidden._hasher = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)  # type: ignore[misc]

LIVING = Living("confusion", "", "open", (Quoted("", "a trick"),))
KEPT = Keeping(
    "2026-03-08", NoteFacts("It was a trick."), None, (Judgement("hypotheses/x", "accepted"),)
)


def prepared(records: Records) -> dict[str, str]:
    """What the ways need: a closed case, an invitation and somebody who joined."""
    access, accounts = Access(records), Accounts(records)
    closed = Cases(access).begin(NOW, ONE_PERSON, "Closed", False)
    Cases(access).close(NOW, ONE_PERSON, closed)
    token = accounts.invite(NOW, "command", "Dana", "administrator")
    before = NOW - timedelta(hours=1)
    accounts.accept(before, token, "dana", PASSWORD, SECRET, pyotp.TOTP(SECRET).at(before))
    return {
        "invitation": accounts.invite(NOW, "command", "Ines", "worker"),
        "person": accounts.find("dana") or "",
    }


def another(records: Records) -> dict[str, str]:
    """A case with a note and a hypothesis; the last way may have used up the one before."""
    access = Access(records)
    case = Cases(access).begin(NOW, ONE_PERSON, f"Another {os.urandom(4).hex()}", False)
    note = Notes(access).keep(NOW, ONE_PERSON, case, KEPT, [LIVING])
    hypothesis = Cases(access).case(NOW, ONE_PERSON, case).hypotheses[0].id
    return {"case": case, "note": note, "hypothesis": hypothesis}


def ways(records: Records, there: dict[str, str]) -> dict[str, Callable[[], object]]:
    """Each way to write, by its name."""
    access, accounts, code = Access(records), Accounts(records), pyotp.TOTP(SECRET).at(NOW)
    cases, notes, case = Cases(access), Notes(access), there["case"]
    saved = Living("confusion", "other", "supported")
    return {
        "opening a case": lambda: cases.begin(NOW, ONE_PERSON, "Second", False),
        "changing a case": lambda: cases.change(NOW, ONE_PERSON, case, 2, CaseFacts("Other")),
        "closing a case": lambda: cases.close(NOW, ONE_PERSON, case),
        "deleting a case": lambda: cases.delete(NOW, ONE_PERSON, case),
        "keeping a note": lambda: notes.keep(NOW, ONE_PERSON, case, KEPT, [LIVING]),
        "deleting a note": lambda: notes.delete(NOW, ONE_PERSON, case, there["note"]),
        "saving a hypothesis": lambda: Hypotheses(access).save(
            NOW, ONE_PERSON, case, there["hypothesis"], 1, saved
        ),
        "joining": lambda: accounts.accept(
            NOW, there["invitation"], "ines", PASSWORD, SECRET, code
        ),
        "changing somebody": lambda: accounts.make_team(NOW, "command", "East"),
        "signing in": lambda: SignIns(records).sign_in(NOW, "dana", PASSWORD, code),
        "practising": lambda: KeptPractice(records).save(there["person"], Record()),
        "retention": lambda: apply(access, NOW + timedelta(days=40), "command", 30),
        "rotating the keys": lambda: rotate(records, NOW, "command", forget_old=True),
    }


def rows(records: Records) -> dict[str, list[tuple[Any, ...]]]:
    """All rows; every sealed field of them opens with the keys that are in the file now."""
    records.key_file.refresh()
    found: dict[str, list[tuple[Any, ...]]] = {}
    with records.reading() as connection:
        for table in metadata.sorted_tables:
            found[table.name] = sorted(
                (tuple(row) for row in connection.execute(select(table))), key=repr
            )
        for table in SEALED:
            for sealed in connection.scalars(select(table.c.sealed)):
                records.keys.again(sealed)
    return found


def in_a_child(records: Records, act: Callable[[], object], stop: int) -> bool:
    """Run `act` in a child that is killed at step `stop`, or right after; whether it was before.

    Every statement is a step, and so is the commit.
    """
    records.close()  # no connection may be in two processes
    child = os.fork()
    if child == 0:
        seen = 0

        def step(*_: Any) -> None:
            nonlocal seen
            seen += 1
            if seen == stop:
                os.kill(os.getpid(), signal.SIGKILL)

        event.listen(records.engine, "before_cursor_execute", step)
        event.listen(records.engine, "commit", step)
        act()
        os.kill(os.getpid(), signal.SIGTERM)
    _, status = os.waitpid(child, 0)
    return os.WTERMSIG(status) == signal.SIGKILL


def main(url: str, keys: Path) -> None:
    records = open_records(url, keys)
    there = prepared(records) | another(records)
    for way in ways(records, there):
        there |= another(records)
        act, before = ways(records, there)[way], rows(records)
        stop, halves, after = 1, [], before
        while in_a_child(records, act, stop):
            after = rows(records)
            # Where two transactions follow each other, the first of them is kept whole.
            kept = len(after["audit"]) > len(before["audit"])
            if verify(records).wrong or (after != before and not kept):
                halves.append(stop)
            if kept:
                break
            stop += 1
        after = rows(records)
        told = {"steps": stop, "halves": halves, "kept": after != before}
        print(json.dumps({"way": way, **told, "wrong": verify(records).wrong}), flush=True)
    records.close()


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
