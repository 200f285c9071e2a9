"""The planner's pages: what goes in comes out in order, nothing is lost, nothing is kept."""

from __future__ import annotations

import html
import io
import json
import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient

from inference import PlanDraft, plan_referrals
from webapp import create_app

from .conftest import FakeReader

ABOUT = {
    "client_goal": "my own door <b>",
    "harms": "out in the frost\r\n\r\nno money",
    "our_work": "sorting the mail",
    "next_meeting": "Thursday at ten",
    "worker": "staying",
    "can_join": "y",
}
SHELTER = {
    "r0-service": "night shelter",
    "r0-purposes": "improve_circumstances",
    "r0-lowers": "1",
    "r0-client_words": "If it's quiet",
    "r0-willingness": "would_try",
    "r0-wording": "You need to go there.",
}
TEST = {
    "r1-service": "psych eval",
    "r1-purposes": "clarify_diagnosis",
    "r1-willingness": "no",
    "r1-obstacles": "fare\r\nforms",
}
Send = Callable[..., str]
PLANS = [
    json.loads(line)
    for line in (Path(__file__).parents[1] / "inference" / "cases" / "plans.jsonl")
    .read_text("utf-8")
    .splitlines()
]


@pytest.fixture
def send(client: FlaskClient) -> Send:
    """Posts fields to a step and gives the page, unescaped."""

    def post(step: str, fields: Mapping[str, Any], status: int = 200) -> str:
        answer = client.post(f"/referrals/{step}", data=fields)
        assert answer.status_code == status
        return html.unescape(answer.text)

    return post


def carried(page: str) -> dict[str, Any]:
    """The draft that the page goes on with."""
    draft: dict[str, Any] = json.loads(re.search(r'name="plan" value="(.*?)">\n', page)[1])
    return draft


def planned(page: str) -> list[str]:
    return re.findall(
        r"<h3><span class=\"rank\".*?</span> (.+)</h3>\s*<p class=\"place\"><strong>(\w+)", page
    )


class TestALookAtOneself:
    def test_it_comes_first_and_its_boxes_belong_to_no_form(self, client: FlaskClient) -> None:
        page = client.get("/referrals/").text
        assert "Do I wish to hand them on?" in page
        boxes = re.findall(r"<textarea.*?>", page, re.S)
        assert len(boxes) == 4
        assert not [box for box in boxes if " name=" in box or " form=" in box]
        assert page.rindex("</textarea>") < page.index("<form")

    def test_from_a_reading_with_what_the_note_names(
        self, client: FlaskClient, send: Send, cases: Mapping[str, Any]
    ) -> None:
        note = cases["nothing stands out"][0]
        assert 'formaction="/referrals/"' in client.post("/", data={"note": note}).text
        page = send("", {"note": note})
        assert "1 service put down so far" in page
        assert carried(page)["referrals"][0]["willingness"] == "no"

    def test_without_a_note_one_begins_at_the_box(self, client: FlaskClient) -> None:
        assert client.post("/referrals/", data={"note": " "}).location == "/"

    @pytest.mark.parametrize("step", ["form", "plan", "change", "staff", "client", "file", "open"])
    def test_no_step_can_be_entered_from_nowhere(self, client: FlaskClient, step: str) -> None:
        assert client.get(f"/referrals/{step}").location == "/referrals/"


CRISIS = {
    "risks": [{"kind": "medical_emergency", "words": "hot and shivering."}],
    "referrals": [{"service": "A&E", "purposes": ["manage_crisis"], "willingness": "no"}],
}


