"""Notes of a case, each with the formulation that somebody approved."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Select, Table, delete, insert, select

from inference import Formulation

from ..language import gettext
from . import audit
from .access import Access
from .case_values import Keeping, KeptNote, NoteHead
from .database import fresh_id
from .erasing import wipe
from .errors import KeptAlready, NotAllowed, Overtaken, Refused
from .hypotheses import Hypotheses
from .rights import Person
from .sealed_values import CaseFacts, Judgement, Living, NoteFacts, Quoted, built, plain
from .tables import formulations, judgements, notes
from .times import stamp

_FIRST_WORDS = 90  # characters


@dataclass(frozen=True, slots=True)
class Notes:
    """Every method with a person raises `NotAllowed` where they may not see the case."""

    access: Access

    def heads(self, connection: Connection, case: str) -> tuple[NoteHead, ...]:
        """The notes of a case by their days; whoever asks has looked at the right to."""
        return tuple(
            NoteHead(row.id, row.day, row.author_id, _begins(self._facts(row).text))
            for row in connection.execute(_by_day(case))
        )

    def note(self, now: datetime, person: Person, case: str, note: str) -> KeptNote:
        """One note with its formulation as it was; that it was read is audited."""
        wanted = select(notes).where(notes.c.id == note, notes.c.case_id == case)
        with self.access.records.writing() as connection:
            self.access.row(connection, person, case)
            row = connection.execute(wanted).one_or_none()
            if row is None:
                raise NotAllowed(gettext("There is no such note."))
            made = _by_note(connection, formulations, notes.c.id == note)
            judged = _by_note(connection, judgements, notes.c.id == note)
            found = self._opened(person, row, made.get(note), judged.get(note))
            audit.write(
                self.access.records, connection, now, person.id, "note_read", note, case=case
            )
        return found

    def keep(
        self,
        now: datetime,
        person: Person,
        case: str,
        keeping: Keeping,
        living: Iterable[Living] = (),
    ) -> str:
        """Keep a note with what was approved, and open its hypotheses; the note's id.

        The quotes of `living` are words of this note; the note's id is put to them here.

        Raises
        ------
        Refused
            The case is closed, or the day is none.
        KeptAlready
            It is to be kept once, and the case has it.
        Overtaken
            Another note of the case was kept since the names were taken out, with other stand-ins.
        """
        with self.access.records.writing() as connection:
            return self.put(connection, now, person, case, keeping, living)

    def put(
        self,
        connection: Connection,
        now: datetime,
        person: Person,
        case: str,
        keeping: Keeping,
        living: Iterable[Living],
    ) -> str:
        """What `keep` does, inside a writer's turn."""
        self.access.needs(person, "keep_cases")
        if not _is_day(keeping.day):
            raise Refused(gettext("Say on which day the contact was."))
        row = self.access.open_row(connection, person, case)
        self.not_kept(connection, case, keeping)
        facts = _with_stand_ins(self.access.facts(row), keeping)
        id = self._insert(connection, now, person, case, keeping)
        for each in living:
            quotes = tuple(Quoted(id, quote.text) for quote in each.quotes)
            Hypotheses(self.access).open(
                connection, now, person, case, replace(each, quotes=quotes)
            )
        self.access.touch(connection, now, row, facts)
        audit.write(self.access.records, connection, now, person.id, "note_kept", id, case=case)
        return id

    def not_kept(self, connection: Connection, case: str, keeping: Keeping) -> None:
        """See that what is to be kept once is not in the case; raises `KeptAlready`."""
        wanted = select(notes).where(notes.c.case_id == case, notes.c.day == keeping.day)
        for row in connection.execute(wanted) if keeping.once else ():
            if self._facts(row).text == keeping.facts.text:
                raise KeptAlready(
                    gettext(
                        "This very note of that day is in the case already, and was not kept a "
                        "second time."
                    ),
                    case,
                    row.id,
                )

    def delete(self, now: datetime, person: Person, case: str, note: str) -> None:
        """Delete a note and what was made of it; hypotheses stay, without its quotes.

        Raises
        ------
        RecordsError
            Something of it is still there; see `erasing.wipe`.
        """
        with self.access.records.writing() as connection:
            row = self.access.row(connection, person, case)
            sealed = [
                *connection.scalars(select(notes.c.sealed).where(notes.c.id == note)),
                *(
                    one
                    for table in (formulations, judgements)
                    for one in connection.scalars(
                        select(table.c.sealed).where(table.c.note_id == note)
                    )
                ),
            ]
            wanted = delete(notes).where(notes.c.id == note, notes.c.case_id == case)
            if connection.execute(wanted).rowcount != 1:
                raise NotAllowed(gettext("There is no such note."))
            Hypotheses(self.access).without_note(connection, case, note)
            self.access.touch(connection, now, row)
            audit.write(
                self.access.records, connection, now, person.id, "note_deleted", note, case=case
            )
        wipe(self.access.records, sealed)

    def all(self, connection: Connection, person: Person, case: str) -> tuple[KeptNote, ...]:
        """The notes of a case, whole, by their days; whoever asks has looked at the right to."""
        rows = connection.execute(_by_day(case)).all()
        made = _by_note(connection, formulations, notes.c.case_id == case)
        judged = _by_note(connection, judgements, notes.c.case_id == case)
        return tuple(
            self._opened(person, row, made.get(row.id), judged.get(row.id)) for row in rows
        )

    def _insert(
        self, connection: Connection, now: datetime, person: Person, case: str, keeping: Keeping
    ) -> str:
        records, id, at = self.access.records, fresh_id(), stamp(now)
        connection.execute(
            insert(notes).values(
                id=id,
                case_id=case,
                author_id=person.id,
                day=keeping.day,
                kept=at,
                sealed=records.seal(f"note {id}", plain(keeping.facts)),
            )
        )
        if keeping.formulation is not None:
            own = fresh_id()
            sealed = records.seal(f"formulation {own}", keeping.formulation.to_dict())
            connection.execute(
                insert(formulations).values(id=own, note_id=id, made=at, sealed=sealed)
            )
        if keeping.judgements:
            own = fresh_id()
            made = [plain(one) for one in keeping.judgements]
            connection.execute(
                insert(judgements).values(
                    id=own,
                    note_id=id,
                    person_id=person.id,
                    at=at,
                    may_teach=keeping.may_teach,
                    sealed=records.seal(f"judgements {own}", made),
                )
            )
        return id

    def _opened(
        self, person: Person, row: Row[Any], made: Row[Any] | None, judged: Row[Any] | None
    ) -> KeptNote:
        records = self.access.records
        facts = self._facts(row)
        formulation = None
        if made is not None:
            stored = records.open(f"formulation {made.id}", made.sealed)
            formulation = Formulation.from_dict(stored)
        stored = records.open(f"judgements {judged.id}", judged.sealed) if judged else []
        given = tuple(built(Judgement, one) for one in stored)
        if row.author_id != person.id and not facts.shares_reactions:
            facts = replace(facts, felt=())
            formulation = formulation and without_reactions(formulation)
            given = tuple(one for one in given if not one.key.startswith("reactions/"))
        return KeptNote(
            row.id,
            row.case_id,
            row.day,
            row.author_id,
            row.kept,
            facts,
            formulation,
            given,
        )

    def _facts(self, row: Row[Any]) -> NoteFacts:
        return built(NoteFacts, self.access.records.open(f"note {row.id}", row.sealed))


