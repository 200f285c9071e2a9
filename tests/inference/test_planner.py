"""The order that must come out, and what may never come out, of drafts of plans."""

from __future__ import annotations

import json
from dataclasses import fields
from itertools import permutations
from pathlib import Path
from typing import Any, Final

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from inference import (
    Formulation,
    KnowledgeError,
    PlanDraft,
    PlanError,
    Quote,
    Reader,
    Referral,
    ReferralPlan,
    Risk,
    draft_from,
    load_planner_knowledge,
    plan_referrals,
    plan_schema,
)
from inference.knowledge.planner import PLANNED_PURPOSES, READINESS
from inference.labels import BARRIERS, RISKS
from inference.planner.draft import EFFORT, FIT, OUTCOMES, WILLINGNESS

SCHEMA: Final = Path(__file__).parents[2] / "docs" / "referral-plan.schema.json"
VALIDATOR: Final = jsonschema.Draft202012Validator(plan_schema())


def referral(service: str, willingness: str = "would_try", **more: Any) -> dict[str, Any]:
    """A referral with a purpose, as JSON."""
    given = {"purposes": ["improve_circumstances"], "willingness": willingness, **more}
    return {"service": service, "id": service, **given}


def plan(*referrals: dict[str, Any], **more: Any) -> ReferralPlan:
    return plan_referrals(PlanDraft.from_dict({"referrals": list(referrals), **more}))


def places(made: ReferralPlan) -> list[str]:
    return [f"{planned.service}: {planned.place}" for planned in made.order]


HARMS: Final = ["out in the frost", "no money"]
LIGHT: Final = {"effort": "little"}

ORDERS: Final = [
    (
        "greatest harm first, however much the other is wanted",
        [referral("advice", "wants", lowers=2), referral("bed", lowers=1)],
        ["bed: now", "advice: later"],
    ),
    (
        "of what brings it down, the most wanted",
        [referral("ward", "unsure", lowers=1), referral("bed", "wants", lowers=1)],
        ["bed: now", "ward: later"],
    ),
    (
        "a no comes last and is never now, even for the greatest harm",
        [referral("ward", "no", lowers=1), referral("advice", lowers=2)],
        ["advice: now", "ward: later"],
    ),
    (
        "all said no to: nothing now",
        [referral("ward", "no", lowers=1), referral("advice", "no", lowers=2)],
        ["ward: later", "advice: later"],
    ),
    (
        "nobody was asked: nothing now",
        [referral("ward", "unknown", lowers=1), referral("advice", "unknown", lowers=2)],
        ["ward: later", "advice: later"],
    ),
    (
        "an unknown keeps its place before a lesser harm, and the willing one is for now",
        [referral("advice", lowers=2), referral("ward", "unknown", lowers=1)],
        ["ward: later", "advice: now"],
    ),
    (
        "the client's own goal decides between equals",
        [referral("a", fits_goal="no"), referral("b"), referral("c", fits_goal="yes")],
        ["c: now", "b: later", "a: later"],
    ),
    (
        "then what stands in the way, then effort",
        [
            referral("a", obstacles=["fare"]),
            referral("b", effort="much"),
            referral("c", effort="some"),
        ],
        ["c: now", "b: later", "a: later"],
    ),
    (
        "goal weighs more than effort",
        [referral("a", effort="little"), referral("b", fits_goal="yes", effort="much")],
        ["b: now", "a: now"],
    ),
    (
        "a second one now where it is wanted and asks little",
        [referral("a", "wants", lowers=1), referral("b", "wants", lowers=2, **LIGHT)],
        ["a: now", "b: now"],
    ),
    (
        "no second one now with something in the way",
        [referral("a", "wants"), referral("b", "wants", obstacles=["fare"], **LIGHT)],
        ["a: now", "b: later"],
    ),
    (
        "no second one now in two minds",
        [referral("a", "wants"), referral("b", "unsure", **LIGHT)],
        ["a: now", "b: later"],
    ),
    (
        "never three",
        [referral(name, "wants", **LIGHT) for name in "abc"],
        ["a: now", "b: now", "c: later"],
    ),
    (
        "no purpose is not for now",
        [referral("a", "wants", purposes=[]), referral("b")],
        ["a: later", "b: now"],
    ),
    (
        "relief alone is not for now, whatever words it has",
        [referral("a", "wants", purposes=["relief"], for_words="a rest")],
        ["a: later"],
    ),
    (
        "relief beside a purpose does not stop it",
        [referral("a", purposes=["relief", "manage_crisis"])],
        ["a: now"],
    ),
    (
        "another purpose needs its words",
        [referral("a", purposes=["other"]), referral("b", purposes=["other"], for_words="teeth")],
        ["b: now", "a: later"],
    ),
    (
        "what is done comes last and takes no place",
        [referral("a", "wants", follow_up={"outcome": "done"}), referral("b")],
        ["b: now", "a: done"],
    ),
    (
        "what did not come about stays in the order",
        [referral("a", "wants", follow_up={"outcome": "not_done"}), referral("b")],
        ["a: now", "b: later"],
    ),
    ("nothing", [], []),
]


