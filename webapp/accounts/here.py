"""Who is asking, and the records that are kept here; the one door to both for every page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from threading import Lock
from typing import Any, Final, get_args

from flask import Flask, current_app, g, session

from ..language import gettext
from ..records.access import Access
from ..records.database import Records
from ..records.errors import NotAllowed, RecordsError
from ..records.place import Place, place
from ..records.rights import ONE_PERSON, Act, Person, may
from ..records.secrets_of_people import of_nobody
from ..records.sign_in import SignIns
from ..records.times import Clock, now

_EXTENSION: Final = "middleground_records"
SIGN_IN: Final = "sign_in"  # what the session holds of somebody who signed in


class Room:
    """The records of one app, opened when they are first needed."""

    def __init__(self, where: Place, clock: Clock) -> None:
        self.place = where
        self.clock = clock
        self._records: Records | None = None
        self._turn = Lock()

    def records(self) -> Records:
        """The records, which begin here where there are none yet.

        Raises
        ------
        RecordsError
            They cannot be opened.
        """
        with self._turn:
            if self._records is None:
                self._records = self.place.open()
            return self._records

    def access(self) -> Access:
        """Access to the cases."""
        return Access(self.records(), self.place.site)


@dataclass(frozen=True, slots=True)
class Here:
    """What every template may ask: who is here, and what is open to them."""

    mode: str
    site: str
    person: Person | None
    may: frozenset[str]


def install(app: Flask, clock: Clock = now) -> None:
    """Give the app its records, and every template `here`.

    Raises
    ------
    RecordsError
        A setting of the records cannot be.
    """
    room = Room(place(app.config), clock)
    app.extensions[_EXTENSION] = room
    if room.place.mode == "team":
        room.records()  # what is wrong with them is told at the start, not to the first visitor
        of_nobody()

    @app.context_processor
    def for_templates() -> dict[str, Any]:
        return {"here": here()}


def room_of(app: Flask) -> Room:
    """The room of this app."""
    found: Room = app.extensions[_EXTENSION]
    return found


def room() -> Room:
    """The room of the app that is answering."""
    return room_of(current_app)


def moment() -> datetime:
    """This moment, by the clock of the app."""
    return room().clock()


def person() -> Person | None:
    """Who is asking: the one person of this machine, somebody who signed in, or nobody."""
    if room().place.mode != "team":
        return ONE_PERSON
    if "person" not in g:
        token = session.get(SIGN_IN)
        signed = SignIns(room().records())
        g.person = signed.who(moment(), str(token), room().place.idle) if token else None
    found: Person | None = g.person
    return found


def somebody(act: Act) -> Person:
    """Who is asking, if this is open to them.

    Raises
    ------
    NotAllowed
        It is not, or nobody is signed in.
    """
    found = person()
    if found is None or not open_to(found, act):
        raise NotAllowed(gettext("This is not open to you here."))
    return found


def open_to(found: Person, act: Act) -> bool:
    """Whether the person may do this here; where no records are kept, nothing that needs them."""
    where = room().place
    return (where.mode != "off" or act == "practise") and may(found, act, where.site)


def may_administer() -> bool:
    """Whether whoever is asking looks after the installation: without accounts, its user does."""
    found = person()
    return found is not None and may(found, "administer")


def here() -> Here:
    """What templates may ask; a page that tells of records out of reach has to do without them."""
    where = room().place
    try:
        found = person()
    except RecordsError:
        found = None
    acts = frozenset(act for act in get_args(Act) if found and open_to(found, act))
    return Here(where.mode, where.site, found, acts)
