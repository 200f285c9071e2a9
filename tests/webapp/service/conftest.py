"""A service with two teams, and somebody of every role in it who is signed in."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pyotp
import pytest
from argon2 import PasswordHasher
from flask import Flask
from flask.testing import FlaskClient

from inference import Clinical
from webapp import create_app
from webapp.accounts.here import SIGN_IN, room_of
from webapp.records import secrets_of_people
from webapp.records.people import COMMAND, Accounts
from webapp.records.sign_in import SignIns

from ..conftest import DESK, ReaderOfOne

NOTE = f"Met Denise Webb. {DESK}"
# login -> role, team
STAFF = {
    "worker": ("worker", "North"),
    "colleague": ("worker", "North"),
    "supervisor": ("supervisor", "North"),
    "elsewhere": ("supervisor", "South"),
    "trainee": ("trainee", "North"),
    "administrator": ("administrator", None),
    "auditor": ("auditor", None),
}


class Clock:
    """A clock that stands until somebody moves it."""

    def __init__(self) -> None:
        self.now = datetime(2026, 3, 9, 8, 30, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def later(self, **by: float) -> None:
        self.now += timedelta(**by)


@dataclass(frozen=True)
class Service:
    """The app of a service, and its people."""

    app: Flask
    clock: Clock
    folder: Path

    def as_(self, login: str) -> FlaskClient:
        """A browser in which this person is signed in."""
        token = SignIns(room_of(self.app).records()).sign_in_known(self.clock(), login)
        assert token
        client = self.app.test_client()
        with client.session_transaction() as session:
            session[SIGN_IN] = token
        return client

    def id_of(self, login: str) -> str:
        """The id of this person."""
        id = Accounts(room_of(self.app).records()).find(login)
        assert id
        return id


@pytest.fixture
def make_service(clinical: Clinical, tmp_path: Path) -> Iterator[Callable[..., Service]]:
    """Makes a service with `STAFF`, settings as given."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(secrets_of_people, "_hasher", PasswordHasher(1, 8, 1))

        def make(**config: Any) -> Service:
            clock = Clock()
            own = {
                "RECORDS": "team",
                "RECORDS_DATABASE": f"sqlite:///{tmp_path}/data/records.db",
                "RECORDS_KEYS": str(tmp_path / "keys" / "records.keys"),
                "WTF_CSRF_ENABLED": False,
                "TESTING": True,
            }
            app = create_app({**own, **config}, reader=ReaderOfOne(clinical), clock=clock)
            accounts = Accounts(room_of(app).records())
            teams = {
                name: accounts.make_team(clock(), COMMAND, name) for name in ("North", "South")
            }
            for login, (role, team) in STAFF.items():
                token = accounts.invite(
                    clock(), COMMAND, login.title(), role, teams[team] if team else None
                )
                secret = secrets_of_people.fresh_code_secret()
                code = pyotp.TOTP(secret).at(clock())
                accounts.accept(clock(), token, login, "tugboat violet ladder", secret, code)
            return Service(app, clock, tmp_path)

        yield make


@pytest.fixture
def service(make_service: Callable[..., Service]) -> Service:
    """An ordinary one."""
    return make_service()


def keep(client: FlaskClient, pseudonym: str = "Heron", case: str = "", **more: str) -> str:
    """Keep `NOTE` with everything accepted; the address of the kept note."""
    where = {"pseudonym": "" if case else pseudonym, "case": case, "day": "2026-03-08"}
    sent = {"note": NOTE, "step": "on", **where}
    page = client.post("/cases/keep/", data=sent)
    carried = re.search(r'name="carried" value="([^"]+)"', page.text)
    assert carried, page.text
    keys = re.findall(r'name="(verdict\.[^"]+)" value="accepted"', page.text)
    made = client.post(
        "/cases/keep/judged",
        data={"carried": carried[1], **dict.fromkeys(keys, "accepted"), **more},
    )
    assert made.status_code == 303, made.text
    return str(made.location)