@pytest.mark.parametrize(
    ("referrals", "expected"), [row[1:] for row in ORDERS], ids=[row[0] for row in ORDERS]
)
def test_order(referrals: list[dict[str, Any]], expected: list[str]) -> None:
    assert places(plan(*referrals, harms=HARMS)) == expected


def test_the_order_they_were_put_down_in_decides_only_between_equals() -> None:
    three = [referral("a", "wants", lowers=1), referral("b", lowers=1), referral("c", lowers=2)]
    assert {tuple(places(plan(*each, harms=HARMS))) for each in permutations(three)} == {
        ("a: now", "b: later", "c: later")
    }
    assert places(plan(referral("b"), referral("a"))) == ["b: now", "a: later"]


def test_every_place_is_explained() -> None:
    made = plan(
        referral("bed", "would_try", lowers=1, client_words="if it's quiet", fits_goal="yes"),
        referral("advice", "wants", lowers=2, obstacles=["lost letters"]),
        referral("ward", "no", lowers=1),
        harms=HARMS,
        client_goal="my own door",
    )
    bed, advice, ward = made.order
    assert "what could hurt them most: “out in the frost”" in " ".join(bed.reasons)
    assert "They would try it: “if it's quiet”." in bed.reasons
    assert "It fits what they want for themselves: “my own door”." in bed.reasons
    assert bed.reasons[-1] == (
        "It stands before “advice” because it may bring down a greater harm."
    )
    assert "“no money”, which was named second" in " ".join(advice.reasons)
    assert "To clear first: lost letters." in advice.reasons
    assert advice.when.startswith("there is less danger from this: out in the frost")
    assert "They have said no to it for now." in ward.reasons
    assert ward.when.startswith("they bring it up themselves")
    assert made.headline.startswith("For now: “bed”.")


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        ("if it's quiet.", "They would try it: “if it's quiet.”"),
        ("why not?", "They would try it: “why not?”"),
        ("if it's quiet", "They would try it: “if it's quiet”."),
        ("", "They would try it."),
    ],
)
def test_a_quote_and_its_sentence_share_one_full_stop(words: str, reason: str) -> None:
    assert reason in plan(referral("bed", client_words=words)).order[0].reasons


def test_unknown_asks() -> None:
    (ward,) = plan(referral("ward", "unknown")).order
    assert ward.ask_first
    assert ward.when == "you have asked them what they make of it"
    assert "What do they make of it? Ask, and put down their own words." in ward.questions
    assert (
        ward.readiness_say == "Here's one thing I've thought of: ward. What would you make of that?"
    )
    known = plan(referral("ward", client_words="maybe"), harms=["frost"]).order[0]
    assert not known.ask_first
    assert known.questions == ("Which of the harms does it bring down, if any?",)


def test_willingness_without_their_words_is_said_to_be_a_guess() -> None:
    assert "is your guess" in " ".join(plan(referral("bed", "wants")).order[0].questions)
    said = plan(referral("bed", "wants", client_words="yes, Friday")).order[0]
    assert said.questions == ()


def test_all_said_no_to() -> None:
    made = plan(referral("ward", "no"))
    assert "No referral now." in made.headline
    assert "leave the door open" in made.headline
    assert made.door
    assert made.steps
    assert made.order[0].saying.sentences == ()
    assert made.handout.now == ()
    assert made.handout.nothing_now
    assert made.handout.said_no == ("ward",)
    assert plan(referral("bed")).door == ()


@pytest.mark.parametrize(
    ("purposes", "words"),
    [([], "What is it for?"), (["relief"], "take some of the load"), (["other"], "What is it for")],
)
def test_a_referral_without_purpose_is_questioned(purposes: list[str], words: str) -> None:
    (made,) = plan(referral("a", purposes=purposes)).order
    assert words in made.questions[0]
    assert made.when
    assert plan(referral("a", client_words="yes")).order[0].questions == ()


