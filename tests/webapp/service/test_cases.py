"""What is kept and what is not, who may see it, and what leaves the program, over HTTP."""

from __future__ import annotations

import io
import json
import logging
import re
from collections.abc import Callable
from typing import Any

import pytest
from docx import Document
from flask.testing import FlaskClient
from pypdf import PdfReader
from werkzeug.test import TestResponse

from webapp.accounts.here import room_of
from webapp.records import audit

from ..conftest import DESK
from .conftest import NOTE, STAFF, Service, keep

READING = {
    "strength-power_dynamics": "some_support",
    "words-power_dynamics": "0-9",
    "shown": "yes",
    "control": "5",
    "affiliation": "-4",
    "stance": "level_and_firm",
    "say": "",
    "confidence": "75",
}


def case_of(address: str) -> str:
    return address.rpartition("/note/")[0]


class TestKeeping:
    def test_names_are_out_before_anything_is_kept(self, service: Service) -> None:
        note = service.as_("worker").get(keep(service.as_("worker")))
        assert "Met [Person 1]." in note.text
        assert "Denise" not in note.text

    def test_a_name_keeps_its_stand_in_from_note_to_note(self, service: Service) -> None:
        worker = service.as_("worker")
        case = case_of(keep(worker)).removeprefix("/cases/")
        page = worker.post(
            "/cases/keep/",
            data={"note": "Saw Dana Ruiz, then talked with Denise.", "case": case, "step": "look"},
        )
        clean = re.search(r"data-clean>(.*?)</p>", page.text, re.DOTALL)
        assert clean
        assert re.fullmatch(r"Saw \[Person [2-9]\], then talked with \[Person 1\]\.", clean[1])

    @pytest.mark.parametrize(
        ("changed", "said"),
        [
            ({"pseudonym": ""}, "Choose a case, or give a new one a pseudonym"),
            ({"case": "Crane"}, "whose note this is"),
            ({"day": ""}, "Say on which day"),
            ({"day": "yesterday"}, "Say on which day"),
            ({"day": "2026-03-10"}, "still to come"),
        ],
    )
    def test_what_is_missing_is_said_and_nothing_lost(
        self, service: Service, changed: dict[str, str], said: str
    ) -> None:
        sent = {"note": NOTE, "step": "on", "pseudonym": "Heron", "day": "2026-03-08"}
        if "case" in changed:
            made = service.as_("worker").post("/cases/", data={"pseudonym": changed["case"]})
            changed = {"case": str(made.location).removeprefix("/cases/")}
        page = service.as_("worker").post("/cases/keep/", data={**sent, **changed})
        assert page.status_code == 400
        assert said in page.text
        assert "Denise Webb" in page.text, "the note is still in the form"
        assert "Heron" not in service.as_("worker").get("/cases/").text

    @pytest.mark.parametrize("known", [True, False])
    def test_a_form_that_is_sent_twice_keeps_one_note(self, service: Service, known: bool) -> None:
        worker = service.as_("worker")
        case = str(worker.post("/cases/", data={"pseudonym": "Crane"}).location).split("/")[-1]
        where = {"case": case} if known else {"pseudonym": "Heron"}
        name = "Crane" if known else "Heron"
        asked = {"note": NOTE, "step": "on", "day": "2026-03-08", **where}
        addresses = set()
        for _ in range(2):  # as by going back, which asks for both steps again
            page = worker.post("/cases/keep/", data=asked).text
            assert f"goes into the case <strong>{name}</strong>" in page
            carried = re.search(r'name="carried" value="([^"]+)"', page)
            assert carried
            sent = {"carried": carried[1], "verdict.hypotheses/power_dynamics": "accepted"}
            for _ in range(2):
                made = worker.post("/cases/keep/judged", data=sent)
                assert made.status_code == 303, made.text
                addresses.add(made.location)
        assert len(addresses) == 1
        other = worker.post("/cases/keep/judged", data={"carried": carried[1]})
        assert other.status_code == 409, "judged otherwise"
        assert "was not kept a second time" in other.text
        tomorrow = worker.post(
            "/cases/keep/", data={**asked, "case": case, "pseudonym": "", "day": "2026-03-07"}
        )
        carried = re.search(r'name="carried" value="([^"]+)"', tomorrow.text)
        assert carried
        again = worker.post("/cases/keep/judged", data={"carried": carried[1]})
        assert again.location not in addresses

    def test_what_was_not_accepted_is_not_kept(self, service: Service) -> None:
        worker = service.as_("worker")
        sent = {"note": NOTE, "step": "on", "pseudonym": "Heron", "day": "2026-03-08"}
        page = worker.post("/cases/keep/", data=sent)
        carried = re.search(r'name="carried" value="([^"]+)"', page.text)
        assert carried
        made = worker.post("/cases/keep/judged", data={"carried": carried[1]})
        assert "No suggestion was accepted" in worker.get(made.location).text
        exported = worker.get(f"{case_of(made.location)}/case.json").get_json()
        (note,) = exported["notes"]
        assert note["judgements"] == []
        for part in ("hypotheses", "risks", "strengths", "referrals", "stances", "reactions"):
            assert note["formulation"][part] == []
        assert note["formulation"]["scores"] == {}, "no number stays that nobody approved"

    def test_a_rejected_hypothesis_is_remembered_with_its_reason(self, service: Service) -> None:
        worker = service.as_("worker")
        sent = {"note": NOTE, "step": "on", "pseudonym": "Heron", "day": "2026-03-08"}
        page = worker.post("/cases/keep/", data=sent)
        carried = re.search(r'name="carried" value="([^"]+)"', page.text)
        assert carried
        verdict = {
            "carried": carried[1],
            "verdict.hypotheses/power_dynamics": "rejected",
            "reason.hypotheses/power_dynamics": "not_said",
        }
        kept = worker.get(worker.post("/cases/keep/judged", data=verdict).location)
        assert "does not fit, the words do not say that" in kept.text

    def test_what_is_carried_cannot_be_made_up(self, service: Service) -> None:
        refused = service.as_("worker").post("/cases/keep/judged", data={"carried": "gAAAA"})
        assert refused.status_code == 409
        assert "did not put there" in refused.text

    def test_the_closed_case_refuses(self, service: Service) -> None:
        worker = service.as_("worker")
        case = case_of(keep(worker))
        worker.post(f"{case}/close")
        assert "Closed cases" in worker.get("/cases/?closed=1").text
        assert "Open it again" in worker.get(case).text


