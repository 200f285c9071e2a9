"""Which stances a note calls for, in which order, and the reasons given with them."""

from __future__ import annotations

import json
from itertools import combinations, product
from typing import Final

import pytest

from inference import labels
from inference.errors import KnowledgeError
from inference.formulation import (
    Enough,
    Formulation,
    Hypothesis,
    Position,
    Provenance,
    Quote,
    Risk,
    Stance,
    Strength,
    Style,
)
from inference.knowledge.clinical import Clinical, load_clinical
from inference.stances import choose_stances

# A case is written as {"coercion": "some support"}; these are the barriers in short.
SHORT: Final = {
    "coercion": "coercion_sensitivity",
    "confusion": "confusion",
    "street": "street_community",
    "power": "power_dynamics",
    "ambivalence": "ambivalence",
    "rejection": "referral_as_rejection",
    "practical": "practical_obstacle",
}
SEVERAL, SOME, ASK = "several signs", "some support", "worth asking"
PROBABILITY: Final = {ASK: 0.35, SOME: 0.6, SEVERAL: 0.85}


@pytest.fixture(scope="module")
def clinical() -> Clinical:
    return load_clinical()


def quote(text: str, start: int = 0) -> Quote:
    return Quote(start, start + len(text), text)


def hypothesis(name: str, support: str = SOME, *quotes: str, against: str = "") -> Hypothesis:
    return Hypothesis(
        label=SHORT[name],
        support=support,
        probability=PROBABILITY[support],
        evidence=tuple(quote(text) for text in quotes or (f"words about {name}",)),
        against=(quote(against),) if against else (),
    )


def style(octant: str | None = None, *, felt: bool = False, agree: bool | None = None) -> Style:
    position = Position(0.5, -0.5) if octant else None
    return Style(
        control=position and position.control,
        affiliation=position and position.affiliation,
        strength=0.7 if octant else None,
        octant=octant,
        control_label="unclear",
        affiliation_label="unclear",
        from_text=None if felt else position,
        from_reactions=position if felt or agree is not None else None,
        agree=agree,
        uncertainty=None,
        evidence=(quote("leaned in over the counter"),) if octant and not felt else (),
    )


def strength(kind: str, text: str = "walked over by herself") -> Strength:
    return Strength(kind, (quote(text),))


def risk(kind: str, status: str = "current", text: str = "out in the snow, soaked") -> Risk:
    return Risk(kind, status, (quote(text),))


def choose(
    clinical: Clinical,
    readings: dict[str, str] | None = None,
    octant: str | None = None,
    *,
    risks: tuple[Risk, ...] = (),
    strengths: tuple[Strength, ...] = (),
    limit: int = 4,
) -> tuple[Stance, ...]:
    return choose_stances(
        hypotheses=[hypothesis(name, support) for name, support in (readings or {}).items()],
        style=style(octant),
        risks=risks,
        strengths=strengths,
        clinical=clinical,
        limit=limit,
    )


