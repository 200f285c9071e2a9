"""The button on every result: what it keeps, what it refuses, and who sees what was told."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any, Final

import pytest

from webapp import wrong
from webapp.wrong import REASONS

SECRET: Final = "Zebrafink"  # noqa: S105 -- planted, to be looked for
SENT: Final = {
    "kind": "reading",
    "about": "barrier:confusion",
    "reason": "read_in",
    "occasion": "0123456789abcdef",
}


@pytest.fixture
def store(tmp_path: Path) -> Path:
    return tmp_path / "reports.jsonl"


@pytest.fixture
def app(make_app: Any, store: Path) -> Any:
    return make_app(REPORTS=str(store), WTF_CSRF_ENABLED=False)


@pytest.fixture
def client(app: Any) -> Any:
    return app.test_client()


def test_every_kept_field_is_one_of_ours(client: Any, store: Path) -> None:
    answer = client.post("/feedback/", data={**SENT, "note": SECRET, "words": SECRET})
    assert answer.status_code == 200
    assert "It reads in what is not there" in answer.text
    (row,) = map(json.loads, store.read_text().splitlines())
    assert row.keys() == {*SENT, "day", "code", "knowledge", "artefacts"}
    assert {name: row[name] for name in SENT} == SENT
    assert re.fullmatch(r"\d{4}-\d\d-\d\d", row["day"])
    assert row["knowledge"] and row["artefacts"]
    assert SECRET not in store.read_text()
    assert store.stat().st_mode & 0o077 == 0


@pytest.mark.parametrize(
    ("kind", "about", "read_now"),
    [
        ("guess", "danger", True),
        ("own_words", "told", True),
        ("judge", "suggestion", True),
        ("deidentify", "left", False),
        ("compare", "model", False),
        ("note", "suggestion", False),  # read when it was kept, perhaps by an older reader
    ],
)
def test_versions_of_the_reader_are_kept_of_what_it_has_just_read(
    client: Any, store: Path, kind: str, about: str, read_now: bool
) -> None:
    client.post("/feedback/", data={**SENT, "kind": kind, "about": about})
    (row,) = map(json.loads, store.read_text().splitlines())
    assert row["code"]
    assert bool(row["knowledge"]) is bool(row["artefacts"]) is read_now


def test_second_press_is_kept_once_and_another_result_again(client: Any, store: Path) -> None:
    for occasion in ("0" * 16, "0" * 16, "1" * 16):
        client.post("/feedback/", data={**SENT, "occasion": occasion})
    assert len(store.read_text().splitlines()) == 2


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"kind": "tea"}, "no page put there"),
        ({"about": SECRET}, "no page put there"),
        ({"about": "barrier:tea"}, "no page put there"),
        ({"kind": "coach", "about": "barrier:confusion"}, "no page put there"),
        ({"kind": "deidentify", "about": "danger"}, "no page put there"),
        ({"occasion": SECRET}, "no page put there"),
        ({"reason": ""}, "choose what is wrong"),
        ({"reason": SECRET}, "choose what is wrong"),
    ],
)
def test_what_no_page_offers_is_not_kept(
    client: Any, store: Path, changed: dict[str, str], said: str
) -> None:
    answer = client.post("/feedback/", data={**SENT, **changed})
    assert answer.status_code == 400
    assert said in answer.text
    assert SECRET not in answer.text
    assert not store.exists()


def test_full_disk_is_told(make_app: Any, tmp_path: Path) -> None:
    client = make_app(REPORTS=str(tmp_path), WTF_CSRF_ENABLED=False).test_client()
    answer = client.post("/feedback/", data=SENT)
    assert answer.status_code == 503
    assert "try again later" in answer.text


def test_forgery_is_refused(make_app: Any, store: Path) -> None:
    client = make_app(REPORTS=str(store)).test_client()
    assert client.post("/feedback/", data=SENT).status_code == 400
    assert not store.exists()


def test_administrator_sees_counts_what_could_do_harm_first(client: Any) -> None:
    assert "Nothing yet." in client.get("/feedback/").text
    for number, reason in enumerate(["wrong", "wrong", "harmful"]):
        client.post("/feedback/", data={**SENT, "reason": reason, "occasion": f"{number:016x}"})
    page = client.get("/feedback/").text
    assert "3 reports" in page
    assert page.index(REASONS["harmful"]) < page.index(REASONS["wrong"])
    assert "Hard to follow" in page or '<th scope="row">' in page


def test_feedback_of_programs_stands_beside_it(make_app: Any, tmp_path: Path) -> None:
    kept = tmp_path / "feedback.jsonl"
    rows = [
        {"outcome": "accepted", "acceptedSuggestions": ["open_hand"], "reason": None},
        {"outcome": "overridden", "acceptedSuggestions": [], "reason": "not_fitting"},
    ]
    kept.write_text("".join(json.dumps(row) + "\n" for row in rows) + "damaged\n")
    page = make_app(API_FEEDBACK=str(kept)).test_client().get("/feedback/").text
    assert "open_hand" in page and "overridden: not_fitting" in page


@pytest.mark.parametrize(("may", "status"), [(True, 200), (False, 404)])
def test_only_who_may_administer_sees_it(
    app: Any, monkeypatch: pytest.MonkeyPatch, may: bool, status: int
) -> None:
    monkeypatch.setattr(wrong, "may_administer", lambda: may)
    client = app.test_client()
    answer = client.get("/feedback/")
    assert answer.status_code == status
    assert ("it is not open to you" in answer.text) is not may
    assert client.post("/feedback/", data=SENT).status_code == 200  # anybody may tell


def test_without_a_file_it_is_held_in_memory(make_app: Any) -> None:
    client = make_app(WTF_CSRF_ENABLED=False).test_client()
    client.post("/feedback/", data=SENT)
    page = client.get("/feedback/").text
    assert "1 report " in page and "until Middle" in page
    assert "Nothing yet." in make_app().test_client().get("/feedback/").text


def test_reading_and_plan_have_the_button_with_what_they_show(client: Any, cases: Any) -> None:
    note, made = cases["a danger now"]
    page = client.post("/", data={"note": note}).text
    assert "This was wrong or harmful" in page
    for hypothesis in made.hypotheses:
        assert f'value="barrier:{hypothesis.label}"' in page
    plan = client.post("/referrals/change", data={"plan": '{"referrals": [{"service": "A"}]}'}).text
    assert "This was wrong or harmful" in plan and 'value="client_page"' in plan
    assert "This was wrong or harmful" not in client.get("/").text