# Pages that are open to some: every cell of the table is tried.
PAGES = {
    "/cases/": {"worker", "colleague", "supervisor", "elsewhere"},
    "/supervision/": {"worker", "colleague", "supervisor", "elsewhere", "trainee"},
    "/supervision/new": {"worker", "colleague", "supervisor", "elsewhere"},
    "/supervision/agreement": {"supervisor", "elsewhere"},
    "/people/": {"administrator"},
    "/audit/": {"auditor"},
    "/feedback/": {"administrator"},
    "/practice/": set(STAFF),
}


@pytest.mark.parametrize("login", STAFF)
def test_every_cell_of_who_may_see_what(service: Service, login: str) -> None:
    note = keep(service.as_("worker"))
    case = case_of(note)
    hypothesis = re.search(
        r'href="(/cases/[^"]+/hypothesis/[^"]+)"', service.as_("worker").get(case).text
    )
    assert hypothesis
    client = service.as_(login)
    for address in (case, note, hypothesis[1], f"{case}/case.json"):
        seen = client.get(address).status_code
        assert seen == (200 if login in ("worker", "supervisor") else 404), address
    for address, allowed in PAGES.items():
        seen = client.get(address).status_code
        assert (seen == 200) == (login in allowed), (address, seen)
    shown = client.get("/supervision/").text
    assert ("/supervision/new" in shown) == (login in PAGES["/supervision/new"])
    assert ("/supervision/agreement" in shown) == (login in PAGES["/supervision/agreement"])


@pytest.mark.parametrize("login", sorted(STAFF.keys() - {"worker", "supervisor"}))
@pytest.mark.parametrize(
    ("what", "sent"),
    [
        ("", {"pseudonym": "Mine", "version": "1"}),
        ("/close", {}),
        ("/delete", {"pseudonym": "Heron"}),
        ("/hypothesis", {"label": "confusion"}),
        ("/consent", {"given": "2026-01-01", "ends": "2027-01-01", "to": "x", "purpose": "y"}),
        ("/hand-over", {"to": "somebody"}),
    ],
)
def test_nobody_else_changes_it(
    service: Service, login: str, what: str, sent: dict[str, str]
) -> None:
    case = case_of(keep(service.as_("worker")))
    before = service.as_("worker").get(f"{case}/case.json").get_json()
    assert service.as_(login).post(f"{case}{what}", data=sent).status_code == 404
    assert service.as_("worker").get(f"{case}/case.json").get_json() == before