@pytest.mark.parametrize(
    ("readings", "octant", "expected"),
    [
        # one barrier, one stance
        pytest.param({"coercion": SEVERAL}, None, ["open_hand"], id="coercion"),
        pytest.param({"confusion": SOME}, None, ["one_clear_step"], id="confusion"),
        pytest.param({"street": SOME}, None, ["keep_your_people"], id="street"),
        pytest.param({"power": SEVERAL}, None, ["level_and_firm"], id="power"),
        pytest.param({"ambivalence": SOME}, None, ["both_sides_welcome"], id="ambivalence"),
        pytest.param({"rejection": SOME}, None, ["adding_not_leaving"], id="rejection"),
        pytest.param({"practical": SOME}, None, ["clear_the_road"], id="practical"),
        # two that pull against each other: the combination, and neither alone
        pytest.param(
            {"coercion": SEVERAL, "power": SOME}, None, ["firm_frame_free_choice"], id="co+po"
        ),
        pytest.param(
            {"confusion": SOME, "coercion": SOME}, None, ["choice_made_simple"], id="cf+co"
        ),
        pytest.param(
            {"street": SOME, "ambivalence": ASK}, None, ["foot_in_both_places"], id="st+am"
        ),
        pytest.param(
            {"rejection": SOME, "power": SEVERAL}, None, ["steady_under_fire"], id="re+po"
        ),
        pytest.param(
            {"practical": SOME, "confusion": SOME}, None, ["do_it_together_now"], id="pr+cf"
        ),
        pytest.param({"ambivalence": SOME, "rejection": SOME}, None, ["no_test"], id="am+re"),
        pytest.param(
            {"coercion": SOME, "rejection": SOME}, None, ["your_distance_my_date"], id="co+re"
        ),
        pytest.param(
            {"ambivalence": SEVERAL, "practical": SOME}, None, ["road_clear_pace_yours"], id="am+pr"
        ),
        # two without a conflict stand side by side, best supported first
        pytest.param(
            {"street": SOME, "coercion": SEVERAL},
            None,
            ["open_hand", "keep_your_people"],
            id="co, st",
        ),
        pytest.param(
            {"street": SEVERAL, "coercion": SOME},
            None,
            ["keep_your_people", "open_hand"],
            id="st, co",
        ),
        # within one level, the cheaper to get wrong first
        pytest.param(
            {"street": SOME, "coercion": SOME},
            None,
            ["open_hand", "keep_your_people"],
            id="equal support: the cheaper first",
        ),
        pytest.param(
            {"rejection": SOME, "practical": SOME},
            None,
            ["clear_the_road", "adding_not_leaving"],
            id="equal support: the fix first",
        ),
        # the fix comes early, yet not before what is better supported
        pytest.param(
            {"rejection": SEVERAL, "street": SOME, "practical": ASK},
            None,
            ["adding_not_leaving", "room_for_who_comes_too"],
            id="practical inside a combination",
        ),
        pytest.param(
            {"rejection": SEVERAL, "practical": ASK},
            "hostile-submissive",
            ["adding_not_leaving", "clear_the_road", "small_and_patient"],
            id="the fix second, the octant third",
        ),
        # three barriers: each is answered together with its best ranked partner
        pytest.param(
            {"coercion": SEVERAL, "power": SEVERAL, "rejection": SOME},
            None,
            ["firm_frame_free_choice", "your_distance_my_date"],
            id="co+po, co+re",
        ),
        pytest.param(
            {"practical": SEVERAL, "confusion": SOME, "coercion": SOME},
            None,
            ["do_it_together_now", "help_at_arms_length"],
            id="pr+cf, pr+co",
        ),
        # the octant's middle ground
        pytest.param(
            {"confusion": SEVERAL},
            "submissive",
            ["one_clear_step", "wait_for_their_say"],
            id="octant second",
        ),
        pytest.param(
            {"street": SEVERAL, "rejection": SOME},
            "friendly-dominant",
            ["keep_your_people", "your_turn_now", "adding_not_leaving"],
            id="octant before the weaker reading",
        ),
        pytest.param(
            {"power": SEVERAL},
            "hostile-dominant",
            ["level_and_firm", "firm_without_a_fight"],
            id="power and its style agree",
        ),
        pytest.param(
            {"power": SEVERAL},
            "friendly-submissive",
            ["level_and_firm", "warm_and_you_can"],
            id="power from below",
        ),
        # a hostile-dominant style pairs like power
        pytest.param(
            {"coercion": SOME},
            "hostile-dominant",
            ["firm_frame_free_choice"],
            id="coercion cornered",
        ),
        pytest.param(
            {"rejection": SOME}, "hostile-dominant", ["steady_under_fire"], id="hurt and pressing"
        ),
        pytest.param(
            {"practical": SOME},
            "hostile-dominant",
            ["clear_the_road", "firm_without_a_fight"],
            id="a fair complaint, loudly",
        ),
        pytest.param(
            {"coercion": SOME}, "hostile", ["open_hand", "steady_and_light"], id="only cold"
        ),
        pytest.param(
            {"coercion": SOME}, "dominant", ["open_hand", "two_experts"], id="only leading"
        ),
        # what is only worth asking about is asked about
        pytest.param({"power": ASK}, None, ["level_and_firm", "ask_first"], id="only a hunch"),
        pytest.param(
            {"street": ASK, "coercion": ASK},
            "friendly",
            ["open_hand", "warm_with_a_point", "keep_your_people", "ask_first"],
            id="only hunches",
        ),
        pytest.param(
            {"power": ASK, "coercion": SOME}, None, ["firm_frame_free_choice"], id="one hunch"
        ),
    ],
)
def test_what_is_chosen(
    clinical: Clinical, readings: dict[str, str], octant: str | None, expected: list[str]
) -> None:
    assert [stance.id for stance in choose(clinical, readings, octant)] == expected


