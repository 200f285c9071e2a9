"""The pages of supervision, as browsers without script take them, with accounts and without."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.datastructures import MultiDict
from werkzeug.test import TestResponse

from inference import Clinical, InferenceError
from webapp import create_app
from webapp.supervision import table as tables
from webapp.supervision.entry import MODEL
from webapp.supervision.store import MemoryStore
from webapp.supervision.table import Person

from ..conftest import DESK, NO_ANSWER, READING, FakeReader

FORM: dict[str, Any] = {**READING, "confidence": "75"}
OTHER: dict[str, Any] = {
    **FORM,
    "strength-power_dynamics": "",
    "words-power_dynamics": [],
    "strength-coercion_sensitivity": "some_support",
    "words-coercion_sensitivity": ["0-40"],
    "stance": "",
    "say": "What would make it yours?",
    "felt": ["guilty"],
}


def plain(answer: TestResponse) -> str:
    """The page's words, without its markup."""
    return " ".join(html.unescape(re.sub(r"<[^>]*>", " ", answer.text)).split())


def data(fields: dict[str, Any], **changes: Any) -> MultiDict[str, str]:
    return MultiDict({k: v for k, v in {**fields, **changes}.items() if v is not None})


def the_case(app: Flask) -> str:
    """The key of any practice case."""
    from webapp.practice.loading import shipped

    return f"{shipped()[0].id}/{shipped()[0].cases[0].id}"


@pytest.fixture(scope="module")
def here_app(clinical: Clinical) -> Flask:
    """Without accounts, at one screen."""
    return create_app({"TESTING": True, "WTF_CSRF_ENABLED": False}, reader=FakeReader(clinical))


@pytest.fixture
def here(here_app: Flask) -> FlaskClient:
    return here_app.test_client()


class Accounts:
    """An app with accounts; `now` is who is asking."""

    people = tuple(Person(id, id.title(), id == "ada", id == "ada") for id in ("ada", "ben", "cem"))

    def __init__(self, app: Flask) -> None:
        self.now = self.people[0]
        self.store = MemoryStore()
        self.may_keep = True
        tables.install(
            app, self.store, lambda: self.now, lambda: self.people, lambda: self.may_keep
        )
        self.client = app.test_client()

    def by(self, name: str) -> FlaskClient:
        self.now = next((p for p in self.people if p.id == name), Person(name, name, False, False))
        return self.client


@pytest.fixture(scope="module")
def accounts_app(clinical: Clinical) -> Flask:
    return create_app({"TESTING": True, "WTF_CSRF_ENABLED": False}, reader=FakeReader(clinical))


@pytest.fixture
def accounts(accounts_app: Flask) -> Accounts:
    """With a store of its own for each test."""
    return Accounts(accounts_app)


def begin(client: FlaskClient, app: Flask, **fields: Any) -> str:
    """Begin a round on a practice case; its address."""
    sent = data({"source": "case", "case": the_case(app), "seats": "2"}, **fields)
    answer = client.post("/supervision/new", data=sent)
    assert answer.status_code == 303, plain(answer)
    return answer.location


def begin_with(accounts: Accounts, *people: str, **fields: Any) -> str:
    fields = {"take_part": "y", "seats": None, "people": list(people), **fields}
    return begin(accounts.by("ada"), accounts.client.application, **fields)