def test_a_case_is_handed_over_within_the_team(service: Service) -> None:
    case = case_of(keep(service.as_("worker")))
    supervisor = service.as_("supervisor")
    for outsider in ("elsewhere", "trainee", "auditor"):
        sent = {"to": service.id_of(outsider)}
        assert supervisor.post(f"{case}/hand-over", data=sent).status_code == 404
    supervisor.post(f"{case}/hand-over", data={"to": service.id_of("colleague")})
    assert service.as_("colleague").get(case).status_code == 200
    assert service.as_("worker").get(case).status_code == 404


def test_reactions_stay_with_the_worker_unless_shared(service: Service) -> None:
    kept = keep(service.as_("worker"))
    shared = keep(service.as_("worker"), "Wren", shares="y")
    for address, seen in ((kept, False), (shared, True)):
        exported = service.as_("supervisor").get(f"{case_of(address)}/case.json").get_json()
        (note,) = exported["notes"]
        assert bool(note["formulation"]["reactions"]) == seen
        assert "intimidated" in service.as_("worker").get(address).text


class TestExport:
    def test_every_kind_says_what_it_is(self, service: Service) -> None:
        worker = service.as_("worker")
        case = case_of(keep(worker))
        markdown = worker.get(f"{case}/case.md").text
        word = Document(io.BytesIO(worker.get(f"{case}/case.docx").data))
        paper = PdfReader(io.BytesIO(worker.get(f"{case}/case.pdf").data))
        texts = (
            markdown,
            "\n".join(p.text for p in word.paragraphs),
            "\n".join(page.extract_text() for page in paper.pages),
        )
        for text in texts:
            assert "ypotheses, not findings" in text
            assert "leaned across" in text
            assert "Denise" not in text
        assert worker.get(f"{case}/case.json").get_json()["marked"] == "Hypotheses, not findings"
        assert worker.get(f"{case}/case.exe").status_code == 404

    def test_protected_records_need_consent_that_holds_today(self, service: Service) -> None:
        worker = service.as_("worker")
        case = case_of(keep(worker))
        page = worker.get(case).text
        version = re.search(r'name="version" value="(\d+)"', page)
        assert version
        worker.post(case, data={"pseudonym": "Heron", "protected": "y", "version": version[1]})
        assert worker.get(f"{case}/case.md").status_code == 409
        given = {"given": "2026-03-01", "ends": "2026-03-31", "to": "the clinic", "purpose": "care"}
        for wrong in ({"ends": "2026-02-01"}, {"to": ""}, {"given": "soon"}):
            assert worker.post(f"{case}/consent", data={**given, **wrong}).status_code == 400
        assert worker.get(f"{case}/case.md").status_code == 409
        worker.post(f"{case}/consent", data=given)
        said = worker.get(f"{case}/case.md").text
        assert "42 CFR part 2 prohibits unauthorized use or disclosure" in said
        assert "the clinic" in said
        service.clock.later(days=30)
        assert service.as_("worker").get(f"{case}/case.md").status_code == 409

    @pytest.mark.parametrize(
        ("site", "keeps", "exports", "team"),
        [
            ("ordinary", True, True, True),
            ("training", False, False, False),
            ("victim_services", True, False, False),
        ],
    )
    def test_kinds_of_site(
        self,
        make_service: Callable[..., Service],
        site: str,
        keeps: bool,
        exports: bool,
        team: bool,
    ) -> None:
        service = make_service(SITE_KIND=site)
        worker = service.as_("worker")
        assert (worker.get("/cases/").status_code == 200) == keeps
        if not keeps:
            assert worker.post("/cases/keep/", data={"note": NOTE}).status_code == 404
            assert "Keep this note" not in worker.post("/", data={"note": NOTE}).text
            return
        case = case_of(keep(worker))
        assert (worker.get(f"{case}/case.pdf").status_code == 200) == exports
        assert (service.as_("supervisor").get(case).status_code == 200) == team


