"""The door of a service: who comes in, what is open outside it, and what goes wrong there."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta

import pyotp
import pytest
from sqlalchemy.exc import OperationalError

from webapp.accounts.here import SIGN_IN, room_of
from webapp.records import audit, secrets_of_people
from webapp.records.database import Records
from webapp.records.errors import Unavailable
from webapp.records.people import COMMAND, Accounts

from .conftest import NOTE, Service

PASSWORD = "tugboat violet ladder"  # noqa: S105 -- of nobody


@pytest.fixture
def newcomer(service: Service) -> tuple[str, str]:
    """Somebody who joined with a code of their own: sign-in name and secret."""
    accounts, clock = Accounts(room_of(service.app).records()), service.clock
    token = accounts.invite(clock(), COMMAND, "Nia", "worker")
    secret = secrets_of_people.fresh_code_secret()
    code = pyotp.TOTP(secret).at(clock())
    accounts.accept(clock(), token, "nia", PASSWORD, secret, code)
    clock.later(minutes=2)
    return "nia", secret


def door(service: Service, newcomer: tuple[str, str], **changed: str) -> dict[str, str]:
    login, secret = newcomer
    code = pyotp.TOTP(secret).at(service.clock())
    return {"login": login, "password": PASSWORD, "code": code, **changed}


def test_whoever_joins_is_told_to_wait_for_the_next_code(service: Service) -> None:
    invited = {"name": "Nia", "role": "worker", "team": ""}
    page = service.as_("administrator").post("/people/invite", data=invited).text
    link = re.findall(r"/join/[\w-]+", page)[0]
    nia = service.app.test_client()
    secret = re.findall(r'class="secret">(\w+)<', nia.get(link).text)[0]
    code = pyotp.TOTP(secret).at(service.clock())
    sent = {"login": "nia", "password": PASSWORD, "again": PASSWORD, "code": code}
    joined = nia.post(link, data=sent, follow_redirects=True)
    assert "wait for the next code" in joined.text
    assert "wait for the next code" not in nia.get("/sign-in").text
    assert nia.post("/sign-in", data={**sent, "then": "/"}).status_code == 401, "the same code"


def test_an_invitation_that_was_a_mistake_is_seen_and_taken_back(service: Service) -> None:
    ann = service.as_("administrator")
    invited = {"name": "Nia Nuñez", "role": "administrator", "team": ""}
    links = [
        re.findall(r"/join/[\w-]+", ann.post("/people/invite", data=invited).text)[0]
        for _ in range(2)  # the second by reloading
    ]
    anyone = service.app.test_client()
    keys = re.findall(r"/people/invitation/([^/]+)/back", ann.get("/people/").text)
    assert len(keys) == 2
    assert all(anyone.get(f"/join/{key}").status_code == 404 for key in keys), "no way in"
    for login in ("worker", "supervisor", "auditor"):
        assert service.as_(login).post(f"/people/invitation/{keys[0]}/back").status_code == 404
    assert [anyone.get(link).status_code for link in links] == [200, 200]
    for _ in range(2):  # pressed twice
        assert ann.post(f"/people/invitation/{keys[0]}/back").status_code == 303
    assert sorted(anyone.get(link).status_code for link in links) == [200, 404]
    ann.post(f"/people/{service.id_of('worker')}/again")
    assert "A new way in for somebody who has an account." in ann.get("/people/").text
    service.clock.later(days=8)
    page = service.as_("administrator").get("/people/").text
    assert "Links that nobody has used yet" not in page
    told = audit.entries(room_of(service.app).records(), action="invitation_taken_back")
    assert len(told) == 1


@pytest.mark.parametrize("address", ["/", "/coach", "/cases/", "/supervision/", "/deidentify/"])
def test_nothing_is_open_before_the_door(service: Service, address: str) -> None:
    turned_away = service.app.test_client().get(address)
    assert turned_away.status_code == 302
    assert turned_away.location.startswith("/sign-in")


@pytest.mark.parametrize("address", ["/sign-in", "/about", "/static/base.css", "/healthz"])
def test_what_is_open_to_everybody(service: Service, address: str) -> None:
    assert service.app.test_client().get(address).status_code == 200


@pytest.mark.parametrize("address", ["/coach.json", "/referrals.json"])
def test_programs_are_told_in_json(service: Service, address: str) -> None:
    told = service.app.test_client().post(address, json={})
    assert told.status_code == 401
    assert told.get_json()["kind"] == "not_signed_in"


def test_the_api_has_tokens_of_its_own(service: Service) -> None:
    told = service.app.test_client().post("/api/v1/formulations", json={"text": NOTE})
    assert told.status_code == 401
    assert "token" in told.text.lower()


def test_a_session_that_was_set_before_goes(service: Service, newcomer: tuple[str, str]) -> None:
    client = service.app.test_client()
    with client.session_transaction() as session:
        session["planted"] = "by somebody else"
        session[SIGN_IN] = "planted, too"
    assert client.post("/sign-in", data=door(service, newcomer)).status_code == 303
    with client.session_transaction() as session:
        assert "planted" not in session
        assert session[SIGN_IN] != "planted, too"


def test_a_stolen_cookie_ends_with_signing_out(service: Service, newcomer: tuple[str, str]) -> None:
    client, thief = service.app.test_client(), service.app.test_client()
    client.post("/sign-in", data=door(service, newcomer))
    with client.session_transaction() as session:
        stolen = session[SIGN_IN]
    with thief.session_transaction() as session:
        session[SIGN_IN] = stolen
    assert thief.get("/").status_code == 200
    client.post("/sign-out")
    assert thief.get("/").status_code == 302


@pytest.mark.parametrize(
    "changed", [{"login": "nobody"}, {"password": "tugboat violet"}, {"code": "000000"}]
)
def test_what_is_wrong_is_never_told(
    service: Service, newcomer: tuple[str, str], changed: dict[str, str]
) -> None:
    refused = service.app.test_client().post("/sign-in", data=door(service, newcomer, **changed))
    assert refused.status_code == 401
    assert "Name, password or code does not fit" in refused.text


def test_too_many_tries_are_told_the_same_for_anybody(service: Service) -> None:
    said = set()
    for login in ("worker", "nobody"):
        client = service.app.test_client()
        for _ in range(6):
            last = client.post("/sign-in", data={"login": login, "password": "x", "code": "1"})
        assert last.status_code == 429
        said.add(last.text.partition('class="problem"')[2].partition("</div>")[0])
    assert len(said) == 1


@pytest.mark.parametrize(
    ("then", "goes"),
    [
        ("/practice/", "/practice/"),
        ("//evil.example/", "/"),
        ("/\\evil.example", "/"),
        ("https://evil.example", "/"),
        ("javascript:alert(1)", "/"),
        ("/a\r\nSet-Cookie: b=c", "/"),
    ],
)
def test_one_goes_on_to_this_page_alone(
    service: Service, newcomer: tuple[str, str], then: str, goes: str
) -> None:
    sent = door(service, newcomer, then=then)
    assert service.app.test_client().post("/sign-in", data=sent).location == goes


def test_what_was_sent_after_the_sign_in_ended_comes_back(
    service: Service, newcomer: tuple[str, str]
) -> None:
    client = service.app.test_client()
    client.post("/sign-in", data=door(service, newcomer))
    service.clock.later(minutes=31)
    held = client.post("/", data={"note": NOTE, "felt": "warmth"})
    assert held.status_code == 401
    assert "is kept in this form" in held.text
    again = door(service, newcomer)
    carried = {"held_path": "/", "held.note": NOTE, "held.felt": "warmth"}
    back = client.post("/sign-in", data={**again, **carried})
    assert back.status_code == 200
    assert "Denise Webb" in back.text
    assert 'action="/"' in back.text


@pytest.mark.parametrize(
    "address", ["/cases/{}/hypothesis", "/cases/keep/", "/supervision/new", "/"]
)
def test_what_comes_without_cookie_is_shown_to_be_copied_and_not_sent_on(
    make_service: Callable[..., Service], address: str
) -> None:
    anybody = make_service(WTF_CSRF_ENABLED=True).app.test_client()
    lost = anybody.post(address.format("x"), data={"words": "He asked <twice>.", "step": "words"})
    assert lost.status_code == 401
    assert "He asked &lt;twice&gt;." in lost.text
    assert "<form" not in re.sub(r"(?s)<(header|footer).*?</\1>", "", lost.text), "no way on"


def test_the_gate_speaks_the_language_of_who_is_turned_away(
    make_service: Callable[..., Service],
) -> None:
    # More than once: what one request speaks must not come from the one before it.
    anybody = make_service(WTF_CSRF_ENABLED=True).app.test_client()
    for language, told in (
        ("es", "Su sesión está cerrada."),
        ("en", "You are signed out."),
        ("es", "Su sesión está cerrada."),
    ):
        asked = {"Accept-Language": language}
        page = anybody.post("/cases/", data={"pseudonym": "Heron"}, headers=asked)
        assert (page.status_code, told in page.text) == (401, True)
        assert f'<html lang="{language}' in page.text


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
def test_what_a_page_of_another_site_sent_is_never_sent_on(
    make_service: Callable[..., Service], site: str
) -> None:
    service = make_service(WTF_CSRF_ENABLED=True)
    elsewhere = {"Sec-Fetch-Site": site}
    sent = {"name": "Mallory", "role": "administrator"}
    told = service.as_("administrator").post("/people/invite", data=sent, headers=elsewhere)
    assert (told.status_code, "Mallory" in told.text) == (400, False)
    held = {"held_path": "/people/invite", "held.name": "Mallory", "then": "/"}
    door = service.app.test_client().post("/sign-in", data=held, headers=elsewhere)
    assert (door.status_code, "Mallory" in door.text) == (400, False)
    ours = service.app.test_client().post(
        "/sign-in", data=held, headers={"Sec-Fetch-Site": "same-origin"}
    )
    assert (ours.status_code, "Mallory" in ours.text) == (400, True)


def test_a_form_from_before_the_last_sign_in_is_sent_once_more(
    make_service: Callable[..., Service],
) -> None:
    service = make_service(WTF_CSRF_ENABLED=True)
    worker = service.as_("worker")

    def token(page: str) -> str:
        return re.findall(r'name="csrf_token" value="([^"]+)"', page)[0]

    begun = {"csrf_token": token(worker.get("/cases/").text), "pseudonym": "Heron"}
    case = worker.post("/cases/", data=begun).location
    old = {"csrf_token": "of another sign-in", "label": "", "words": "The key\nis it"}
    told = worker.post(f"{case}/hypothesis", data=old)
    assert told.status_code == 400
    assert "please press again" in told.text
    assert f'action="{case}/hypothesis"' in told.text
    assert "The key\nis it" in told.text
    assert "The note was not read" not in told.text
    assert (
        worker.post(f"{case}/hypothesis", data={**old, "csrf_token": token(told.text)}).status_code
        == 303
    )
    assert "is it" in worker.get(case).text
    administrator = service.as_("administrator")
    for address in ("/people/invite", "/people/team"):
        told = administrator.post(address, data={"name": "Night shift"})
        assert (told.status_code, "Night shift" in told.text) == (400, True)


def test_nothing_is_carried_to_another_host(service: Service, newcomer: tuple[str, str]) -> None:
    sent = {**door(service, newcomer), "held_path": "//evil.example/", "held.note": NOTE}
    back = service.app.test_client().post("/sign-in", data=sent)
    assert back.status_code == 303
    assert "evil" not in back.location


def test_the_way_in_is_used_once(service: Service) -> None:
    accounts, clock = Accounts(room_of(service.app).records()), service.clock
    link = f"/join/{accounts.invite(clock(), COMMAND, 'Ona', 'worker')}"
    client = service.app.test_client()
    assert "Welcome, Ona" in client.get(link).text
    with client.session_transaction() as session:
        code = pyotp.TOTP(session["joining"]).at(clock())
    sent = {"login": "ona", "password": PASSWORD, "again": PASSWORD, "code": code}
    unlike = client.post(link, data={**sent, "again": "another one"})
    assert unlike.status_code == 400
    assert "not the same" in unlike.text
    assert client.post(link, data=sent).status_code == 303
    assert service.app.test_client().get(link).status_code == 404


def test_records_out_of_reach_are_said_and_nothing_is_shown(
    service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = service.as_("worker")

    def away(*_: object) -> None:
        raise Unavailable("The database of the records does not answer. Nothing was changed.")

    monkeypatch.setattr(Records, "reading", away)
    monkeypatch.setattr(Records, "writing", away)
    told = client.get("/cases/")
    assert told.status_code == 503
    assert "does not answer" in told.text
    assert OperationalError.__name__ not in told.text


@pytest.mark.parametrize("minutes", [5, 60])
def test_idle_minutes_are_a_setting(make_service: Callable[..., Service], minutes: int) -> None:
    service = make_service(IDLE_MINUTES=minutes)
    client = service.as_("worker")
    service.clock.now += timedelta(minutes=minutes - 1)
    assert client.get("/").status_code == 200
    service.clock.now += timedelta(minutes=minutes)
    assert client.get("/").status_code == 302
