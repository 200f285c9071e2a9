"""Signing in with password and one-time code; locked after failed tries, out again when idle."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import Connection, delete, insert, select, update

from ..language import gettext
from . import audit
from . import secrets_of_people as hidden
from .database import Records
from .errors import Refused, Unavailable
from .people import login_digest, opened, person_of
from .rights import Person
from .tables import failures, people, sign_ins
from .times import moment, stamp

TRIES: Final = 5
LOCKED: Final = timedelta(minutes=15)
LONGEST: Final = timedelta(hours=12)


@dataclass(frozen=True, slots=True)
class SignIns:
    """Who is signed in, and who may be."""

    records: Records

    def sign_in(self, now: datetime, login: str, password: str, code: str) -> str | None:
        """A token for the cookie of somebody who gave all three, None where anything is wrong.

        What is wrong is never told, and finding out takes the same work whoever asks for whom.

        Raises
        ------
        Refused
            There were too many tries under this name, whether somebody has it or not.
        """
        digest = login_digest(self.records, login)
        with self.records.reading() as connection:
            self._not_locked(connection, now, digest)
            row = connection.execute(select(people).where(people.c.login == digest)).one_or_none()
        # Hashing takes long, so it is done outside of any transaction.
        right = hidden.fits(password, row.password if row and row.active else None)
        secret = opened(self.records, row)["secret"] if row else hidden.fresh_code_secret()
        step = hidden.code_step(secret, code, now, row.code_step if row else 0)
        with self.records.writing() as connection:
            self._not_locked(connection, now, digest)
            if row is None or not right or step is None:
                self._failed(connection, now, digest, row.id if row else "")
                return None
            used = (
                update(people)
                .where(people.c.id == row.id, people.c.code_step < step)
                .values(code_step=step)
            )
            if connection.execute(used).rowcount != 1:  # the same code, a moment earlier
                self._failed(connection, now, digest, row.id)
                return None
            if hidden.outdated(row.password):
                newer = hidden.hashed(password)
                connection.execute(
                    update(people).where(people.c.id == row.id).values(password=newer)
                )
            connection.execute(delete(failures).where(failures.c.login == digest))
            return self._signed_in(connection, now, row.id)

    def sign_in_known(self, now: datetime, login: str) -> str | None:
        """A token for somebody whom the site's own sign-in (OpenID Connect) has vouched for."""
        with self.records.writing() as connection:
            wanted = select(people).where(
                people.c.login == login_digest(self.records, login), people.c.active
            )
            row = connection.execute(wanted).one_or_none()
            if row is None:
                audit.write(self.records, connection, now, "", "sign_in_failed", way="oidc")
                return None
            return self._signed_in(connection, now, row.id)

    def who(self, now: datetime, token: str, idle: timedelta) -> Person | None:
        """Who holds this token, None when it ended, was idle for too long, or never was."""
        key = hidden.digest(token)
        wanted = (
            select(people, sign_ins.c.began, sign_ins.c.seen)
            .join(sign_ins, sign_ins.c.person_id == people.c.id)
            .where(sign_ins.c.token == key)
        )
        with self.records.reading() as connection:
            row = connection.execute(wanted).one_or_none()
        if row is None or not row.active:
            return None
        # A clock that was set back must not keep anybody in: times to come count as over, too.
        if not (
            timedelta(minutes=-2) <= now - moment(row.seen) < idle
            and now - moment(row.began) < LONGEST
        ):
            with suppress(Unavailable), self.records.writing() as connection:
                connection.execute(delete(sign_ins).where(sign_ins.c.token == key))
            return None
        if now - moment(row.seen) > idle / 20:  # not a write with every page
            # On a full disk whoever is in stays in, for as long as they were last seen.
            with suppress(Unavailable), self.records.writing() as connection:
                connection.execute(
                    update(sign_ins).where(sign_ins.c.token == key).values(seen=stamp(now))
                )
        return person_of(self.records, row)

    def sign_out(self, now: datetime, token: str) -> None:
        """End a sign-in."""
        key = hidden.digest(token)
        with self.records.writing() as connection:
            wanted = select(sign_ins.c.person_id).where(sign_ins.c.token == key)
            person = connection.execute(wanted).scalar()
            if person:
                connection.execute(delete(sign_ins).where(sign_ins.c.token == key))
                audit.write(self.records, connection, now, person, "signed_out", person)

    def _not_locked(self, connection: Connection, now: datetime, login: str) -> None:
        wanted = select(failures.c.until).where(failures.c.login == login)
        until = connection.execute(wanted).scalar()
        if until and _holds(until, now):
            raise Refused(
                gettext(
                    "Too many tries under this name. Wait a quarter of an hour, or ask your "
                    "administrator."
                )
            )

    def _failed(self, connection: Connection, now: datetime, login: str, person: str) -> None:
        wanted = select(failures).where(failures.c.login == login)
        row = connection.execute(wanted).one_or_none()
        over = row is not None and row.until is not None and not _holds(row.until, now)
        count = 1 if row is None or over else row.tries + 1
        until = stamp(now + LOCKED) if count >= TRIES else None
        if row is None:
            connection.execute(insert(failures).values(login=login, tries=count, until=until))
        else:
            connection.execute(
                update(failures).where(failures.c.login == login).values(tries=count, until=until)
            )
        action = "locked_out" if until else "sign_in_failed"
        audit.write(self.records, connection, now, person, action, person, tries=count)

    def _signed_in(self, connection: Connection, now: datetime, person: str) -> str:
        token = hidden.token()
        connection.execute(
            insert(sign_ins).values(
                token=hidden.digest(token), person_id=person, began=stamp(now), seen=stamp(now)
            )
        )
        audit.write(self.records, connection, now, person, "signed_in", person)
        return token


def _holds(until: str, now: datetime) -> bool:
    """Whether a lock holds still; one that ends too late was set before the clock was set back."""
    return now < moment(until) <= now + LOCKED