class TestWhatIsLeftBehind:
    def test_the_database_holds_no_word(self, service: Service) -> None:
        keep(service.as_("worker"), "Kingfisher")
        files = b"".join(p.read_bytes() for p in (service.folder / "data").iterdir())
        for word in ("leaned", "Kingfisher", "Denise", "power_dynamics", "North", "Elsewhere"):
            assert word.encode() not in files

    def test_no_log_holds_a_word(self, service: Service, caplog: pytest.LogCaptureFixture) -> None:
        with caplog.at_level(logging.DEBUG):
            worker = service.as_("worker")
            case = case_of(keep(worker, "Kingfisher"))
            worker.get(case)
            worker.post("/sign-out")
        for word in ("leaned", "Kingfisher", "Denise"):
            assert word not in caplog.text

    def test_everything_is_audited_and_no_word_of_it(self, service: Service) -> None:
        worker = service.as_("worker")
        note = keep(worker, "Kingfisher")
        case = case_of(note)
        worker.get(note)
        worker.get(f"{case}/case.md")
        worker.post(f"{case}/delete", data={"pseudonym": "Kingfisher"})
        records = room_of(service.app).records()
        assert audit.verify(records).wrong is None
        entries = audit.entries(records)
        did = {entry.action for entry in entries}
        assert {"case_opened", "note_kept", "note_read", "case_exported", "case_deleted"} <= did
        told = json.dumps([entry.detail for entry in entries])
        assert "Kingfisher" not in told and "leaned" not in told
        page = service.as_("auditor").get("/audit/")
        assert "deleted a case" in page.text
        assert "Worker" in page.text


def test_a_hypothesis_asks_to_be_looked_at_after_thirty_days(service: Service) -> None:
    case = case_of(keep(service.as_("worker")))
    assert "look at it again" not in service.as_("worker").get(case).text
    service.clock.later(days=31)
    worker = service.as_("worker")
    page = worker.get(case).text
    assert "look at it again" in page
    hypothesis = re.search(r'href="(/cases/[^"]+/hypothesis/[^"]+)"', page)
    assert hypothesis
    sent = {"step": "looked", "version": "1"}
    assert worker.post(hypothesis[1], data=sent).status_code == 303
    assert "look at it again" not in worker.get(case).text


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        (
            {"step": "trial", "outcome": "partly", "day": "2026-03-10", "words": "x"},
            "still to come",
        ),
        ({"step": "trial", "outcome": "partly", "day": "", "words": "x"}, "on which day"),
        ({"step": "trial", "outcome": "partly", "day": "2026-03-08"}, "Choose the stance"),
        ({"step": "trial", "outcome": "cured", "day": "2026-03-08", "words": "x"}, "what came of"),
        ({"step": "status", "status": "proven"}, "open, supported or set aside"),
        ({"step": "words", "words": "x" * 2_001}, "too long"),
        ({"step": "diagnose"}, "did not put there"),
    ],
)
def test_what_cannot_be_said_of_a_hypothesis(
    service: Service, sent: dict[str, str], said: str
) -> None:
    worker = service.as_("worker")
    case = case_of(keep(worker))
    hypothesis = re.search(r'href="(/cases/[^"]+/hypothesis/[^"]+)"', worker.get(case).text)
    assert hypothesis
    refused = worker.post(hypothesis[1], data={"version": "1", **sent})
    assert refused.status_code == 400
    assert said in refused.text


def test_what_came_of_a_trial_is_said_once_it_is_known(service: Service) -> None:
    worker = service.as_("worker")
    case = case_of(keep(worker))
    found = re.search(r'href="(/cases/[^"]+/hypothesis/[^"]+)"', worker.get(case).text)
    assert found
    tried = {"step": "trial", "day": "2026-03-09", "words": "Gave him the key"}
    for version, outcome in (("1", "unknown"), ("2", "not")):
        sent = {**tried, "version": version, "outcome": outcome}
        assert worker.post(found[1], data=sent).status_code == 303
    page = worker.get(found[1]).text
    assert page.count('name="step" value="outcome"') == 1, "of the one that is open"
    known = {"step": "outcome", "version": "3"}
    wrong = [("0", "unknown"), ("0", ""), ("1", "partly"), ("2", "partly"), ("", "partly")]
    for trial, outcome in wrong:
        sent = {**known, "trial": trial, "outcome": outcome}
        assert worker.post(found[1], data=sent).status_code == 400, sent
    assert (
        worker.post(found[1], data={**known, "trial": "0", "outcome": "partly"}).status_code == 303
    )
    page = worker.get(found[1]).text
    assert "tried: they took it up in part: “Gave him the key”" in page
    assert 'name="step" value="outcome"' not in page


