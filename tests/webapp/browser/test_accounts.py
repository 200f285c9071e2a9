"""Invitation, sign-in, people and the audit, in a real browser, at a service with accounts."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterator

import pyotp
import pytest
from argon2 import PasswordHasher
from playwright.sync_api import Page, expect

from inference import Clinical
from webapp import create_app
from webapp.accounts.here import room_of
from webapp.records import secrets_of_people
from webapp.records.people import COMMAND, Accounts

from ..conftest import DESK, FakeReader
from ..service.conftest import Clock
from .conftest import served
from .test_accessibility import assert_axe_finds_nothing, assert_nothing_runs_off, unfold

PASSWORD = "pelican teapot gravel"  # noqa: S105 -- of nobody


class Service:
    """A service with one administrator, who has not joined yet."""

    def __init__(self, accounts: Accounts, clock: Clock) -> None:
        self.accounts, self.clock = accounts, clock
        self.codes: dict[str, str] = {}

    def join(self, page: Page, name: str, role: str) -> None:
        token = self.accounts.invite(self.clock(), COMMAND, name, role)
        self.take_up(page, f"/join/{token}", name)

    def take_up(self, page: Page, link: str, name: str) -> None:
        page.goto(link)
        secret = page.locator(".secret").inner_text()
        self.codes[name] = secret
        page.get_by_label("Sign-in name").fill(name)
        page.get_by_label("Password", exact=True).fill(PASSWORD)
        page.get_by_label("The same password again").fill(PASSWORD)
        page.get_by_label("The code that it shows now").fill(self.code(name))
        page.get_by_role("button", name="Join").click()
        expect(page.get_by_role("heading", name="Sign in")).to_be_visible()

    def code(self, name: str) -> str:
        return pyotp.TOTP(self.codes[name]).at(self.clock())

    def sign_in(self, page: Page, name: str) -> None:
        self.clock.later(seconds=61)
        page.get_by_label("Sign-in name").fill(name)
        page.get_by_label("Password").fill(PASSWORD)
        page.get_by_label("Code from your authenticator").fill(self.code(name))
        page.get_by_role("button", name="Sign in").click()

    def signed_in(self, page: Page, role: str) -> str:
        name = f"{role} {secrets.token_hex(3)}"
        self.join(page, name, role)
        self.sign_in(page, name)
        expect(page.get_by_role("button", name="Sign out")).to_be_visible()
        return name


@pytest.fixture(scope="module")
def clock() -> Clock:
    return Clock()


@pytest.fixture(scope="module")
def app(clinical: Clinical, clock: Clock, tmp_path_factory: pytest.TempPathFactory):
    folder = tmp_path_factory.mktemp("records")
    config = {
        "RECORDS": "team",
        "RECORDS_DATABASE": f"sqlite:///{folder}/data/records.db",
        "RECORDS_KEYS": str(folder / "keys" / "records.keys"),
    }
    with pytest.MonkeyPatch.context() as patch:
        # The real cost of a hash is right for people and wrong for fifty sign-ins of a test.
        patch.setattr(secrets_of_people, "_hasher", PasswordHasher(1, 8, 1))
        yield create_app(config, reader=FakeReader(clinical), clock=clock)


@pytest.fixture(scope="module")
def site(app) -> Iterator[str]:
    with served(app) as address:
        yield address


@pytest.fixture
def service(app, clock: Clock) -> Service:
    return Service(Accounts(room_of(app).records()), clock)


def door(page: Page, service: Service) -> None:
    page.goto("/cases/")
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()


def wrong(page: Page, service: Service) -> None:
    door(page, service)
    page.get_by_label("Sign-in name").fill("nobody at all")
    page.get_by_label("Password").fill("wrong")
    page.get_by_label("Code from your authenticator").fill("123456")
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("alert")).to_contain_text("does not fit")


def invitation(page: Page, service: Service) -> None:
    token = service.accounts.invite(service.clock(), COMMAND, "Ann Lee", "worker")
    page.goto(f"/join/{token}")
    page.get_by_label("Sign-in name").fill("annlee")
    page.get_by_label("Password", exact=True).fill("annlee annlee annlee")
    page.get_by_label("The same password again").fill("annlee annlee annlee")
    page.get_by_label("The code that it shows now").fill("000000")
    page.get_by_role("button", name="Join").click()
    expect(page.get_by_role("alert")).to_contain_text("holds your name or sign-in name")


def people(page: Page, service: Service) -> None:
    service.signed_in(page, "administrator")
    page.get_by_role("link", name="People").click()
    page.get_by_label("Name", exact=True).fill("Ben Okafor")
    page.get_by_role("button", name="Make a link").click()
    expect(page.get_by_role("status")).to_contain_text("shown this once")


def audited(page: Page, service: Service) -> None:
    service.signed_in(page, "auditor")
    page.get_by_role("link", name="Audit").click()
    page.get_by_role("button", name="Verify the chain").click()
    expect(page.get_by_role("status")).to_contain_text("The audit holds")


def worker(page: Page, service: Service) -> None:
    service.signed_in(page, "worker")
    page.get_by_role("link", name="Cases", exact=True).click()


STATES: dict[str, Callable[[Page, Service], None]] = {
    each.__name__: each for each in (door, wrong, invitation, people, audited, worker)
}


@pytest.mark.parametrize("state", STATES)
def test_axe_finds_nothing_and_nothing_runs_off_the_side(new_page, service, state):
    page = new_page(bypass_csp=True, reduced_motion="reduce")
    STATES[state](page, service)
    unfold(page)
    assert_axe_finds_nothing(page)
    assert_nothing_runs_off(page, 320, 390)


def test_from_invitation_to_sign_out(page, service):
    people(page, service)
    link = page.locator(".handed").inner_text()
    page.get_by_role("button", name="Sign out").click()
    service.take_up(page, link, "ben")
    page.goto(link)
    expect(page.get_by_role("heading", name="There is nothing here")).to_be_visible()
    page.goto("/practice/")
    service.sign_in(page, "ben")
    expect(page.get_by_text("Ben Okafor")).to_be_visible()
    assert page.url.endswith("/practice/"), "one goes on where one wanted to go"
    expect(page.get_by_role("link", name="People")).to_have_count(0)
    page.goto("/people/")
    expect(page.get_by_role("heading", name="There is nothing here")).to_be_visible()
    page.get_by_role("button", name="Sign out").click()
    page.goto("/practice/")
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
def test_what_is_sent_after_being_idle_is_not_lost(new_page, service, script):
    page = new_page(java_script_enabled=script)
    name = service.signed_in(page, "worker")
    page.goto("/")
    page.get_by_label("The note").fill(DESK)
    service.clock.later(minutes=31)
    page.get_by_role("button", name="Read the note").click()
    expect(page.get_by_role("alert")).to_contain_text("What you have just sent is kept")
    service.sign_in(page, name)
    page.get_by_role("button", name="Send it again").click()
    expect(page.get_by_role("heading", name="A reading of this note")).to_be_visible()