@pytest.mark.parametrize(
    ("strengths", "octant", "expected"),
    [
        pytest.param((strength("took_a_step"),), None, ["build_on_what_works"], id="a strength"),
        pytest.param((), None, ["build_on_what_works", "ask_first"], id="nothing to build on"),
        pytest.param(
            (strength("support"),),
            "friendly",
            ["build_on_what_works", "warm_with_a_point"],
            id="and a style",
        ),
        pytest.param(
            (strength("skill"),),
            "hostile-dominant",
            ["firm_without_a_fight", "build_on_what_works"],
            id="the middle ground before all else",
        ),
    ],
)
def test_without_a_barrier_one_builds_on_what_works(
    clinical: Clinical, strengths: tuple[Strength, ...], octant: str | None, expected: list[str]
) -> None:
    chosen = choose(clinical, None, octant, strengths=strengths)
    assert [stance.id for stance in chosen] == expected


@pytest.mark.parametrize(
    ("readings", "octant", "strengths", "expected"),
    [
        pytest.param({}, None, ("took_a_step",), [], id="a strength"),
        pytest.param({}, None, (), [], id="nothing to build on"),
        pytest.param({}, "friendly", ("own_goal",), ["warm_with_a_point"], id="a style"),
        pytest.param({"street": SOME}, None, ("skill",), ["keep_your_people"], id="a barrier"),
    ],
)
def test_beside_a_danger_nothing_is_built_on_what_works(
    clinical: Clinical,
    readings: dict[str, str],
    octant: str | None,
    strengths: tuple[str, ...],
    expected: list[str],
) -> None:
    found = tuple(strength(kind) for kind in strengths)
    chosen = choose(clinical, readings, octant, strengths=found, risks=(risk("exposure"),))
    assert [stance.id for stance in chosen] == ["safety_first", *expected]


@pytest.mark.parametrize("status", [s for s in labels.RISK_STATUSES if s != "current"])
def test_another_danger_leaves_what_works(clinical: Clinical, status: str) -> None:
    chosen = choose(clinical, strengths=(strength("skill"),), risks=(risk("exposure", status),))
    assert [stance.id for stance in chosen] == ["build_on_what_works"]


def test_what_works_is_quoted(clinical: Clinical) -> None:
    (stance,) = choose(
        clinical,
        strengths=(strength("took_a_step", "came back with the form"), strength("skill", "welds")),
    )
    assert stance.because == ("took_a_step", "skill")
    assert "“came back with the form” may be a step they took." in stance.reasons
    assert "“welds” may be something they know how to do." in stance.reasons


@pytest.mark.parametrize("status", [s for s in labels.RISK_STATUSES if s != "current"])
def test_only_a_current_risk_comes_first(clinical: Clinical, status: str) -> None:
    chosen = choose(clinical, {"coercion": SOME}, risks=(risk("suicide", status),))
    assert [stance.id for stance in chosen] == ["open_hand"]


@pytest.mark.parametrize("kind", labels.RISKS)
def test_safety_comes_first_and_keeps_the_rest(clinical: Clinical, kind: str) -> None:
    readings = {"coercion": SEVERAL, "street": SOME}
    calm = choose(clinical, readings, "hostile")
    first, *rest = choose(clinical, readings, "hostile", risks=(risk(kind),))
    assert first.id == "safety_first"
    assert first.because == (kind,)
    assert tuple(rest) == calm
    assert clinical.risk(kind).message in first.reasons
    assert any("out in the snow, soaked" in reason for reason in first.reasons)


def test_safety_stands_on_top_of_the_limit(clinical: Clinical) -> None:
    chosen = choose(clinical, {"street": SOME}, "friendly", risks=(risk("exposure"),), limit=1)
    assert [stance.id for stance in chosen] == ["safety_first", "keep_your_people"]


def test_each_current_danger_is_told_with_all_its_quotes(clinical: Clinical) -> None:
    mentions = (
        risk("exposure", text="soaked"),
        risk("suicide", "denied", "denies any plan"),
        risk("overdose_withdrawal", text="hard to wake"),
        risk("exposure", text="no tent"),
        risk("exposure", text="below zero"),
    )
    stance = choose(clinical, {"street": SOME}, risks=mentions)[0]
    assert stance.because == ("exposure", "overdose_withdrawal")
    said = " ".join(stance.reasons)
    assert all(text in said for text in ("soaked", "no tent", "below zero", "hard to wake"))
    assert "denies any plan" not in said


def test_reasons_quote_the_note_and_say_how_much_support_there_is(clinical: Clinical) -> None:
    (stance,) = choose_stances(
        hypotheses=[
            hypothesis(
                "coercion", SOME, "stood in\n the open door", "asked was it voluntary", "third"
            )
        ],
        style=style(),
        risks=(),
        strengths=(),
        clinical=clinical,
    )
    assert stance.because == ("coercion_sensitivity",)
    assert stance.reasons == (
        "“stood in the open door” and “asked was it voluntary” may show somebody guarding their "
        "say, their space or their way out; some support for “Help that feels like control”.",
    )