def test_consent_is_not_lost_when_refused_and_can_be_withdrawn(service: Service) -> None:
    worker = service.as_("worker")
    case = case_of(keep(worker))
    worker.post(case, data={"pseudonym": "Heron", "version": "2", "protected": "y"})
    sent = {"given": "2026-03-01", "ends": "2026-02-01", "to": "Dr. Añel", "purpose": "care"}
    refused = worker.post(f"{case}/consent", data=sent)
    assert refused.status_code == 400
    for kept in sent.values():
        assert f'value="{kept}"' in refused.text
    assert "It was withdrawn" not in refused.text
    worker.post(f"{case}/consent", data={**sent, "ends": "2027-02-01"})
    assert worker.get(f"{case}/case.md").status_code == 200
    for other in ("colleague", "trainee", "elsewhere"):
        assert service.as_(other).post(f"{case}/consent/withdrawn").status_code == 404
    assert worker.post(f"{case}/consent/withdrawn").status_code == 303
    assert worker.get(f"{case}/case.md").status_code == 409
    worker.post(f"{case}/consent", data={**sent, "ends": "2027-02-01"})
    assert worker.get(f"{case}/case.md").status_code == 200, "given anew"


@pytest.mark.parametrize("days", [None, 30])
def test_the_rule_of_deletion_is_told_where_a_case_is_closed(
    make_service: Callable[..., Service], days: int | None
) -> None:
    worker = make_service(RETENTION_DAYS=days).as_("worker")
    page = worker.get(case_of(keep(worker))).text
    assert ("closed for more than 30 days" in page) is (days is not None)


def test_own_words_that_were_refused_stay_in_the_form(service: Service) -> None:
    worker = service.as_("worker")
    case = case_of(keep(worker))
    told = worker.post(f"{case}/hypothesis", data={"label": "nonsense", "words": "The key\nis it"})
    assert told.status_code == 400
    assert "The key\nis it</textarea>" in told.text


def about(page: str) -> tuple[str, str, bool, str]:
    """What the form about the case holds: version, pseudonym, the mark; and what stands beside."""
    (form,) = re.findall(r'name="version".*?</form>', page, re.DOTALL)
    version, pseudonym = re.findall(r'value="([^"]*)"', form)[:2]
    marked = bool(re.search(r'name="protected" value="y"[^>]* checked', form))
    return version, pseudonym, marked, " ".join(re.findall(r"In your form [^<]*", form))


@pytest.mark.parametrize(
    ("stored", "sent", "beside"),
    [
        ({"protected": "y"}, {}, "In your form this was not ticked."),
        ({}, {"protected": "y"}, "In your form this was ticked."),
        ({}, {"pseudonym": "<b>Crane"}, "In your form it was “&lt;b&gt;Crane”."),
        (
            {"pseudonym": "Stork", "protected": "y"},
            {},
            "In your form it was “Heron”. In your form this was not ticked.",
        ),
        ({"protected": "y"}, {"protected": "y"}, ""),
        ({"protected": "y"}, {"pseudonym": " Heron ", "protected": "y"}, ""),
    ],
)
def test_of_two_who_change_a_case_the_second_sees_what_the_first_has_stored(
    service: Service, stored: dict[str, str], sent: dict[str, str], beside: str
) -> None:
    worker, supervisor = service.as_("worker"), service.as_("supervisor")
    case = case_of(keep(worker))
    version, *_ = about(worker.get(case).text)
    first = {"pseudonym": "Heron", "version": version, **stored}
    assert supervisor.post(case, data=first).status_code == 303
    told = worker.post(case, data={"pseudonym": "Heron", "version": version, **sent})
    assert told.status_code == 409
    now = about(supervisor.get(case).text)
    assert now[3] == ""
    assert about(told.text) == (*now[:3], beside)
    assert (now[1], now[2]) == (first["pseudonym"], "protected" in stored)


