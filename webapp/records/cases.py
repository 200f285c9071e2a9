"""Cases: opened under a pseudonym, listed, changed, closed, handed over, deleted."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Connection, Row, delete, func, insert, select, update

from ..language import gettext
from . import audit
from .access import Access
from .case_values import CaseFile, CaseHead, Keeping, KeptNote
from .database import fresh_id
from .erasing import wipe
from .errors import Overtaken, Refused
from .hypotheses import Hypotheses
from .notes import Notes
from .rights import Person, may
from .sealed_values import CaseFacts, Consent, Living
from .tables import (
    cases,
    entries,
    formulations,
    hypotheses,
    judgements,
    notes,
    people,
    rounds,
)
from .times import stamp

LONGEST_PSEUDONYM: Final = 60


@dataclass(frozen=True, slots=True)
class Cases:
    """Every method raises `NotAllowed` where the person may not, or the case is not there."""

    access: Access

    def all(self, person: Person, *, closed: bool = False) -> tuple[CaseHead, ...]:
        """The cases that the person may see, last changed first; there is no other order."""
        self.access.needs(person, "keep_cases")
        counted = (
            select(notes.c.case_id, func.count().label("notes")).group_by(notes.c.case_id)
        ).subquery()
        wanted = (
            select(cases, counted.c.notes)
            .outerjoin(counted, counted.c.case_id == cases.c.id)
            .where(self.access.sees(person))
            .where(cases.c.closed.is_not(None) if closed else cases.c.closed.is_(None))
            .order_by(cases.c.changed.desc())
        )
        with self.access.records.reading() as connection:
            return tuple(self._head(row, row.notes or 0) for row in connection.execute(wanted))

    def begin(self, now: datetime, person: Person, pseudonym: str, protected: bool) -> str:
        """Open a case under a pseudonym; its id.

        Raises
        ------
        Refused
            The pseudonym is empty or long, or the person has another open case of that name.
        """
        with self.access.records.writing() as connection:
            return self._begin(connection, now, person, pseudonym, protected)

    def begin_with(
        self,
        now: datetime,
        person: Person,
        pseudonym: str,
        protected: bool,
        keeping: Keeping,
        living: Iterable[Living] = (),
    ) -> tuple[str, str]:
        """Open a case with its first note, both or neither; the ids of case and note.

        Raises
        ------
        Refused
            As `begin`, or the day of the note is none.
        KeptAlready
            The note is to be kept once, and the case of that name has it.
        """
        with self.access.records.writing() as connection:
            for row in self._named(connection, person.id, pseudonym):
                Notes(self.access).not_kept(connection, row.id, keeping)
            case = self._begin(connection, now, person, pseudonym, protected)
            note = Notes(self.access).put(connection, now, person, case, keeping, living)
        return case, note

    def _begin(
        self, connection: Connection, now: datetime, person: Person, pseudonym: str, protected: bool
    ) -> str:
        self.access.needs(person, "keep_cases")
        facts = CaseFacts(_pseudonym(pseudonym), protected)
        self._not_taken(connection, person.id, facts.pseudonym)
        id, at = fresh_id(), stamp(now)
        row = {"id": id, "owner_id": person.id, "created": at, "changed": at, "version": 1}
        connection.execute(insert(cases).values(**row, sealed=self.access.sealed(id, facts)))
        audit.write(self.access.records, connection, now, person.id, "case_opened", id)
        return id

    def facts(self, now: datetime, person: Person, case: str) -> CaseFacts:
        """What is sealed of the case itself, without its notes; that it was read is audited."""
        with self.access.records.writing() as connection:
            found = self.access.facts(self.access.row(connection, person, case))
            audit.write(self.access.records, connection, now, person.id, "case_read", case)
        return found

    def case(self, now: datetime, person: Person, case: str) -> CaseFile:
        """The case with all that belongs to it; that it was read is audited."""
        with self.access.records.writing() as connection:
            row = self.access.row(connection, person, case)
            heads = Notes(self.access).heads(connection, case)
            held = Hypotheses(self.access).of(connection, case)
            audit.write(self.access.records, connection, now, person.id, "case_read", case)
        return CaseFile(
            self._head(row, len(heads)), row.version, self.access.facts(row), heads, held
        )

    def change(
        self, now: datetime, person: Person, case: str, version: int, facts: CaseFacts
    ) -> None:
        """Give the case another pseudonym or mark; nothing else of `facts` is looked at.

        Raises
        ------
        Overtaken
            Somebody else has changed it since `version`.
        Refused
            The pseudonym is empty or long, or the case's owner has another open case of that name.
        """
        pseudonym = _pseudonym(facts.pseudonym)
        with self.access.records.writing() as connection:
            row = self.access.row(connection, person, case)
            if row.version != version:
                raise Overtaken(gettext("Somebody has changed this case since you opened it."))
            before = self.access.facts(row)
            if pseudonym.casefold() != before.pseudonym.casefold():
                self._not_taken(connection, row.owner_id, pseudonym)
            changed = replace(before, pseudonym=pseudonym, protected=facts.protected)
            self.access.touch(connection, now, row, changed)
            audit.write(self.access.records, connection, now, person.id, "case_changed", case)

    def record_consent(self, now: datetime, person: Person, case: str, given: Consent) -> None:
        """Record that the client has agreed to a disclosure."""
        with self.access.records.writing() as connection:
            row = self.access.row(connection, person, case)
            facts = self.access.facts(row)
            facts = replace(facts, consents=(*facts.consents, given))
            self.access.touch(connection, now, row, facts)
            audit.write(self.access.records, connection, now, person.id, "consent_recorded", case)

    def withdraw_consent(self, now: datetime, person: Person, case: str) -> None:
        """Record that the client has taken back every consent that holds, today or later."""
        with self.access.records.writing() as connection:
            row = self.access.row(connection, person, case)
            facts = self.access.facts(row)
            today = stamp(now)[:10]
            consents = tuple(
                one if one.withdrawn or one.ends < today else replace(one, withdrawn=today)
                for one in facts.consents
            )
            if consents == facts.consents:  # the button was pressed twice
                return
            self.access.touch(connection, now, row, replace(facts, consents=consents))
            audit.write(self.access.records, connection, now, person.id, "consent_withdrawn", case)

    def close(self, now: datetime, person: Person, case: str, *, again: bool = False) -> None:
        """Close the case, or open a closed one `again`."""
        with self.access.records.writing() as connection:
            row = self.access.row(connection, person, case)
            closed = None if again else stamp(now)
            connection.execute(update(cases).where(cases.c.id == case).values(closed=closed))
            self.access.touch(connection, now, row)
            action = "case_reopened" if again else "case_closed"
            audit.write(self.access.records, connection, now, person.id, action, case)

    def everything(
        self, now: datetime, person: Person, case: str, kind: str
    ) -> tuple[CaseFile, tuple[KeptNote, ...]]:
        """The case and all its notes, to be exported as `kind`.

        Raises
        ------
        Refused
            The records are protected and no consent to disclosure holds today.
        """
        self.access.needs(person, "export")
        file = self.case(now, person, case)
        if file.facts.protected and consent(file.facts, now) is None:
            raise Refused(
                gettext(
                    "This record is marked as substance-use treatment. It can be exported "
                    "when consent to disclosure is recorded and holds today."
                )
            )
        with self.access.records.writing() as connection:
            found = Notes(self.access).all(connection, person, case)
            audit.write(
                self.access.records, connection, now, person.id, "case_exported", case, kind=kind
            )
        return file, found

    def hand_over(self, now: datetime, person: Person, case: str, to: Person) -> None:
        """Give the case to another person of the team; a supervisor may, and nobody else.

        Raises
        ------
        Refused
            The other one is not of the team, is shut out, or may not keep cases.
        """
        self.access.needs(person, "see_team_cases")
        wanted = select(people.c.role).where(
            people.c.id == to.id, people.c.team_id == person.team, people.c.active
        )
        with self.access.records.writing() as connection:
            row = self.access.row(connection, person, case)
            role = connection.execute(wanted).scalar()
            # Compared with none, those without a team would be a team.
            if (
                person.team is None
                or role is None
                or not may(replace(to, role=role), "keep_cases", self.access.site)
            ):
                raise Refused(gettext("A case can go to somebody of your team who keeps cases."))
            connection.execute(update(cases).where(cases.c.id == case).values(owner_id=to.id))
            self.access.touch(connection, now, row)
            audit.write(
                self.access.records, connection, now, person.id, "case_changed", case, owner=to.id
            )

    def delete(self, now: datetime, person: Person, case: str) -> None:
        """Delete the case and all that belongs to it, and see that it is gone.

        Raises
        ------
        RecordsError
            Something of it is still there.
        """
        with self.access.records.writing() as connection:
            row = self.access.row(connection, person, case)
            gone = remove(connection, [row.id])
            audit.write(self.access.records, connection, now, person.id, "case_deleted", case)
        wipe(self.access.records, gone)

    def _head(self, row: Row[Any], notes: int) -> CaseHead:
        return CaseHead(
            row.id,
            self.access.facts(row).pseudonym,
            row.owner_id,
            row.created,
            row.changed,
            row.closed,
            notes,
        )

    def _not_taken(self, connection: Connection, owner: str, pseudonym: str) -> None:
        if self._named(connection, owner, pseudonym):
            raise Refused(gettext("You have an open case of this name; choose another pseudonym."))

    def _named(self, connection: Connection, owner: str, pseudonym: str) -> list[Row[Any]]:
        """The open cases of somebody under a pseudonym, in small letters or capitals."""
        wanted = select(cases).where(cases.c.owner_id == owner, cases.c.closed.is_(None))
        same = " ".join(pseudonym.split()).casefold()
        rows = connection.execute(wanted).all()
        return [row for row in rows if self.access.facts(row).pseudonym.casefold() == same]


def remove(connection: Connection, gone: list[str]) -> list[str]:
    """Delete cases with all that hangs on them; what was sealed of them, for `erasing.wipe`."""
    of_notes = select(notes.c.id).where(notes.c.case_id.in_(gone))
    there = [
        select(cases.c.sealed).where(cases.c.id.in_(gone)),
        *(select(t.c.sealed).where(t.c.case_id.in_(gone)) for t in (notes, hypotheses, rounds)),
        *(select(t.c.sealed).where(t.c.note_id.in_(of_notes)) for t in (formulations, judgements)),
        select(entries.c.sealed).join(rounds).where(rounds.c.case_id.in_(gone)),
    ]
    sealed = [one for wanted in there for one in connection.scalars(wanted)]
    connection.execute(delete(cases).where(cases.c.id.in_(gone)))
    return sealed


def consent(facts: CaseFacts, now: datetime) -> Consent | None:
    """The consent to disclosure that holds today, None where there is none."""
    today = stamp(now)[:10]
    holding = [one for one in facts.consents if _holds(one, today)]
    return holding[-1] if holding else None


def _holds(given: Consent, today: str) -> bool:
    return given.given <= today <= given.ends and not given.withdrawn


def _pseudonym(text: str) -> str:
    plain = " ".join(text.split())
    if not plain:
        raise Refused(gettext("A case needs a pseudonym: a made-up name or a number of your own."))
    if len(plain) > LONGEST_PSEUDONYM:
        raise Refused(
            gettext(
                "A pseudonym has %(longest_pseudonym)s characters at most.",
                longest_pseudonym=LONGEST_PSEUDONYM,
            )
        )
    return plain