class TestDanger:
    def test_a_current_one_goes_to_the_protocol_and_is_not_ranked(self) -> None:
        made = plan(
            referral("bed"), risks=[{"kind": "exposure", "words": "minus four"}], harms=HARMS
        )
        assert [danger.kind for danger in made.protocol] == ["exposure"]
        assert "severe weather procedure" in made.protocol[0].message
        assert made.headline.startswith("First your service’s protocol")
        assert places(made) == ["bed: now"]

    @pytest.mark.parametrize("willingness", WILLINGNESS)
    def test_a_service_for_the_crisis_goes_with_it(self, willingness: str) -> None:
        hospital = referral(
            "A&E", willingness, purposes=["manage_crisis"], client_words="no papers"
        )
        made = plan(hospital, referral("bed"), risks=[{"kind": "medical_emergency"}])
        assert [each.service for each in made.called_for] == ["A&E"]
        assert places(made) == ["bed: now"]
        assert "A&E" not in json.dumps(made.to_dict()["handout"])
        assert made.door == ()
        said_no = "They have said no to it so far: “no papers”."
        assert (said_no in made.called_for[0].message) == (willingness == "no")
        assert bool(made.called_for[0].saying.sentences) == (willingness != "no")

    def test_it_keeps_its_remarks_and_what_became_of_it(self) -> None:
        more = {
            "purposes": ["manage_crisis"],
            "wording": "You need to go there.",
            "follow_up": {
                "outcome": "not_done",
                "words": "no bus",
                "in_the_way": ["practical_obstacle"],
            },
        }
        hospital = referral("A&E", "unsure", **more)
        (called,) = plan(hospital, risks=[{"kind": "suicide"}]).called_for
        (ordered,) = plan(hospital).order
        assert called.saying.remarks == ordered.saying.remarks != ()
        assert called.outcome == ordered.outcome
        assert called.outcome.words == "no bus"

    @pytest.mark.parametrize(
        ("referrals", "risks", "said"),
        [
            ([("manage_crisis", "unsure")], [{"kind": "suicide"}], False),
            ([("manage_crisis", "no")], [{"kind": "suicide"}], False),
            ([("manage_crisis", "no")], [], True),
            ([("improve_circumstances", "no")], [{"kind": "suicide"}], False),
            ([], [{"kind": "exposure"}], False),
            ([("improve_circumstances", "no")], [{"kind": "suicide", "status": "past"}], True),
        ],
        ids=["with the protocol", "after a no", "no danger", "not for it", "no service", "past"],
    )
    def test_the_clients_page_says_that_nothing_is_new_only_where_that_is_so(
        self, referrals: list[tuple[str, str]], risks: list[dict[str, str]], said: bool
    ) -> None:
        made = plan(*(referral("A&E", w, purposes=[p]) for p, w in referrals), risks=risks)
        assert made.handout.now == ()
        assert bool(made.handout.nothing_now) == said

    @pytest.mark.parametrize("status", ["current", "past"])
    def test_a_no_is_closed_with_a_friendly_word_only_where_nothing_is_on(
        self, status: str
    ) -> None:
        risks = [{"kind": "overdose_withdrawal", "status": status}]
        made = plan(referral("detox", "no", purposes=["recommended_practice"]), risks=risks)
        (detox,) = made.order
        said = " ".join((*made.door, detox.readiness_say, detox.when))
        for words in ("it's fine", "I won't keep asking", "a no costs nothing"):
            assert (words in said) == (status == "past")
        assert ("your protocol for the danger calls for it" in said) == (status == "current")

    @pytest.mark.parametrize(
        ("more", "risks"),
        [
            ({}, []),
            ({}, [{"kind": "suicide", "status": "past"}]),
            ({"purposes": ["other"]}, [{"kind": "suicide"}]),
            ({"follow_up": {"outcome": "done"}}, [{"kind": "suicide"}]),
        ],
        ids=["no danger", "a past one", "not for a crisis", "done"],
    )
    def test_others_keep_their_place(
        self, more: dict[str, Any], risks: list[dict[str, str]]
    ) -> None:
        made = plan(referral("A&E", "no", **{"purposes": ["manage_crisis"], **more}), risks=risks)
        assert made.called_for == ()
        assert [planned.service for planned in made.order] == ["A&E"]

    def test_with_nothing_else_the_plan_is_the_protocol(self) -> None:
        made = plan(referral("A&E", "no", purposes=["manage_crisis"]), risks=[{"kind": "suicide"}])
        assert made.headline == (
            "First your service’s protocol for the danger that is named. "
            "Steps that make things safer can begin today."
        )

    @pytest.mark.parametrize("status", ["denied", "past", "other_person", "hypothetical"])
    def test_another_one_is_shown_and_changes_nothing(self, status: str) -> None:
        made = plan(referral("bed"), risks=[{"kind": "suicide", "status": status}])
        assert made.protocol == ()
        assert [danger.status for danger in made.other_dangers] == [status]
        assert made.headline.startswith("For now")

    def test_words_of_danger_elsewhere_are_pointed_out(self) -> None:
        made = plan(referral("bed", client_words="I'd rather kill myself"))
        assert made.words_of_danger == ("kill myself",)
        named = [{"kind": "suicide"}]
        assert plan(referral("bed", client_words="I'd rather kill myself"), risks=named)
        assert plan(referral("bed", client_words="my feet are killing me")).words_of_danger == ()

    def test_a_condition_is_a_question_for_the_supervisor_with_its_danger(self) -> None:
        danger = [{"kind": "harm_to_others", "words": "I'll burn it down"}]
        (question,) = plan(referral("bed"), risks=danger, needs_more_than_us=True).supervisor
        assert question.endswith("shelter and food are never the price.")
        assert "I'll burn it down" in question
        assert "?" in question

    @pytest.mark.parametrize(
        ("risks", "more_than_us"),
        [
            ([], True),
            ([{"kind": "suicide"}], False),
            ([{"kind": "suicide", "status": "past"}], True),
        ],
    )
    def test_without_danger_or_need_there_is_no_such_question(
        self, risks: list[dict[str, str]], more_than_us: bool
    ) -> None:
        assert plan(referral("a"), risks=risks, needs_more_than_us=more_than_us).supervisor == ()


