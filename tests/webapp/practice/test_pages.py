"""The pages of practice, as a browser without script takes them."""

from __future__ import annotations

import html
import io
import json
import re
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.datastructures import MultiDict

from inference import ArtefactError, Clinical
from webapp import coach, create_app
from webapp.practice.loading import PackError, read_pack
from webapp.practice.pack import Case
from webapp.practice.record import read_record

from ..conftest import MARKED, FakeReader
from .conftest import FILE

KEYS = "/practice/case/three-notes/keys-on-the-counter"
NIGHT = "/practice/case/three-notes/after-the-night-shift"
NOTHING = "/practice/case/three-notes/the-allotment"
DECIDED: dict[str, Any] = {**MARKED, "stance": "b"}


@pytest.fixture(scope="module")
def practice_app(clinical: Clinical) -> Flask:
    config = {"TESTING": True, "WTF_CSRF_ENABLED": False, "PRACTICE_PACKS": str(FILE.parent)}
    return create_app(config, reader=FakeReader(clinical))


@pytest.fixture
def learner(practice_app: Flask) -> FlaskClient:
    """Somebody new: each test has a cookie of its own."""
    return practice_app.test_client()


def plain(page: str) -> str:
    """The page's words, without its markup."""
    return " ".join(html.unescape(re.sub(r"<[^>]*>", " ", page)).split())


def decided(**changes: Any) -> MultiDict[str, str]:
    """A form that is complete; a change to None leaves a field out."""
    fields = {**DECIDED, **{name.replace("sure_", "sure-"): v for name, v in changes.items()}}
    return MultiDict({name: value for name, value in fields.items() if value is not None})


def feedback(learner: FlaskClient, address: str = KEYS, **changes: Any) -> str:
    answer = learner.post(address, data=decided(**changes), follow_redirects=True)
    assert answer.status_code == 200
    return plain(answer.text)


def test_the_library_is_linked_and_lists_every_case(learner: FlaskClient) -> None:
    assert 'href="/practice/"' in learner.get("/").text
    page = learner.get("/practice/").text
    assert f'href="{KEYS}"' in page
    assert "Begin here" in page


@pytest.mark.parametrize(
    ("query", "there", "gone"),
    [
        ("difficulty=hard", "After the night shift", "Keys on the counter"),
        ("setting=drop_in", "The allotment", "Keys on the counter"),
        ("path=look-alikes", "The allotment", "After the night shift"),
        ("path=../x&difficulty=7&setting=", "Keys on the counter", None),
        ("path=hard&difficulty=introductory", "No case is like that", "Keys on the counter"),
    ],
)
def test_filters(learner: FlaskClient, query: str, there: str, gone: str | None) -> None:
    page = plain(learner.get(f"/practice/?{query}").text)
    listed = page[page.index("Setting any") :]
    assert there in listed
    assert gone is None or gone not in listed


def test_nothing_of_the_reference_is_shown_before_the_decision(
    learner: FlaskClient, keys: Case
) -> None:
    page = plain(learner.get(KEYS).text)
    assert keys.title in page
    for hidden in (
        keys.teaches,
        keys.reference.hypotheses[0].because,
        keys.reference.style.because,
        keys.look_alikes[0].because,
        keys.rivals[0].reading,
        keys.stances[1].because,
        keys.later["a"].lesson,
        keys.mistakes[0],
        "several signs",
    ):
        assert hidden not in page
    for stance in keys.stances:
        assert stance.say in page


