"""The page of the de-identifier: found, taken back, added, refused; nothing of it kept."""

from __future__ import annotations

from typing import Any

import pytest
from flask.testing import FlaskClient

NOTE = "Met Marcus Webb and <b>Hope</b> at Alder Park on 3/14. Marcus hopes for a bed."
SHOWN = ["Marcus Webb", "Marcus", "Alder Park", "3/14"]


def test_what_was_found_is_ticked_and_replaced(client: FlaskClient) -> None:
    page = client.post("/deidentify/", data={"note": NOTE}).text
    clean = page.partition("data-clean>")[2].partition("</p>")[0]
    assert "Marcus" not in clean
    assert "Alder" not in clean
    assert "3/14" not in clean
    assert 'value="Marcus Webb" checked' in page
    assert "&lt;b&gt;" in clean
    assert "/static/copy.js" in page and 'data-copy="Copy the note with stand-ins"' in page
    assert "Take away the tick where the words may stay as they are" in page


def test_what_is_unticked_stays_and_what_is_added_goes(client: FlaskClient) -> None:
    ticked = [words for words in SHOWN if words != "Alder Park"]
    data = {"note": NOTE, "shown": SHOWN, "replace": ticked, "also": "bed\nnowhere"}
    page = client.post("/deidentify/", data=data).text
    clean = page.partition("data-clean>")[2].partition("</p>")[0]
    assert "Alder Park" in clean
    assert "bed" not in clean
    assert "hopes for a [Name" in clean
    assert 'value="Alder Park"> ' in page.replace(">\n", "> ")
    assert "left as it is" in page


@pytest.mark.parametrize("note", ["", "  \n ", "x" * 20_001])
def test_no_note_is_refused_and_kept(client: FlaskClient, note: str) -> None:
    answer = client.post("/deidentify/", data={"note": note})
    assert answer.status_code == 400
    assert "It was not read." in answer.text
    assert note.strip() in answer.text


def test_the_box_is_empty_at_first(client: FlaskClient) -> None:
    page = client.get("/deidentify/").text
    assert "Replace again" not in page
    assert "data-copy" not in page
    assert ">Replace</button>" in page


def test_a_form_from_before_the_last_start_keeps_all_that_was_typed(make_app: Any) -> None:
    client = make_app().test_client()
    sent = {"note": NOTE, "also": "bed", "csrf_token": "of another start"}
    answer = client.post("/deidentify/", data=sent)
    assert answer.status_code == 400
    assert "Your text is still here" in answer.text
    assert "Before a note is passed on" in answer.text
    assert "Met Marcus Webb" in answer.text and "\nbed</textarea>" in answer.text