class TestMoves:
    def test_the_reason_is_kept_and_shown(self) -> None:
        move = {"referral": "b", "to": 1, "reason": "her sister goes there"}
        made = plan(referral("a", "wants"), referral("b"), moves=[move])
        assert places(made) == ["b: now", "a: later"]
        assert made.order[0].reasons[0] == (
            "Staff moved it from place 2 to 1, because: her sister goes there"
        )
        assert list(made.draft.to_dict()["moves"]) == [move]

    def test_a_no_is_not_for_now_wherever_it_is_moved(self) -> None:
        move = {"referral": "a", "to": 1, "reason": "we insist"}
        made = plan(referral("a", "no"), referral("b"), moves=[move])
        assert places(made) == ["a: later", "b: now"]
        assert "Moving it up does not make it one for now." in made.order[0].reasons

    def test_they_are_carried_out_one_after_the_other(self) -> None:
        moves = [
            {"referral": "c", "to": 1, "reason": "first"},
            {"referral": "a", "to": 1, "reason": "second"},
        ]
        made = plan(*(referral(name) for name in "abc"), moves=moves)
        assert [planned.id for planned in made.order] == ["a", "c", "b"]

    def test_one_of_what_is_done_does_nothing(self) -> None:
        move = {"referral": "a", "to": 1, "reason": "x"}
        done = referral("a", follow_up={"outcome": "done"})
        assert places(plan(done, referral("b"), moves=[move])) == ["b: now", "a: done"]


@pytest.mark.parametrize("readiness", READINESS)
def test_readiness_prompts_and_is_no_gate(readiness: str) -> None:
    made = plan(referral("a", readiness=readiness), referral("b"))
    assert places(made) == ["a: now", "b: later"]
    assert made.order[0].readiness
    assert made.order[0].readiness_say


@pytest.mark.parametrize("barrier", BARRIERS)
def test_what_got_in_the_way_leads_to_the_barrier(barrier: str) -> None:
    told = {"outcome": "not_done", "in_the_way": [barrier], "learned": "mornings are bad"}
    outcome = plan(referral("a", follow_up=told)).order[0].outcome
    assert [each.barrier for each in outcome.in_the_way] == [barrier]
    assert outcome.in_the_way[0].ask.endswith("?")
    assert outcome.in_the_way[0].say
    assert outcome.learned == "mornings are bad"
    assert outcome.next


