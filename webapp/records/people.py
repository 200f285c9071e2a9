"""Accounts: people invited by a link, their roles and teams."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final, get_args
from unicodedata import normalize

from sqlalchemy import Connection, Row, delete, insert, select, update
from sqlalchemy.exc import IntegrityError

from ..language import gettext
from . import audit
from . import secrets_of_people as hidden
from .database import Records, fresh_id
from .errors import NotAllowed, Refused
from .rights import ROLES, Person, Role, may
from .tables import failures, invitations, people, sign_ins, teams
from .times import moment, stamp

INVITED: Final = timedelta(days=7)
COMMAND: Final = "command"  # who acts, where it is somebody at the machine itself

_LONGEST_NAME: Final = 80


@dataclass(frozen=True, slots=True)
class Account:
    """One person as an administrator sees them."""

    person: Person
    login: str
    team: str | None
    active: bool
    locked: bool


@dataclass(frozen=True, slots=True)
class Invitation:
    """An open invitation: `again` for somebody who is known and lost the way in."""

    name: str
    login: str
    role: str
    again: bool


@dataclass(frozen=True, slots=True)
class Accounts:
    """People of one set of records."""

    records: Records

    def invite(self, now: datetime, by: str, name: str, role: str, team: str | None = None) -> str:
        """An invitation for somebody new: its token, to be handed over once.

        Raises
        ------
        Refused
            There is no such role or team, or the name is empty or long.
        """
        if role not in ROLES:
            known = ", ".join(ROLES)
            raise Refused(
                gettext(
                    "There is no role %(role)s; there are %(known)s.", role=repr(role), known=known
                )
            )
        name = _named(name, gettext("A name"))
        with self.records.writing() as connection:
            if team is not None and not _has_team(connection, team):
                raise Refused(gettext("There is no such team."))
            return self._invitation(connection, now, by, name, role, team)

    def invite_again(self, now: datetime, by: str, person: str) -> str:
        """A new way in for somebody who lost password or code, or was shut out.

        The old way in ends when it is taken; whoever is shut out meanwhile cannot take it.

        Raises
        ------
        NotAllowed
            There is no such person.
        """
        with self.records.writing() as connection:
            row = _person_row(connection, person)
            name = opened(self.records, row)["name"]
            return self._invitation(connection, now, by, name, row.role, row.team_id, person)

    def invited(self, now: datetime, token: str) -> Invitation | None:
        """What a token invites to, None when it is used, over or was never made."""
        with self.records.reading() as connection:
            row = self._open_invitation(connection, now, token)
            if row is None:
                return None
            login = ""
            if row.person_id:
                login = opened(self.records, _person_row(connection, row.person_id))["login"]
        name = self.records.open(f"invitation {row.token}", row.sealed)["name"]
        return Invitation(name, login, row.role, row.person_id is not None)

    def accept(
        self, now: datetime, token: str, login: str, password: str, secret: str, code: str
    ) -> Person:
        """Take up an invitation with a sign-in name, a password and the first one-time code.

        Raises
        ------
        Refused
            Something of it will not do; the message says what.
        """
        login = _named(login, gettext("A sign-in name"))
        digest = login_digest(self.records, login)
        with self.records.writing() as connection:
            row = self._open_invitation(connection, now, token)
            if row is None:
                raise Refused(gettext("This invitation was used or is over; ask for a new one."))
            name = self.records.open(f"invitation {row.token}", row.sealed)["name"]
            if weak := hidden.too_weak(password, login.partition("@")[0], *name.split()):
                raise Refused(weak)
            step = hidden.code_step(secret, code, now, 0)
            if step is None:
                raise Refused(
                    gettext(
                        "The code does not fit. Take the one that your authenticator shows now, "
                        "and see that the clocks of both machines are right."
                    )
                )
            id = row.person_id or fresh_id()
            values = {
                "login": digest,
                "password": hidden.hashed(password),
                "code_step": step,
                "active": True,
                "sealed": self.records.seal(
                    f"person {id}", {"name": name, "login": login, "secret": secret}
                ),
            }
            try:
                if row.person_id:
                    connection.execute(update(people).where(people.c.id == id).values(values))
                    connection.execute(delete(sign_ins).where(sign_ins.c.person_id == id))
                else:
                    new = {"id": id, "role": row.role, "team_id": row.team_id}
                    connection.execute(insert(people).values(**new, **values, created=stamp(now)))
            except IntegrityError:
                raise Refused(
                    gettext("Somebody has this sign-in name already; choose another.")
                ) from None
            connection.execute(
                update(invitations).where(invitations.c.token == row.token).values(used=stamp(now))
            )
            connection.execute(delete(failures).where(failures.c.login == digest))
            joined = _person_row(connection, id)
            audit.write(self.records, connection, now, id, "joined", id, role=joined.role)
        return person_of(self.records, joined)

    def everyone(self, now: datetime) -> tuple[Account, ...]:
        """All accounts, by name."""
        with self.records.reading() as connection:
            names = dict(self._teams(connection))
            locked = {
                row.login
                for row in connection.execute(select(failures))
                if row.until and moment(row.until) > now
            }
            rows = connection.execute(select(people)).all()
        accounts = [
            Account(
                person_of(self.records, row),
                opened(self.records, row)["login"],
                names.get(row.team_id or ""),
                row.active,
                row.login in locked,
            )
            for row in rows
        ]
        return tuple(sorted(accounts, key=lambda account: account.person.name.casefold()))

    def change(
        self, now: datetime, by: str, person: str, role: Role, team: str | None, active: bool
    ) -> None:
        """Give somebody another role, team or access; whoever loses it is signed out at once.

        Raises
        ------
        NotAllowed
            There is no such person.
        Refused
            Nobody would be left who may administer, or there is no such role or team.
        """
        if role not in get_args(Role) or role not in ROLES:
            raise Refused(gettext("There is no role %(role)s.", role=repr(role)))
        with self.records.writing() as connection:
            row = _person_row(connection, person)
            if team is not None and not _has_team(connection, team):
                raise Refused(gettext("There is no such team."))
            connection.execute(
                update(people)
                .where(people.c.id == person)
                .values(role=role, team_id=team, active=active)
            )
            left = select(people.c.role).where(people.c.active)
            if not any(
                may(Person("", "", found.role), "administer") for found in connection.execute(left)
            ):
                raise Refused(
                    gettext("Somebody has to stay who may administer; name another one first.")
                )
            if not active or role != row.role:
                connection.execute(delete(sign_ins).where(sign_ins.c.person_id == person))
            if not active:
                connection.execute(delete(invitations).where(invitations.c.person_id == person))
            audit.write(
                self.records, connection, now, by, "person_changed", person,
                role=role, active=active,
            )  # fmt: skip

    def unlock(self, now: datetime, by: str, person: str) -> None:
        """Let somebody try again at once.

        Raises
        ------
        NotAllowed
            There is no such person.
        """
        with self.records.writing() as connection:
            row = _person_row(connection, person)
            connection.execute(delete(failures).where(failures.c.login == row.login))
            audit.write(self.records, connection, now, by, "person_changed", person, unlocked=True)

    def make_team(self, now: datetime, by: str, name: str) -> str:
        """A team; its id.

        Raises
        ------
        Refused
            The name is empty, long, or that of another team.
        """
        name = _named(name, gettext("A team's name"))
        with self.records.writing() as connection:
            if name.casefold() in {n.casefold() for n in dict(self._teams(connection)).values()}:
                raise Refused(gettext("There is a team of this name."))
            id = fresh_id()
            sealed = self.records.seal(f"team {id}", {"name": name})
            connection.execute(insert(teams).values(id=id, sealed=sealed))
            audit.write(self.records, connection, now, by, "team_made", id)
        return id

    def teams(self) -> Mapping[str, str]:
        """Id to name."""
        with self.records.reading() as connection:
            return dict(self._teams(connection))

    def names(self) -> Mapping[str, str]:
        """Id of every person to their name, for lists and the audit."""
        with self.records.reading() as connection:
            rows = connection.execute(select(people)).all()
        return {row.id: opened(self.records, row)["name"] for row in rows}

    def find(self, login: str) -> str | None:
        """The id of whoever has this sign-in name."""
        wanted = select(people.c.id).where(people.c.login == login_digest(self.records, login))
        with self.records.reading() as connection:
            return connection.execute(wanted).scalar()

    def _teams(self, connection: Connection) -> list[tuple[str, str]]:
        rows = connection.execute(select(teams)).all()
        found = [(r.id, self.records.open(f"team {r.id}", r.sealed)["name"]) for r in rows]
        return sorted(found, key=lambda one: one[1].casefold())

    def _invitation(
        self,
        connection: Connection,
        now: datetime,
        by: str,
        name: str,
        role: str,
        team: str | None,
        person: str | None = None,
    ) -> str:
        token = hidden.token()
        key = hidden.digest(token)
        connection.execute(
            insert(invitations).values(
                token=key,
                person_id=person,
                role=role,
                team_id=team,
                ends=stamp(now + INVITED),
                sealed=self.records.seal(f"invitation {key}", {"name": name}),
            )
        )
        audit.write(self.records, connection, now, by, "invited", person or "", role=role)
        return token

    def _open_invitation(
        self, connection: Connection, now: datetime, token: str
    ) -> Row[Any] | None:
        wanted = select(invitations).where(
            invitations.c.token == hidden.digest(token),
            invitations.c.used.is_(None),
            invitations.c.ends > stamp(now),
        )
        return connection.execute(wanted).one_or_none()


def login_digest(records: Records, login: str) -> str:
    """What stands for a sign-in name in the tables.

    Small and large letters are one, and a letter with its accent is, however it was typed (NFKC).
    """
    return records.keys.digest("login", normalize("NFKC", login).strip().casefold())


def opened(records: Records, row: Row[Any]) -> dict[str, str]:
    """Name, sign-in name and secret of the one-time codes of a row of `people`."""
    found: dict[str, str] = records.open(f"person {row.id}", row.sealed)
    return found


def person_of(records: Records, row: Row[Any]) -> Person:
    """The person of a row of `people`."""
    return Person(row.id, opened(records, row)["name"], row.role, row.team_id)


def _named(text: str, what: str) -> str:
    plain = " ".join(text.split())
    if not plain:
        raise Refused(gettext("%(what)s is missing.", what=what))
    if len(plain) > _LONGEST_NAME:
        raise Refused(
            gettext("%(what)s has %(most)s characters at most.", what=what, most=_LONGEST_NAME)
        )
    return plain


def _has_team(connection: Connection, team: str) -> bool:
    return connection.execute(select(teams.c.id).where(teams.c.id == team)).scalar() is not None


def _person_row(connection: Connection, person: str) -> Row[Any]:
    row = connection.execute(select(people).where(people.c.id == person)).one_or_none()
    if row is None:
        raise NotAllowed(gettext("There is no such person."))
    return row
