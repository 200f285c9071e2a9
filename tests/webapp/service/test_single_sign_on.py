"""The site's own sign-in, against an issuer that runs here: who it lets in, and who not."""

from __future__ import annotations

import json
import logging
import re
import threading
import time
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pyotp
import pytest
from flask import Flask, jsonify, request
from flask.testing import FlaskClient
from joserfc import jwt
from joserfc.jwk import RSAKey
from werkzeug.serving import make_server

from webapp.accounts.here import SIGN_IN, room_of
from webapp.records.people import COMMAND, Accounts

from .conftest import Service

CLIENT = {"OIDC_CLIENT_ID": "middleground", "OIDC_CLIENT_SECRET": "of nobody"}


class Issuer:
    """Vouches for whomever `claims` say, signing with `signs`; `key` is the one it publishes."""

    def __init__(self) -> None:
        self.key = RSAKey.generate_key(2048, {"kid": "one"})
        self.signs = self.key
        self.claims: dict[str, Any] = {"preferred_username": "worker"}
        self.nonce = ""
        self.verifier = ""  # the one that was shown last
        self.address = ""

    def app(self) -> Flask:
        app = Flask("issuer")

        @app.get("/.well-known/openid-configuration")
        def configuration() -> Any:
            return jsonify(
                issuer=self.address,
                authorization_endpoint=f"{self.address}/authorize",
                token_endpoint=f"{self.address}/token",
                jwks_uri=f"{self.address}/keys",
                id_token_signing_alg_values_supported=["RS256"],
            )

        @app.get("/keys")
        def keys() -> Any:
            return jsonify(keys=[self.key.as_dict(private=False)])

        @app.post("/token")
        def token() -> Any:
            self.verifier = request.form["code_verifier"]
            assert self.verifier, "PKCE is used"
            at = int(time.time())
            told = {"iss": self.address, "sub": "1", "aud": "middleground", "iat": at}
            told |= {"exp": at + 60, "nonce": self.nonce} | self.claims
            made = jwt.encode({"alg": "RS256", "kid": "one"}, told, self.signs)
            return jsonify({"access_token": "x", "token_type": "Bearer", "id_token": made})

        return app


@pytest.fixture
def issuer() -> Iterator[Issuer]:
    made = Issuer()
    server = make_server("127.0.0.1", 0, made.app())
    made.address = f"http://127.0.0.1:{server.port}"
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield made
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def client(make_service: Callable[..., Service], issuer: Issuer) -> FlaskClient:
    service = make_service(**CLIENT, OIDC_ISSUER=issuer.address)
    return service.app.test_client()


def come_back(client: FlaskClient, issuer: Issuer, **changed: str) -> Any:
    """Go to the issuer and come back from it."""
    leaving = client.get("/sign-in/site/")
    asked = {name: value[0] for name, value in parse_qs(urlsplit(leaving.location).query).items()}
    assert leaving.location.startswith(f"{issuer.address}/authorize")
    assert asked["code_challenge_method"] == "S256"
    issuer.nonce = changed.pop("nonce", asked["nonce"])
    return client.get(
        "/sign-in/site/back", query_string={"code": "c", "state": asked["state"], **changed}
    )


def test_whoever_has_joined_comes_in_as_what_they_are_here(
    client: FlaskClient, issuer: Issuer
) -> None:
    assert "Sign in with your site" in client.get("/sign-in?then=/practice/").text
    back = come_back(client, issuer)
    assert (back.status_code, back.location) == (303, "/practice/")
    assert "Worker" in client.get("/cases/").text
    assert client.get("/people/").status_code == 404


@pytest.mark.parametrize(
    ("claims", "status"),
    [
        ({"preferred_username": "stranger"}, 403),
        ({"preferred_username": ""}, 403),
        ({"preferred_username": None}, 403),
        ({"preferred_username": ["worker"]}, 403),
        ({"iss": "https://evil.example"}, 401),
        ({"aud": "another"}, 401),
        ({"exp": 1}, 401),
    ],
)
def test_nobody_else_comes_in(
    client: FlaskClient, issuer: Issuer, claims: dict[str, Any], status: int
) -> None:
    issuer.claims |= claims
    assert come_back(client, issuer).status_code == status
    assert client.get("/cases/").status_code == 302


def test_another_key_vouches_for_nobody(client: FlaskClient, issuer: Issuer) -> None:
    issuer.signs = RSAKey.generate_key(2048, {"kid": "one"})
    assert come_back(client, issuer).status_code == 401


