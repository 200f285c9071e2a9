"""Whose case it is: every way to a row of `cases` leads through here."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, or_, select, update

from ..language import gettext
from .database import Records
from .errors import NotAllowed, Refused
from .rights import Act, Person, Site, may
from .sealed_values import CaseFacts, built, plain
from .tables import cases, people
from .times import stamp


@dataclass(frozen=True, slots=True)
class Access:
    """Access to the cases of one set of records, at a site of this kind."""

    records: Records
    site: Site = "ordinary"

    def needs(self, person: Person, act: Act) -> None:
        """See that the person may do this at all.

        Raises
        ------
        NotAllowed
            The person may not, or nobody may at this site.
        """
        if not may(person, act, self.site):
            raise NotAllowed(gettext("This is not open to you here."))

    def sees(self, person: Person) -> ColumnElement[bool]:
        """Which cases the person may see: their own, and a supervisor those of the team."""
        own = cases.c.owner_id == person.id
        if not may(person, "see_team_cases", self.site) or person.team is None:
            return own
        team = select(people.c.id).where(people.c.team_id == person.team)
        return or_(own, cases.c.owner_id.in_(team))

    def row(self, connection: Connection, person: Person, case: str) -> Row[Any]:
        """The row of a case that the person may see.

        Raises
        ------
        NotAllowed
            They may not, or it is not there: which of the two is not told.
        """
        wanted = select(cases).where(cases.c.id == case, self.sees(person))
        row = connection.execute(wanted).one_or_none()
        if row is None or not may(person, "keep_cases", self.site):
            raise NotAllowed(gettext("There is no such case."))
        return row

    def open_row(self, connection: Connection, person: Person, case: str) -> Row[Any]:
        """The row of a case that the person may see and that is not closed.

        Raises
        ------
        NotAllowed
            See `row`.
        Refused
            The case is closed.
        """
        row = self.row(connection, person, case)
        if row.closed:
            raise Refused(gettext("This case is closed. Open it again first."))
        return row

    def facts(self, row: Row[Any]) -> CaseFacts:
        """What is sealed in a row of `cases`."""
        return built(CaseFacts, self.records.open(f"case {row.id}", row.sealed))

    def sealed(self, case: str, facts: CaseFacts) -> str:
        """`facts` sealed for the row of `case`."""
        return self.records.seal(f"case {case}", plain(facts))

    def touch(
        self, connection: Connection, now: datetime, row: Row[Any], facts: CaseFacts | None = None
    ) -> None:
        """Say that the case has changed, and keep new `facts` of it."""
        values = {"changed": stamp(now), "version": row.version + 1}
        if facts is not None:
            values["sealed"] = self.sealed(row.id, facts)
        connection.execute(update(cases).where(cases.c.id == row.id).values(values))