class TestAServiceForACrisis:
    def test_it_stands_with_the_danger_and_in_no_order(self, send: Send) -> None:
        page = send("change", {"plan": json.dumps(CRISIS)})
        assert planned(page) == []
        assert page.index('id="danger"') < page.index("<h3>A&E</h3>") < page.index('id="in-short"')
        paper = send("staff", {"plan": json.dumps(CRISIS)})
        assert "<strong>A&E.</strong>" in paper
        assert "“hot and shivering.”" in paper
        assert ".”." not in paper
        assert "<li>A&E</li>" not in send("client", {"plan": json.dumps(CRISIS)})

    def test_it_keeps_its_wording_and_what_became_of_it(self, send: Send) -> None:
        service = {**CRISIS["referrals"][0], "wording": "You need to go there."}
        draft = json.dumps({**CRISIS, "referrals": [service]})
        told = {
            "f0-outcome": "not_done",
            "f0-in_the_way": ["practical_obstacle"],
            "f0-words": "no bus came",
            "f0-learned": "mornings are bad",
        }
        page = send("change", {"plan": draft, **told})
        danger = page[page.index('id="danger"') : page.index('id="in-short"')]
        assert "Tells them that they have to." in danger
        assert 'name="f0-outcome" value="not_done" form="carried" checked' in danger
        assert "no bus came</textarea>" in danger
        assert "clear what was in the way, our own part first" in danger
        assert 'name="m0-to"' not in danger
        assert "no bus came mornings are bad" in send("staff", {"plan": draft, **told})
        done = send("change", {"plan": json.dumps(carried(page)), "f0-outcome": "done"})
        assert planned(done) == [("A&E", "Done")]

    def test_the_clients_page_does_not_say_that_nothing_is_new(self, send: Send) -> None:
        nothing = "Nothing new for now."
        assert nothing not in send("client", {"plan": json.dumps(CRISIS)})
        assert nothing in send("client", {"plan": json.dumps({**CRISIS, "risks": []})})

    def test_without_a_danger_it_stands_in_the_order(self, send: Send) -> None:
        page = send("change", {"plan": json.dumps({**CRISIS, "risks": []})})
        assert planned(page) == [("A&E", "Later")]


class TestTheForm:
    def test_what_it_says_is_planned(self, send: Send) -> None:
        page = send("plan", {**ABOUT, **SHELTER, **TEST})
        assert planned(page) == [("night shelter", "Now"), ("psych eval", "Later")]
        draft = carried(page)
        assert draft["harms"] == ["out in the frost", "no money"]
        assert draft["can_join"] is True
        assert draft["referrals"][1]["obstacles"] == ["fare", "forms"]
        assert PlanDraft.from_dict(draft).moves == ()
        assert "Tells them that they have to." in page

    def test_it_comes_back_as_it_was(self, send: Send) -> None:
        draft = carried(send("plan", {**ABOUT, **SHELTER, **TEST}))
        page = send("form", {"plan": json.dumps(draft)})
        assert 'name="client_goal" type="text" value="my own door <b>"' in page
        assert '<option value="1" selected>The first: out in the frost' in page
        assert 'name="r0-willingness" value="would_try" checked' in page
        assert 'name="r1-purposes" value="clarify_diagnosis" checked' in page

    def test_another_service_and_one_less(self, send: Send) -> None:
        page = send("plan", {**ABOUT, **SHELTER, "step": "add"})
        assert 'name="r1-service" type="text" value=""' in page
        assert "You need to go there.</textarea>" in page
        page = send("plan", {**ABOUT, **SHELTER, **TEST, "r0-gone": "y"})
        assert planned(page) == [("psych eval", "Later")]

    def test_rows_left_empty_are_none(self, send: Send) -> None:
        page = send("plan", {"r0-service": " ", "r0-willingness": "unknown", "k0-kind": ""})
        assert carried(page)["referrals"] == []
        assert "No service is named yet." in page

    @pytest.mark.parametrize(
        ("fields", "says", "at"),
        [
            ({"r0-service": "", "r0-adds": "x"}, "Service 1, what it is: is empty", "r0-service"),
            ({**SHELTER, "r0-lowers": "5"}, "there are 2 harms", "r0-lowers"),
            (
                {**SHELTER, "r0-wording": "x" * 2001},
                "Service 1, what you mean to say",
                "r0-wording",
            ),
            ({"harms": "\n".join("abcdef")}, "What could hurt them most: has 6", "harms"),
            ({**SHELTER, "r0-willingness": "forced"}, "Service 1, willingness", "r0-willingness"),
            ({"k0-kind": "suicide", "k0-status": "x", "k0-words": ""}, "Danger 1", "k0-status"),
        ],
    )
    def test_what_cannot_be_planned_is_named_and_kept(
        self, send: Send, fields: dict[str, str], says: str, at: str
    ) -> None:
        page = send("plan", {**ABOUT, **fields}, 400)
        assert says in page
        assert f'href="#{at}"' in page
        assert 'value="my own door <b>"' in page

    def test_a_danger_stands_outside_the_order(self, send: Send) -> None:
        danger = {"k0-kind": "exposure", "k0-status": "current", "k0-words": "minus six tonight"}
        page = send("plan", {**ABOUT, **SHELTER, **danger, "needs_more_than_us": "y"})
        assert page.index("minus six tonight") < page.index("In short")
        assert "A question for your supervisor" in page
        assert "never the price" in page


