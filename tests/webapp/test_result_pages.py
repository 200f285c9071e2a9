"""Every page with a result has the button for what was wrong, and no other page has it."""

from __future__ import annotations

import html
import io
import re
import secrets
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

import pytest
from flask import Flask
from flask.testing import FlaskClient

from inference import Clinical
from webapp import create_app
from webapp.practice.loading import shipped
from webapp.result_pages import ABOUT, NAMES

from .conftest import DESK, DOORS, MARKED, READING, ReaderOfOne

TEMPLATES: Final = Path(__file__).parents[2] / "webapp" / "templates"
NAMED: Final = f"Met Denise Webb. {DESK}"
CASE: Final = f"{shipped()[0].id}/{shipped()[0].cases[0].id}"
STANCE: Final = shipped()[0].cases[0].stances[0].id
LINE: Final = re.compile(r'name="kind" value="(\w+)"')
OPTIONS: Final = re.compile(r'<select id="wrong-about".*?</select>', re.DOTALL)
# Pages without a result: boxes and forms, lists, errors, accounts, and what is printed from a page
# that has the button.
WITHOUT: Final = {
    *("about.html", "error.html", "feedback/reports.html", "feedback/told.html"),
    *("read/write.html", "referrals/look.html", "referrals/form.html"),
    *("referrals/client.html", "referrals/staff.html"),
    *("supervision/handout.html", "practice/certificate.html"),
    *("practice/library.html", "practice/case.html", "practice/assignment.html"),
    "practice/packs.html",
    *("supervision/rounds.html", "supervision/waiting.html"),
    *("supervision/formulate.html", "supervision/outcome.html"),
    *("cases/list.html", "cases/not_kept.html"),
    *("accounts/audit.html", "accounts/held.html", "accounts/join.html"),
    *("accounts/people.html", "accounts/sign_in.html"),
}


@pytest.fixture(scope="module")
def results_app(clinical: Clinical, tmp_path_factory: pytest.TempPathFactory) -> Flask:
    """Cases of one person, who may also look at what was told."""
    folder = tmp_path_factory.mktemp("records")
    config = {
        "TESTING": True,
        "WTF_CSRF_ENABLED": False,
        "RECORDS": "own",
        "RECORDS_DATABASE": f"sqlite:///{folder}/records.db",
        "RECORDS_KEYS": str(folder / "records.keys"),
    }
    return create_app(config, reader=ReaderOfOne(clinical), alone=True)


@pytest.fixture
def client(results_app: Flask) -> FlaskClient:
    """Somebody new: practice is remembered by a cookie."""
    return results_app.test_client()


def posted(address: str, **sent: Any) -> Callable[[FlaskClient], str]:
    return lambda client: client.post(address, data=sent, follow_redirects=True).text


def got(address: str) -> Callable[[FlaskClient], str]:
    return lambda client: client.get(address).text


def judged(client: FlaskClient) -> str:
    pseudonym = f"Heron {secrets.token_hex(4)}"  # no two cases of one person share one
    sent = {"note": NAMED, "step": "on", "pseudonym": pseudonym, "day": "2026-03-08"}
    return client.post("/cases/keep/", data=sent).text


def kept(client: FlaskClient, verdict: str = "accepted") -> str:
    """The address of a note that was kept, each suggestion with this verdict."""
    page = judged(client)
    carried = re.search(r'name="carried" value="([^"]+)"', page)
    assert carried
    keys = re.findall(r'name="(verdict\.[^"]+)" value="accepted"', page)
    sent = {"carried": carried[1], **dict.fromkeys(keys, verdict)}
    return client.post("/cases/keep/judged", data=sent).location


def case_of(client: FlaskClient, **verdict: str) -> str:
    """The page of the case in which a note was kept."""
    return client.get(kept(client, **verdict).rpartition("/note/")[0]).text


def hypothesis(client: FlaskClient) -> str:
    address = re.search(r'href="(/cases/[^"]+/hypothesis/[^"]+)"', case_of(client))
    assert address
    return client.get(address[1]).text


def empty_case(client: FlaskClient) -> str:
    made = client.post("/cases/", data={"pseudonym": "Gull"})
    assert made.status_code == 303, made.text
    return client.get(made.location).text


def begun(client: FlaskClient) -> str:
    """The address of a round in which one of two has formulated."""
    sent = {"source": "case", "case": CASE, "seats": "2"}
    address = client.post("/supervision/new", data=sent).location
    formulated(client, address, "Ada")
    return address


def formulated(client: FlaskClient, address: str, name: str) -> None:
    client.post(f"{address}/formulate", data={**READING, "confidence": "75", "name": name})


def side_by_side(client: FlaskClient) -> str:
    address = begun(client)
    formulated(client, address, "Ben")
    return client.get(f"{address}/compare").text


def agreement(client: FlaskClient) -> str:
    side_by_side(client)
    return client.get("/supervision/agreement").text


def practised(client: FlaskClient, then: str = "") -> str:
    """What comes of a decision on a case; or the page `then` after it."""
    sent = {**MARKED, "stance": STANCE}
    page = client.post(f"/practice/case/{CASE}", data=sent, follow_redirects=True).text
    return client.get(then).text if then else page


