"""The coach's page and command, with the shipped coach."""

from __future__ import annotations

import html
import json
from collections.abc import Callable

import pytest
from click.testing import CliRunner, Result
from flask import Flask
from flask.testing import FlaskClient

import middleground
from inference import Clinical, Coach, Risk, Talk, load_coach, load_coach_knowledge
from webapp import create_app
from webapp.presentation.coach import coach_page

from .conftest import FakeReader, quotes


@pytest.fixture(scope="module")
def coach() -> Coach:
    return load_coach()


@pytest.fixture(scope="module")
def page_client(coach: Coach, clinical: Clinical) -> FlaskClient:
    config = {"TESTING": True, "WTF_CSRF_ENABLED": False, "SAFETY_CONTACTS": ["On call: Bea"]}
    return create_app(config, reader=FakeReader(clinical), coach=coach).test_client()


def test_the_page_is_linked_and_empty(page_client: FlaskClient) -> None:
    assert 'href="/coach"' in page_client.get("/").text
    page = page_client.get("/coach").text
    assert "Nothing is stored." in page
    assert "Read back" not in page


def test_an_answer(page_client: FlaskClient) -> None:
    said = "You need to ring them <today>.\r\nWhat do you make of it?"
    page = html.unescape(page_client.post("/coach", data={"said": said}).text)
    assert "Did they ask for this?" in page
    assert "Persuading" in page
    assert "Turn 2" in page
    assert "this was 2" in page
    assert "On call: Bea" not in page


def test_how_it_goes_with_a_stance(page_client: FlaskClient) -> None:
    fields = {"said": "You need to ring them today.", "stance": "level_and_firm"}
    page = html.unescape(page_client.post("/coach", data=fields).text)
    assert "As “Level and firm”" in page
    assert '<option value="level_and_firm" selected>' in page
    assert "<dd><q>You need to ring them today.</q></dd>" in page
    assert page.count("To think about") == 1
    danger = page_client.post("/coach", data={**fields, "client": "I want to kill myself."}).text
    assert "As “" not in danger
    assert "Nothing is said about the stance here" in danger
    said = fields["said"] + "\nAre you thinking of killing yourself?"
    both = page_client.post("/coach", data={**fields, "said": said}).text
    assert "As “" in both and "are left out of this" in both
    greeting = page_client.post("/coach", data={**fields, "said": "Hello there."}).text
    assert "no turn tries one yet" in greeting
    foreign = page_client.post("/coach", data={**fields, "stance": "<b>"}).text
    assert "As “" not in html.unescape(foreign)


def test_what_the_client_said_both_ways(page_client: FlaskClient) -> None:
    fields = {"said": "Tell me more.", "client": "I want to stop, but it helps me sleep."}
    page = html.unescape(page_client.post("/coach", data=fields).text)
    assert "What they said, both ways" in page
    assert '<q dir="auto">I want to stop</q>' in page
    assert "it helps me sleep" in page[page.index("For no change") :]


def test_an_expired_form_keeps_what_was_written(coach: Coach, clinical: Clinical) -> None:
    app = create_app({"TESTING": True}, reader=FakeReader(clinical), coach=coach)
    answer = app.test_client().post("/coach", data={"said": "So you'd\r\nsooner stay."})
    assert answer.status_code == 400
    assert "So you&#39;d\nsooner stay.</textarea>" in answer.text


def test_danger_first(page_client: FlaskClient) -> None:
    said = "You said you want to kill yourself."
    page = page_client.post("/coach", data={"said": said}).text
    assert "First, safety" in page
    assert "On call: Bea" in page
    assert "To think about" not in page


def test_a_guess_that_may_well_be_wrong_is_not_told(page_client: FlaskClient) -> None:
    said = "So you're not saying no to a bed, you're saying no to leaving him behind."
    page = html.unescape(page_client.post("/coach", data={"said": said}).text)
    assert "hard to tell from the words alone" in page
    assert "Confronting" not in page and "To think about" not in page
    assert "noted" not in page[page.index('class="turns"') :]


