"""Every page in Spanish, and no sentence of its own left in English."""

from __future__ import annotations

import html
import io
import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Final

import pytest
from docx import Document
from flask import Flask
from flask.testing import FlaskClient
from pypdf import PdfReader

from inference import Clinical
from webapp import create_app
from webapp.practice.loading import shipped

from ..conftest import CASES, DESK, MARKED, READING, FakeReader, ReaderOfOne
from .conftest import left_in_english

CASE: Final = f"{shipped()[0].id}/{shipped()[0].cases[0].id}"
FORMULATED: Final[dict[str, Any]] = {**READING, "confidence": "75"}
PLAN: Final[dict[str, Any]] = {
    "client_goal": "a quiet room",
    "harms": "the cold",
    "worker": "staying",
    "k0-kind": "exposure",
    "k0-status": "current",
    "r0-service": "night shelter",
    "r0-purposes": "improve_circumstances",
    "r0-lowers": "1",
    "r0-willingness": "would_try",
    "r0-wording": "You need to go there.",
}


@pytest.fixture
def spanish(translated: dict[str, str]) -> Callable[[Any, int], str]:
    """Says that an answer is a page in Spanish, and gives its text."""

    def check(answer: Any, status: int = 200) -> str:
        assert answer.status_code == status, answer.text
        assert '<html lang="es-419"' in answer.text
        assert left_in_english(answer.text, translated) == set()
        return str(answer.text)

    return check


@pytest.fixture(scope="session")
def spanish_app(clinical: Clinical) -> Flask:
    config = {"TESTING": True, "WTF_CSRF_ENABLED": False, "INTERFACE_LANGUAGE": "es"}
    return create_app({**config, "RECORDS": "off"}, reader=FakeReader(clinical))


@pytest.fixture
def here(spanish_app: Flask) -> FlaskClient:
    return spanish_app.test_client()


def open_pages(app: Flask) -> list[str]:
    """Addresses of all pages that can be asked for without knowing more."""
    rules = (rule for rule in app.url_map.iter_rules() if "GET" in (rule.methods or ()))
    machines = ("/api", "/static", "/healthz", "/readyz", "/metrics")
    return sorted(
        rule.rule
        for rule in rules
        if not rule.arguments and not rule.rule.startswith(machines) and "." not in rule.rule
    )


def test_every_page_that_is_open(here: FlaskClient, spanish: Any) -> None:
    pages = open_pages(here.application)
    assert {"/", "/about", "/coach", "/practice/", "/supervision/new"} <= set(pages)
    for page in pages:
        answer = here.get(page, follow_redirects=True)
        if answer.mimetype == "text/html":
            spanish(answer, answer.status_code)


def test_a_sentence_left_in_english_would_be_found(
    here: FlaskClient, translated: dict[str, str]
) -> None:
    page = here.get("/").text
    assert left_in_english(page, translated) == set()
    for text in ("Read a note", "Nothing is stored. The note is read in", "Skip to the content."):
        spoilt = page.replace("</main>", f"<p>So: <b>{text}</b></p></main>")
        assert left_in_english(spoilt, translated) == {text}
        marked = page.replace("</main>", f'<p lang="en"><b>{text}</b></p></main>')
        assert left_in_english(marked, translated) == set()
    spoken = page.replace("<main", '<main aria-label="Read a note"')
    assert left_in_english(spoken, translated) == {"Read a note"}