@pytest.mark.parametrize("changed", [{"state": "forged"}, {"nonce": "of another time"}])
def test_an_answer_to_another_question_is_none(
    client: FlaskClient, issuer: Issuer, changed: dict[str, str]
) -> None:
    assert come_back(client, issuer, **changed).status_code == 401


@pytest.mark.parametrize(("verified", "status"), [(True, 303), (False, 403), ("true", 403)])
def test_an_address_counts_when_it_was_verified(
    make_service: Callable[..., Service], issuer: Issuer, verified: Any, status: int
) -> None:
    service = make_service(**CLIENT, OIDC_ISSUER=issuer.address, OIDC_CLAIM="email")
    issuer.claims = {"email": "worker", "email_verified": verified}
    assert come_back(service.app.test_client(), issuer).status_code == status


def test_an_issuer_that_is_away_is_said(make_service: Callable[..., Service]) -> None:
    service = make_service(**CLIENT, OIDC_ISSUER="http://127.0.0.1:9")
    told = service.app.test_client().get("/sign-in/site/")
    assert told.status_code == 503
    assert "does not answer" in told.text


def test_without_an_issuer_there_is_no_such_way(service: Service) -> None:
    assert service.app.test_client().get("/sign-in/site/").status_code == 404
    assert "your site" not in service.app.test_client().get("/sign-in").text


@pytest.mark.usefixtures("access_log")
def test_no_log_holds_a_secret(
    make_service: Callable[..., Service],
    issuer: Issuer,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    capfd: pytest.CaptureFixture[str],
) -> None:
    """Joining, signing in well and badly and by the site, all of it logged as loudly as can be."""
    password, wrong = "tugboat violet ladder", "tugboat violet lantern"
    secrets = {"SECRET_KEY": "kestrel-of-the-cookie", "OIDC_CLIENT_SECRET": "kestrel-of-the-site"}
    for name, value in secrets.items():
        monkeypatch.setenv(f"MIDDLEGROUND_{name}", value)
    caplog.set_level(logging.DEBUG)
    # Quiet unless asked by name; at DEBUG it would write rows as they are kept, hashes among them.
    caplog.set_level(logging.INFO, "sqlalchemy.engine")
    service = make_service(
        OIDC_CLIENT_ID="middleground", OIDC_ISSUER=issuer.address, ACCESS_LOG=True
    )
    app, clock = service.app, service.clock
    assert secrets.items() <= app.config.items()
    records = room_of(app).records()
    secrets["invitation"] = Accounts(records).invite(clock(), COMMAND, "Nia", "worker")

    client, link = app.test_client(), f"/join/{secrets['invitation']}"
    client.get(link)
    with client.session_transaction() as session:
        secrets["of codes"] = session["joining"]
    codes = pyotp.TOTP(secrets["of codes"])
    sent = {"login": "nia", "password": password, "again": password, "code": codes.at(clock())}
    assert client.post(link, data={**sent, "again": wrong}).status_code == 400
    assert client.post(link, data=sent).status_code == 303

    clock.later(minutes=2)
    now = codes.at(clock())
    door = {"login": "nia", "password": password, "code": now}
    for changed in ({"password": wrong}, {"code": f"{(int(now) + 500_000) % 10**6:06}"}):
        assert client.post("/sign-in", data={**door, **changed}).status_code == 401
    assert client.post("/sign-in", data=door).status_code == 303
    with client.session_transaction() as session:
        secrets["sign-in"] = session[SIGN_IN]
    cookie = client.get_cookie("middleground")
    assert cookie
    by_site = app.test_client()
    assert come_back(by_site, issuer).status_code == 303
    with by_site.session_transaction() as session:
        secrets["sign-in by the site"] = session[SIGN_IN]
    secrets["verifier"] = issuer.verifier

    kept = json.loads((service.folder / "keys" / "records.keys").read_text(encoding="utf-8"))
    secrets |= {
        "password": password,
        "wrong password": wrong,
        "cookie": cookie.value,
        "hash": "$argon2",
        **{f"key {n}": key for n, key in enumerate(re.findall(r"[\w+/=-]{32,}", str(kept)))},
    }
    told = "\n".join((caplog.text, *capfd.readouterr()))
    assert all(said in told for said in ("signing.enter", "INSERT INTO", "POST /token"))
    assert [name for name, secret in secrets.items() if secret in told] == []
    # Six digits may stand anywhere by chance, as a code only by themselves.
    assert not re.search(rf"\b({now}|{sent['code']})\b", told)
