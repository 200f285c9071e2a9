"""Hypotheses as living things: opened from a note, tried, looked at again, supported, set aside."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import Connection, insert, select, update

from ..language import gettext
from . import audit
from .access import Access
from .case_values import KeptHypothesis
from .database import fresh_id
from .errors import NotAllowed, Overtaken
from .rights import Person
from .sealed_values import CaseFacts, Living, built, event, plain
from .tables import hypotheses
from .times import stamp


@dataclass(frozen=True, slots=True)
class Hypotheses:
    """Every method with a person raises `NotAllowed` where they may not see the case."""

    access: Access

    def of(self, connection: Connection, case: str) -> tuple[KeptHypothesis, ...]:
        """The hypotheses of a case, first opened first; whoever asks has looked at the right to."""
        rows = connection.execute(
            select(hypotheses)
            .where(hypotheses.c.case_id == case)
            .order_by(hypotheses.c.opened, hypotheses.c.id)
        )
        return tuple(
            KeptHypothesis(
                row.id,
                case,
                row.opened,
                row.looked_at,
                row.version,
                built(Living, self.access.records.open(f"hypothesis {row.id}", row.sealed)),
            )
            for row in rows
        )

    def one(
        self, now: datetime, person: Person, case: str, id: str
    ) -> tuple[CaseFacts, KeptHypothesis]:
        """One hypothesis and the facts of its case; that the case was read is audited."""
        with self.access.records.writing() as connection:
            facts = self.access.facts(self.access.row(connection, person, case))
            kept = next((each for each in self.of(connection, case) if each.id == id), None)
            if kept is None:
                raise NotAllowed(gettext("There is no such hypothesis."))
            audit.write(self.access.records, connection, now, person.id, "case_read", case)
        return facts, kept

    def add(self, now: datetime, person: Person, case: str, living: Living) -> None:
        """Open a hypothesis of one's own, or add its quotes to the one under the same label.

        Raises
        ------
        Refused
            The case is closed, or a text is too long.
        """
        self.access.needs(person, "keep_cases")
        with self.access.records.writing() as connection:
            row = self.access.open_row(connection, person, case)
            self.open(connection, now, person, case, living)
            self.access.touch(connection, now, row)
            audit.write(self.access.records, connection, now, person.id, "hypothesis_changed", case)

    def save(
        self,
        now: datetime,
        person: Person,
        case: str,
        id: str,
        version: int,
        living: Living,
    ) -> None:
        """Keep the hypothesis as it is now; that counts as having looked at it.

        Raises
        ------
        Overtaken
            Somebody else has changed it since `version`.
        Refused
            The case is closed, or a text is too long.
        """
        here = (hypotheses.c.id == id, hypotheses.c.case_id == case)
        with self.access.records.writing() as connection:
            row = self.access.open_row(connection, person, case)
            if connection.scalar(select(hypotheses.c.version).where(*here)) != version:
                raise Overtaken(
                    gettext("Somebody has changed this hypothesis since you opened it.")
                )
            values = {"looked_at": stamp(now), "version": version + 1}
            connection.execute(
                update(hypotheses).where(*here).values(**values, sealed=self._sealed(id, living))
            )
            self.access.touch(connection, now, row)
            audit.write(
                self.access.records, connection, now, person.id, "hypothesis_changed", id, case=case
            )

    def open(
        self, connection: Connection, now: datetime, person: Person, case: str, living: Living
    ) -> None:
        """Open a hypothesis, or add its quotes to the one that is there under the same label."""
        for kept in self.of(connection, case):
            if kept.living.label and kept.living.label == living.label:
                new = tuple(q for q in living.quotes if q not in kept.living.quotes)
                happened = event(now, person.id, "quotes", str(len(new)))
                quotes = (*kept.living.quotes, *new)
                self.put(connection, kept, kept.living.after(happened, quotes=quotes))
                return
        id = fresh_id()
        opened = living.after(event(now, person.id, "opened"))
        connection.execute(
            insert(hypotheses).values(
                id=id,
                case_id=case,
                opened=stamp(now),
                looked_at=stamp(now),
                version=1,
                sealed=self._sealed(id, opened),
            )
        )

    def without_note(self, connection: Connection, case: str, note: str) -> None:
        """Take the quotes of a note that goes out of all hypotheses."""
        for kept in self.of(connection, case):
            left = tuple(quote for quote in kept.living.quotes if quote.note != note)
            if left != kept.living.quotes:
                self.put(connection, kept, replace(kept.living, quotes=left))

    def put(self, connection: Connection, kept: KeptHypothesis, living: Living) -> None:
        """Keep `living` in the place of `kept`."""
        connection.execute(
            update(hypotheses)
            .where(hypotheses.c.id == kept.id)
            .values(version=kept.version + 1, sealed=self._sealed(kept.id, living))
        )

    def _sealed(self, id: str, living: Living) -> str:
        return self.access.records.seal(f"hypothesis {id}", plain(living))