class TestReading:
    @pytest.mark.parametrize("name", sorted(CASES))
    def test_answer(self, here: FlaskClient, spanish: Any, name: str) -> None:
        sent = {"note": CASES[name][0], "felt": ["intimidated"]}
        spanish(here.post("/", data=sent))
        spanish(here.post("/", data={**sent, "decide_first": "y"}))
        guess = {"decide_first": "y", "guess": ["power_dynamics"], "step": "answer"}
        spanish(here.post("/", data={**sent, **guess}))
        spanish(here.post("/own-words/", data=sent))

    def test_words_of_the_note_and_of_the_knowledge_are_marked(
        self, here: FlaskClient, spanish: Any
    ) -> None:
        page = spanish(here.post("/", data={"note": DESK}))
        assert re.search(r'<div class="note-text" dir="auto" lang="en">', page)
        assert '<q dir="auto" lang="en">I felt intimidated</q>' in page
        assert "Quién tiene el poder" in page
        assert "varios indicios" in page
        assert "Las sugerencias, las citas y los ejemplos también están en inglés" in page

    def test_a_sentence_of_the_reading_is_in_one_language(
        self, here: FlaskClient, clinical: Clinical, spanish: Any
    ) -> None:
        page = spanish(here.post("/", data={"note": DESK}))
        octant = clinical.octant("hostile-dominant")
        assert (
            f'<span lang="en">The note may show {octant.shows}; '
            f"they may expect {octant.may_expect}.</span></dd>"
        ) in page
        assert f'<dd lang="en">It may be {octant.pull}.</dd>' in page

    @pytest.mark.parametrize(
        "sent",
        [
            {"note": "x", "step": "dance"},
            {"note": "x", "guess_words": "y" * 2_500, "decide_first": "y"},
        ],
    )
    def test_refused(self, here: FlaskClient, spanish: Any, sent: dict[str, str]) -> None:
        spanish(here.post("/", data=sent), 400)

    def test_errors(self, here: FlaskClient, spanish: Any) -> None:
        spanish(here.get("/nothing"), 404)
        spanish(here.delete("/about"), 405)
        spanish(here.post("/", data={"note": "x" * 500_000}), 413)

    def test_form_from_before_the_last_start(self, clinical: Clinical, spanish: Any) -> None:
        app = create_app({"INTERFACE_LANGUAGE": "es"}, reader=FakeReader(clinical))
        page = spanish(app.test_client().post("/", data={"note": "Kept."}), 400)
        assert "Kept." in page

    def test_what_is_wrong(self, here: FlaskClient, spanish: Any) -> None:
        told = {"kind": "coach", "about": "codes", "reason": "wrong", "occasion": "0" * 16}
        spanish(here.post("/feedback/", data=told))
        spanish(here.post("/feedback/", data={**told, "reason": ""}), 400)
        assert "<td>¿Qué diría usted?</td>" in spanish(here.get("/feedback/"))

    def test_names_out(self, here: FlaskClient, spanish: Any) -> None:
        sent = {"note": "Met Marcus Webb at Alder Park on 3/14.", "also": "Met"}
        page = spanish(here.post("/deidentify/", data=sent))
        assert "persona, ahora" in page
        spanish(here.post("/deidentify/", data={**sent, "shown": ["Marcus Webb"]}))


@pytest.mark.slow
def test_a_real_note_that_is_not_english(clinical: Clinical, spanish: Any) -> None:
    from inference import load_reader

    app = create_app({"INTERFACE_LANGUAGE": "es"}, reader=load_reader())
    app.config["WTF_CSRF_ENABLED"] = False
    note = "Le ofrecí una cama para esta noche. Dijo que no la quiere, por las puertas cerradas."
    page = spanish(app.test_client().post("/", data={"note": note}))
    assert "no parece estar en inglés" in page


class TestReferrals:
    def test_form_plan_and_paper(self, here: FlaskClient, spanish: Any) -> None:
        spanish(here.post("/referrals/form", data={"plan": ""}))
        page = spanish(here.post("/referrals/plan", data={**PLAN, "step": "plan"}))
        carried = re.search(r'name="plan" value="([^"]+)"', page)
        assert carried
        sent = {"plan": html.unescape(carried[1])}
        spanish(here.post("/referrals/form", data=sent))
        outcome = {"steps-shown": "y", "f0-outcome": "not_done", "f0-in_the_way": "confusion"}
        spanish(here.post("/referrals/change", data={**sent, **outcome}))
        spanish(here.post("/referrals/staff", data=sent))
        client = spanish(here.post("/referrals/client", data=sent))
        assert '<main class="sheet for-client" lang="en">' in client

    def test_what_is_missing(self, here: FlaskClient, spanish: Any) -> None:
        sent = {**PLAN, "r0-service": "", "step": "plan"}
        assert "nombre el servicio" in spanish(here.post("/referrals/plan", data=sent), 400)


