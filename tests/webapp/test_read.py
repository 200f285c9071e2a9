"""The steps of the one page, as a browser without script takes them."""

from __future__ import annotations

import html
import re

import pytest

from webapp.examples import load_examples


def box(page: str) -> str:
    """What stands in the box for the note."""
    found = re.search(r'<textarea id="note".*?>\n(.*?)</textarea>', page, re.S)
    assert found, "no box on this page"
    return html.unescape(found[1])


def ticked(page: str, name: str) -> list[str]:
    return re.findall(rf'name="{name}" value="(\w+)" checked', page)


def carried(page: str, name: str) -> list[str]:
    found = re.findall(rf'<input type="hidden" name="{name}" value="(.*?)">', page, re.S)
    return [html.unescape(value) for value in found]


def test_the_box_is_empty_and_says_that_nothing_is_stored(client):
    page = client.get("/").text
    assert box(page) == ""
    assert "Nothing is stored." in page


@pytest.mark.parametrize("example", load_examples(), ids=lambda example: example.id)
def test_an_example_opens_in_the_box(client, example):
    assert f'href="/?example={example.id}"' in client.get("/").text
    assert box(client.get(f"/?example={example.id}").text) == example.text


def test_an_unknown_example_is_not_found(client):
    assert client.get("/?example=../settings").status_code == 404


def test_a_note_is_read_as_it_was_typed(client, fake_reader):
    client.post("/", data={"note": " He nodded.\r\n\r\nThen left.\n"})
    assert fake_reader.asked == [(" He nodded.\n\nThen left.\n", ())]


def test_ticks_reach_the_reader_and_stay_ticked(client, fake_reader, cases):
    note, _ = cases["several hypotheses"]
    page = client.post("/", data={"note": note, "felt": ["intimidated", "guilty"]}).text
    assert fake_reader.asked == [(note, ("intimidated", "guilty"))]
    assert sorted(ticked(page, "felt")) == ["guilty", "intimidated"]
    # Not carried besides, or a tick could never be taken back.
    assert carried(page, "felt") == []


def test_the_note_travels_in_the_page(client, cases):
    note, _ = cases["odd characters"]
    assert carried(client.post("/", data={"note": note}).text, "note") == [note]


@pytest.mark.parametrize("note", ["", "   \n ", "a\0b", "word " * 5000])
def test_a_note_that_cannot_be_read_stays_in_the_box(client, note):
    answer = client.post("/", data={"note": note, "felt": "guilty", "decide_first": "y"})
    assert answer.status_code == 400
    assert "The note was not read." in answer.text
    assert box(answer.text) == note
    assert ticked(answer.text, "felt") == ["guilty"]
    assert ticked(answer.text, "decide_first") == ["y"]


@pytest.mark.parametrize(
    "data",
    [
        {"felt": "joy"},
        {"guess": "laziness"},
        {"step": "delete"},
    ],
    ids=str,
)
def test_what_the_page_did_not_offer_is_refused_and_the_note_kept(client, fake_reader, data):
    answer = client.post("/", data={"note": "He nodded.", **data})
    assert answer.status_code == 400
    assert box(answer.text) == "He nodded."
    assert fake_reader.asked == []


def test_changing_the_note_brings_it_back_unread(client, fake_reader):
    data = {"note": "<b>He</b> nodded.", "felt": "warmth", "decide_first": "y", "step": "edit"}
    page = client.post("/", data=data).text
    assert box(page) == "<b>He</b> nodded."
    assert ticked(page, "felt") == ["warmth"]
    assert ticked(page, "decide_first") == ["y"]
    assert fake_reader.asked == []


class TestDecidingFirst:
    def test_danger_is_shown_and_the_reading_is_not(self, client, cases, clinical):
        note, formulation = cases["a danger now"]
        page = client.post("/", data={"note": note, "decide_first": "y"}).text
        assert "Your own guess first" in page
        assert clinical.risk("exposure").message in html.unescape(page)
        assert formulation.hypotheses[0].support not in page
        assert formulation.stances[0].name not in page
        assert 'class="h-' not in page

    def test_every_barrier_can_be_guessed(self, client, clinical):
        page = client.post("/", data={"note": "He nodded.", "decide_first": "y"}).text
        offered = re.findall(r'name="guess" value="(\w+)"', page)
        assert offered == [barrier.id for barrier in clinical.barriers]

    def test_the_guess_stands_beside_the_reading(self, client, cases):
        note, _ = cases["several hypotheses"]
        data = {
            "note": note,
            "decide_first": "y",
            "step": "answer",
            "guess": ["power_dynamics", "ambivalence"],
            "guess_words": "Scared & <loud>",
        }
        page = client.post("/", data=data).text
        beside = re.search(r'<section class="own-guess".*?</section>', page, re.S)[0]
        both, only_worker, only_reading = re.findall(r"<h3>.*?</ul>", beside, re.S)
        assert "Seen by both" in both and "Who holds the power" in both
        assert "Only you" in only_worker and "In two minds" in only_worker
        assert "Only the reading" in only_reading and "Something practical" in only_reading
        assert "Scared &amp; &lt;loud&gt;" in beside

    def test_the_guess_is_kept_when_the_ticks_are_changed(self, client):
        data = {
            "note": "He nodded.",
            "decide_first": "y",
            "step": "answer",
            "guess": ["confusion"],
            "guess_words": "Lost.",
        }
        page = client.post("/", data=data).text
        assert carried(page, "guess") == ["confusion"]
        assert carried(page, "guess_words") == ["Lost."]
        assert carried(page, "decide_first") == ["y"]

    def test_ticks_made_before_the_guess_are_kept(self, client):
        data = {"note": "He nodded.", "decide_first": "y", "felt": ["warmth"]}
        assert carried(client.post("/", data=data).text, "felt") == ["warmth"]

    def test_too_many_own_words_are_sent_back_with_all_that_was_decided(self, client):
        data = {
            "note": "He nodded.",
            "decide_first": "y",
            "step": "answer",
            "guess": ["confusion"],
            "guess_words": "word " * 500,
        }
        answer = client.post("/", data=data)
        assert answer.status_code == 400
        assert "2,500 characters; there is room for 2,000" in answer.text
        assert ticked(answer.text, "guess") == ["confusion"]
        assert "word " * 500 in answer.text

    def test_as_many_own_words_as_there_is_room_for_are_taken(self, client):
        data = {"note": "He nodded.", "decide_first": "y", "step": "answer"}
        assert client.post("/", data={**data, "guess_words": "word " * 400}).status_code == 200
        assert (
            client.post("/", data={**data, "guess_words": "word " * 400 + "s"}).status_code == 400
        )

    def test_without_the_switch_there_is_no_guess(self, client):
        page = client.post("/", data={"note": "He nodded.", "guess": ["confusion"]}).text
        assert "Your guess beside the reading" not in page