def together(client: FlaskClient) -> str:
    practised(client)
    saved = client.get("/practice/progress.json").data
    days = (re.sub(rb'"day": ?"\d+', b'"day": "200%d' % n, saved) for n in range(6))
    files = {"files": [(io.BytesIO(one), f"{n}.json") for n, one in enumerate(days)]}
    return client.post("/practice/class", data=files).text


PLAN: Final = '{"referrals": [{"service": "A"}]}'
LOOK: Final = {"source": "note", "note": NAMED, "seats": "2", "step": "look"}
# The kind of a page -> how one gets there.
SHOW: Final[dict[str, Callable[[FlaskClient], str]]] = {
    "reading": posted("/", note=DESK),
    "guess": posted("/", note=DOORS, decide_first="y"),
    "own_words": posted("/own-words/", note=DESK),
    "deidentify": posted("/deidentify/", note=NAMED),
    "coach": posted("/coach", said="What would help you today?"),
    "plan": posted("/referrals/change", plan=PLAN),
    "practice": practised,
    "second_contact": lambda client: practised(
        client, f"/practice/case/{CASE}/later?after={STANCE}"
    ),
    "progress": lambda client: practised(client, "/practice/progress"),
    "class": together,
    "new_round": posted("/supervision/new", **LOOK),
    "compare": side_by_side,
    "agreement": agreement,
    "names": posted("/cases/keep/", note=NAMED),
    "judge": judged,
    "note": lambda client: client.get(kept(client)).text,
    "case": case_of,
    "hypothesis": hypothesis,
}
# Pages that can show a result, while they show none.
BARE: Final[dict[str, Callable[[FlaskClient], str]]] = {
    "the box": got("/"),
    "no note": posted("/", note=" "),
    "a note without a danger, to be guessed at": posted("/", note=DESK, decide_first="y"),
    "names, the box": got("/deidentify/"),
    "names, no note": posted("/deidentify/", note=" "),
    "coach, the box": got("/coach"),
    "own words, no note": posted("/own-words/", note=" "),
    "nothing practised": got("/practice/progress"),
    "no class": got("/practice/class"),
    "a case to decide on": got(f"/practice/case/{CASE}"),
    "no round to look at": got("/supervision/new"),
    "waiting": lambda client: client.get(f"{begun(client)}/compare", follow_redirects=True).text,
    "no case": got("/cases/"),
    "a case without a hypothesis": empty_case,
    "a case in which nothing was accepted": lambda client: case_of(client, verdict=""),
    "a note of which nothing was accepted": lambda client: client.get(kept(client, "")).text,
}


def test_every_template_is_of_one_kind_or_the_other() -> None:
    pages = {
        path.relative_to(TEMPLATES).as_posix(): path.read_text(encoding="utf-8")
        for path in TEMPLATES.rglob("*.html")
    }
    whole = {name for name, text in pages.items() if "{% extends" in text}
    having = {name for name in whole if "wrong.button(" in pages[name]}
    assert whole - having == WITHOUT, "give the page the button, or a place in WITHOUT"
    used = {kind for text in pages.values() for kind in re.findall(r'button\("(\w+)"', text)}
    assert used == set(ABOUT) == set(NAMES) == set(SHOW)


@pytest.mark.parametrize("kind", SHOW)
def test_what_is_wrong_with_it_lands_under_the_name_of_its_page(
    client: FlaskClient, kind: str
) -> None:
    page = SHOW[kind](client)
    assert page.count("This was wrong or harmful") == 1
    before, _, after = page.partition('<details class="fold wrong">')
    assert before.count("<form") == before.count("</form>"), "a form within a form is dropped"
    (sent,) = LINE.findall(after)
    assert sent == kind
    (select,) = OPTIONS.findall(after)
    offered = dict(re.findall(r'<option value="([\w:]+)">([^<]+)</option>', select))
    assert ABOUT[kind].keys() <= offered.keys()
    for about, name in offered.items():
        told = {"kind": kind, "about": about, "reason": "missed", "occasion": "0" * 16}
        assert client.post("/feedback/", data=told).status_code == 200
        row = f'<td>{NAMES[kind]}</td><th scope="row">{html.unescape(name)}</th>'
        assert row in html.unescape(client.get("/feedback/").text)


@pytest.mark.parametrize("name", BARE)
def test_a_page_without_a_result_has_no_button(client: FlaskClient, name: str) -> None:
    page = BARE[name](client)
    assert '<main id="content"' in page
    assert "This was wrong or harmful" not in page


def test_nothing_of_the_case_is_kept(client: FlaskClient, tmp_path: Path) -> None:
    store = tmp_path / "reports.jsonl"
    client.application.config["REPORTS"] = str(store)
    try:
        page = hypothesis(client)
        asked = client.application.test_client()
        form = page.partition('<details class="fold wrong">')[2].partition("</details>")[0]
        sent = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', form))
        told = {**sent, "about": "quotes", "reason": "read_in"}
        at = re.search(r'/cases/[^/"]+/hypothesis/[^/"]+', page)
        assert at
        asked.post("/feedback/", data=told, headers={"Referer": f"http://localhost{at[0]}"})
        text = store.read_text(encoding="utf-8")
    finally:
        client.application.config["REPORTS"] = ""
    assert '"hypothesis"' in text
    for word in (*at[0].split("/")[2::2], "Heron", "leaned"):
        assert word not in text
