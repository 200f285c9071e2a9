"""A class together: numbers over enough people only; assignments that are their address."""

from __future__ import annotations

import html
import io
from collections.abc import Sequence
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from inference import Clinical
from webapp import create_app
from webapp.practice.group import SMALLEST, group
from webapp.practice.progress import Count
from webapp.practice.record import Record

from ..conftest import FakeReader
from .conftest import FILE
from .test_progress import C, entry, record


def person(number: int, *verdicts: Any, case: str = "three-notes/the-allotment") -> Record:
    """Somebody with one attempt; the number makes the record theirs."""
    return record(entry(case, verdicts, quotes=100, quotes_found=number))


def people(number: int, *verdicts: Any) -> list[Record]:
    return [person(n, *verdicts) for n in range(number)]


SEEN = (C, "seen", 75)


@pytest.mark.parametrize(
    ("records", "shown"),
    [
        ([], False),
        (people(SMALLEST - 1, SEEN), False),
        (people(SMALLEST, SEEN), True),
        (people(SMALLEST - 1, SEEN) + [Record()] * 3, False),  # empty ones count for nobody
        ([person(1, SEEN)] * 9, False),  # the same file again is the same person
    ],
)
def test_a_small_group_is_not_shown(records: Sequence[Record], shown: bool) -> None:
    assert (group(records) is not None) is shown


@pytest.mark.parametrize(
    ("records", "seen", "read_in"),
    [
        (people(5, SEEN), Count(5, 5), None),
        (people(3, SEEN) + [person(n, (C, "missed", None)) for n in (7, 8)], Count(3, 5), None),
        # Four with an occasion and one without: left out, and so is the read-in of the one.
        ([*people(4, SEEN), person(9)], None, None),
        (
            [person(n, (C, "read_in", 25)) for n in range(2)] + [person(n) for n in (5, 6, 7)],
            None,
            Count(2, 5),
        ),
        ([person(n, (C, "rival", 25)) for n in range(6)], None, None),
    ],
)
def test_numbers_of_too_few_people_are_left_out(
    records: Sequence[Record], seen: Count | None, read_in: Count | None
) -> None:
    found = group(records)
    assert found is not None
    row = next(b for b in found.barriers if b.barrier == C)
    assert (row.seen, row.read_in) == (seen, read_in)


def test_confidence_danger_and_cases() -> None:
    missed = [person(n, (C, "missed", None)) for n in (7, 8)]
    found = group([*people(5, SEEN), *missed, person(9, SEEN, case="p/rare")])
    assert found is not None
    assert dict(found.sure) == {25: None, 50: None, 75: Count(6, 6), 95: None}
    assert found.danger is None
    assert [(c.key, c.people, c.saw_all) for c in found.cases] == [
        ("three-notes/the-allotment", 7, Count(5, 7))
    ]


@pytest.mark.parametrize(("own", "fitted"), [(0, Count(6, 6)), (1, Count(5, 5)), (2, None)])
def test_who_wrote_their_own_words_may_leave_too_few(own: int, fitted: Count | None) -> None:
    stances = ["own"] * own + ["fits"] * (6 - own)
    found = group([record(entry(stance=s, quotes=n)) for n, s in enumerate(stances)])
    assert found is not None
    assert found.cases[0].fitted == fitted


@pytest.fixture(scope="module")
def class_app(clinical: Clinical) -> Flask:
    config = {"TESTING": True, "WTF_CSRF_ENABLED": False, "PRACTICE_PACKS": str(FILE.parent)}
    return create_app(config, reader=FakeReader(clinical))


@pytest.fixture
def trainer(class_app: Flask) -> FlaskClient:
    return class_app.test_client()


def sent(records: Sequence[Record]) -> dict[str, Any]:
    files = [(io.BytesIO(r.to_json().encode()), f"{n}.json") for n, r in enumerate(records)]
    return {"files": files}


def test_the_class_on_the_page(trainer: FlaskClient) -> None:
    page = trainer.post("/practice/class", data=sent(people(6, SEEN))).text
    assert "6 people together" in page
    assert "6 of 6" in page
    assert "left out: too few people" in page
    assert "The allotment</th>" in page


@pytest.mark.parametrize(
    ("data", "told"),
    [
        ({}, "at least 5 people"),
        (sent(people(4, SEEN)), "at least 5 people"),
        (
            {"files": [(io.BytesIO(b"{}"), "<x>.json"), (io.BytesIO(b""), "y.json")]},
            "No files of progress, or changed: &lt;x&gt;.json, y.json.",
        ),
        (sent(people(61, SEEN)), "There is room for 60 files."),
    ],
)
def test_a_class_that_is_not_shown(trainer: FlaskClient, data: dict[str, Any], told: str) -> None:
    answer = trainer.post("/practice/class", data=data)
    assert answer.status_code == 400
    assert told in answer.text
    assert "people together</h2>" not in answer.text


def test_an_assignment_is_its_address(trainer: FlaskClient) -> None:
    assert 'value="three-notes/the-allotment"' in trainer.get("/practice/class").text
    query = "title=Week+<2>&case=three-notes/the-allotment&case=gone/away&case=gone/away"
    page = trainer.get(f"/practice/assignment?{query}").text
    assert "Week &lt;2&gt;" in page
    assert 'href="/practice/case/three-notes/the-allotment"' in page
    assert "0 of 1 practised." in page
    assert page.count("<li>gone/away</li>") == 1
    address = html.unescape(page).split('readonly spellcheck="false">')[1].split("<")[0]
    assert address.startswith("http://localhost/practice/assignment?title=Week+")
    assert "case=three-notes" in address


def test_an_assignment_of_nothing_leads_to_the_choice(trainer: FlaskClient) -> None:
    assert trainer.get("/practice/assignment?title=x").location == "/practice/class"