class TestPractice:
    def test_from_the_library_to_the_second_contact(self, here: FlaskClient, spanish: Any) -> None:
        spanish(here.get("/practice/?difficulty=hard"))
        address = f"/practice/case/{CASE}"
        spanish(here.get(address))
        spanish(here.post(address, data={}), 400)
        stances = [stance.id for stance in shipped()[0].cases[0].stances]
        for stance in stances:
            sent = {**MARKED, "stance": stance}
            spanish(here.post(address, data=sent, follow_redirects=True))
            spanish(here.get(f"{address}/later?after={stance}"))
        spanish(here.get(address))
        for page in ("", "progress", "certificate", "packs", "class"):
            spanish(here.get(f"/practice/{page}"))
        spanish(here.get(f"/practice/assignment?case={CASE}&case=gone/gone&title=Uno"))
        saved = here.get("/practice/progress.json").data
        files = {"file": (io.BytesIO(saved), "progress.json")}
        spanish(here.post("/practice/progress", data=files))
        spanish(here.post("/practice/progress/forget"))

    def test_a_class(self, here: FlaskClient, spanish: Any) -> None:
        here.post(f"/practice/case/{CASE}", data={**MARKED, "stance": "a"})
        saved = here.get("/practice/progress.json").data
        few = {"files": [(io.BytesIO(saved), "1.json")]}
        spanish(here.post("/practice/class", data=few), 400)
        days = (re.sub(rb'"day": ?"\d+', b'"day": "200%d' % n, saved) for n in range(6))
        many = {"files": [(io.BytesIO(one), f"{n}.json") for n, one in enumerate(days)]}
        spanish(here.post("/practice/class", data=many))

    def test_a_pack_with_faults(self, here: FlaskClient, spanish: Any) -> None:
        file = {"file": (io.BytesIO(b'{"format": "case-pack/1", "cases": []}'), "own.json")}
        spanish(here.post("/practice/packs", data=file), 400)


class TestSupervision:
    def test_from_beginning_to_end(self, here: FlaskClient, spanish: Any) -> None:
        spanish(here.post("/supervision/new", data={"source": "case", "seats": "2"}), 400)
        begun = here.post("/supervision/new", data={"source": "case", "case": CASE, "seats": "2"})
        round_ = begun.location
        assert re.fullmatch(r"/supervision/[\w-]+", round_), round_
        spanish(here.get(f"{round_}/formulate"))
        spanish(here.post(f"{round_}/formulate", data={"name": "Ada"}), 400)
        for name, said in (("Ada", {}), ("Ben", {"stance": "", "say": "So?", "felt": ["guilty"]})):
            spanish(here.get(f"{round_}/waiting"))
            sent = {**FORMULATED, **said, "name": name, "share_felt": "y", "share_confidence": "y"}
            spanish(here.post(f"{round_}/formulate", data=sent, follow_redirects=True))
        spanish(here.get(f"{round_}/compare?names=hidden"))
        changed = {**FORMULATED, "name": "Ben", "strength-power_dynamics": "worth_asking"}
        here.post(f"{round_}/formulate", data=changed)
        remark = {"name": "Ada", "text": "So be it."}
        spanish(here.post(f"{round_}/discuss", data=remark, follow_redirects=True))
        spanish(here.get(f"{round_}/agreed"))
        spanish(here.post(f"{round_}/agreed", data=FORMULATED), 400)
        spanish(here.get(f"{round_}/handout"))
        for pair in ("", "?one=ada&other=ada"):
            spanish(here.get(f"/supervision/agreement{pair}"))
        spanish(here.get("/supervision/"))
        text = here.get(f"{round_}/round.md").text
        assert "Ronda de supervisión" in text and "Supervision round" not in text

    def test_a_note_of_ours(self, here: FlaskClient, spanish: Any) -> None:
        sent = {"source": "note", "note": DESK, "seats": "2", "step": "look"}
        spanish(here.post("/supervision/new", data=sent))