def test_what_speaks_against_is_not_left_out(clinical: Clinical) -> None:
    (stance,) = choose_stances(
        hypotheses=[hypothesis("rejection", SEVERAL, "cold after", against="asked for the number")],
        style=style(),
        risks=(),
        strengths=(),
        clinical=clinical,
    )
    assert "“asked for the number” may speak against it." in stance.reasons


def test_a_reading_only_worth_asking_about_brings_its_question(clinical: Clinical) -> None:
    stance, asking = choose(clinical, {"confusion": ASK})
    question = clinical.barrier("confusion").ask
    assert f"To check, you could ask: “{question}”" in stance.reasons
    assert asking.because == ("confusion",)
    (supported,) = choose(clinical, {"confusion": SOME})
    assert not any(question in reason for reason in supported.reasons)


def test_a_combination_says_what_it_reconciles(clinical: Clinical) -> None:
    (stance,) = choose(clinical, {"power": SEVERAL, "rejection": SOME})
    entry = clinical.stance("steady_under_fire")
    assert stance.because == ("power_dynamics", "referral_as_rejection")
    assert stance.reasons[-1] == f"{entry.conflict} {entry.reconciled}"
    assert any("words about power" in reason for reason in stance.reasons)
    assert any("words about rejection" in reason for reason in stance.reasons)


def test_a_style_in_a_combination_is_named_among_its_reasons(clinical: Clinical) -> None:
    (stance,) = choose(clinical, {"coercion": SEVERAL, "power": SOME}, "hostile-dominant")
    assert stance.because == ("coercion_sensitivity", "power_dynamics", "hostile-dominant")


def test_the_pull_and_the_expectation_are_told(clinical: Clinical) -> None:
    stance = choose(clinical, {"confusion": SOME}, "submissive")[1]
    assert stance.because == ("submissive",)
    assert stance.reasons == (
        "“leaned in over the counter” may show leaving the say to you; they may expect that their "
        "own view is wrong, or not safe to say.",
        "The pull on you may be to take over and decide.",
    )


@pytest.mark.parametrize(
    ("felt", "agree", "caution"),
    [
        (True, None, "This rests on your own reaction, which may be yours and not theirs."),
        (False, False, "What they did and what you felt point different ways: hold it lightly."),
    ],
)
def test_a_style_that_rests_on_little_says_so(
    clinical: Clinical, felt: bool, agree: bool | None, caution: str
) -> None:
    def reasons(shown: Style) -> tuple[str, ...]:
        return choose_stances(
            hypotheses=[hypothesis("street")],
            style=shown,
            risks=(),
            strengths=(),
            clinical=clinical,
        )[1].reasons

    assert caution in reasons(style("hostile", felt=felt, agree=agree))
    assert caution not in reasons(style("hostile", agree=True))


def test_the_first_stance_serves_what_they_want(clinical: Clinical) -> None:
    goal = strength("own_goal", "hopes to cook for her sister again")
    aim = "Let whatever you try serve what they want: “hopes to cook for her sister again”"
    chosen = choose(
        clinical, {"street": SOME}, "friendly", strengths=(goal,), risks=(risk("exposure"),)
    )
    assert [aim in stance.reasons for stance in chosen] == [False, True, False]
    assert aim in choose(clinical, strengths=(goal,))[0].reasons
    assert "serve what they want" not in " ".join(choose(clinical, {"street": SOME})[0].reasons)


def test_probabilities_within_a_level_do_not_decide(clinical: Clinical) -> None:
    def order(street: float, coercion: float) -> list[str]:
        readings = [
            Hypothesis("street_community", SOME, street, (quote("the camp"),)),
            Hypothesis("coercion_sensitivity", SOME, coercion, (quote("the door"),)),
        ]
        chosen = choose_stances(
            hypotheses=readings, style=style(), risks=(), strengths=(), clinical=clinical
        )
        return [stance.id for stance in chosen]

    assert order(0.69, 0.51) == order(0.51, 0.69) == ["open_hand", "keep_your_people"]


# --- what holds for every note ---------------------------------------------------------------


def every_case() -> list[tuple[dict[str, str], str | None]]:
    """All choices of up to three barriers at two levels, each with four styles."""
    cases: list[tuple[dict[str, str], str | None]] = []
    for size in (1, 2, 3):
        for names in combinations(SHORT, size):
            for support in product((SOME, SEVERAL), repeat=size):
                readings = dict(zip(names, support, strict=True))
                for octant in (None, "friendly", "submissive", "hostile-dominant"):
                    cases.append((readings, octant))
    return cases