class TestSteps:
    def test_some_are_always_offered_and_some_for_a_harm(self) -> None:
        always = {step.id for step in plan().steps}
        frost = {step.id for step in plan(harms=["sleeping out in the snow"]).steps}
        assert "tonight" in always
        assert "dry_and_warm" in frost - always
        assert "not_alone" not in frost

    def test_at_every_level(self) -> None:
        levels = {step.level for step in plan(harms=["injects alone, in the snow"]).steps}
        assert len(levels) == 6

    def test_a_current_danger_calls_for_its_steps(self) -> None:
        assert "means" in {step.id for step in plan(risks=[{"kind": "suicide"}]).steps}
        past = [{"kind": "suicide", "status": "past"}]
        assert "means" not in {step.id for step in plan(risks=past).steps}

    @pytest.mark.parametrize(
        ("harms", "risks", "offered"),
        [
            (["drinks through the night"], [], True),
            (["nobody to turn to"], [], False),
            (["her partner hits her"], [{"kind": "harmed_by_others"}], False),
            (["a fifth a day"], [{"kind": "overdose_withdrawal"}], False),
            (["drinks a fifth a day"], [{"kind": "overdose_withdrawal"}], False),
            (["drinks"], [{"kind": "overdose_withdrawal", "status": "past"}], True),
        ],
    )
    def test_less_of_it_is_for_what_one_does_and_never_for_withdrawal(
        self, harms: list[str], risks: list[dict[str, str]], offered: bool
    ) -> None:
        ids = {step.id for step in plan(harms=harms, risks=risks).steps}
        assert ("less_often" in ids) == offered

    def test_those_that_were_picked_stand_on_the_client_s_page(self) -> None:
        made = plan(steps=["clean_gear"])
        assert made.handout.steps == ("Clean gear, from a place that asks no questions.",)

    def test_an_unknown_one_is_refused(self) -> None:
        with pytest.raises(PlanError, match=r"plan.steps\[0\]: is no step; known are tonight"):
            plan(steps=["pray"])


class TestHandout:
    def test_nothing_of_staff_stands_on_it(self) -> None:
        page = plan(
            referral("psych eval", lowers=1, for_words="sleep", obstacles=["risk assessment due"]),
            referral("DBT", "no"),
            referral("the other team", purposes=["relief"]),
            harms=["drinking"],
            risks=[{"kind": "suicide"}],
            hypotheses=[{"barrier": "power_dynamics", "words": "shouted at me"}],
            our_work="the housing form",
            next_meeting="Friday at two",
        ).handout
        assert page.now[0].service == "talk with a mental health doctor"
        assert page.now[0].purpose == "sleep"
        assert page.said_no == ("talking therapy",)
        assert page.meeting == "Friday at two"
        assert page.left_out == ("risk assessment due",)
        shown = json.dumps([page.now[0].first, page.wait, page.said_no, page.steps, page.work])
        for word in ("drinking", "suicide", "power", "shouted", "other team", "psych", "risk"):
            assert word not in shown

    def test_a_plain_name_of_staff_s_own_goes_first(self) -> None:
        assert plan(referral("ACT intake", plain_name="Maria's team")).handout.now[0].service == (
            "Maria's team"
        )

    def test_a_name_without_plain_words_is_left_out_and_told(self) -> None:
        page = plan(referral("personality disorder service")).handout
        assert page.now[0].service == ""
        assert page.now[0].purpose == "To make daily life easier."
        assert page.left_out == ("personality disorder service",)

    @pytest.mark.parametrize(
        ("willingness", "status", "waits"),
        [
            ("unknown", "needed", False),
            ("unknown", "offered", True),
            ("unknown", "not_followed_up", True),
            ("unsure", "needed", True),
        ],
    )
    def test_what_has_not_been_spoken_of_is_not_put_off_on_it(
        self, willingness: str, status: str, waits: bool
    ) -> None:
        page = plan(referral("bed"), referral("memory test", willingness, status=status)).handout
        assert (page.wait == ("memory test",)) == waits

    @pytest.mark.parametrize(
        ("kind", "status", "told"),
        [
            ("harmed_by_others", "current", True),
            ("harmed_by_others", "past", True),
            ("harmed_by_others", "denied", True),
            ("harmed_by_others", "other_person", False),
            ("suicide", "current", False),
        ],
    )
    def test_staff_are_told_where_somebody_may_find_it(
        self, kind: str, status: str, told: bool
    ) -> None:
        page = plan(risks=[{"kind": kind, "status": status}]).handout
        assert bool(page.caution) == told

    def test_what_the_note_has_no_name_for_is_named_by_staff_first(self) -> None:
        no_name = referral("help with daily life", "no")
        page = plan(no_name, referral("help in a crisis", purposes=["manage_crisis"])).handout
        assert page.said_no == ()
        assert page.now[0].service == ""
        assert page.left_out == ("help in a crisis", "help with daily life")
        assert plan({**no_name, "plain_name": "the bank form"}).handout.said_no == (
            "the bank form",
        )

    def test_leaving_is_said(self) -> None:
        assert "leaving this job" in plan(worker="leaving").handout.leaving
        assert plan().handout.leaving == ""