class TestThePlan:
    @pytest.fixture
    def draft(self, send: Send) -> str:
        return json.dumps(carried(send("plan", {**ABOUT, **SHELTER, **TEST})))

    def test_staff_move_with_a_reason(self, send: Send, draft: str) -> None:
        page = send("change", {"plan": draft, "m1-to": "1", "m1-reason": "they asked again"})
        assert [name for name, _ in planned(page)] == ["psych eval", "night shelter"]
        assert "Staff moved it from place 2 to 1, because: they asked again" in page

    def test_and_not_without(self, send: Send, draft: str) -> None:
        page = send("change", {"plan": draft, "m1-to": "1", "m1-reason": " "})
        assert planned(page)[0][0] == "night shelter"
        assert "“psych eval” stayed where it was" in page

    def test_what_became_of_it(self, send: Send, draft: str) -> None:
        told = {
            "f0-outcome": "not_done",
            "f0-in_the_way": ["practical_obstacle"],
            "f0-words": "bus did not come",
            "f0-learned": "mornings are bad",
        }
        page = send("change", {"plan": draft, **told})
        assert "clear what was in the way, our own part first" in page
        assert carried(page)["referrals"][0]["follow_up"]["learned"] == "mornings are bad"
        assert planned(send("change", {"plan": draft, "f0-outcome": "done"}))[1][1] == "Done"

    def test_follow_up_and_moves_outlive_the_form(self, send: Send, draft: str) -> None:
        page = send(
            "change",
            {"plan": draft, "f0-outcome": "not_done", "m1-to": "1", "m1-reason": "asked"},
        )
        after = json.dumps(carried(page))
        row = {"r0-id": "r1", "r1-id": "r2"}
        page = send("plan", {"plan": after, **ABOUT, **SHELTER, **TEST, **row})
        assert carried(page)["referrals"][0]["follow_up"]["outcome"] == "not_done"
        assert planned(page)[0][0] == "psych eval"
        page = send("plan", {"plan": after, **ABOUT, **SHELTER, **TEST, **row, "r1-gone": "y"})
        assert carried(page)["moves"] == []

    def test_a_move_ends_where_the_order_does(self, send: Send, draft: str) -> None:
        page = send("change", {"plan": draft, "m0-to": "2", "m0-reason": "asked"})
        after = {"plan": json.dumps(carried(page)), "r0-id": "r1", "r1-id": "r2", "r1-gone": "y"}
        page = send("plan", {**after, **ABOUT, **SHELTER, **TEST})
        assert carried(page)["moves"] == [{"referral": "r1", "to": 1, "reason": "asked"}]

    def test_a_new_service_never_gets_the_id_of_one_that_is_gone(
        self, send: Send, draft: str
    ) -> None:
        rows = {"r0-id": "r1", "r0-gone": "y", "r1-id": "r2", "r2-service": "day centre"}
        page = send("plan", {"plan": draft, **ABOUT, **SHELTER, **TEST, **rows})
        assert [row["id"] for row in carried(page)["referrals"]] == ["r2", "r3"]

    def test_steps_go_on_the_clients_page(self, send: Send, draft: str) -> None:
        page = send("client", {"plan": draft, "steps-shown": "y", "steps": ["tonight"]})
        assert "We think tonight through" in page

    def test_paper(self, send: Send, draft: str) -> None:
        theirs = send("client", {"plan": draft})
        assert theirs.index("Thursday at ten") < theirs.index("night shelter")
        assert "talk with a mental health doctor" in theirs
        ours = send("staff", {"plan": draft})
        assert "It may bring down what could hurt them most" in ours
        for words in ("harm", "frost", "no money", "possibilit", "psych eval"):
            assert words not in re.sub(r'value=".*?">\n', "", theirs).lower()

    def test_a_saved_plan_is_opened_again(self, client: FlaskClient, draft: str) -> None:
        saved = client.post("/referrals/file", data={"plan": draft})
        assert saved.headers["Content-Disposition"].endswith('filename="referral-plan.json"')
        plan_referrals(PlanDraft.from_dict(json.loads(saved.data)))
        file = (io.BytesIO(saved.data), "referral-plan.json")
        page = client.post("/referrals/open", data={"file": file}).text
        assert carried(html.unescape(page)) == json.loads(draft)

    @pytest.mark.parametrize("data", [b"", b"\xff\xfe", b"{", b"[]", b'{"harm": 1}'])
    def test_any_other_file_is_refused(self, client: FlaskClient, data: bytes) -> None:
        answer = client.post("/referrals/open", data={"file": (io.BytesIO(data), "x.json")})
        assert answer.status_code == 400
        assert 'role="alert"' in answer.text

    @pytest.mark.parametrize("plan", ["{", "[]", '{"schema": "other"}'])
    @pytest.mark.parametrize("step", ["form", "plan", "change", "client", "file"])
    def test_what_is_no_draft_is_refused(self, send: Send, plan: str, step: str) -> None:
        assert "Begin again" in send(step, {"plan": plan}, 400)