def test_a_refused_pseudonym_hides_no_change_of_somebody_else(service: Service) -> None:
    worker, supervisor = service.as_("worker"), service.as_("supervisor")
    case = case_of(keep(worker))
    version, *_ = about(worker.get(case).text)
    supervisor.post(case, data={"pseudonym": "Heron", "version": version, "protected": "y"})
    refused = worker.post(case, data={"pseudonym": "H" * 61, "version": version})
    assert refused.status_code == 400
    assert about(refused.text) == (version, "H" * 61, False, "")
    again = worker.post(case, data={"pseudonym": "Heron", "version": about(refused.text)[0]})
    assert again.status_code == 409
    assert about(again.text)[2], "the mark is still there"


def test_of_two_who_change_a_hypothesis_the_second_is_told(service: Service) -> None:
    worker, supervisor = service.as_("worker"), service.as_("supervisor")
    case = case_of(keep(worker))
    hypothesis = re.search(r'href="(/cases/[^"]+/hypothesis/[^"]+)"', worker.get(case).text)
    assert hypothesis
    first = {"step": "status", "status": "supported", "words": "he said so", "version": "1"}
    second = {"step": "status", "status": "set_aside", "words": "the queue moved", "version": "1"}
    assert worker.post(hypothesis[1], data=first).status_code == 303
    told = supervisor.post(hypothesis[1], data=second)
    assert told.status_code == 409
    assert "what you wrote is still in the form" in told.text
    assert "the queue moved" in told.text
    assert "he said so" in told.text


def test_a_kept_note_is_taken_to_a_round(service: Service) -> None:
    worker = service.as_("worker")
    note = worker.get(keep(worker))
    assert "Take it to a supervision round" in note.text
    page = worker.post("/supervision/new/note", data={"note": "Met [Person 1] at the desk."})
    assert "Met [Person 1] at the desk." in page.text
    assert service.as_("trainee").post("/supervision/new/note", data={}).status_code == 404


def hidden(page: str, *names: str) -> dict[str, str]:
    """What the page's form carries unseen under these names."""
    found = {name: re.search(rf'name="{name}" value="([^"]*)"', page) for name in names}
    return {name: one[1] for name, one in found.items() if one}


def begun(client: FlaskClient, kept: str, **more: Any) -> TestResponse:
    """A round about the note kept at this address, as its button begins one."""
    case = kept.split("/")[2]
    button = client.get(kept).text
    assert f'name="of" value="{case}"' in button
    sent = {"note": DESK, "of": case}
    first = client.post("/supervision/new/note", data=sent).text
    assert f'name="of" value="{case}"' in first
    sent |= hidden(first, "of", "of_note")
    sent |= {"source": "note", "kept": DESK, "step": "begin", "take_part": "y", **more}
    return client.post("/supervision/new", data=sent)


@pytest.mark.parametrize("what", ["case", "note"])
def test_a_round_about_a_kept_note_goes_with_its_case(service: Service, what: str) -> None:
    worker = service.as_("worker")
    kept = keep(worker)
    case = kept.split("/")[2]
    round = begun(worker, kept, people=[service.id_of("colleague")]).location
    assert round is not None
    if what == "case":
        worker.post(f"/cases/{case}/delete", data={"pseudonym": "Heron"})
    else:
        assert "stays until its holder deletes it" in worker.get(kept).text
        worker.post(f"{kept}/delete")
    assert worker.get(kept).status_code == 404
    for login in ("worker", "colleague"):
        there = service.as_(login).get(f"{round}/formulate").status_code
        assert there == (404 if what == "case" else 200)


BELONGS = "This round belongs to the case <strong>Heron</strong>"
NO_MORE = "This is no longer the note kept in the case <strong>Heron</strong>"


@pytest.mark.parametrize(
    ("note", "tied"),
    [
        (DESK, True),
        (f"\r\n  {DESK}\r\n", True),
        (DESK.replace(". ", ".\r\n"), False),
        ("Saw somebody else today, who did not want the room.", False),
    ],
)
def test_a_round_belongs_to_the_case_while_its_note_is_the_kept_one(
    service: Service, note: str, tied: bool
) -> None:
    worker = service.as_("worker")
    case = keep(worker).split("/")[2]
    first = worker.post("/supervision/new/note", data={"note": DESK, "of": case}).text
    assert BELONGS in first
    assert NO_MORE not in first
    sent = {"source": "note", "take_part": "y", "people": service.id_of("colleague")}
    sent |= {"note": note, "step": "begin", **hidden(first, "of", "of_note")}
    looked = worker.post("/supervision/new", data=sent).text
    assert (BELONGS in looked, NO_MORE in looked) == (tied, not tied)
    kept = {"kept": "He said no at the desk.", **hidden(looked, "of", "of_note")}
    round = worker.post("/supervision/new", data={**sent, **kept}).location
    assert round
    worker.post(f"/cases/{case}/delete", data={"pseudonym": "Heron"})
    assert worker.get(f"{round}/formulate").status_code == (404 if tied else 200)


