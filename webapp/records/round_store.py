"""Supervision rounds, kept sealed; see `supervision.store.RoundStore`.

A round with its discussion is one row and each entry one of its own, so that nobody's entry is ever
written over. What may be done is decided by `supervision.round`, inside the writer's turn. A round
about a kept note belongs to the note's case, and goes with it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, delete, insert, or_, select, update

from ..language import gettext
from ..supervision import round as rules
from ..supervision.entry import Entry
from ..supervision.round import Agreed, Remark, Round, RoundError, Sitting
from . import audit
from .access import Access
from .cases import Cases
from .database import Records, fresh_id
from .erasing import wipe
from .errors import Refused
from .rights import Person
from .tables import cases, entries, invited, rounds
from .times import Clock, stamp


@dataclass(frozen=True, slots=True)
class StoredRounds:
    """Rounds of one set of records; `who` is whose request is being answered."""

    access: Access
    who: Callable[[], Person]
    clock: Clock

    @property
    def records(self) -> Records:
        """What they are kept in."""
        return self.access.records

    def rounds(self, person: str) -> tuple[Sitting, ...]:
        """The rounds that this person holds or is asked in, the newest first."""
        asked = select(invited.c.round_id).where(invited.c.person_id == person)
        wanted = select(rounds).where(or_(rounds.c.holder_id == person, rounds.c.id.in_(asked)))
        with self.records.reading() as connection:
            found = connection.execute(wanted.order_by(rounds.c.created.desc())).all()
            return tuple(self._sitting(connection, row) for row in found)

    def load(self, round_id: str) -> Sitting | None:
        """The round with all that has come of it, or None; that it was read is audited."""
        with self.records.writing() as connection:
            row = connection.execute(select(rounds).where(rounds.c.id == round_id)).one_or_none()
            if row is None:
                return None
            self._told(connection, "round_read", round_id)
            return self._sitting(connection, row)

    def create(self, round: Round, model: Entry | None, of: str | None = None) -> None:
        """Keep a new round, with the entry that the model has made at once.

        Raises
        ------
        RoundError
            The id is taken.
        NotAllowed
            `of`, the case that the note is kept in, is none that whoever asks may see.
        """
        sitting = Sitting(round)
        if model:
            sitting = rules.submitted(sitting, model)
        with self.records.writing() as connection:
            if connection.execute(select(rounds.c.id).where(rounds.c.id == round.id)).scalar():
                raise RoundError(gettext("There is a round with this id."))
            if of is not None:
                self.access.row(connection, self.who(), of)
            connection.execute(
                insert(rounds).values(
                    id=round.id,
                    holder_id=round.holder,
                    case_id=of,
                    created=stamp(round.created),
                    version=1,
                    sealed=self._sealed(sitting),
                )
            )
            for one in round.invited:
                connection.execute(insert(invited).values(round_id=round.id, person_id=one.id))
            self._add(connection, round.id, sitting.entries)
            self._told(connection, "round_made", round.id)

    def case_name(self, of: str) -> str:
        """The pseudonym of the case `of`; that it was read is audited.

        Raises
        ------
        NotAllowed
            The case is none that whoever asks may see.
        """
        return Cases(self.access).facts(self.clock(), self.who(), of).pseudonym

    def submit(self, round_id: str, entry: Entry) -> Sitting:
        """Append one rater's version."""
        return self._change("round_entry", round_id, lambda s: rules.submitted(s, entry))

    def reveal(self, round_id: str, at: datetime) -> Sitting:
        """Lay all entries open."""
        return self._change("round_changed", round_id, lambda s: rules.revealed(s, at))

    def discuss(self, round_id: str, remark: Remark) -> Sitting:
        """Append a remark."""
        return self._change("round_changed", round_id, lambda s: rules.discussed(s, remark))

    def agree(self, round_id: str, outcome: Agreed) -> Sitting:
        """Append what was agreed."""
        return self._change("round_changed", round_id, lambda s: rules.agreed(s, outcome))

    def close(self, round_id: str, at: datetime) -> Sitting:
        """Let nothing more be added."""
        return self._change("round_changed", round_id, lambda s: rules.closed(s, at))

    def forget(self, round_id: str) -> None:
        """Delete a round and all that has come of it, and see that it is gone.

        Raises
        ------
        RecordsError
            Something of it is still there; see `erasing.wipe`.
        """
        with self.records.writing() as connection:
            sealed = [
                *connection.scalars(select(rounds.c.sealed).where(rounds.c.id == round_id)),
                *connection.scalars(select(entries.c.sealed).where(entries.c.round_id == round_id)),
            ]
            if connection.execute(delete(rounds).where(rounds.c.id == round_id)).rowcount:
                self._told(connection, "round_deleted", round_id)
        wipe(self.records, sealed)

    def exported(self, round_id: str) -> None:
        """Write into the audit that a round was saved as a file.

        Raises
        ------
        Refused
            Its note is kept in a case of protected records, whose files need a consent.
        """
        of = select(cases).join(rounds).where(rounds.c.id == round_id)
        with self.records.writing() as connection:
            row = connection.execute(of).one_or_none()
            if row is not None and self.access.facts(row).protected:
                raise Refused(
                    gettext(
                        "The note of this round is of a record that is marked as substance-use "
                        "treatment. It can be exported with its case, where consent is recorded."
                    )
                )
            self._told(connection, "round_exported", round_id)

    def _change(self, action: str, round_id: str, change: Callable[[Sitting], Sitting]) -> Sitting:
        with self.records.writing() as connection:
            row = connection.execute(select(rounds).where(rounds.c.id == round_id)).one_or_none()
            if row is None:
                raise RoundError(gettext("This round is not there any more."))
            before = self._sitting(connection, row)
            after = change(before)
            connection.execute(
                update(rounds)
                .where(rounds.c.id == round_id)
                .values(version=row.version + 1, sealed=self._sealed(after))
            )
            self._add(connection, round_id, after.entries[len(before.entries) :])
            self._told(connection, action, round_id)
        return after

    def _add(self, connection: Connection, round_id: str, new: tuple[Entry, ...]) -> None:
        for entry in new:
            id = fresh_id()
            connection.execute(
                insert(entries).values(
                    id=id,
                    round_id=round_id,
                    person_id=entry.rater,
                    version=entry.version,
                    at=stamp(entry.at),
                    sealed=self.records.seal(f"entry {id}", entry.to_dict()),
                )
            )

    def _sealed(self, sitting: Sitting) -> str:
        whole = {
            "round": sitting.round.to_dict(),
            "remarks": [remark.to_dict() for remark in sitting.remarks],
            "agreements": [made.to_dict() for made in sitting.agreements],
        }
        return self.records.seal(f"round {sitting.round.id}", whole)

    def _sitting(self, connection: Connection, row: Row[Any]) -> Sitting:
        whole = self.records.open(f"round {row.id}", row.sealed)
        # In the order in which they came: two in one millisecond are told apart by their versions.
        wanted = (
            select(entries)
            .where(entries.c.round_id == row.id)
            .order_by(entries.c.at, entries.c.version)
        )
        return Sitting(
            Round.from_dict(whole["round"]),
            tuple(
                Entry.from_dict(self.records.open(f"entry {one.id}", one.sealed))
                for one in connection.execute(wanted)
            ),
            tuple(Remark.from_dict(remark) for remark in whole["remarks"]),
            tuple(Agreed.from_dict(made) for made in whole["agreements"]),
        )

    def _told(self, connection: Connection, action: str, round_id: str) -> None:
        audit.write(self.records, connection, self.clock(), self.who().id, action, round_id)