def _by_day(case: str) -> Select[Any]:
    """The notes of a case by their days."""
    return select(notes).where(notes.c.case_id == case).order_by(notes.c.day, notes.c.kept)


def _by_note(
    connection: Connection, table: Table, which: ColumnElement[bool]
) -> dict[str, Row[Any]]:
    """The rows of `table` that belong to notes `which`, by the id of the note."""
    wanted = select(table).join(notes, notes.c.id == table.c.note_id).where(which)
    return {row.note_id: row for row in connection.execute(wanted)}


def _with_stand_ins(facts: CaseFacts, keeping: Keeping) -> CaseFacts:
    """The facts with the stand-ins of a note, which were given on from those of the case."""
    if not keeping.salt:
        return facts
    known, new = dict(facts.stand_ins), dict(keeping.stand_ins)
    since = {known[digest] for digest in known.keys() - new.keys()}
    given = {new[digest] for digest in new.keys() - known.keys()}
    if facts.salt not in ("", keeping.salt) or (since & given) - {""}:
        raise Overtaken(
            gettext(
                "Another note of this case was kept in the meantime, and a stand-in "
                "would mean two people. Look at the names once more, then keep the note."
            )
        )
    return replace(facts, salt=keeping.salt, stand_ins=tuple({**known, **new}.items()))


def _is_day(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def without_reactions(formulation: Formulation) -> Formulation:
    """The formulation without the worker's own reactions and what was read from them."""
    style, words = formulation.style, formulation.style.from_text
    if style.from_reactions is not None:
        style = replace(
            style,
            control=words.control if words else None,
            affiliation=words.affiliation if words else None,
            strength=None,
            octant=None,
            from_reactions=None,
            agree=None,
        )
    return replace(formulation, reactions=(), style=style)


def _begins(text: str) -> str:
    plain = " ".join(text[: 3 * _FIRST_WORDS].split())
    return plain if len(plain) <= _FIRST_WORDS else f"{plain[:_FIRST_WORDS].rsplit(' ', 1)[0]} …"