def test_the_note_stands_whole_in_sentences(learner: FlaskClient, keys: Case) -> None:
    page = learner.get(KEYS).text
    shown = re.search(r'<div class="note-text" data-note>(.*?)</div>', page, re.DOTALL)
    assert shown
    assert html.unescape(re.sub(r"<[^>]*>", "", shown[1])) == keys.note
    values = re.findall(r'name="mark" value="(\d+)-(\d+)"', page)
    assert len(values) > 8
    assert keys.note[int(values[0][0]) : int(values[0][1])].startswith("Unit 4")


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({"danger": None}, "Say whether something has to be seen to first."),
        ({"sure_power_dynamics": None}, "Say what may be in the way, or that nothing is."),
        ({"none": "y"}, "also that nothing is in the way"),
        ({"control": None}, "Place the style on both lines"),
        ({"affiliation": None}, "Place the style on both lines"),
        ({"stance": None}, "Choose what you would say, or write your own."),
        ({"stance": "own"}, "Write what you would say."),
        ({"stance": "own", "words": " \r\n"}, "Write what you would say."),
        ({"stance": "own", "words": "a" * 2_001}, "longer than the 2,000 that fit"),
    ],
)
def test_what_is_open_is_told_and_what_was_chosen_stays(
    learner: FlaskClient, changes: dict[str, Any], problem: str
) -> None:
    answer = learner.post(KEYS, data=decided(**changes))
    assert answer.status_code == 400
    assert problem in plain(answer.text)
    assert 'value="intimidated" checked' in answer.text
    assert 'value="0-36" checked' in answer.text
    assert "0 of" not in plain(learner.get("/practice/progress").text)  # nothing was remembered


def test_all_that_is_open_is_told_at_once(learner: FlaskClient) -> None:
    page = learner.post(KEYS, data={}).text
    for place in ("danger", "barriers", "style", "stance"):
        assert f'href="#{place}"' in page
        assert f'id="{place}"' in page


@pytest.mark.parametrize(
    "changes",
    [
        {"mark": ["0-9999"]},
        {"mark": ["9-3"]},
        {"mark": ["a-b"]},
        {"mark": ["-1-4"]},
        {"mark": [f"{n}-{n + 5}" for n in range(61)]},
        {"sure_power_dynamics": "60"},
        {"sure_power_dynamics": "yes"},
        {"control": "bossy"},
        {"affiliation": "sweet"},
        {"felt": ["hungry"]},
        {"danger": "maybe"},
        {"stance": "z"},
    ],
)
def test_what_no_page_offers_is_refused(learner: FlaskClient, changes: dict[str, Any]) -> None:
    answer = learner.post(KEYS, data=decided(**changes))
    assert answer.status_code == 400
    assert "this page did not put there" in answer.text


@pytest.mark.parametrize(
    "address",
    [
        "/practice/case/three-notes/no-such-case",
        "/practice/case/no-such-pack/the-allotment",
        "/practice/packs/no-such-pack.json",
        KEYS + "/later?after=z",
    ],
)
def test_what_is_not_there_is_not_found(learner: FlaskClient, address: str) -> None:
    learner.post(KEYS, data=decided())
    assert learner.get(address).status_code == 404


@pytest.mark.parametrize("address", [KEYS + "/feedback", KEYS + "/later?after=a"])
def test_the_reference_waits_for_an_attempt(learner: FlaskClient, address: str) -> None:
    answer = learner.get(address)
    assert answer.status_code == 302
    assert answer.location == KEYS


def headline(page: str) -> str:
    """What stands at the top of the feedback, above the note."""
    return page[page.index("yours beside the reference") : page.index("The reference is how")]


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        (
            {},
            "You agree with the reference on danger, what is in the way, who takes charge, what to "
            "say; you do not on how warm they are, the words that carry it.",
        ),
        (
            {"affiliation": "hostile", "mark": "278-339"},
            "You agree with the reference on danger, what is in the way, who takes charge, how "
            "warm they are, some of the words that carry it, what to say.",
        ),
        (
            {"danger": "yes", "mark": None, "control": "submissive", "stance": "a"},
            "You agree with the reference on what is in the way; you do not on danger, who takes "
            "charge, how warm they are, the words that carry it, what to say.",
        ),
        (
            {
                "danger": "yes",
                "mark": None,
                "control": "submissive",
                "stance": "a",
                "sure_power_dynamics": None,
                "none": "y",
            },
            "You do not agree with the reference on danger, what is in the way, who takes charge, "
            "how warm they are, the words that carry it, what to say.",
        ),
        (
            {"affiliation": "hostile", "sure_confusion": "25"},
            "You agree with the reference on danger, part of what is in the way, who takes charge, "
            "how warm they are, what to say; you do not on the words that carry it.",
        ),
        (
            {"affiliation": "hostile", "sure_power_dynamics": None, "sure_confusion": "25"},
            "You agree with the reference on danger, who takes charge, how warm they are, what to "
            "say; you do not on what is in the way, the words that carry it.",
        ),
    ],
)
def test_the_headline_tells_what_was_seen_and_what_was_not(
    learner: FlaskClient, changes: dict[str, Any], told: str
) -> None:
    assert told in headline(feedback(learner, **changes))


