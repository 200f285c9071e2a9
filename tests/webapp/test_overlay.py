"""The site's own knowledge on the pages: services, words, texts on danger, and an old reading."""

from __future__ import annotations

import dataclasses
import io
import json
from pathlib import Path
from typing import Any, Final

import pytest
from click.testing import CliRunner
from rich.console import Console

import inference
import middleground
from inference import (
    Clinical,
    Formulation,
    Referral,
    load_clinical,
    load_planner_knowledge,
    read_overlay,
    with_overlay,
)
from webapp import create_app
from webapp.doctor import site
from webapp.presentation.answer import reading_page
from webapp.presentation.pages import Carried
from webapp.presentation.stances import stance_view
from webapp.terminal import show

from .conftest import CASES, FakeReader, quotes

EXAMPLE: Final = str(Path(__file__).parents[2] / "deploy" / "overlay.example.json")
DRAFT: Final = {
    "client_goal": "to sleep",
    "harms": ["The nights."],
    "referrals": [
        {"service": "Line", "purposes": ["manage_crisis"], "willingness": "wants", "lowers": 1}
    ],
}


@pytest.fixture
def own(make_app: Any) -> Any:
    return make_app(OVERLAY=EXAMPLE, WTF_CSRF_ENABLED=False).test_client()


@pytest.fixture
def known() -> Clinical:
    return with_overlay(load_clinical(), read_overlay(Path(EXAMPLE)))


@pytest.fixture
def plain(make_app: Any) -> Any:
    return make_app(WTF_CSRF_ENABLED=False).test_client()


@pytest.mark.parametrize("step", ["change", "staff", "client"])
def test_directory_is_on_page_and_paper(own: Any, plain: Any, step: str) -> None:
    sent = {"plan": json.dumps(DRAFT)}
    shown = own.post(f"/referrals/{step}", data=sent).text
    assert "<strong>Night line</strong>, 555-0111, every night, 8 to 8" in shown
    assert "Harbour Clinic" not in shown
    assert "Night line" not in plain.post(f"/referrals/{step}", data=sent).text


def test_directory_is_in_the_json(own: Any) -> None:
    answer = own.post("/referrals.json", json=DRAFT).json
    (service,) = answer["order"][0]["own_services"]
    assert service["phone"] == "555-0111"


def test_words_are_in_the_text_of_pages_and_not_in_tags_or_notes(own: Any, plain: Any) -> None:
    before, shown = plain.get("/about").text, own.get("/about").text
    assert "comparing clients" in before and "guest" not in before
    assert "comparing guests" in shown and "comparing clients" not in shown
    fields = own.get("/coach", follow_redirects=True).text
    assert 'name="client"' in fields and "guest" not in fields
    note = own.post("/", data={"note": "The client said no."}).text
    assert "The client said no." in note


@pytest.mark.parametrize(
    ("word", "shown"),
    [
        ("<b>guest</b>", "comparing &lt;b&gt;guest&lt;/b&gt;"),
        ("{{ 7 * 191 }}", "comparing {{ 7 * 191 }}"),
        ("{% set a = 1 %}", "comparing {% set a = 1 %}"),
        ("50 % guest", "comparing 50 % guest"),
        ("%(name)s", "comparing %(name)s"),
        ('"guest" & co', "comparing &#34;guest&#34; &amp; co"),
    ],
)
def test_words_are_neither_markup_nor_template(
    make_app: Any, tmp_path: Path, word: str, shown: str
) -> None:
    held = json.loads(Path(EXAMPLE).read_text(encoding="utf-8"))
    held["words"] = {"client": word, "clients": word}
    file = tmp_path / "own.json"
    file.write_text(json.dumps(held), encoding="utf-8")
    answer = make_app(OVERLAY=str(file)).test_client().get("/about")
    assert answer.status_code == 200
    assert shown in answer.text
    assert "1337" not in answer.text


