"""What `create_app` takes of accounts."""

from __future__ import annotations

from collections.abc import Callable

from flask import Flask

from ..practice.store import RecordStore
from ..records.errors import RecordsError
from ..records.people import Accounts
from ..records.practice_store import KeptPractice
from ..records.rights import Person
from ..records.round_store import StoredRounds
from ..records.times import Clock, now
from ..supervision.store import RoundStore
from ..supervision.table import Person as Colleague
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
    if here.room_of(app).place.mode == "team" and app.config["OIDC_ISSUER"]:
        try:
            from . import single_sign_on
        except ImportError:
            raise RecordsError(
                "Sign-in by OpenID Connect needs more: pip install 'middleground[oidc]'."
            ) from None
        single_sign_on.install(app)


def practice_of(app: Flask) -> tuple[RecordStore | None, Callable[[], str] | None]:
    """Where practice of a team is kept, and whose it is; neither where there are no accounts."""
    if here.room_of(app).place.mode != "team":
        return None, None
    return KeptPractice(here.room_of(app).records()), lambda: here.somebody("practise").id


def supervision_of(
    app: Flask,
) -> tuple[
    RoundStore | None,
    Callable[[], Colleague] | None,
    Callable[[], tuple[Colleague, ...]] | None,
    Callable[[], bool],
]:
    """Where rounds of a team are kept, who is asking, who can be asked, and whether about clients.

    Without accounts all sit at one screen, and rounds stay in memory.
    """
    room = here.room_of(app)

    def about_clients() -> bool:
        """Whether a note about a client may be laid before others at this kind of site."""
        return room.place.site == "ordinary"

    if room.place.mode != "team":
        return None, None, None, about_clients

    def who() -> Colleague:
        return _colleague(here.somebody("take_part"))

    def people() -> tuple[Colleague, ...]:
        everyone = Accounts(room.records()).everyone(here.moment())
        return tuple(
            _colleague(one.person)
            for one in everyone
            if one.active and here.open_to(one.person, "take_part")
        )

    store = StoredRounds(room.access(), lambda: here.somebody("take_part"), room.clock)
    return store, who, people, about_clients


def _colleague(person: Person) -> Colleague:
    return Colleague(
        person.id,
        person.name,
        here.open_to(person, "hold_rounds"),
        here.open_to(person, "see_agreement"),
    )


def cookie_key(app: Flask) -> str | None:
    """What signs the cookies of a team, the same in every process and after every start."""
    room = here.room_of(app)
    return room.records().keys.digest("cookie", "key") if room.place.mode == "team" else None