def test_that_no_words_were_marked_stands_at_the_top(learner: FlaskClient) -> None:
    assert "You marked no words." in headline(feedback(learner, mark=None))


def test_what_was_seen(learner: FlaskClient) -> None:
    page = feedback(learner)
    assert "You agree with the reference on danger, what is in the way" in page
    assert "You saw it several signs" in page
    assert "You held it as likely: 3 in 4. That is about as far as the note goes." in page
    assert "Third day without hot water" in page  # against
    assert "Fits this person" in page
    assert "The writer, and you." in page


def test_what_was_missed_and_in_which_words(learner: FlaskClient, keys: Case) -> None:
    words = "He told the girl behind him to go round, the desk was closed."
    start = keys.note.index(words)
    mark = f"{start}-{start + len(words)}"
    page = feedback(learner, sure_power_dynamics=None, none="y", mark=[mark])
    assert "You passed it over" in page
    assert "It was in these words" in page
    assert "You marked 1 of these 3 and drew something else from them." in page
    assert "To check, you could ask:" in page


def test_a_look_alike_and_what_tells_it_apart(learner: FlaskClient) -> None:
    page = feedback(learner, sure_power_dynamics=None, sure_coercion_sensitivity="95")
    assert "It looks like it, and may not be" in page
    assert "Nothing here was forced on him" in page
    assert "The note does not carry that much." in page
    assert "To tell the two apart:" in page


def test_what_was_read_in(learner: FlaskClient) -> None:
    page = feedback(learner, sure_confusion="25")
    assert "Read in: the note does not say it" in page
    assert "it is a question to ask and does little harm" in page


def test_a_rival_is_no_error(learner: FlaskClient) -> None:
    page = feedback(learner, sure_practical_obstacle="50")
    assert "Another reading that can be defended" in page
    assert "If the water came back this afternoon" in page
    assert "Read in" not in page


def test_nothing_in_the_way(learner: FlaskClient) -> None:
    page = feedback(learner, NOTHING, sure_power_dynamics=None, none="y")
    assert "Nothing in this note is in the way, and you read nothing in." in page
    assert "Rightly left alone" in page


@pytest.mark.parametrize(
    ("address", "danger", "told"),
    [
        (NIGHT, "no", "You passed over a danger that may be on now."),
        (NIGHT, "yes", "You saw that something has to be seen to first."),
        (KEYS, "yes", "colleagues found no words for one here"),
    ],
)
def test_danger_comes_first(learner: FlaskClient, address: str, danger: str, told: str) -> None:
    page = feedback(learner, address, danger=danger)
    assert page.index("First, safety") < page.index("What may be in the way")
    assert told in page


def test_the_second_contact(learner: FlaskClient, keys: Case) -> None:
    feedback(learner)
    page = plain(learner.get(KEYS + "/later?after=b").text)
    assert "You would have said:" in page
    assert keys.later["b"].note in page
    assert page.index(keys.later["b"].lesson) < page.index(keys.later["a"].lesson)