class TestBeginning:
    def test_linked_and_empty(self, here: FlaskClient) -> None:
        assert 'href="/supervision/"' in here.get("/").text
        assert "One note, several people" in plain(here.get("/supervision/"))

    @pytest.mark.parametrize(
        ("changes", "said"),
        [
            ({"case": ""}, "Choose a practice case"),
            ({"case": "no/such"}, "Choose a practice case"),
            ({"seats": "1"}, "How many people"),
            ({"seats": "99"}, "How many people"),
            ({"seats": "²"}, "How many people"),
            ({"seats": "many"}, "How many people"),
            ({"title": "x" * 121}, "120 characters"),
            ({"title": "a\u202eb"}, "not text"),
            ({"source": "note", "note": "  "}, "no text in the note"),
            ({"source": "note", "note": "a\0b", "kept": "a\0b", "step": "begin"}, "not text"),
        ],
    )
    def test_what_is_missing(self, here: FlaskClient, changes: Any, said: str) -> None:
        sent = data({"source": "case", "case": the_case(here.application), "seats": "2"}, **changes)
        answer = here.post("/supervision/new", data=sent)
        assert answer.status_code == 400
        assert said in plain(answer)

    def test_a_pasted_note_is_looked_over_first(self, here: FlaskClient) -> None:
        note = "Met Marcus Webb at the desk. He said the room is not his."
        sent = {"source": "note", "note": note, "seats": "2", "step": "begin"}
        looked = here.post("/supervision/new", data=sent)
        assert looked.status_code == 200
        assert "Look the note over" in looked.text
        kept = re.search(r'<textarea id="kept"[^>]*>\n(.*?)</textarea>', looked.text, re.DOTALL)
        assert kept and "Marcus" not in kept[1]
        assert (
            len(here.application.extensions["middleground_supervision"].store.rounds("here")) == 0
        )
        made = here.post(
            "/supervision/new", data={**sent, "kept": "Met M. at the desk. He said no."}
        )
        assert made.status_code == 303
        (one,) = here.application.extensions["middleground_supervision"].store.rounds("here")
        assert one.round.note == "Met M. at the desk. He said no."
        here.post(f"{made.location}/forget")

    def test_what_was_unticked_comes_back(self, here: FlaskClient) -> None:
        sent = {
            "source": "note",
            "note": "Met Marcus Webb at the desk.",
            "seats": "2",
            "step": "look",
            "shown": ["Marcus Webb"],
            "kept": "something of before",
        }
        again = here.post("/supervision/new", data=sent)
        kept = re.search(r'<textarea id="kept"[^>]*>\n(.*?)</textarea>', again.text, re.DOTALL)
        assert kept and "Marcus Webb" in kept[1]

    def test_where_no_notes_are_kept(self, accounts: Accounts) -> None:
        accounts.may_keep = False
        client = accounts.by("ada")
        page = client.get("/supervision/new")
        assert "This site keeps no notes" in plain(page)
        assert 'name="note"' not in page.text
        sent = {"source": "note", "note": DESK, "kept": DESK, "step": "begin", "people": ["ben"]}
        answer = client.post("/supervision/new", data={**sent, "take_part": "y"})
        assert answer.status_code == 400
        assert "This site keeps no notes" in plain(answer)

    def test_without_the_de_identifier(
        self, here: FlaskClient, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def missing(*_: Any) -> None:
            raise InferenceError("nothing there")

        monkeypatch.setattr("webapp.supervision.start_pages.look_over", missing)
        answer = here.post("/supervision/new", data={"source": "note", "note": DESK, "seats": "2"})
        assert answer.status_code == 503
        assert "not fully installed" in plain(answer)
        assert html.escape(DESK.split(".")[0], quote=True) in answer.text

    def test_only_supervisors_with_accounts(self, accounts: Accounts) -> None:
        assert accounts.by("ben").get("/supervision/new").status_code == 404
        assert accounts.by("ben").post("/supervision/new").status_code == 404
        assert "Begin a round" not in accounts.by("ben").get("/supervision/").text

    @pytest.mark.parametrize("people", [[], ["zoe"]])
    def test_who_is_asked(self, accounts: Accounts, people: list[str]) -> None:
        sent = {"source": "case", "case": the_case(accounts.client.application), "people": people}
        answer = accounts.by("ada").post("/supervision/new", data={**sent, "take_part": "y"})
        assert answer.status_code == 400


class TestAtOneScreen:
    @pytest.fixture
    def address(self, here: FlaskClient) -> Iterator[str]:
        address = begin(here, here.application)
        yield address
        here.post(f"{address}/forget")

    def test_one_after_another_and_then_all_at_once(self, here: FlaskClient, address: str) -> None:
        assert "Person 1 of 2" in plain(here.get(f"{address}/formulate"))
        first = here.post(f"{address}/formulate", data=data(FORM, name="Ada"))
        assert first.location.endswith("/waiting?done=yes")
        waiting = plain(here.get(first.location))
        assert "Taken and hidden" in waiting and "Ada" in waiting
        assert "Who holds the power" not in waiting
        assert here.get(f"{address}/compare").status_code == 302
        assert here.get(f"{address}/round.json").status_code == 404
        assert here.get(f"{address}/handout").status_code == 404
        form = here.get(f"{address}/formulate").text
        assert "selected>several signs" not in form
        second = here.post(f"{address}/formulate", data=data(OTHER, name="Ben"))
        assert second.location.endswith("/compare")
        page = plain(here.get(second.location))
        assert "Ada holds it; Ben" in page
        assert "What would make it yours?" in page
        assert "I felt I had let them down" not in page
        assert "likely: 3 in 4" not in page

    def test_a_name_is_taken_once(self, here: FlaskClient, address: str) -> None:
        here.post(f"{address}/formulate", data=data(FORM, name="Ada"))
        again = here.post(f"{address}/formulate", data=data(OTHER, name=" ADA "))
        assert again.status_code == 409
        assert "Ada has submitted already" in plain(again)
        assert "What would make it yours?" in again.text

    @pytest.mark.parametrize(
        ("changes", "said"),
        [
            ({"name": ""}, "Give a name"),
            ({"name": "x" * 61}, "at most 60"),
            ({"strength-power_dynamics": ""}, "Say what may be in the way"),
            ({"none": "y"}, "Which?"),
            ({"words-power_dynamics": None}, "Mark the words"),
            ({"words-ambivalence": "3-9"}, "without a strength"),
            ({"shown": ""}, "Place the style"),
            ({"stance": ""}, "Choose a stance"),
            ({"say": "x" * 1001}, "1,000 characters"),
            ({"say": "a\u202eb"}, "not text"),
            ({"confidence": ""}, "how sure you are"),
            ({"confidence": "60"}, "did not put there"),
            ({"words-power_dynamics": "0-99999"}, "did not put there"),
            ({"words-power_dynamics": "x"}, "did not put there"),
            ({"strength-power_dynamics": "very"}, "did not put there"),
            ({"control": "11"}, "did not put there"),
            ({"control": "a"}, "did not put there"),
            ({"felt": "angry"}, "did not put there"),
            ({"stance": "shout"}, "did not put there"),
        ],
    )
    def test_what_is_open_is_told(
        self, here: FlaskClient, address: str, changes: Any, said: str
    ) -> None:
        answer = here.post(f"{address}/formulate", data=data({**FORM, "name": "Ada"}, **changes))
        assert answer.status_code == 400
        assert said in plain(answer)

    def test_choices_stay(self, here: FlaskClient, address: str) -> None:
        sent = data(OTHER, name="Ada", confidence="", share_felt="y")
        page = here.post(f"{address}/formulate", data=sent).text
        assert 'value="some_support" selected' in page
        assert re.search(r'name="words-coercion_sensitivity" value="0-40" checked', page)
        assert re.search(r'name="felt" value="guilty" checked', page)
        assert re.search(r'name="share_felt" value="y" checked', page)
        assert 'name="control" min="-10" max="10" step="1" value="6"' in page

    def test_revealing_early_and_coming_late(self, here: FlaskClient, address: str) -> None:
        assert here.post(f"{address}/reveal").status_code == 409
        here.post(f"{address}/formulate", data=data(FORM, name="Ada"))
        assert here.post(f"{address}/reveal").status_code == 303
        here.post(f"{address}/formulate", data=data(OTHER, name="Ben"))
        assert "so it was not blind" in plain(here.get(f"{address}/compare"))

    def test_changing_afterwards_keeps_both(self, here: FlaskClient, address: str) -> None:
        here.post(f"{address}/formulate", data=data(FORM, name="Ada", felt=["frustrated"]))
        here.post(f"{address}/formulate", data=data(OTHER, name="Ben"))
        form = here.get(f"{address}/formulate?name=Ada")
        assert 'value="several_signs" selected' in form.text
        # Whoever sits at the screen now may not be Ada: what she did not share is not shown.
        assert 'value="frustrated" checked' not in form.text
        changed = data(FORM, name="Ada", **{"strength-power_dynamics": "worth_asking"})
        assert here.post(f"{address}/formulate", data=changed).status_code == 303
        page = plain(here.get(f"{address}/compare"))
        assert "Who holds the power: several signs → worth asking about" in page
        first = plain(here.get(f"{address}/compare?when=first"))
        assert "→" not in first

    def test_names_hidden(self, here: FlaskClient, address: str) -> None:
        here.post(f"{address}/formulate", data=data(FORM, name="Zebedee"))
        here.post(f"{address}/formulate", data=data(OTHER, name="Quentin"))
        here.post(f"{address}/discuss", data={"name": "Zebedee", "text": "So be it."})
        for part in ("compare", "handout", "round.md", "round.json"):
            page = here.get(f"{address}/{part}?names=hidden").text
            assert "Person 1" in page
            assert "Zebedee" not in page and "Quentin" not in page
            assert "zebedee" not in page and "quentin" not in page

    def test_discussion_agreement_and_close(self, here: FlaskClient, address: str) -> None:
        here.post(f"{address}/formulate", data=data(FORM, name="Ada"))
        here.post(f"{address}/formulate", data=data(OTHER, name="Ben"))
        empty = here.post(f"{address}/discuss", data={"name": "Ada", "text": " "})
        assert empty.status_code == 400
        here.post(f"{address}/discuss", data={"name": "Ada", "text": "<b>Look</b> at line two."})
        page = here.get(f"{address}/compare")
        assert "&lt;b&gt;Look&lt;/b&gt;" in page.text
        kinds = {
            "kind-power_dynamics": "different_reading",
            "kind-coercion_sensitivity": "ambiguous_note",
            "kind-style": "slip",  # the model sees none
        }
        form = here.get(f"{address}/agreed").text
        assert all(f'name="{kind}"' in form for kind in kinds)
        missing = here.post(f"{address}/agreed", data=data(READING, rationale="Because."))
        assert missing.status_code == 400 and "which kind" in plain(missing)
        no_reason = here.post(f"{address}/agreed", data=data(READING, **kinds))
        assert no_reason.status_code == 400 and "Say why" in plain(no_reason)
        odd = here.post(
            f"{address}/agreed", data=data(READING, **{**kinds, "kind-power_dynamics": "x"})
        )
        assert odd.status_code == 400
        long = here.post(f"{address}/agreed", data=data(READING, rationale="x" * 4001, **kinds))
        assert long.status_code == 400 and "4,000" in plain(long)
        done = here.post(
            f"{address}/agreed", data=data(READING, rationale="He asked again.", **kinds)
        )
        assert done.status_code == 303
        page_text = plain(here.get(f"{address}/compare"))
        assert "He asked again." in page_text
        assert "Help that feels like control: the note can be read both ways" in page_text
        assert "He asked again." in here.get(f"{address}/agreed").text
        assert here.post(f"{address}/close").status_code == 303
        assert here.get(f"{address}/agreed").status_code == 404
        late = here.post(f"{address}/discuss", data={"name": "Ada", "text": "One more."})
        assert late.status_code == 409 and "One more." in late.text

    def test_the_reference_of_a_practice_case(self, here: FlaskClient, address: str) -> None:
        here.post(f"{address}/formulate", data=data(FORM, name="Ada"))
        assert "reference reads it" not in here.get(f"{address}/formulate").text
        here.post(f"{address}/formulate", data=data(OTHER, name="Ben"))
        assert "reference reads it" in here.get(f"{address}/compare").text

    def test_agreement(self, here: FlaskClient, address: str) -> None:
        assert "It takes a round" in plain(here.get("/supervision/agreement"))
        here.post(f"{address}/formulate", data=data(FORM, name="Ada"))
        here.post(f"{address}/formulate", data=data(OTHER, name="Ben"))
        page = here.get("/supervision/agreement?one=name:ada&other=name:ben")
        text = plain(page)
        assert "5 of 7 pairs of labels are the same: 0.714." in text
        assert "71 in 100" in text
        assert "No interval: it takes 5 rounds or more." in text
        figures = page.text.count('class="figure"')
        assert figures == page.text.count("This figure must not be used to judge staff.") > 10
        same = plain(here.get("/supervision/agreement?one=name:ada&other=name:ada"))
        assert "Choose two different raters." in same
        assert here.get("/supervision/agreement?one=x&other=y").status_code == 200
        assert here.get("/supervision/agreement?when=now").status_code == 200


class TestWithAccounts:
    def test_nobody_sees_another_before_submitting(self, accounts: Accounts) -> None:
        address = begin_with(accounts, "ben")
        id = address.rpartition("/")[2]
        accounts.by("ada").post(f"{address}/formulate", data=data(FORM))
        assert "your turn" in accounts.by("ben").get("/supervision/").text
        before = accounts.by("ada").get(f"{address}/waiting").text
        assert "Reveal now" in before
        assert "is shown before all are in" in before
        for part in ("compare", "waiting", "formulate"):
            page = accounts.by("ben").get(f"{address}/{part}", follow_redirects=True).text
            assert "selected>several signs" not in page
        accounts.by("ada").post(f"{address}/reveal")
        # It is revealed, but Ben has not formulated yet.
        hidden = accounts.by("ben").get(f"{address}/compare")
        assert hidden.status_code == 302
        waiting = accounts.by("ben").get(f"{address}/waiting").text
        assert "once you have formulated yourself" in waiting
        assert "is shown before all are in" not in waiting
        first = accounts.by("ben").get(f"{address}/formulate").text
        assert "kept beside what you said first" not in first, "nothing was said yet"
        assert accounts.by("ben").get(f"{address}/round.json").status_code == 404
        assert accounts.by("ben").post(f"{address}/discuss", data={"text": "x"}).status_code == 404
        accounts.by("ben").post(f"{address}/formulate", data=data(OTHER))
        kept = accounts.store.load(id)
        assert kept and kept.versions("ben")[0].blind
        again = accounts.by("ben").get(f"{address}/formulate").text
        assert "kept beside what you said first" in again
        assert "Ada holds it; Ben" in plain(accounts.by("ben").get(f"{address}/compare"))

    def test_strangers_are_told_nothing(self, accounts: Accounts) -> None:
        address = begin_with(accounts, "ben")
        for part in ("", "/formulate", "/waiting", "/compare", "/agreed", "/handout", "/round.pdf"):
            assert accounts.by("cem").get(f"{address}{part}").status_code == 404
        for part in ("/formulate", "/reveal", "/discuss", "/agreed", "/close", "/forget"):
            assert accounts.by("cem").post(f"{address}{part}", data=data(FORM)).status_code == 404
        assert accounts.by("cem").get("/supervision/").text.count("case-list") == 0

    @pytest.mark.parametrize("step", ["reveal", "close", "forget"])
    def test_only_the_holder(self, accounts: Accounts, step: str) -> None:
        address = begin_with(accounts, "ben")
        assert accounts.by("ben").post(f"{address}/{step}").status_code == 404

    def test_own_reactions_stay_private(self, accounts: Accounts) -> None:
        address = begin_with(accounts, "ben")
        accounts.by("ada").post(f"{address}/formulate", data=data(FORM))
        accounts.by("ben").post(f"{address}/formulate", data=data(OTHER, share_confidence="y"))
        own = plain(accounts.by("ben").get(f"{address}/compare"))
        assert "I felt I had let them down" in own
        for part in ("compare", "handout", "round.md", "round.json"):
            others = accounts.by("ada").get(f"{address}/{part}").text
            assert "let them down" not in others and "guilty" not in others
        ada = plain(accounts.by("ada").get(f"{address}/compare"))
        assert ada.count("likely: 3 in 4") == 2  # her own, and Ben's, who shares it

    def test_a_second_version_from_ones_own(self, accounts: Accounts) -> None:
        address = begin_with(accounts, "ben")
        accounts.by("ada").post(f"{address}/formulate", data=data(FORM))
        accounts.by("ben").post(f"{address}/formulate", data=data(OTHER))
        form = accounts.by("ben").get(f"{address}/formulate").text
        assert 'value="guilty" checked' in form
        accounts.by("ben").post(f"{address}/formulate", data=data(FORM))
        kept = accounts.store.load(address.rpartition("/")[2])
        assert kept and [e.version for e in kept.versions("ben")] == [1, 2]

    def test_twice_is_once(self, accounts: Accounts) -> None:
        address = begin_with(accounts, "ben")
        accounts.by("ada").post(f"{address}/formulate", data=data(FORM))
        again = accounts.by("ada").post(f"{address}/formulate", data=data(OTHER))
        assert again.status_code == 409
        assert "submitted already" in plain(again)


def test_the_model_is_one_of_them_and_may_abstain(accounts: Accounts) -> None:
    address = begin_with(accounts, "ben", source="note", note=DESK, kept=DESK, step="begin")
    kept = accounts.store.load(address.rpartition("/")[2])
    assert kept and [e.rater for e in kept.entries] == [MODEL]
    silent = begin_with(
        accounts, "ben", source="note", note=NO_ANSWER, kept=NO_ANSWER, step="begin"
    )
    kept = accounts.store.load(silent.rpartition("/")[2])
    assert kept and kept.entries == ()
    accounts.by("ada").post(f"{silent}/formulate", data=data(FORM))
    accounts.by("ben").post(f"{silent}/formulate", data=data(OTHER))
    assert "the note gives it too little" in plain(accounts.by("ada").get(f"{silent}/compare"))


def test_an_expired_form_loses_nothing(make_app: Callable[..., Flask]) -> None:
    app = make_app(TESTING=True)
    client = app.test_client()
    table = app.extensions["middleground_supervision"]
    app.config["WTF_CSRF_ENABLED"] = False
    address = begin(client, app)
    app.config["WTF_CSRF_ENABLED"] = True
    late = client.post(f"{address}/formulate", data=data(OTHER, name="Ada"))
    assert late.status_code == 400
    assert "Your choices are still here" in plain(late)
    assert "What would make it yours?" in late.text
    new = client.post("/supervision/new", data={"source": "note", "note": "Kept words."})
    assert new.status_code == 400 and "Kept words." in new.text
    assert client.post(f"{address}/reveal").status_code == 302
    app.config["WTF_CSRF_ENABLED"] = False
    for name, form in (("Ada", FORM), ("Ben", OTHER)):
        client.post(f"{address}/formulate", data=data(form, name=name))
    app.config["WTF_CSRF_ENABLED"] = True
    said = client.post(f"{address}/discuss", data={"name": "Ada", "text": "Kept remark."})
    assert said.status_code == 400 and "Kept remark." in said.text
    agreed = client.post(f"{address}/agreed", data=data(READING, rationale="Kept reason."))
    assert agreed.status_code == 400 and "Kept reason." in agreed.text
    assert table.store.rounds("here")[0].agreed is None
