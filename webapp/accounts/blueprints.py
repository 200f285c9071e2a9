"""What `create_app` takes of accounts."""

from __future__ import annotations

from collections.abc import Callable

from flask import Flask

from ..practice.store import RecordStore
from ..records.practice_store import KeptPractice
from ..records.times import Clock, now
from . import audit_pages, gate, here, people_pages, signing_pages


def install(app: Flask, clock: Clock = now) -> None:
    """Set up who is here, the gate, and the pages of people and the audit.

    Raises
    ------
    RecordsError
        A setting of the records cannot be, or a team's records cannot be opened.
    """
    here.install(app, clock)
    gate.install(app)
    for pages in (signing_pages, people_pages, audit_pages):
        app.register_blueprint(pages.bp)


def practice_of(app: Flask) -> tuple[RecordStore | None, Callable[[], str] | None]:
    """Where practice of a team is kept, and whose it is; neither where there are no accounts."""
    if here.room_of(app).place.mode != "team":
        return None, None
    return KeptPractice(here.room_of(app).records()), lambda: here.somebody("practise").id


def cookie_key(app: Flask) -> str | None:
    """What signs the cookies of a team, the same in every process and after every start."""
    room = here.room_of(app)
    return room.records().keys.digest("cookie", "key") if room.place.mode == "team" else None