def test_lines_of_a_kept_note_come_back_as_browsers_send_them(service: Service) -> None:
    worker = service.as_("worker")
    case = keep(worker).split("/")[2]
    first = worker.post("/supervision/new/note", data={"note": "One.\nTwo.\n", "of": case}).text
    sent = {"source": "note", "note": "One.\r\nTwo.", **hidden(first, "of", "of_note")}
    assert BELONGS in worker.post("/supervision/new", data={**sent, "step": "look"}).text


def test_nobody_ties_a_round_to_a_case_that_they_may_not_see(service: Service) -> None:
    worker = service.as_("worker")
    case = keep(worker).split("/")[2]
    first = worker.post("/supervision/new/note", data={"note": DESK, "of": case}).text
    sent = {
        **hidden(first, "of_note"),
        "source": "note",
        "note": DESK,
        "kept": DESK,
        "step": "begin",
        "take_part": "y",
    }
    for login, status in (("colleague", 404), ("elsewhere", 404), ("supervisor", 303)):
        asked = {**sent, "of": case, "people": [service.id_of("trainee")]}
        client = service.as_(login)
        shown = client.post("/supervision/new/note", data={"note": DESK, "of": case})
        assert ("Heron" in shown.text, shown.status_code) == (
            (True, 200) if status == 303 else (False, 404)
        )
        assert client.post("/supervision/new", data=asked).status_code == status


@pytest.mark.parametrize(("protected", "status"), [("y", 409), ("", 200)])
def test_a_round_about_protected_records_is_no_way_round_consent(
    service: Service, protected: str, status: int
) -> None:
    worker, colleague = service.as_("worker"), service.as_("colleague")
    kept = keep(worker)
    change = {"pseudonym": "Heron", "version": "2", **({"protected": "y"} if protected else {})}
    assert worker.post(f"/cases/{kept.split('/')[2]}", data=change).status_code == 303
    round = begun(worker, kept, people=[service.id_of("colleague")]).location
    for one in (worker, colleague):
        one.post(f"{round}/formulate", data=READING)
    for kind in ("json", "pdf"):
        assert colleague.get(f"{round}/round.{kind}").status_code == status


def test_a_round_of_a_team_is_kept_blind_revealed_and_exported(service: Service) -> None:
    worker, colleague = service.as_("worker"), service.as_("colleague")
    sent = {
        "source": "note",
        "note": "He leaned across. I felt intimidated.",
        "kept": "He leaned across. I felt intimidated.",
        "step": "begin",
        "title": "The desk",
        "people": [service.id_of("colleague")],
        "take_part": "y",
    }
    began = worker.post("/supervision/new", data=sent)
    assert began.status_code == 303, began.text
    assert colleague.get(began.location).status_code in (200, 302)
    assert service.as_("elsewhere").get(began.location).status_code == 404
    assert colleague.get(f"{began.location}/round.json").status_code == 404, "nothing before"
    for one in (worker, colleague):
        one.get(f"{began.location}/formulate")
        sent_in = one.post(f"{began.location}/formulate", data=READING)
        assert sent_in.status_code == 303, sent_in.text
    exported = colleague.get(f"{began.location}/round.json")
    assert exported.status_code == 200, "revealed when the last one has submitted"
    raters = {entry["name"] for entry in exported.get_json()["entries"]}
    assert {"Worker", "Colleague"} <= raters
    records = room_of(service.app).records()
    assert audit.verify(records).wrong is None
    did = {entry.action for entry in audit.entries(records)}
    assert {"round_made", "round_entry", "round_read", "round_exported"} <= did
    files = b"".join(p.read_bytes() for p in (service.folder / "data").iterdir())
    assert b"leaned across" not in files
