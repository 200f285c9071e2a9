"""Records of practice, kept for the person who signed in; see `practice.store.RecordStore`."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import delete, insert, select

from ..practice.record import Record, read_record
from .database import Records
from .tables import practice


@dataclass(frozen=True, slots=True)
class KeptPractice:
    """Practice of each person, sealed."""

    records: Records

    def load(self, learner: str) -> Record:
        """The learner's record, an empty one for somebody new."""
        wanted = select(practice.c.sealed).where(practice.c.person_id == learner)
        with self.records.reading() as connection:
            sealed = connection.execute(wanted).scalar()
        if sealed is None:
            return Record()
        return read_record(self.records.open(f"practice {learner}", sealed).encode())

    def save(self, learner: str, record: Record) -> None:
        """Keep the record in place of the one before."""
        with self.records.writing() as connection:
            sealed = self.records.seal(f"practice {learner}", record.to_json())
            connection.execute(delete(practice).where(practice.c.person_id == learner))
            connection.execute(insert(practice).values(person_id=learner, sealed=sealed))