def test_an_expired_form_keeps_what_it_says(fake_reader: FakeReader) -> None:
    client = create_app({"TESTING": True}, reader=fake_reader).test_client()
    answer = client.post("/referrals/plan", data={**ABOUT, **SHELTER})
    assert answer.status_code == 400
    assert carried(html.unescape(answer.text))["referrals"][0]["service"] == "night shelter"


def test_boxes_keep_typing_from_services_that_phone_out(send: Send) -> None:
    for page in (send("form", {}), send("plan", {**ABOUT, **SHELTER})):
        boxes = re.findall(r"<(?:textarea|input[^>]* type=\"text\").*?>", page, re.S)
        assert len(boxes) >= 2
        assert not [b for b in boxes if 'spellcheck="false"' not in b]


@pytest.mark.parametrize("row", PLANS, ids=[row["about"] for row in PLANS])
class TestTenPlans:
    """Ten plans that differ, read critically once: what held for all of them must go on holding."""

    def test_the_clients_page_is_plain(
        self, send: Send, row: dict[str, Any], grade: Callable[[str], float]
    ) -> None:
        page = send("client", {"plan": json.dumps(row["draft"])})
        main = re.search(r"<main.*?>(.*?)</main>", page, re.S)
        assert main
        lines = re.findall(r"<(?:p|h\d|li)[^>]*>(.+?)</(?:p|h\d|li)>", main[1], re.S)
        text = " ".join(re.sub(r"<.*?>", "", line).rstrip(".") + "." for line in lines)
        assert len(text.split()) > 40
        assert grade(text) <= 8

    def test_it_says_nothing_of_harm_danger_or_the_order(
        self, send: Send, row: dict[str, Any]
    ) -> None:
        page = send("client", {"plan": json.dumps(row["draft"])})
        main = page[page.index("<main") :]
        draft = row["draft"]
        for words in (*draft.get("harms", ()), *(r["words"] for r in draft.get("risks", ()))):
            assert words not in main
        assert "Staff moved" not in main

    def test_every_page_of_it_is_shown(self, send: Send, row: dict[str, Any]) -> None:
        plan = json.dumps(row["draft"])
        for step in ("form", "change", "staff"):
            for referral in row["draft"]["referrals"]:
                assert referral["service"] in send(step, {"plan": plan})

    def test_at_most_two_now_and_no_relief_before_a_purpose(
        self, send: Send, row: dict[str, Any]
    ) -> None:
        plan = plan_referrals(PlanDraft.from_dict(row["draft"]))
        now = [each.rank for each in plan.order if each.place == "now"]
        assert len(now) <= 2
        relief = [e.rank for e in plan.order if e.purposes == ("Relief for me or the team",)]
        assert all(rank > place for rank in relief for place in now)
        assert ("The rest comes later" in plan.headline) == bool(now and plan.at("later"))


@pytest.mark.parametrize(("kind", "told"), [("harmed_by_others", True), ("suicide", False)])
def test_staff_are_told_to_ask_before_the_page_may_be_found(
    send: Send, kind: str, told: bool
) -> None:
    danger = {"k0-kind": kind, "k0-status": "denied", "k0-words": "not any more"}
    plan = send("plan", {**carried_by(PlanDraft()), **ABOUT, **SHELTER, **danger})
    client = send("client", {"plan": json.dumps(carried(plan))})
    caution = "whoever harms them may find it"
    assert (caution in plan) == (caution in client) == told
    assert caution not in client.partition("<main")[2]  # it is no part of the sheet


def test_a_danger_says_of_when_it_is(send: Send) -> None:
    danger = {"k0-kind": "suicide", "k0-status": "denied", "k0-words": "not any more"}
    plan = send("plan", {**carried_by(PlanDraft()), **ABOUT, **danger})
    assert '<span class="says">they say no to it</span>' in plan
    assert "(they say no to it)." in send("staff", {"plan": json.dumps(carried(plan))})


def test_what_is_to_be_filled_in_is_a_blank_on_plan_and_paper(send: Send) -> None:
    plan = send("plan", {**carried_by(PlanDraft()), **ABOUT, **SHELTER, "next_meeting": ""})
    blank = 'Our next time is <span class="blank">[day and time]</span>.'
    assert blank in plan
    assert blank in send("staff", {"plan": json.dumps(carried(plan))})


def carried_by(draft: PlanDraft) -> dict[str, str]:
    """The field of a form that carries `draft`."""
    return {"plan": json.dumps(draft.to_dict())}
