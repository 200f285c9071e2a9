"""A site with an overlay, in Spanish: what is shipped is translated, what is its own is marked."""

from __future__ import annotations

import html
import json
import re
from pathlib import Path
from typing import Any, Final

import pytest
from flask.testing import FlaskClient

from inference import KnowledgeError, load_clinical, read_overlay, with_overlay
from webapp import create_app

from ..conftest import CASES, FakeReader

NOTE: Final = CASES["a danger now"][0]
FIRST: Final = "Ring the night lead, extension 7, about this client first."
OWN: Final = "Ring the night lead, extension 7, about this guest first."
MIND: Final = "The night lead can come within ten minutes."
DO: Final = "Put the kettle on."
SITE: Final[dict[str, Any]] = {
    "format": "overlay/1",
    "name": "harbour-house",
    "version": "1",
    "safety": [
        {"kind": kind, "first": FIRST, "keep_in_mind": [MIND]}
        for kind in ("exposure", "harmed_by_others")
    ],
    "changes": [{"id": "safety_first", "why": "ours", "add": {"do": [DO], "say": [DO]}}],
    "words": {"your service": "the House", "client": "guest", "clients": "guests"},
}


def app_of(tmp_path: Path, **changed: Any) -> FlaskClient:
    """The pages of a site, which speak the language that is chosen."""
    file = tmp_path / "own.json"
    file.write_text(json.dumps({**SITE, **changed}), encoding="utf-8")
    known = with_overlay(load_clinical(), read_overlay(file))
    config = {"TESTING": True, "WTF_CSRF_ENABLED": False, "RECORDS": "off", "OVERLAY": str(file)}
    return create_app(config, reader=FakeReader(known)).test_client()


def in_spanish(client: FlaskClient, address: str, data: dict[str, Any]) -> str:
    answer = client.post(address, data=data, headers={"Accept-Language": "es"})
    assert answer.status_code == 200
    return html.unescape(answer.text)


class TestDanger:
    def test_what_is_shipped_is_in_spanish(
        self, tmp_path: Path, translated: dict[str, str]
    ) -> None:
        page = in_spanish(app_of(tmp_path), "/", {"note": NOTE})
        shipped = load_clinical()
        now, past, stance = (
            shipped.risk("exposure"),
            shipped.risk("harmed_by_others"),
            shipped.stance_for("current_risk"),
        )
        lines = (now.message, past.if_not_current, *now.keep_in_mind, *past.keep_in_mind)
        for line in (*lines, *stance.do, *stance.avoid):
            assert translated[line] in page
            assert line not in page
        assert "the House" not in page

    @pytest.mark.parametrize(
        ("changed", "lang"), [({}, "en"), ({"language": "es"}, "es"), ({"language": "fr"}, "fr")]
    )
    def test_what_is_the_sites_is_marked(
        self, tmp_path: Path, changed: dict[str, str], lang: str
    ) -> None:
        page = in_spanish(app_of(tmp_path, **changed), "/", {"note": NOTE})
        assert page.count(f'<p lang="{lang}">{OWN}</p>') == 2
        assert page.count(f'<li lang="{lang}">{MIND}</li>') == 2
        assert page.count(f'<li lang="{lang}">{DO}</li>') == 1
        assert f'<q data-copy lang="{lang}">{DO}</q>' in page
        assert page.index(OWN) < page.index("Detenga la formulación.")

    def test_what_is_shipped_is_not_marked(self, tmp_path: Path) -> None:
        page = in_spanish(app_of(tmp_path), "/", {"note": NOTE})
        assert re.search(r"<p>Detenga la formulación\.", page)
        assert '<q data-copy lang="en">' in page, "what one could say stays English"

    def test_english_page_has_both_in_the_words_of_the_site(self, tmp_path: Path) -> None:
        page = html.unescape(app_of(tmp_path).post("/", data={"note": NOTE}).text)
        assert f'<p lang="en">{OWN}</p>' in page
        assert "Follow the House's severe weather procedure now" in page
        assert page.index(OWN) < page.index("Pause the formulation. Follow the House's")

    @pytest.mark.parametrize("step", ["plan", "staff"])
    def test_plan_and_its_paper(
        self, tmp_path: Path, translated: dict[str, str], step: str
    ) -> None:
        plan = {"plan": json.dumps({"risks": [{"kind": "exposure", "status": "current"}]})}
        address = "/referrals/change" if step == "plan" else "/referrals/staff"
        page = in_spanish(app_of(tmp_path), address, plan)
        said = translated[load_clinical().risk("exposure").message]
        assert said.removeprefix("Detenga la formulación. ") in page
        assert "Detenga la formulación" not in page
        assert re.search(rf'<(p|span) lang="en">{OWN}</\1>', page)

    def test_programs_are_told_both_in_one(self, tmp_path: Path) -> None:
        draft = {"risks": [{"kind": "exposure", "status": "current"}]}
        answer = app_of(tmp_path).post("/referrals.json", json=draft).json
        (danger,) = answer["protocol"]
        assert danger["message"].startswith(f"{OWN} Follow the House's severe weather")


def test_a_language_that_is_none_is_refused(tmp_path: Path) -> None:
    with pytest.raises(KnowledgeError, match=r"\.language: has to be"):
        app_of(tmp_path, language='es" onclick="x')
