"""The command `referrals`: a plan in and out as JSON, a print-out, a draft from a note."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from click.testing import CliRunner, Result

import middleground
from inference import Clinical, plan_schema

from .conftest import CASES, FakeReader

PRIVATE = "Zebrafink"
DRAFT: dict[str, Any] = {
    "client_goal": "somewhere quiet",
    "harms": ["out in the frost"],
    "risks": [{"kind": "exposure", "words": "minus four"}],
    "next_meeting": "Thursday at ten",
    "referrals": [
        {
            "service": "day centre",
            "purposes": ["improve_circumstances"],
            "lowers": 1,
            "willingness": "would_try",
            "wording": "You have to go. They can help you better than I can.",
        },
        {"service": "psych eval", "purposes": ["clarify_diagnosis"], "willingness": "no"},
    ],
}

Run = Callable[..., Result]


@pytest.fixture
def run() -> Run:
    def call(*arguments: str | Path, given: str | bytes | None = None) -> Result:
        words = ["referrals", *map(str, arguments)]
        return CliRunner().invoke(middleground.group, words, input=given, catch_exceptions=False)

    return call


@pytest.mark.parametrize("name", ["-", None, "plan.json"])
def test_json(run: Run, tmp_path: Path, name: str | None) -> None:
    text = json.dumps(DRAFT)
    file = tmp_path / "plan.json"
    file.write_text(text, encoding="utf-8")
    arguments = [file if name == "plan.json" else name] if name else []
    result = run(*arguments, "--json", given=text)
    assert result.exit_code == 0
    assert result.stdout.count("\n") == 1
    plan = json.loads(result.stdout)
    jsonschema.validate(plan, plan_schema())
    assert plan["schema"] == "referral-plan/1"
    assert [(each["service"], each["place"]) for each in plan["order"]] == [
        ("day centre", "now"),
        ("psych eval", "later"),
    ]
    assert [danger["kind"] for danger in plan["protocol"]] == ["exposure"]
    assert {remark["rule"] for remark in plan["order"][0]["saying"]["remarks"]} == {
        *("better_than_me", "have_to", "no_next_meeting")
    }


def test_the_draft_in_a_plan_gives_the_same_plan_again(run: Run) -> None:
    plan = json.loads(run("--json", given=json.dumps(DRAFT)).stdout)
    assert json.loads(run("--json", given=json.dumps(plan["draft"])).stdout) == plan


def test_a_person_reads_oneself_danger_plan_and_the_client_s_page(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MIDDLEGROUND_SAFETY_CONTACTS", '["On call: Bea"]')
    told = run(given=json.dumps(DRAFT)).stdout
    parts = [
        "First, a look at yourself",
        "Danger, before and outside any order",
        "The plan",
        "1. day centre (now)",
        "2. psych eval (later, when they bring it up themselves",
        "Steps that make it safer, at any level",
        "Afterwards",
        "The client’s page",
        "talk with a mental health doctor",
    ]
    assert sorted(parts, key=told.index) == parts
    assert "On call: Bea" in told


def test_the_schema(run: Run) -> None:
    assert json.loads(run("--schema").stdout) == plan_schema()


def test_a_draft_from_a_note(
    run: Run, monkeypatch: pytest.MonkeyPatch, clinical: Clinical, tmp_path: Path
) -> None:
    monkeypatch.setattr("inference.load_reader", lambda **_: FakeReader(clinical))
    note, formulation = CASES["a danger denied"]
    (tmp_path / "note.txt").write_bytes(note.encode())
    result = run("--note", tmp_path / "note.txt")
    draft = json.loads(result.stdout)
    assert draft["schema"] == "referral-draft/1"
    assert [each["service"] for each in draft["referrals"]] == [
        each.service for each in formulation.referrals
    ]
    assert {each["barrier"] for each in draft["hypotheses"]} == {
        each.label for each in formulation.hypotheses
    }
    assert run("--json", given=result.stdout).exit_code == 0
    assert run("--note", "-", given=note).stdout == result.stdout
    assert "There is no text" in run("--note", "-", given=" ").stderr


MISTAKES = [
    ("", "Standard input is not valid JSON: Expecting value at line 1, column 1."),
    ("{" + PRIVATE, "at line 1, column 2."),
    ("[" * 100_000, "nested too deeply"),
    (b"\xff", "Standard input is not UTF-8 text; save the plan as UTF-8"),
    ("[]", "plan: is not a JSON object."),
    ('{"referrals": [{"service": ""}]}', "plan.referrals[0].service: is empty"),
    (
        json.dumps({"referrals": [{"service": "a", "willingness": PRIVATE}]}),
        "plan.referrals[0].willingness: is none of unknown, no, unsure, would_try, wants.",
    ),
]


@pytest.mark.parametrize(("given", "said"), MISTAKES, ids=[said[:30] for _, said in MISTAKES])
def test_mistake_is_one_sentence_that_names_the_field(run: Run, given: str, said: str) -> None:
    result = run("--json", given=given)
    assert result.exit_code == 2
    assert result.stdout == ""
    assert result.stderr.count("\n") == 1
    assert said in result.stderr
    assert PRIVATE not in result.stderr


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["nowhere.json"], "nowhere.json: No such file"),
        (["plan.json", "--note", "note.txt"], "only one of them"),
        (["--schema", "--note", "note.txt"], "only one of them"),
    ],
)
def test_mistakes_in_the_call(run: Run, arguments: list[str], said: str) -> None:
    result = run(*arguments)
    assert result.exit_code == 2
    assert said in result.stderr
