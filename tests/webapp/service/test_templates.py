"""What people write is shown as they wrote it: no page takes it for a part of its template."""

from __future__ import annotations

import html
import json
import re
from pathlib import Path
from typing import Any, Final

import pytest

from inference import load_clinical, read_overlay, with_overlay
from webapp import create_app

from ..conftest import DOORS, FakeReader
from .conftest import Service, keep

# What template languages, formats of Python and of translations would act on.
SPELLS: Final = (
    "{{ 7 * 191 }}",
    "{{ config }}",
    "{% for a in b %}",
    "{# left out #}",
    "${7*191}",
    "#{7*191}",
    "<%= 7*191 %>",
    "%(note)s",
    "%s %d 100 %",
    "{0} {note!r}",
)
SPELL: Final = " ".join(SPELLS)
NOTE: Final = f"He leaned across and said {SPELL} to me. I felt intimidated."
PLAN: Final = json.dumps(
    {
        "client_goal": SPELL,
        "harms": [SPELL],
        "referrals": [
            {"service": SPELL, "purposes": ["relief"], "willingness": "no", "wording": SPELL}
        ],
    }
)
OVERLAY: Final = Path(__file__).parents[3] / "deploy" / "overlay.example.json"
# address -> what is sent there
SENT: Final[dict[str, dict[str, Any]]] = {
    "/": {"note": NOTE},
    "/?": {"note": NOTE, "decide_first": "y"},
    "/own-words/": {"note": NOTE},
    "/deidentify/": {"note": NOTE},
    "/coach": {"said": SPELL, "client": SPELL},
    "/referrals/plan": {
        "client_goal": SPELL,
        "harms": SPELL,
        "r0-service": SPELL,
        "r0-purposes": "relief",
        "r0-willingness": "no",
        "r0-wording": SPELL,
    },
    "/referrals/change": {"plan": PLAN},
    "/referrals/staff": {"plan": PLAN},
    "/referrals/client": {"plan": PLAN},
    "/cases/keep/": {"note": NOTE, "pseudonym": SPELL, "day": "", "step": "look"},
    "/supervision/new/note": {"note": NOTE},
    "/supervision/new": {"source": "note", "note": NOTE, "title": SPELL, "step": "look"},
}


def assert_as_written(page: str, *spells: str) -> None:
    """The spells stand on the page, escaped, and nothing has come of them."""
    shown = html.unescape(re.sub(r"<[^>]*>", "", page))
    missing = [spell for spell in spells if spell not in shown]
    assert missing == []
    assert "1337" not in page
    assert "<Config" not in shown
    assert "<%" not in page


@pytest.mark.parametrize("address", SENT)
def test_a_note_is_shown_as_it_is(service: Service, address: str) -> None:
    answer = service.as_("worker").post(address, data=SENT[address])
    assert answer.status_code in (200, 400)
    # The de-identifier may take a number for one of somebody's; the rest of each spell stays.
    looks = address.startswith(("/deidentify", "/cases", "/supervision"))
    spells = [s for s in SPELLS if not (looks and re.search(r"\d", s))]
    assert_as_written(answer.text, *spells)


def test_a_form_that_waits_at_the_door_is_shown_as_it_is(service: Service) -> None:
    answer = service.app.test_client().post("/", data={"note": NOTE})
    assert answer.status_code == 401
    (held,) = re.findall(r'name="held.note" value="([^"]*)"', answer.text)
    assert html.unescape(held) == NOTE
    assert "1337" not in answer.text


def test_what_is_kept_is_shown_as_it_is(service: Service) -> None:
    worker = service.as_("worker")
    plain = [spell for spell in SPELLS if not re.search(r"\d", spell)]
    case, _, note = keep(worker, SPELL[:60]).partition("/note/")
    began = {"source": "note", "note": NOTE, "kept": NOTE, "step": "begin", "title": SPELL[:110]}
    began |= {"people": service.id_of("colleague"), "take_part": "y"}
    at = worker.post("/supervision/new", data=began)
    assert at.status_code == 303
    for address in ("/cases/", case, f"{case}/note/{note}", "/supervision/"):
        assert_as_written(worker.get(address).text, SPELLS[0])
    assert_as_written(worker.get(f"{at.location}/formulate").text, *plain)


def test_texts_of_an_overlay_are_shown_as_they_are(tmp_path: Path) -> None:
    held = json.loads(OVERLAY.read_text(encoding="utf-8"))
    held["safety"][0] |= {"kind": "exposure", "first": SPELL, "keep_in_mind": [SPELL]}
    for service in held["services"]:
        service |= {"name": SPELL, "how": SPELL, "purposes": ["relief"]}
    file = tmp_path / "own.json"
    file.write_text(json.dumps(held), encoding="utf-8")
    known = with_overlay(load_clinical(), read_overlay(file))
    own = {"OVERLAY": str(file), "WTF_CSRF_ENABLED": False, "TESTING": True}
    client = create_app(own, reader=FakeReader(known)).test_client()
    for address, sent in {"/": {"note": DOORS}, "/referrals/change": {"plan": PLAN}}.items():
        assert_as_written(client.post(address, data=sent).text, *SPELLS)