REFUSED: Final = [
    ([], "plan: is not a JSON object."),
    ({"schema": "referral-plan/1"}, "plan.schema: is 'referral-plan/1'; 'referral-draft/1'"),
    ({"referral": []}, "plan: unknown ['referral']; known are"),
    ({"referrals": {}}, "plan.referrals: a list was expected."),
    ({"referrals": [{}]}, "plan.referrals[0]: 'service' is missing."),
    ({"referrals": [{"service": " "}]}, "plan.referrals[0].service: is empty"),
    ({"referrals": [{"service": 3}]}, "plan.referrals[0].service: str was expected."),
    (
        {"referrals": [{"service": "a", "willingness": "keen"}]},
        "plan.referrals[0].willingness: is none of unknown, no,",
    ),
    (
        {"referrals": [{"service": "a", "purposes": ["manage_crisis", "rest"]}]},
        "plan.referrals[0].purposes[1]: is none of",
    ),
    ({"referrals": [{"service": "a", "lowers": 1}]}, "plan.referrals[0].lowers: is 1, but there"),
    (
        {"harms": ["x"], "referrals": [{"service": "a", "lowers": 0}]},
        "plan.referrals[0].lowers: is 0, but there",
    ),
    ({"referrals": [{"service": "a", "id": "x"}] * 2}, "plan.referrals[1].id: 'x' stands twice."),
    ({"referrals": [{"service": "a"}] * 13}, "plan.referrals: has 13 entries; there is room for"),
    ({"client_goal": "x" * 1001}, "plan.client_goal: has 1,001 characters; there is room for"),
    ({"client_goal": "a\0"}, "plan.client_goal: holds something that is not text."),
    ({"client_goal": "\ud800"}, "plan.client_goal: holds something that is not text."),
    ({"risks": [{"kind": "fire"}]}, "plan.risks[0].kind: is none of suicide,"),
    (
        {"referrals": [{"service": "a"}], "moves": [{"referral": "r1", "to": 1, "reason": " "}]},
        "plan.moves[0].reason: is empty; a change of the order needs its reason.",
    ),
    (
        {"referrals": [{"service": "a"}], "moves": [{"referral": "r2", "to": 1, "reason": "x"}]},
        "plan.moves[0].referral: names no referral; known are ['r1'].",
    ),
    (
        {"referrals": [{"service": "a"}], "moves": [{"referral": "r1", "to": 2, "reason": "x"}]},
        "plan.moves[0].to: is 2, but there are 1 referrals",
    ),
]


@pytest.mark.parametrize(("data", "said"), REFUSED, ids=[said[:40] for _, said in REFUSED])
def test_what_cannot_be_used_is_refused_at_its_field(data: Any, said: str) -> None:
    with pytest.raises(PlanError) as refused:
        PlanDraft.from_dict(data)
    assert str(refused.value).startswith(said)
    assert refused.value.field == said.partition(":")[0]


words = st.text(st.characters(exclude_categories=("Cs",), exclude_characters="\0"), max_size=30)
drafts = st.integers(0, 3).flatmap(
    lambda harms: st.fixed_dictionaries(
        {
            "client_goal": words,
            "harms": st.lists(words, min_size=harms, max_size=harms),
            "risks": st.lists(
                st.fixed_dictionaries(
                    {
                        "kind": st.sampled_from(RISKS),
                        "status": st.sampled_from(("current", "denied", "past")),
                    }
                ),
                max_size=2,
            ),
            "worker": st.sampled_from(("staying", "leaving")),
            "needs_more_than_us": st.booleans(),
            "referrals": st.lists(
                st.fixed_dictionaries(
                    {
                        "service": words.filter(str.strip),
                        "purposes": st.lists(st.sampled_from(PLANNED_PURPOSES), max_size=3),
                        "for_words": words,
                        "lowers": st.sampled_from([None, *range(1, harms + 1)]),
                        "willingness": st.sampled_from(WILLINGNESS),
                        "fits_goal": st.sampled_from(FIT),
                        "effort": st.sampled_from(EFFORT),
                        "obstacles": st.lists(words, max_size=2),
                        "readiness": st.sampled_from(READINESS),
                        "wording": words,
                        "follow_up": st.fixed_dictionaries({"outcome": st.sampled_from(OUTCOMES)}),
                    }
                ),
                max_size=5,
            ),
        }
    )
)