class WithReferral(FakeReader):
    """Finds one service in every note, of which came what `status` says."""

    status: Any = "declined"

    def read(self, text: str, **_: Any) -> Formulation:
        found = dataclasses.replace(CASES["a danger denied"][1], risks=(), stances=())
        service = Referral("the line", "manage_crisis", self.status, quotes(text, text[:3]))
        return dataclasses.replace(found, referrals=(service,))


@pytest.fixture
def with_clients(monkeypatch: pytest.MonkeyPatch) -> None:
    """Shipped lines on a no and on what is done that have a word of `WORDS`; today none has."""
    shipped = load_planner_knowledge()
    lines = tuple(
        dataclasses.replace(line, text=f"{line.text} As a client ({line.use}).")
        for line in shipped.lines
    )
    changed = dataclasses.replace(shipped, lines=lines)
    for module in ("inference", "webapp.desk"):
        monkeypatch.setattr(f"{module}.load_planner_knowledge", lambda: changed)


@pytest.mark.parametrize("site", [EXAMPLE, None])
@pytest.mark.parametrize(("status", "use"), [("declined", "door"), ("completed", "done")])
def test_words_are_in_what_to_say_of_a_no_and_of_what_is_done(
    monkeypatch: pytest.MonkeyPatch,
    with_clients: None,
    known: Clinical,
    status: str,
    use: str,
    site: str | None,
) -> None:
    word = "guest" if site else "client"
    reader = WithReferral(known)
    reader.status = status
    app = create_app({"OVERLAY": site, "WTF_CSRF_ENABLED": False}, reader=reader)
    note = "He said what he said of it."
    assert f"As a {word} ({use})." in app.test_client().post("/", data={"note": note}).text
    monkeypatch.setattr(inference, "load_reader", lambda **_: reader)
    if site:
        monkeypatch.setenv("MIDDLEGROUND_OVERLAY", site)
    written = CliRunner().invoke(middleground.group, ["read"], input=note, catch_exceptions=False)
    assert f"As a {word} ({use})." in " ".join(written.output.split())


def test_coach_offers_the_shipped_stances_that_are_used_here(known: Clinical) -> None:
    app = create_app({"OVERLAY": EXAMPLE, "WTF_CSRF_ENABLED": False}, reader=FakeReader(known))
    answer = app.test_client().get("/coach")
    assert answer.status_code == 200
    assert 'value="open_hand"' in answer.text
    for gone in ("clear_the_road", "steady_and_light"):
        assert f'value="{gone}"' not in answer.text, "taken over, or off"
    assert "walk_along" not in answer.text, "the coach has not learnt the site's own"


def test_terminal_has_the_sites_text_before_the_shipped(known: Clinical) -> None:
    note, found = CASES["a danger denied"]
    console = Console(file=io.StringIO(), width=200)
    show(reading_page(found, known, load_planner_knowledge(), Carried(note), ()), console=console)
    written = console.file.getvalue()
    own = written.index("Ring the night lead, extension 7, first.")
    assert own < written.index("Shown because it is in the note.")


def test_stance_of_an_overlay_that_is_gone_is_shown_as_it_was() -> None:
    overlay = read_overlay(Path(EXAMPLE))
    entry = with_overlay(load_clinical(), overlay).stance("walk_along")
    shown = stance_view(entry, (), load_clinical())
    assert shown.say == entry.say
    assert shown.source == ("site:harbour-house",)


@pytest.mark.parametrize(("text", "well"), [(None, True), ("{}", False)])
def test_doctor_looks_at_it(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, text: str | None, well: bool
) -> None:
    file = tmp_path / "own.json"
    file.write_text(text or Path(EXAMPLE).read_text(encoding="utf-8"), encoding="utf-8")
    monkeypatch.setenv("MIDDLEGROUND_OVERLAY", str(file))
    (finding,) = site.overlay()
    assert finding.well == well
    assert not well or finding.said.endswith(
        "): 1 stance of its own, 2 changed, 1 switched off, 3 services"
    )
    monkeypatch.delenv("MIDDLEGROUND_OVERLAY")
    assert list(site.overlay()) == []
