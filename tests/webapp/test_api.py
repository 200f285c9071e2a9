"""The API: who may, what comes and goes, what is told, and what is never told."""

from __future__ import annotations

import json
import re
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Final

import jsonschema
import pytest
from click.testing import CliRunner
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.exceptions import ServiceUnavailable
from werkzeug.test import TestResponse

import middleground
from inference import Formulation, Reader
from webapp import create_app
from webapp.api import once, tokens
from webapp.api.feedback import kept_in
from webapp.api.openapi import description
from webapp.api.tokens import TokenError, TokenFile
from webapp.turns import Turns

ROOT: Final = Path(__file__).parents[2]
PRIVATE: Final = "Zebrafink"
NOTE: Final = (
    f"Offered {PRIVATE} the room again. She said part of her wants to go and part of her would "
    "rather not know. Denies SI."
)
FORMULATIONS: Final = "/api/v1/formulations"
FEEDBACK: Final = "/api/v1/feedback"
ROW: Final = {
    "name": "ehr",
    "sha256": "0" * 64,
    "scopes": ["read"],
    "expires": "2030-01-01T00:00:00+00:00",
}
CARD: Final = {"card": "n-1", "outcome": "accepted", "outcomeTimestamp": "2026-03-01T10:00:00Z"}


@pytest.fixture
def file(tmp_path: Path) -> TokenFile:
    return TokenFile(tmp_path / "tokens.json")


@pytest.fixture
def secret(file: TokenFile) -> str:
    return file.add("ehr", ("read", "feedback", "metrics"), 90)


def app_with(reader: Reader, file: TokenFile, **config: Any) -> Flask:
    settings = {"TESTING": True, "API_TOKENS": str(file.path), **config}
    return create_app(settings, reader=reader)


@pytest.fixture
def client(reader: Reader, file: TokenFile) -> FlaskClient:
    return app_with(reader, file).test_client()