def with_moves(data: st.DataObject, draft: dict[str, Any]) -> dict[str, Any]:
    count = len(draft["referrals"])
    moves = st.fixed_dictionaries(
        {
            "referral": st.integers(1, max(count, 1)).map("r{}".format),
            "to": st.integers(1, max(count, 1)),
            "reason": st.just("so"),
        }
    )
    return {**draft, "moves": data.draw(st.lists(moves, max_size=3)) if count else []}


@settings(max_examples=150, deadline=None)
@given(st.data(), drafts)
def test_what_holds_for_every_plan(data: st.DataObject, drafted: dict[str, Any]) -> None:
    draft = PlanDraft.from_dict(with_moves(data, drafted))
    made = plan_referrals(draft)
    by_id = {referral.id: referral for referral in draft.referrals}
    now = [by_id[planned.id] for planned in made.at("now")]
    assert len(now) <= 2
    assert all(referral.willingness not in ("no", "unknown") for referral in now)
    assert all(referral.follow_up.outcome != "done" for referral in now)
    # Every referral has one place, and nothing else has one: a danger is never ranked.
    stand = [*(planned.id for planned in made.order), *(each.id for each in made.called_for)]
    assert sorted(stand) == sorted(by_id)
    assert [planned.rank for planned in made.order] == list(range(1, len(made.order) + 1))
    current = [risk.kind for risk in draft.risks if risk.status == "current"]
    assert [danger.kind for danger in made.protocol] == current
    assert len(made.supervisor) == (len(current) if draft.needs_more_than_us else 0)
    assert all(planned.reasons for planned in made.order)
    assert all(bool(planned.when) == (planned.place == "later") for planned in made.order)
    assert made == plan_referrals(PlanDraft.from_dict(json.loads(json.dumps(draft.to_dict()))))
    VALIDATOR.validate(json.loads(json.dumps(made.to_dict())))


@settings(max_examples=60, deadline=None)
@given(drafts, st.data())
def test_readiness_never_changes_an_order(drafted: dict[str, Any], data: st.DataObject) -> None:
    before = places(plan_referrals(PlanDraft.from_dict(drafted)))
    for each in drafted["referrals"]:
        each["readiness"] = data.draw(st.sampled_from(READINESS))
    assert places(plan_referrals(PlanDraft.from_dict(drafted))) == before


class TestSchema:
    def test_what_is_published_is_what_the_types_say(self) -> None:
        assert json.loads(SCHEMA.read_text(encoding="utf-8")) == plan_schema()

    def test_it_is_a_schema(self) -> None:
        jsonschema.Draft202012Validator.check_schema(plan_schema())

    @pytest.mark.parametrize(
        "data",
        [
            {"referrals": [{"service": "a", "colour": "red"}]},
            {"referrals": [{}]},
            {"referrals": [{"service": "a", "willingness": "keen"}]},
            {"harms": ["x"] * 6},
            {"client_goal": "x" * 1001},
            {"moves": [{"referral": "a", "to": "1", "reason": ""}]},
            {"risks": [{"kind": "fire"}]},
        ],
    )
    def test_schema_and_types_refuse_the_same(self, data: dict[str, Any]) -> None:
        with pytest.raises(PlanError):
            PlanDraft.from_dict(data)
        with pytest.raises(jsonschema.ValidationError):
            VALIDATOR.validate(data)

    def test_the_least_plan_is_valid(self) -> None:
        VALIDATOR.validate({"referrals": [{"service": "a"}]})
        assert places(plan({"service": "a"})) == ["a: later"]


OFFERED: Final = "Offered him the night shelter again, he said no, too many doors."
REFERRED: Final = "I will refer him to the memory clinic."
NOTE: Final = f"{OFFERED} He says he will kill himself if the dog goes. {REFERRED}"


@pytest.mark.parametrize("worker", ["staying", "leaving"])
@pytest.mark.parametrize(("status", "proposed"), [("accepted", False), ("offered", True)])
def test_what_has_been_taken_up_is_not_proposed_again(
    worker: str, status: str, proposed: bool
) -> None:
    (made,) = plan(referral("HUD-VASH", "wants", status=status), worker=worker).order
    opening = {"staying": "Can I run one idea past you?", "leaving": "I'd like to try one thing"}
    assert (opening[worker] in made.saying.whole) == proposed
    assert "HUD-VASH" in made.saying.whole