def test_what_is_not_seen_is_said_once(page_client: FlaskClient) -> None:
    said = "Did you eat today?\nIs it warm enough in there?\nWhat would help?"
    page = page_client.post("/coach", data={"said": said}).text
    assert page.count("Not seen in these words") == 1
    assert "Room for their own answer" not in page[page.index("Not seen") :]


def test_the_client_may_speak_between(page_client: FlaskClient) -> None:
    said = "How was the week?\nClient: I want to kill myself.\nDo you have pills there?\nI'll stay."
    page = page_client.post("/coach", data={"said": said}).text
    assert "First, safety" in page and page.count("There was word of danger before this") == 1
    assert "Turn 3" in page and "Turn 4" not in page


def test_asking_about_danger_is_right_and_no_danger(page_client: FlaskClient) -> None:
    said = "Do you have any thoughts of hurting yourself?"
    page = page_client.post("/coach", data={"said": said}).text
    assert "First, safety" not in page
    assert "Asking straight is right where somebody may be in danger" in page
    assert "To think about" not in page


@pytest.mark.parametrize("said", ["", "  ", "word " * 5000])
def test_refused_and_kept(page_client: FlaskClient, said: str) -> None:
    answer = page_client.post("/coach", data={"said": said, "client": "Why?"})
    assert answer.status_code == 400
    assert "It was not read." in answer.text
    assert "Why?" in answer.text


def test_the_form_is_protected(coach: Coach, clinical: Clinical) -> None:
    app: Flask = create_app(reader=FakeReader(clinical), coach=coach)
    assert app.test_client().post("/coach", data={"said": "Hello."}).status_code == 400


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, coach: Coach) -> Callable[..., Result]:
    monkeypatch.setattr("inference.load_coach", lambda: coach)
    return lambda *args, given="": CliRunner().invoke(
        middleground.group, ["coach", *args], input=given
    )


def test_lines(run: Callable[..., Result]) -> None:
    lines = [
        {"id": 7, "text": "The noise.", "client": "It's the noise."},
        {"id": "b", "text": "How are you? Sit down."},
    ]
    result = run("--json", given="".join(json.dumps(line) + "\n" for line in lines))
    assert result.exit_code == 0
    first, second = map(json.loads, result.stdout.splitlines())
    assert (first["id"], second["id"]) == (7, "b")
    (heard,) = first["utterances"]
    assert set(heard) == {"start", "end", "code", "probability", "evidence"}
    assert (heard["start"], heard["end"], heard["code"]) == (0, 10, "simple_reflection")
    assert len(second["utterances"]) == 2


BAD = [
    ("nonsense\n", "not_json"),
    ('{"id": 1}\n', "no_text"),
    ('{"id": 1, "text": ""}\n', "empty"),
    ('{"id": [], "text": "x"}\n', "bad_id"),
]


@pytest.mark.parametrize(("given", "kind"), BAD)
def test_bad_lines(run: Callable[..., Result], given: str, kind: str) -> None:
    result = run("--json", given=given + '{"id": 2, "text": "Hello."}\n')
    bad, good = map(json.loads, result.stdout.splitlines())
    assert bad["error"]["kind"] == kind
    assert good["utterances"]
    assert result.exit_code == 3


def test_plain_text(run: Callable[..., Result]) -> None:
    result = run(given="You need to ring them now.")
    assert result.exit_code == 0
    assert "Did they ask for this?" in result.stdout


def test_mistakes(run: Callable[..., Result]) -> None:
    for result in (run("nowhere.txt"), run(given="")):
        assert result.exit_code == 2
        assert result.output.startswith("Error: ")


def test_of_two_quotes_of_danger_of_which_one_holds_the_other_the_shorter_is_shown() -> None:
    client = "He would kill himself tonight. It is minus six."
    risk = Risk("suicide", "current", quotes(client, "would kill himself tonight", "kill himself"))
    cold = Risk("exposure", "current", quotes(client, "minus six"))
    talk = Talk("Hm.", (), (risk, cold), (), ())
    page = coach_page(talk, load_coach_knowledge(), "Hm.", client, [])
    assert page.danger == ("kill himself", "minus six")
