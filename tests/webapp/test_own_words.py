"""The page on the writer's own words: reached with the note, shown once, kept nowhere."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from inference import OwnWords, Told, WordHint
from webapp.presentation import Carried, own_words_page

from .conftest import quotes

NOTE = "He refused the bed.\nHe stood by <b>the door</b> & waited."


def test_the_words_are_marked_with_a_plainer_wording(client: FlaskClient) -> None:
    page = client.post("/own-words/", data={"note": NOTE}).text
    assert '<mark>refused<a href="#hint-1"' in page
    assert "Plainer: said no" in page
    assert "may blame" in page
    assert "&lt;b&gt;the door&lt;/b&gt; &amp; waited." in page
    assert page.count('class="told observation"') == 1 + 2  # the key, and each sentence


def test_a_note_without_such_words_gets_no_certificate(client: FlaskClient) -> None:
    page = client.post("/own-words/", data={"note": "He said no to the bed."}).text
    assert "no certificate" in page
    assert "<mark>" not in page


def test_the_note_goes_back_to_its_reading(client: FlaskClient) -> None:
    page = client.post("/own-words/", data={"note": "One two.", "felt": ["protective"]}).text
    assert 'name="note" value="One two."' in page
    assert 'name="felt" value="protective"' in page


@pytest.mark.parametrize("call", ["get", "post"])
def test_without_a_note_one_begins_at_the_box(client: FlaskClient, call: str) -> None:
    answer = getattr(client, call)("/own-words/")
    assert answer.status_code == 302
    assert answer.location == "/"


def test_the_reading_leads_there(client: FlaskClient) -> None:
    assert 'formaction="/own-words/"' in client.post("/", data={"note": NOTE}).text


def test_words_across_two_sentences_are_marked_in_both() -> None:
    note = "Rude again. As ever he left. Then tea."
    hint = WordHint(*quotes(note, "again. As ever"), "again", "label", "", "")
    told = tuple(Told(q, "observation") for q in quotes(note, "Rude again.", "As ever he left."))
    untouched = Told(*quotes(note, "Then tea."), "observation")
    page = own_words_page(OwnWords((hint,), (*told, untouched)), Carried(note))
    marked = [
        [segment.text for segment in sentence.segments if segment.marks]
        for sentence in page.sentences
    ]
    assert marked == [["again."], ["As ever"], []]