def test_stances_never_pull_against_each_other(clinical: Clinical) -> None:
    singles = {stance.id: stance for stance in clinical.stances}
    for readings, octant in every_case():
        alone = [s for s in choose(clinical, readings, octant) if s.id in singles]
        known_as = [
            clinical.octant(c).pairs_as if c in labels.OCTANTS else c
            for s in alone
            for c in s.because
        ]
        for one, other in combinations([known for known in known_as if known], 2):
            assert clinical.combination(one, other) is None, (readings, octant)


def test_every_barrier_and_style_is_answered_within_the_limit(clinical: Clinical) -> None:
    for readings, octant in every_case():
        chosen = choose(clinical, readings, octant)
        called = {caller for stance in chosen for caller in stance.because}
        assert called == {SHORT[name] for name in readings} | ({octant} if octant else set())
        assert len(chosen) <= 4


def test_the_fix_is_never_later_than_second(clinical: Clinical) -> None:
    for readings, octant in every_case():
        if "practical" in readings:
            first_two = choose(clinical, readings, octant)[:2]
            assert any("practical_obstacle" in stance.because for stance in first_two)


@pytest.mark.parametrize("size", [4, 5, 6, 7])
@pytest.mark.parametrize("limit", [2, 3, 4])
def test_power_is_always_met_in_the_middle(clinical: Clinical, size: int, limit: int) -> None:
    for names in combinations([name for name in SHORT if name != "power"], size - 1):
        readings = {**dict.fromkeys(names, SEVERAL), "power": ASK}
        chosen = choose(clinical, readings, "friendly", limit=limit)
        assert len(chosen) <= limit
        assert any("neither taking charge nor giving in" in s.principle.lower() for s in chosen)


def test_the_order_in_which_readings_arrive_changes_nothing(clinical: Clinical) -> None:
    readings = {"coercion": SOME, "street": SEVERAL, "rejection": SOME, "practical": ASK}
    backwards = dict(reversed(readings.items()))
    assert choose(clinical, readings, "hostile") == choose(clinical, backwards, "hostile")


def test_limit_cuts_from_the_end(clinical: Clinical) -> None:
    readings = {"street": SEVERAL, "rejection": SOME}
    everything = choose(clinical, readings, "friendly")
    assert len(everything) == 3
    assert choose(clinical, readings, "friendly", limit=2) == everything[:2]


def test_stances_survive_the_way_to_json_and_back(clinical: Clinical) -> None:
    chosen = choose(
        clinical,
        {"coercion": SEVERAL, "power": SOME, "street": ASK},
        "hostile-dominant",
        risks=(risk("harm_to_others", text="“next time I'll swing”"),),
        strengths=(strength("own_goal", "his own key"),),
    )
    formulation = Formulation(
        id="made-up-1",
        enough=Enough(True),
        risks=(),
        hypotheses=(),
        scores={},
        style=style("hostile-dominant"),
        reactions=(),
        strengths=(),
        referrals=(),
        stances=chosen,
        provenance=Provenance("0", {}, "0"),
    )
    stored = json.dumps(formulation.to_dict())
    assert Formulation.from_dict(json.loads(stored)).stances == chosen


# --- refusals --------------------------------------------------------------------------------


@pytest.mark.parametrize("limit", [0, -1])
def test_no_room_for_a_stance_is_refused(clinical: Clinical, limit: int) -> None:
    with pytest.raises(ValueError, match="limit must be at least 1"):
        choose(clinical, {"street": SOME}, limit=limit)


def test_unknown_labels_are_refused(clinical: Clinical) -> None:
    stranger = Hypothesis("laziness", SOME, 0.5, ())
    with pytest.raises(KnowledgeError, match="laziness"):
        choose_stances(
            hypotheses=[stranger], style=style(), risks=(), strengths=(), clinical=clinical
        )
    with pytest.raises(KnowledgeError, match="gloom"):
        choose(clinical, {"street": SOME}, risks=(risk("gloom"),))
    with pytest.raises(KnowledgeError, match="luck"):
        choose(clinical, strengths=(strength("luck"),))


def test_unknown_support_is_refused(clinical: Clinical) -> None:
    stranger = Hypothesis("confusion", "certain", 0.5, ())
    with pytest.raises(ValueError, match="not in tuple"):
        choose_stances(
            hypotheses=[stranger], style=style(), risks=(), strengths=(), clinical=clinical
        )
