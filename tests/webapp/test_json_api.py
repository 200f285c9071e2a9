"""JSON over HTTP: the shapes of the commands, and problems that say what to do."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from click.testing import CliRunner
from flask.testing import FlaskClient
from werkzeug.exceptions import ServiceUnavailable
from werkzeug.test import TestResponse

import middleground
from inference import Clinical, Coach, load_coach, plan_schema
from webapp import create_app

from .conftest import FakeReader

DOCUMENT = Path(__file__).parents[2] / "docs" / "HTTP.md"
DRAFT = {"harms": ["out in the frost"], "referrals": [{"service": "night shelter", "lowers": 1}]}
SAID = {"id": 7, "text": "So the nights are hard. What would help?", "client": "I can't sleep."}


@pytest.fixture(scope="module")
def coach() -> Coach:
    return load_coach()


@pytest.fixture(scope="module")
def program(coach: Coach, clinical: Clinical) -> FlaskClient:
    """A client of an app with all its protection on."""
    return create_app({}, reader=FakeReader(clinical), coach=coach).test_client()


def kind_of(answer: TestResponse) -> str:
    assert answer.mimetype == "application/problem+json"
    body = answer.get_json(force=True)
    assert body["status"] == answer.status_code
    assert body["title"] and body["detail"]
    return str(body["kind"])


def test_a_plan_is_that_of_the_command(program: FlaskClient) -> None:
    answer = program.post("/referrals.json", json=DRAFT)
    assert answer.status_code == 200
    jsonschema.validate(answer.json, plan_schema())
    arguments = ["referrals", "--json"]
    command = CliRunner().invoke(middleground.group, arguments, input=json.dumps(DRAFT))
    assert answer.json == json.loads(command.stdout)


def test_utterances_are_those_of_the_command(program: FlaskClient) -> None:
    answer = program.post("/coach.json", json=SAID)
    assert answer.status_code == 200
    command = CliRunner().invoke(
        middleground.group, ["coach", "--json"], input=json.dumps(SAID) + "\n"
    )
    assert answer.json == json.loads(command.stdout)
    assert [u["code"] for u in answer.json["utterances"]][-1] == "open_question"


def test_an_object_may_stand_on_several_lines(program: FlaskClient) -> None:
    body = json.dumps(SAID, indent=2)
    answer = program.post("/coach.json", data=body, content_type="application/json; charset=utf-8")
    assert answer.json["id"] == 7


REFUSED: list[tuple[str, Any, int, str]] = [
    ("/referrals.json", b"{", 400, "not_json"),
    ("/referrals.json", b"\xff", 400, "not_json"),
    ("/referrals.json", b"[" * 100_000, 400, "not_json"),
    ("/referrals.json", [], 422, "bad_plan"),
    ("/referrals.json", {"harm": []}, 422, "bad_plan"),
    ("/referrals.json", {"referrals": [{"service": "a", "willingness": "maybe"}]}, 422, "bad_plan"),
    ("/referrals.json", {"steps": ["fly"]}, 422, "bad_plan"),
    ("/referrals.json", b" " * 400_001, 413, "too_large"),
    ("/coach.json", b"", 400, "not_json"),
    ("/coach.json", b"\xff", 400, "not_utf8"),
    ("/coach.json", [], 400, "not_an_object"),
    ("/coach.json", {"id": [], "text": "Hello."}, 400, "bad_id"),
    ("/coach.json", {"id": 1}, 400, "no_text"),
    ("/coach.json", {"text": "  "}, 422, "empty"),
    ("/coach.json", {"text": "word " * 5000}, 422, "too_long"),
]


@pytest.mark.parametrize(("path", "body", "status", "kind"), REFUSED)
def test_refused(program: FlaskClient, path: str, body: Any, status: int, kind: str) -> None:
    data = body if isinstance(body, bytes) else json.dumps(body)
    answer = program.post(path, data=data, content_type="application/json")
    assert (answer.status_code, kind_of(answer)) == (status, kind)


def test_the_field_at_fault_is_named(program: FlaskClient) -> None:
    answer = program.post("/referrals.json", json={"referrals": [{"service": " "}]})
    assert answer.get_json(force=True)["field"] == "plan.referrals[0].service"


@pytest.mark.parametrize("path", ["/referrals.json", "/coach.json"])
@pytest.mark.parametrize(
    "type", [None, "text/plain", "application/x-www-form-urlencoded", "multipart/form-data"]
)
def test_what_another_site_may_send_is_not_read(
    program: FlaskClient, path: str, type: str | None
) -> None:
    answer = program.post(path, data=json.dumps(DRAFT), content_type=type)
    assert (answer.status_code, kind_of(answer)) == (415, "not_json_type")


@pytest.mark.parametrize("path", ["/referrals.json", "/coach.json"])
def test_another_site_gets_no_leave_to_send_json(program: FlaskClient, path: str) -> None:
    asking = {"Origin": "https://example.org", "Access-Control-Request-Method": "POST"}
    answer = program.options(path, headers=asking)
    assert not [name for name, _ in answer.headers if name.startswith("Access-Control")]


def test_other_names_methods_and_addresses(program: FlaskClient) -> None:
    elsewhere = program.post("/referrals.json", json=DRAFT, headers={"Host": "example.org"})
    assert (elsewhere.status_code, kind_of(elsewhere)) == (400, "wrong_host")
    assert kind_of(program.get("/coach.json")) == "not_allowed"
    assert kind_of(program.post("/nothing.json", json={})) == "not_found"


def test_a_fault_tells_nothing_of_the_text(
    program: FlaskClient, coach: Coach, monkeypatch: pytest.MonkeyPatch, caplog: Any
) -> None:
    def fail(text: str, _: str | None) -> None:
        raise RuntimeError(text)

    monkeypatch.setattr(coach, "hear", fail)
    answer = program.post("/coach.json", json={"text": "A quokka."})
    assert (answer.status_code, kind_of(answer)) == (500, "fault")
    assert "quokka" not in answer.text + caplog.text


def test_who_comes_while_others_wait_is_told_when_to_come_again(
    program: FlaskClient, coach: Coach, monkeypatch: pytest.MonkeyPatch
) -> None:
    def busy(*_: Any) -> None:
        raise ServiceUnavailable(retry_after=5)

    monkeypatch.setattr(coach, "hear", busy)
    answer = program.post("/coach.json", json=SAID)
    assert (answer.status_code, kind_of(answer)) == (503, "busy")
    assert answer.headers["Retry-After"] == "5"


def test_every_kind_of_problem_is_documented() -> None:
    table = re.findall(r"^\| `(\w+)` \| (\d+) \|", DOCUMENT.read_text("utf-8"), re.MULTILINE)
    here = {(kind, str(status)) for *_, status, kind in REFUSED}
    of_lines = {
        ("not_utf8", "400"),
        ("not_an_object", "400"),
        ("bad_id", "400"),
        ("no_text", "400"),
    }
    of_notes = {("empty", "422"), ("too_long", "422")}
    assert here - of_lines - of_notes <= set(table)