@pytest.fixture
def kept(clinical: Clinical, tmp_path: Path) -> Iterator[tuple[FlaskClient, str]]:
    """Cases of one person, and the address of a note that is kept."""
    config = {
        "TESTING": True,
        "WTF_CSRF_ENABLED": False,
        "INTERFACE_LANGUAGE": "es",
        "RECORDS": "own",
        "RECORDS_DATABASE": f"sqlite:///{tmp_path}/records.db",
        "RECORDS_KEYS": str(tmp_path / "records.keys"),
    }
    client = create_app(config, reader=ReaderOfOne(clinical), alone=True).test_client()
    note = {"note": f"Met Denise Webb. {DESK}", "pseudonym": "Heron", "day": "2026-03-08"}
    page = client.post("/cases/keep/", data={**note, "step": "on"}).text
    carried = re.search(r'name="carried" value="([^"]+)"', page)
    assert carried
    keys = re.findall(r'name="(verdict\.[^"]+)" value="accepted"', page)
    sent = {"carried": carried[1], **dict.fromkeys(keys, "accepted")}
    yield client, client.post("/cases/keep/judged", data=sent).location


class TestCases:
    def test_keeping(self, kept: tuple[FlaskClient, str], spanish: Any) -> None:
        client, _ = kept
        note = {"note": f"Met Denise Webb. {DESK}", "pseudonym": "Gull", "day": "2026-03-08"}
        spanish(client.post("/cases/keep/", data={"note": note["note"]}))
        spanish(client.post("/cases/keep/", data={**note, "day": "", "step": "on"}), 400)
        spanish(client.post("/cases/keep/", data={**note, "step": "on"}))

    def test_a_case(self, kept: tuple[FlaskClient, str], spanish: Any) -> None:
        client, note = kept
        case = note.rpartition("/note/")[0]
        for page in ("/cases/", "/cases/?closed=1", case, note):
            text = spanish(client.get(page))
        assert "8 mar 2026" in text
        hypothesis = re.search(rf'href="({case}/hypothesis/[^"]+)"', client.get(case).text)
        assert hypothesis
        spanish(client.get(hypothesis[1]))
        trial = {"step": "trial", "day": "2026-03-08", "outcome": "partly", "version": "1"}
        spanish(client.post(hypothesis[1], data={**trial, "words": ""}), 400)
        client.post(hypothesis[1], data={**trial, "words": "Asked.", "stance": "open_hand"})
        spanish(client.get(case))
        spanish(client.post("/cases/", data={"pseudonym": ""}), 400)
        spanish(client.get("/audit/", follow_redirects=True))

    def test_it_can_be_closed_and_saved_from_its_page(
        self, kept: tuple[FlaskClient, str], spanish: Any
    ) -> None:
        client, note = kept
        case = note.rpartition("/note/")[0]
        page = spanish(client.get(case))
        for kind in ("pdf", "docx", "md", "json"):
            assert f'href="{case}/case.{kind}"' in page
        assert f'<form method="post" action="{case}/close">' in page
        again = client.post(f"{case}/close", follow_redirects=True)
        assert "Abrirlo de nuevo" in spanish(again)

    def test_documents(self, kept: tuple[FlaskClient, str], translated: dict[str, str]) -> None:
        client, note = kept
        case = note.rpartition("/note/")[0]
        paper = PdfReader(io.BytesIO(client.get(f"{case}/case.pdf").data))
        printed = " ".join(" ".join(page.extract_text() for page in paper.pages).split())
        word = Document(io.BytesIO(client.get(f"{case}/case.docx").data))
        written = "\n".join(paragraph.text for paragraph in word.paragraphs)
        plain = client.get(f"{case}/case.md").text
        for text in (printed, written, plain):
            assert re.search(r"Caso\\?: Heron", text)
            assert "Hipótesis, no hallazgos" in text
            assert "Hypotheses, not findings" not in text
        data = json.loads(client.get(f"{case}/case.json").data)
        assert data["marked"] == "Hypotheses, not findings", "programs read English"