def test_own_words_are_read_by_the_coach_and_lead_to_the_closest(
    learner: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    def missing() -> None:
        raise ArtefactError("no coach")

    monkeypatch.setattr(coach, "load_coach", missing)
    answer = learner.post(
        KEYS, data=decided(stance="own", words="<b>Three</b> days"), follow_redirects=True
    )
    assert "The coach is not fully installed" in answer.text
    assert "&lt;b&gt;Three&lt;/b&gt; days" in answer.text
    assert "Closest to mine: what happened next" in answer.text
    assert "Closest to your own words was:" in learner.get(KEYS + "/later?after=a").text


class TestProgress:
    def test_it_begins_empty(self, learner: FlaskClient) -> None:
        assert "Nothing practised so far." in learner.get("/practice/progress").text
        assert "Nothing so far." in learner.get("/practice/certificate").text

    def test_numbers_after_an_attempt_and_another(self, learner: FlaskClient) -> None:
        feedback(learner, sure_power_dynamics=None, none="y")
        feedback(learner)
        page = plain(learner.get("/practice/progress").text)
        assert "1 of" in page
        assert "in 2 attempts" in page
        assert "seeing “Who holds the power”" in page  # it went well at the second: box two
        assert "after 3 more cases" in page

    def test_learners_are_apart(self, practice_app: Flask, learner: FlaskClient) -> None:
        feedback(learner)
        other = practice_app.test_client()
        assert "Nothing practised so far." in other.get("/practice/progress").text
        assert other.get(KEYS + "/feedback").status_code == 302

    def test_a_file_takes_it_along(self, practice_app: Flask, learner: FlaskClient) -> None:
        feedback(learner, stance="own", words="Zebrafink")
        saved = learner.get("/practice/progress.json")
        assert "attachment" in saved.headers["Content-Disposition"]
        assert b"Zebrafink" not in saved.data
        assert len(read_record(saved.data).entries) == 1
        other = practice_app.test_client()
        done = other.post("/practice/progress", data={"file": (io.BytesIO(saved.data), "p.json")})
        assert "The file is open." in done.text
        assert other.get("/practice/progress.json").data == saved.data

    @pytest.mark.parametrize(
        ("data", "told"),
        [
            ({}, "Choose a file first."),
            ({"file": (b"", "")}, "Choose a file first."),
            ({"file": (b"{}", "p.json")}, "no file of progress"),
        ],
    )
    def test_another_file_is_refused_and_nothing_lost(
        self, learner: FlaskClient, data: dict[str, Any], told: str
    ) -> None:
        feedback(learner)
        sent = {name: (io.BytesIO(raw), file) for name, (raw, file) in data.items()}
        answer = learner.post("/practice/progress", data=sent)
        assert answer.status_code == 400
        assert told in answer.text
        assert len(read_record(learner.get("/practice/progress.json").data).entries) == 1

    def test_it_is_forgotten(self, learner: FlaskClient) -> None:
        feedback(learner)
        assert "is forgotten" in learner.post("/practice/progress/forget").text
        assert learner.get(KEYS + "/feedback").status_code == 302

    def test_the_certificate(self, learner: FlaskClient) -> None:
        feedback(learner)
        page = learner.post("/practice/certificate", data={"name": " <i>Bea</i>  B. "}).text
        assert "&lt;i&gt;Bea&lt;/i&gt; B." in page
        assert "1 practice case</strong>" in page
        assert "Bea" not in learner.get("/practice/certificate").text


class TestPacks:
    @pytest.fixture
    def own(self, raw: dict[str, Any]) -> dict[str, Any]:
        return {**raw, "id": "my-own", "title": "My <own>"}

    def send(self, learner: FlaskClient, data: bytes) -> Any:
        return learner.post("/practice/packs", data={"file": (io.BytesIO(data), "my.json")})

    def test_in_out_and_away(self, learner: FlaskClient, own: dict[str, Any]) -> None:
        answer = self.send(learner, json.dumps(own).encode())
        assert answer.status_code == 200
        assert "My &lt;own&gt;" in answer.text
        assert learner.get("/practice/case/my-own/the-allotment").status_code == 200
        saved = learner.get("/practice/packs/my-own.json").data
        assert json.loads(saved) == own
        assert read_pack(saved, "saved").id == "my-own"
        assert "no longer in use" in learner.post("/practice/packs/my-own/remove").text
        assert learner.get("/practice/case/my-own/the-allotment").status_code == 404

    def test_no_text_of_it_is_markup_or_template(
        self, learner: FlaskClient, own: dict[str, Any]
    ) -> None:
        evil = "<script>alert(7*191)</script>{{ 7*191 }}{% set a = 1 %}%(x)s %s"

        def spoiled(value: Any, field: str = "") -> Any:
            if isinstance(value, dict):
                return {name: spoiled(part, name) for name, part in value.items()}
            if isinstance(value, list):
                return [spoiled(part, field) for part in value]
            ours = ("title", "about", "licence", "authors", "teaches", "note", "because", "say")
            theirs = ("reading", "would_tell", "mistakes", "lesson")
            return f"{value} {evil}" if field in (*ours, *theirs) else value

        assert self.send(learner, json.dumps(spoiled(own)).encode()).status_code == 200
        case = "/practice/case/my-own/keys-on-the-counter"
        pages = [
            "/practice/",
            "/practice/packs",
            "/practice/class",
            "/practice/assignment?case=my-own/keys-on-the-counter",
            "/supervision/new",
            case,
            f"{case}/feedback",
            f"{case}/later?after=a",
        ]
        try:
            assert learner.post(case, data=decided()).status_code == 303
            for address in pages:
                page = learner.get(address).text
                assert html.escape(evil) in page, address
                assert "<script>alert" not in page
                assert "1337" not in page
        finally:
            learner.post("/practice/packs/my-own/remove")

    @pytest.mark.parametrize("name", ["../../x.json", "/etc/passwd", "<b>.json", "{{ 7*191 }}"])
    def test_the_name_of_its_file_names_no_place(
        self, learner: FlaskClient, own: dict[str, Any], name: str
    ) -> None:
        sent = {"file": (io.BytesIO(json.dumps({**own, "id": "../x"}).encode()), name)}
        answer = learner.post("/practice/packs", data=sent)
        assert answer.status_code == 400
        assert f"Pack {html.escape(name)}: id: has to be small letters" in answer.text
        assert learner.get("/practice/packs/../x.json").status_code == 404

    def test_faults_are_told(self, learner: FlaskClient, own: dict[str, Any]) -> None:
        own["cases"][1]["note"] = "Another note, in which none of the quotes stands any more."
        answer = self.send(learner, json.dumps(own).encode())
        assert answer.status_code == 400
        assert "case &#39;the-allotment&#39;, reference.style.quotes[0]" in answer.text

    @pytest.mark.parametrize(
        ("change", "told"),
        [({"id": "three-notes"}, "is always here"), ({"format": "x"}, "is no case-pack/1")],
    )
    def test_other_reasons_against_a_pack(
        self, learner: FlaskClient, own: dict[str, Any], change: dict[str, Any], told: str
    ) -> None:
        answer = self.send(learner, json.dumps({**own, **change}).encode())
        assert answer.status_code == 400
        assert told in answer.text

    def test_no_file(self, learner: FlaskClient) -> None:
        assert learner.post("/practice/packs").status_code == 400

    def test_what_is_always_here_is_not_taken_away(self, learner: FlaskClient) -> None:
        assert learner.post("/practice/packs/three-notes/remove").status_code == 404

    def test_a_faulty_pack_in_the_folder_stops_the_start(
        self, clinical: Clinical, own: dict[str, Any], tmp_path: Path
    ) -> None:
        for name in ("a.json", "b.json"):
            (tmp_path / name).write_text(json.dumps(own), encoding="utf-8")
        config = {"PRACTICE_PACKS": str(tmp_path)}
        with pytest.raises(PackError, match=r"b\.json: has the id 'my-own' of another pack"):
            create_app(config, reader=FakeReader(clinical))


@pytest.mark.parametrize(
    "address",
    [KEYS, "/practice/progress", "/practice/progress/forget", "/practice/packs"],
)
def test_forms_are_protected(clinical: Clinical, address: str) -> None:
    config = {"PRACTICE_PACKS": str(FILE.parent)}
    client = create_app(config, reader=FakeReader(clinical)).test_client()
    answer = client.post(address, data=decided())
    if address == KEYS:
        assert answer.status_code == 400
        assert "please press again" in answer.text
        assert 'value="intimidated" checked' in answer.text
    else:
        assert answer.status_code in (302, 400)
    assert client.get("/practice/progress.json").text.count('"case"') == 0