@pytest.mark.parametrize("worker", ["staying", "leaving"])
@pytest.mark.parametrize(("outcome", "asked"), [("not_done", True), ("not_yet", False)])
def test_what_did_not_come_about_is_asked_about_and_not_proposed_as_new(
    worker: str, outcome: str, asked: bool
) -> None:
    office = referral("ID office", "unknown", follow_up={"outcome": outcome})
    made = plan(office, worker=worker)
    (planned,) = made.order
    proposals = ("run one idea past you", "I'd like to try one thing", "one thing I've thought of")
    said = f"{planned.saying.whole} {planned.readiness_say}"
    assert any(words in said for words in proposals) != asked
    for text in (planned.saying.whole, planned.readiness_say, planned.when, made.headline):
        assert ("got in the way" in text) == asked


def test_what_to_say_after_a_no_is_said_once() -> None:
    made = plan(referral("ward", "no"), referral("bed", "no"))
    assert [planned.readiness_say for planned in made.order] == ["", ""]
    assert "I won't keep asking." in " ".join(made.door)


def test_every_word_of_a_danger_comes_along() -> None:
    nothing: dict[str, Any] = dict.fromkeys(each.name for each in fields(Formulation))
    shakes = Risk("overdose_withdrawal", "current", (Quote(0, 6, "Drinks"), Quote(8, 13, "shakes")))
    found = Formulation(**{**nothing, "risks": (shakes,), "hypotheses": (), "referrals": ()})
    assert [risk.words for risk in draft_from(found, "Drinks, shakes").risks] == ["Drinks … shakes"]


@pytest.mark.parametrize(
    ("note", "words"),
    [
        (
            'Bed offered, pt declined: "They locked the doors at 6." Left.',
            "They locked the doors at 6.",
        ),
        ("Bed offered, he said no, too many doors.", "he said no, too many doors."),
        (
            "Bed offered, she say no because of her family. She cry.",
            "she say no because of her family.",
        ),
        ("Bed offered, 'no chance' he goes, 'been there'.", "no chance … been there"),
        ("Bed booked for 11/24, cab voucher given.", ""),
        ("Bed offered, declined again.", ""),
        ('Bed came up, I said "just try it" and he walked off.', ""),
        ("Bed came up, I told him and he walked off.", ""),
    ],
)
def test_only_what_the_client_said_is_taken_for_the_clients_words(note: str, words: str) -> None:
    bed = Referral("bed", "manage_crisis", "declined", (Quote(0, 3, "Bed"),))
    nothing: dict[str, Any] = dict.fromkeys(each.name for each in fields(Formulation))
    found = Formulation(**{**nothing, "risks": (), "hypotheses": (), "referrals": (bed,)})
    assert draft_from(found, note).referrals[0].client_words == words


@pytest.mark.slow
def test_a_draft_from_a_note(reader: Reader) -> None:
    draft = draft_from(reader.read(NOTE), NOTE)
    shelter, clinic = draft.referrals
    assert (shelter.service, shelter.willingness) == ("night shelter", "no")
    assert shelter.client_words.endswith("he said no, too many doors.")
    assert (clinic.willingness, clinic.client_words) == ("unknown", "")
    assert clinic.purposes == ("clarify_diagnosis",)
    assert [(risk.kind, risk.status) for risk in draft.risks] == [("suicide", "current")]
    made = plan_referrals(draft)
    assert made.at("now") == ()
    assert "first ask what they make of “memory clinic”." in made.headline


@pytest.mark.slow
@pytest.mark.parametrize(
    "end",
    [
        "The dog is with his sister.",
        pytest.param(
            "He says he will kill himself if the dog goes.",
            marks=pytest.mark.xfail(strict=True, reason="an error of the encoder at hand"),
        ),
    ],
)
def test_a_refusal_is_not_taken_for_one_of_the_next_service(reader: Reader, end: str) -> None:
    _, clinic = reader.read(f"{OFFERED} {REFERRED} {end}").referrals
    assert clinic.status == "needed"


@pytest.mark.parametrize("look_up", ["purpose", "ready", "rule", "line"])
def test_unknown_id_is_named(look_up: str) -> None:
    with pytest.raises(KnowledgeError, match="'tea'; known are"):
        getattr(load_planner_knowledge(), look_up)("tea")