def bearer(secret: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {secret}"}


def post(client: FlaskClient, path: str, body: object, secret: str) -> TestResponse:
    return client.post(path, json=body, headers=bearer(secret))


def assert_problem(answer: TestResponse, status: int) -> dict[str, Any]:
    assert answer.status_code == status
    assert answer.mimetype == "application/problem+json"
    told: dict[str, Any] = json.loads(answer.data)
    assert told["status"] == status
    assert told["title"] and told["detail"].endswith(".")
    return told


class TestFormulations:
    def test_note_is_read(self, client: FlaskClient, reader: Reader, secret: str) -> None:
        sent = {"text": NOTE, "id": "n-1", "felt": ["intimidated"]}
        answer = post(client, FORMULATIONS, sent, secret)
        assert answer.status_code == 200
        assert answer.headers["Cache-Control"] == "no-store"
        assert answer.data.startswith(b'{"schema": "formulation/1"')
        made = Formulation.from_dict(json.loads(answer.data))
        assert made == reader.read(NOTE, id="n-1", felt=["intimidated"])

    def test_answer_is_as_described(self, client: FlaskClient, secret: str) -> None:
        told = description()
        schema = {"$ref": "#/components/schemas/Formulation", "components": told["components"]}
        answer = post(client, FORMULATIONS, {"text": NOTE}, secret)
        jsonschema.validate(json.loads(answer.data), schema)

    @pytest.mark.parametrize(
        ("body", "status", "at"),
        [
            ({}, 422, "text"),
            ({"text": 7}, 422, "text"),
            ({"text": ""}, 422, "text"),
            ({"text": "x" * 20_001}, 422, "text"),
            ({"text": NOTE, "id": 7}, 422, "id"),
            ({"text": NOTE, "name": "x"}, 422, "name"),
            ({"text": NOTE, "felt": "warmth"}, 422, "felt"),
            ([], 422, ""),
            ("text", 422, ""),
        ],
    )
    def test_wrong_body_is_told_where(
        self, client: FlaskClient, secret: str, body: object, status: int, at: str
    ) -> None:
        told = assert_problem(post(client, FORMULATIONS, body, secret), status)
        assert told["errors"][0]["at"] == at
        assert PRIVATE not in json.dumps(told)

    @pytest.mark.parametrize(
        ("text", "kind"), [("  \n", "empty"), ("a\0b" * 40, "not_text"), (NOTE, "unknown_reaction")]
    )
    def test_note_that_cannot_be_read_has_a_kind(
        self, client: FlaskClient, secret: str, text: str, kind: str
    ) -> None:
        body = {"text": text, "felt": ["zeal"] if kind == "unknown_reaction" else []}
        assert assert_problem(post(client, FORMULATIONS, body, secret), 422)["kind"] == kind

    @pytest.mark.parametrize(
        ("data", "kind", "status"),
        [
            (b"{", "application/json", 400),
            (b'{"text": "caf\xe9"}', "application/json", 400),
            (b'{"text": NaN}', "application/json", 422),
            (b"[" * 100_000, "application/json", 400),
            (b"text=x", "application/x-www-form-urlencoded", 415),
            (b"{}", "text/plain", 415),
            (b'{"text": "' + b"x" * 500_000 + b'"}', "application/json", 413),
        ],
    )
    def test_what_is_no_json_is_refused(
        self, client: FlaskClient, secret: str, data: bytes, kind: str, status: int
    ) -> None:
        answer = client.post(FORMULATIONS, data=data, content_type=kind, headers=bearer(secret))
        assert_problem(answer, status)

    def test_fault_is_told_without_its_message(
        self, reader: Reader, file: TokenFile, secret: str, caplog: pytest.LogCaptureFixture
    ) -> None:
        class Broken:
            clinical = reader.clinical

            def read(self, *_: object, **__: object) -> None:
                raise ValueError(PRIVATE)

        app = app_with(Broken(), file, TESTING=False)  # type: ignore[arg-type]
        told = assert_problem(post(app.test_client(), FORMULATIONS, {"text": NOTE}, secret), 500)
        assert PRIVATE not in json.dumps(told) + caplog.text


class TestWho:
    @pytest.mark.parametrize(
        "header",
        ["", "Bearer", "Bearer ", "Bearer mg_wrong", "Basic bWc6eA==", "bearer\tx", "Bearer \xe9"],
    )
    def test_without_a_token_nothing_is_read(
        self, client: FlaskClient, secret: str, header: str
    ) -> None:
        answer = client.post(FORMULATIONS, json={"text": NOTE}, headers={"Authorization": header})
        assert_problem(answer, 401)
        assert answer.headers["WWW-Authenticate"].startswith("Bearer")

    def test_without_a_token_file_nobody_may(self, reader: Reader) -> None:
        client = create_app({"TESTING": True}, reader=reader).test_client()
        assert_problem(post(client, FORMULATIONS, {"text": NOTE}, "mg_x"), 401)

    @pytest.mark.parametrize(
        ("scope", "path", "body"),
        [
            ("feedback", FORMULATIONS, {"text": NOTE}),
            ("read", FEEDBACK, {"feedback": [CARD]}),
        ],
    )
    def test_token_allows_its_scopes_only(
        self, client: FlaskClient, file: TokenFile, scope: str, path: str, body: object
    ) -> None:
        told = assert_problem(post(client, path, body, file.add("x", (scope,), 1)), 403)
        assert told["scope"] in tokens.SCOPES

    def test_scope_of_metrics(self, client: FlaskClient, file: TokenFile) -> None:
        assert_problem(client.get("/metrics"), 401)
        assert_problem(client.get("/metrics", headers=bearer(file.add("x", ("read",), 1))), 403)

    def test_token_ends(
        self, client: FlaskClient, file: TokenFile, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        secret = file.add("x", ("read",), 1)
        assert post(client, FORMULATIONS, {"text": NOTE}, secret).status_code == 200

        class Later(datetime):
            @classmethod
            def now(cls, tz: Any = None) -> datetime:  # type: ignore[override]
                return datetime.now(tz) + timedelta(days=1, seconds=1)

        monkeypatch.setattr(tokens, "datetime", Later)
        assert_problem(post(client, FORMULATIONS, {"text": NOTE}, secret), 401)

    def test_new_and_ended_tokens_need_no_restart(
        self, client: FlaskClient, file: TokenFile, secret: str
    ) -> None:
        assert post(client, FORMULATIONS, {"text": NOTE}, secret).status_code == 200
        file.end("ehr")
        assert_problem(post(client, FORMULATIONS, {"text": NOTE}, secret), 401)

    def test_damaged_file_lets_nobody_in(
        self, reader: Reader, file: TokenFile, secret: str
    ) -> None:
        assert file.path
        file.path.write_text("{")
        client = app_with(reader, file).test_client()
        assert_problem(post(client, FORMULATIONS, {"text": NOTE}, secret), 500)

    def test_rate_is_limited_by_token(self, reader: Reader, file: TokenFile, secret: str) -> None:
        client = app_with(reader, file, API_RATE_LIMIT="2 per minute").test_client()
        other = file.add("other", ("read",), 1)
        answers = [post(client, FORMULATIONS, {"text": NOTE}, secret) for _ in range(3)]
        assert [answer.status_code for answer in answers] == [200, 200, 429]
        assert_problem(answers[2], 429)
        assert 0 < int(answers[2].headers["Retry-After"]) <= 61
        assert post(client, FORMULATIONS, {"text": NOTE}, other).status_code == 200
        assert client.get("/").status_code == 200

    @pytest.mark.parametrize(
        "spelt", ["bearer {}", "BEARER {}", "Bearer  {}", "Bearer {} ", "bEARER    {}"]
    )
    def test_token_spelt_otherwise_is_the_same_caller(
        self, reader: Reader, file: TokenFile, secret: str, spelt: str
    ) -> None:
        client = app_with(reader, file, API_RATE_LIMIT="1 per minute").test_client()
        assert post(client, FORMULATIONS, {"text": NOTE}, secret).status_code == 200
        headers = {"Authorization": spelt.format(secret)}
        assert_problem(client.post(FORMULATIONS, json={"text": NOTE}, headers=headers), 429)

    def test_without_a_valid_token_the_address_is_counted(
        self, reader: Reader, file: TokenFile, secret: str
    ) -> None:
        client = app_with(reader, file, API_RATE_LIMIT="3 per minute").test_client()
        ended = file.add("ended", ("read",), -1)
        shown = [bearer("mg_one"), bearer("mg_two"), bearer(ended), {"Authorization": "Basic x"}]
        answers = [client.post(FORMULATIONS, json={}, headers=headers) for headers in shown]
        assert [answer.status_code for answer in answers] == [401, 401, 401, 429]
        assert_problem(client.post(FORMULATIONS, json={}), 429)
        elsewhere = {"REMOTE_ADDR": "192.0.2.7"}
        assert_problem(client.post(FORMULATIONS, json={}, environ_overrides=elsewhere), 401)
        # Whoever shows a valid one from the same address is not held up.
        assert post(client, FORMULATIONS, {"text": NOTE}, secret).status_code == 200

    def test_token_has_one_limit_wherever_it_comes_from(
        self, reader: Reader, file: TokenFile, secret: str
    ) -> None:
        client = app_with(reader, file, API_RATE_LIMIT="1 per minute").test_client()
        assert post(client, FORMULATIONS, {"text": NOTE}, secret).status_code == 200
        answer = client.post(
            FORMULATIONS,
            json={"text": NOTE},
            headers=bearer(secret),
            environ_overrides={"REMOTE_ADDR": "192.0.2.7"},
        )
        assert_problem(answer, 429)

    def test_damaged_file_is_no_way_round_the_limit(
        self, reader: Reader, file: TokenFile, secret: str
    ) -> None:
        assert file.path
        file.path.write_text("{")
        client = app_with(reader, file, API_RATE_LIMIT="1 per minute").test_client()
        assert_problem(post(client, FORMULATIONS, {"text": NOTE}, secret), 500)
        assert_problem(post(client, FORMULATIONS, {"text": NOTE}, "mg_other"), 429)


class TestTokenFile:
    def test_file_holds_no_token_and_is_private(self, file: TokenFile, secret: str) -> None:
        assert file.path
        assert secret.startswith("mg_")
        assert secret not in file.path.read_text()
        assert file.path.stat().st_mode & 0o077 == 0
        assert [path.name for path in file.path.parent.iterdir()] == ["tokens.json"]

    def test_rotation_overlaps(self, file: TokenFile, secret: str) -> None:
        new = file.rotate("ehr", 90, 7)
        now = datetime.now(UTC)
        old, fresh = file.whose(secret), file.whose(new)
        assert old and fresh and old.sha256 != fresh.sha256
        assert now + timedelta(days=6) < old.expires < now + timedelta(days=8)
        assert fresh.scopes == old.scopes

    def test_rotation_without_overlap_ends_the_old_one(self, file: TokenFile, secret: str) -> None:
        new = file.rotate("ehr", 90, 0)
        assert file.whose(secret) is None
        assert file.whose(new)

    def test_name_is_used_once(self, file: TokenFile, secret: str) -> None:
        with pytest.raises(TokenError, match="already"):
            file.add("ehr", ("read",), 1)

    @pytest.mark.parametrize("act", ["rotate", "end"])
    def test_unknown_name_is_said(self, file: TokenFile, act: str) -> None:
        with pytest.raises(TokenError, match="no token 'x'"):
            file.rotate("x", 1, 1) if act == "rotate" else file.end("x")

    @pytest.mark.parametrize(
        "content",
        [
            *("", "[]", '{"format": "tokens/2", "tokens": []}', '{"format": "tokens/1"}'),
            '{"format": "tokens/1", "tokens": {}}',
            *(
                json.dumps({"format": "tokens/1", "tokens": [{**ROW, **wrong}]})
                for wrong in (
                    {"sha256": "é" * 64},
                    {"sha256": 7},
                    {"scopes": "read"},
                    {"name": 7},
                    {"expires": "2030-01-01T00:00:00"},
                )
            ),
        ],
    )
    def test_another_file_is_refused(self, tmp_path: Path, content: str) -> None:
        (tmp_path / "t.json").write_text(content)
        with pytest.raises(TokenError, match="no token file"):
            TokenFile(tmp_path / "t.json").whose("mg_x")

    def test_file_that_is_as_it_should_be_is_read(self, tmp_path: Path) -> None:
        (tmp_path / "t.json").write_text(json.dumps({"format": "tokens/1", "tokens": [ROW]}))
        (token,) = TokenFile(tmp_path / "t.json").tokens()
        assert (token.name, token.scopes) == ("ehr", ("read",))

    def test_place_that_cannot_be_is_told(self, tmp_path: Path) -> None:
        (tmp_path / "file").touch()
        with pytest.raises(TokenError, match="Not a directory"):
            TokenFile(tmp_path / "file" / "t.json").add("ehr", ("read",), 1)

    @pytest.mark.parametrize("name", ["", " ", "a b", "a\nb", "\x1b[31m", "x" * 101])
    def test_name_is_a_word(self, file: TokenFile, name: str) -> None:
        with pytest.raises(TokenError, match="letters, digits"):
            file.add(name, ("read",), 1)
        assert file.tokens() == ()

    def test_command(self, tmp_path: Path) -> None:
        def run(*words: str) -> tuple[int, str, str]:
            place = ["--file", str(tmp_path / "t.json")]
            done = CliRunner().invoke(middleground.group, ["tokens", *words, *place])
            return done.exit_code, done.stdout, done.stderr

        code, made, said = run("add", "ehr", "--scope", "read")
        assert (code, made.count("\n")) == (0, 1)
        assert "only time" in said
        assert TokenFile(tmp_path / "t.json").whose(made.strip())
        assert run("rotate", "ehr")[0] == 0
        assert run("list")[1].count("ehr\tread\tuntil") == 2
        assert run("end", "ehr")[0] == 0
        assert run("end", "ehr")[0] == 2
        assert run("list")[1] == ""


class TestFeedback:
    OVERRIDDEN: Final = {
        **CARD,
        "outcome": "overridden",
        "overrideReason": {"reason": {"code": "not-so"}, "userComment": f"{PRIVATE} laughed"},
    }

    def test_it_is_refused_where_none_is_kept(self, client: FlaskClient, secret: str) -> None:
        told = assert_problem(post(client, FEEDBACK, {"feedback": [CARD]}, secret), 501)
        assert "keeps no feedback" in told["detail"]

    def test_it_is_kept_once_and_without_free_words(
        self, reader: Reader, file: TokenFile, secret: str, tmp_path: Path
    ) -> None:
        store = tmp_path / "feedback.jsonl"
        client = app_with(reader, file, API_FEEDBACK=str(store)).test_client()
        accepted = {**CARD, "acceptedSuggestions": [{"id": "ambivalence"}]}
        sent = {"feedback": [accepted, self.OVERRIDDEN]}
        assert post(client, FEEDBACK, sent, secret).json == {"kept": 2}
        assert post(client, FEEDBACK, sent, secret).json == {"kept": 0}
        assert [row["outcome"] for row in kept_in(store)] == ["accepted", "overridden"]
        assert kept_in(store)[1]["reason"] == "not-so"
        assert PRIVATE not in store.read_text()
        assert store.stat().st_mode & 0o077 == 0

    @pytest.mark.parametrize(
        ("other", "kept"),
        [
            ({}, 0),
            ({"outcomeTimestamp": "2026-03-01T10:00:00+00:00"}, 0),
            ({"overrideReason": {"reason": {"code": "x"}, "userComment": "again"}}, 0),
            ({"overrideReason": {"reason": {"code": "x", "system": "s", "display": "d"}}}, 0),
            ({"card": "n-2"}, 1),
            ({"outcome": "accepted"}, 1),
            ({"outcomeTimestamp": "2026-03-01T11:00:00+01:00"}, 1),
            ({"acceptedSuggestions": [{"id": "ambivalence"}]}, 1),
            ({"overrideReason": {"reason": {"code": "y"}}}, 1),
            ({"overrideReason": {"userComment": f"{PRIVATE} laughed"}}, 1),
            ({"overrideReason": None}, 1),
        ],
    )
    def test_what_is_the_same_in_all_that_is_kept_is_kept_once(
        self,
        reader: Reader,
        file: TokenFile,
        secret: str,
        tmp_path: Path,
        other: dict[str, Any],
        kept: int,
    ) -> None:
        client = app_with(reader, file, API_FEEDBACK=str(tmp_path / "f.jsonl")).test_client()
        first = {**CARD, "outcome": "overridden", "overrideReason": {"reason": {"code": "x"}}}
        assert post(client, FEEDBACK, {"feedback": [first]}, secret).json == {"kept": 1}
        answer = post(client, FEEDBACK, {"feedback": [{**first, **other}]}, secret)
        assert answer.json == {"kept": kept}
        same = "card, outcome, time with its offset, suggestions and code of the reason"
        assert same in description()["paths"][FEEDBACK]["post"]["description"]
        assert same in " ".join((ROOT / "docs" / "API.md").read_text(encoding="utf-8").split())

    @pytest.mark.parametrize(("others", "acts"), [(2, False), (3, True)])
    def test_oldest_key_is_forgotten(
        self, client: FlaskClient, monkeypatch: pytest.MonkeyPatch, others: int, acts: bool
    ) -> None:
        monkeypatch.setattr(once, "MOST", 3)
        with client.application.app_context():
            for key in ("k", *map(str, range(others))):
                once.once("ehr", FEEDBACK, key, b"", lambda: {"kept": 1})
            again = once.once("ehr", FEEDBACK, "k", b"", lambda: {"kept": 0})
        assert again == {"kept": 0 if acts else 1}

    def test_how_long_a_key_holds_is_told(self) -> None:
        (parameter,) = description()["paths"][FEEDBACK]["post"]["parameters"]
        told = " ".join((ROOT / "docs" / "API.md").read_text(encoding="utf-8").split())
        for text in (parameter["description"], told):
            assert f"{once.MOST:,} other" in text
            assert "the same process" in text

    def test_sent_again_under_its_key_it_is_answered_the_same(
        self, reader: Reader, file: TokenFile, secret: str, tmp_path: Path
    ) -> None:
        store = tmp_path / "feedback.jsonl"
        client = app_with(reader, file, API_FEEDBACK=str(store)).test_client()
        other = file.add("other", ("feedback",), 1)
        later = {**CARD, "outcomeTimestamp": "2026-03-02T10:00:00Z"}

        def send(key: str, card: object, by: str = secret) -> TestResponse:
            headers = {**bearer(by), "Idempotency-Key": key}
            return client.post(FEEDBACK, json={"feedback": [card]}, headers=headers)

        assert send("k-1", CARD).json == {"kept": 1}
        assert send("k-1", CARD).json == {"kept": 1}
        assert len(kept_in(store)) == 1
        assert "another request" in assert_problem(send("k-1", later), 422)["detail"]
        assert send("k-1", CARD, other).json == {"kept": 0}  # a key is its caller's own
        assert send("k-2", CARD).json == {"kept": 0}
        for key in ("", "a b", "x" * 201, "\u00e9"):
            assert_problem(send(key, CARD), 422)

    def test_problem_is_not_held(
        self, reader: Reader, file: TokenFile, secret: str, tmp_path: Path
    ) -> None:
        folder = tmp_path / "feedback.jsonl"
        folder.mkdir()
        client = app_with(reader, file, API_FEEDBACK=str(folder)).test_client()
        headers = {**bearer(secret), "Idempotency-Key": "k"}
        assert client.post(FEEDBACK, json={"feedback": [CARD]}, headers=headers).status_code == 503
        folder.rmdir()
        assert client.post(FEEDBACK, json={"feedback": [CARD]}, headers=headers).json == {"kept": 1}

    def test_store_that_cannot_be_written_is_told(
        self, reader: Reader, file: TokenFile, secret: str, tmp_path: Path
    ) -> None:
        client = app_with(reader, file, API_FEEDBACK=str(tmp_path)).test_client()
        answer = post(client, FEEDBACK, {"feedback": [CARD]}, secret)
        assert_problem(answer, 503)
        assert answer.headers["Retry-After"]

    @pytest.mark.parametrize(
        "card",
        [
            {},
            {**CARD, "outcome": "ignored"},
            {**CARD, "outcomeTimestamp": "yesterday"},
            {**CARD, "outcomeTimestamp": "2026-03-01T10:00:00"},
            {**CARD, "card": ""},
            {**CARD, "note": PRIVATE},
        ],
    )
    def test_another_shape_is_refused(self, client: FlaskClient, secret: str, card: object) -> None:
        told = assert_problem(post(client, FEEDBACK, {"feedback": [card]}, secret), 422)
        # Never the list itself, which is as long as it should be.
        assert {error["at"][:11] for error in told["errors"]} == {"feedback/0/"}

    def test_a_list_that_is_too_short_is_told(self, client: FlaskClient, secret: str) -> None:
        told = assert_problem(post(client, FEEDBACK, {"feedback": []}, secret), 422)
        assert [error["at"] for error in told["errors"]] == ["feedback"]


class TestTurns:
    def test_full_queue_sends_away(self) -> None:
        turns, inside, leave = Turns(1), threading.Event(), threading.Event()

        def take() -> None:
            with turns:
                inside.set()
                leave.wait(10)

        threads = [threading.Thread(target=take) for _ in range(2)]
        threads[0].start()
        assert inside.wait(10)
        threads[1].start()
        while not turns.full:
            pass
        with pytest.raises(ServiceUnavailable) as sent_away, turns:
            pytest.fail("was let in")
        assert dict(sent_away.value.get_headers())["Retry-After"] == "5"
        leave.set()
        for thread in threads:
            thread.join(10)
        with turns:
            assert turns.waiting == 0

    def test_fault_gives_the_turn_back(self) -> None:
        turns = Turns(0)
        for _ in range(2):
            with pytest.raises(ValueError, match="x"), turns:
                raise ValueError("x")

    @pytest.fixture
    def busy(self, reader: Reader, file: TokenFile) -> Iterator[FlaskClient]:
        app = app_with(reader, file, QUEUE=0, WTF_CSRF_ENABLED=False)
        with app.extensions["middleground"].turn:
            yield app.test_client()

    def test_api_says_when_to_come_again(self, busy: FlaskClient, secret: str) -> None:
        answer = post(busy, FORMULATIONS, {"text": NOTE}, secret)
        assert_problem(answer, 503)
        assert answer.headers["Retry-After"] == "5"

    def test_page_says_so_in_words(self, busy: FlaskClient) -> None:
        answer = busy.post("/", data={"note": NOTE})
        assert answer.status_code == 503
        assert answer.headers["Retry-After"] == "5"
        assert b"Many notes are being read just now" in answer.data

    def test_readiness_knows(self, busy: FlaskClient, client: FlaskClient) -> None:
        assert busy.get("/readyz").status_code == 503
        assert busy.get("/healthz").status_code == 200
        assert client.get("/readyz").json == {"status": "ready"}


class TestObserving:
    def test_metrics_count_without_content(self, client: FlaskClient, secret: str) -> None:
        post(client, FORMULATIONS, {"text": NOTE, "id": PRIVATE}, secret)
        client.get(f"/{PRIVATE}")
        client.open("/", method=PRIVATE.upper())
        told = client.get("/metrics", headers=bearer(secret)).text
        assert 'middleground_formulations_total{enough="yes"} 1.0' in told
        assert "middleground_reading_seconds_count 1.0" in told
        assert 'endpoint="api.formulations",method="POST",status="200"} 1.0' in told
        assert "middleground_waiting 0.0" in told
        assert PRIVATE.lower() not in told.lower()
        assert secret not in told

    @pytest.mark.usefixtures("access_log")
    def test_log_is_json_without_content(
        self, reader: Reader, file: TokenFile, secret: str, capsys: pytest.CaptureFixture[str]
    ) -> None:
        client = app_with(reader, file, ACCESS_LOG=True).test_client()
        answer = post(client, FORMULATIONS, {"text": NOTE, "id": PRIVATE}, secret)
        client.get(f"/{PRIVATE}?q={PRIVATE}", headers={"User-Agent": PRIVATE})
        lines = [json.loads(line) for line in capsys.readouterr().err.splitlines()]
        assert [line["endpoint"] for line in lines] == ["api.formulations", None]
        assert lines[0]["caller"] == "ehr"
        assert lines[0]["request"] == answer.headers["X-Request-Id"]
        assert lines[0]["milliseconds"] > 0
        assert PRIVATE not in json.dumps(lines)
        assert secret not in json.dumps(lines)

    def test_nothing_is_logged_unless_asked(
        self, client: FlaskClient, secret: str, capsys: pytest.CaptureFixture[str]
    ) -> None:
        post(client, FORMULATIONS, {"text": NOTE}, secret)
        assert capsys.readouterr().err == ""


class TestDescription:
    def test_committed_description_is_that_of_the_code(self) -> None:
        committed = (ROOT / "docs" / "openapi.json").read_text(encoding="utf-8")
        assert committed == json.dumps(description(), indent=2) + "\n", "run: make openapi"

    def test_it_is_given_out(self, client: FlaskClient) -> None:
        assert client.get("/api/v1/openapi.json").json == json.loads(json.dumps(description()))

    @pytest.mark.parametrize(
        ("method", "path", "status"),
        [("GET", "/api/v1/nothing", 404), ("GET", FORMULATIONS, 405), ("GET", "/api/", 404)],
    )
    def test_wrong_addresses_are_problems(
        self, client: FlaskClient, method: str, path: str, status: int
    ) -> None:
        answer = client.open(path, method=method)
        assert_problem(answer, status)
        assert status != 405 or "POST" in answer.headers["Allow"]

    def test_another_name_is_a_problem(self, client: FlaskClient) -> None:
        answer = client.get("/api/v1/openapi.json", headers={"Host": "evil.example"})
        assert "under the name of this machine" in assert_problem(answer, 400)["detail"]

    @pytest.mark.parametrize(("path", "own"), [(FORMULATIONS, {"503"}), (FEEDBACK, {"501", "503"})])
    def test_every_status_is_described(self, path: str, own: set[str]) -> None:
        told = description()["paths"][path]["post"]["responses"].keys()
        common = {"400", "401", "403", "413", "415", "422", "429", "500"}
        assert told == {"200"} | common | own
        document = (ROOT / "docs" / "API.md").read_text(encoding="utf-8")
        rows = re.findall(r"^\| ([\d, ]+) \|", document, re.MULTILINE)
        assert told - {"200"} <= {status for row in rows for status in row.split(", ")}

    def test_a_full_queue_is_not_what_feedback_waits_for(self) -> None:
        paths = description()["paths"]
        said = [
            paths[path]["post"]["responses"]["503"]["description"]
            for path in (FORMULATIONS, FEEDBACK)
        ]
        assert said == ["More notes wait than can be read soon.", "Feedback cannot be kept now."]
