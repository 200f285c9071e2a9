"""The clinical files hold together, keep their promises of wording, and are refused when broken."""

from __future__ import annotations

import json
import math
import re
import shutil
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import FrozenInstanceError
from itertools import chain
from pathlib import Path
from typing import Any, Final

import pytest

from inference import labels
from inference.errors import KnowledgeError
from inference.knowledge import loading
from inference.knowledge.clinical import MIDDLE_PARTS, SITUATIONS, Clinical, load_clinical

FILES: Final = (
    "barriers.json",
    "octants.json",
    "reactions.json",
    "stances.json",
    "combinations.json",
    "strengths.json",
    "referral_purposes.json",
    "risk_categories.json",
    "middle_statement.json",
    "sources.json",
)
FOLDER: Final = Path(loading.__file__).parent

# Words that turn a moment into a person, or a guess into a verdict; refused anywhere.
VERDICTS: Final = (
    "the client is",
    "resistant",
    "non-complian",
    "noncomplian",
    "manipulat",
    "attention-seeking",
    "attention seeking",
    "hard to engage",
    "refuses services",
    "in denial",
    "paranoid",
    "unmotivated",
    "low risk",
    "no risk",
)
# Words that press or scold; refused in anything that a worker is told to say.
PRESSURE: Final = (
    "you need to",
    "you must",
    "you have to",
    "you should",
    "you ought",
    "you always",
    "you never",
    "calm down",
    "why didn't you",
)
# What is true of one person, one worker or one day only. It belongs into a blank: "[day]".
PARTICULARS: Final = re.compile(
    r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)days?\b|\b[0-9]+(?:st|nd|rd|th)\b|\bo'clock\b"
    r"|\bat (?:one|two|three|four|nine|ten)\b|\b(?:[Hh]e|[Ss]he|[Hh]im|[Hh]is|[Hh]er)\b"
    r"|\bYou (?:called|came|gave|got|kept|said|went)\b(?![^.?!]*\[)"
    r"|\b[Yy]our (?:mail|shift|sister)\b"
    r"|\b[Tt]h(?:e|at) (?:clinic|desk|dog|fire|letter|nurse|ticket|voices)\b"
)
BLANK: Final = re.compile(r"\[[^\[\]]+\]")
SET_GRADE: Final = 6.0
SENTENCE_GRADE: Final = 9.0


@pytest.fixture(scope="module")
def clinical() -> Clinical:
    return load_clinical()


def rows(name: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads((FOLDER / name).read_text(encoding="utf-8"))
    return found


def texts(value: Any) -> Iterator[str]:
    """Every string below a JSON value, ids and names included."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        yield from chain.from_iterable(texts(item) for item in value.values())
    elif isinstance(value, list):
        yield from chain.from_iterable(texts(item) for item in value)


def spoken() -> dict[str, tuple[str, ...]]:
    """All that a worker may be handed to say, by the entry that hands it over."""
    known = load_clinical()
    middle = known.middle_statement
    return {
        **{stance.id: stance.say for stance in (*known.stances, *known.combinations)},
        **{f"strength: {kind.id}": kind.say for kind in known.strengths},
        "strengths: ask": tuple(kind.ask for kind in known.strengths),
        **{f"purpose: {purpose.id}": purpose.say for purpose in known.purposes},
        "barriers: ask": tuple(barrier.ask for barrier in known.barriers),
        "ask first": known.barrier("practical_obstacle").ask_first,
        "middle statement: parts": tuple(text for part in middle.parts for text in part.examples),
        "middle statement: whole": tuple(example.whole for example in middle.whole),
    }


SPOKEN: Final = spoken()
# Those lines that somebody may copy and send; examples of a part to be written oneself are not.
HANDED_OUT: Final = {where: said for where, said in SPOKEN.items() if "middle" not in where}


def particular(text: str) -> bool:
    """Whether `text` claims outside of its blanks what only one person could know."""
    return PARTICULARS.search(BLANK.sub("[]", text)) is not None


# --- what is there ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("part", "expected"),
    [
        ("barriers", labels.BARRIERS),
        ("octants", labels.OCTANTS),
        ("reactions", labels.REACTIONS),
        ("strengths", labels.STRENGTHS),
        ("purposes", labels.PURPOSES),
        ("risks", labels.RISKS),
    ],
)
def test_every_label_has_its_entry(
    clinical: Clinical, part: str, expected: tuple[str, ...]
) -> None:
    assert tuple(entry.id for entry in getattr(clinical, part)) == expected


@pytest.mark.parametrize("caller", [*labels.BARRIERS, *labels.OCTANTS, *SITUATIONS])
def test_every_caller_has_one_stance(clinical: Clinical, caller: str) -> None:
    assert caller in clinical.stance_for(caller).called_by
    assert sum(caller in stance.called_by for stance in clinical.stances) == 1


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("coercion_sensitivity", "power_dynamics"),
        ("confusion", "coercion_sensitivity"),
        ("street_community", "ambivalence"),
        ("power_dynamics", "referral_as_rejection"),
        ("confusion", "practical_obstacle"),
        ("ambivalence", "referral_as_rejection"),
        ("coercion_sensitivity", "referral_as_rejection"),
    ],
)
def test_pairs_that_conflict_are_reconciled_in_either_order(
    clinical: Clinical, one: str, other: str
) -> None:
    combination = clinical.combination(one, other)
    assert combination is not None
    assert combination is clinical.combination(other, one)
    assert combination.conflict
    assert combination.reconciled


def test_pairs_without_a_conflict_have_no_combination(clinical: Clinical) -> None:
    assert clinical.combination("coercion_sensitivity", "street_community") is None
    assert clinical.combination("confusion", "confusion") is None


def test_stances_say_enough_and_not_too_much(clinical: Clinical) -> None:
    for stance in (*clinical.stances, *clinical.combinations):
        lengths = (len(stance.do), len(stance.avoid), len(stance.say))
        assert 4 <= lengths[0] <= 6, stance.id
        assert 3 <= lengths[1] <= 5, stance.id
        assert 4 <= lengths[2] <= 6, stance.id


def test_each_stance_says_how_to_see_whether_it_works(clinical: Clinical) -> None:
    for stance in (*clinical.stances, *clinical.combinations):
        signs = [line.partition(":")[0] for line in stance.watch_for]
        assert signs == ["Working", "Not yet", "Think again"], stance.id


def test_barriers_ask_what_would_tell(clinical: Clinical) -> None:
    for barrier in clinical.barriers:
        assert 4 <= len(barrier.questions) <= 6
        assert all("?" in question for question in barrier.questions)
        assert barrier.rivals
        assert barrier.our_side.endswith("?")


def test_practical_obstacles_are_considered_beside_every_other_reading(
    clinical: Clinical,
) -> None:
    first, *_ = sorted(clinical.barriers, key=lambda barrier: barrier.cost_if_wrong)
    assert first.id == "practical_obstacle"
    assert len(first.ask_first) >= 5
    for barrier in clinical.barriers:
        if barrier.id != first.id:
            assert first.id in {rival.barrier for rival in barrier.rivals}
            assert barrier.ask_first == ()


@pytest.mark.parametrize(
    ("reaction", "octants"),
    [
        ("intimidated", {"hostile-dominant"}),
        ("on_eggshells", {"hostile-dominant"}),
        ("pulled_to_take_charge", {"submissive"}),
        ("protective", {"friendly-submissive"}),
        ("overwhelmed", {"submissive"}),
        ("frustrated", {"hostile-submissive"}),
        ("helpless", {"submissive", "hostile-submissive"}),
        ("pushed_away", {"hostile"}),
        ("distanced", {"hostile"}),
        ("guilty", {"submissive", "hostile-submissive"}),
        ("warmth", {"friendly"}),
    ],
)
def test_reactions_point_where_complementarity_says(
    clinical: Clinical, reaction: str, octants: set[str]
) -> None:
    prompt = clinical.reaction(reaction)
    angle = math.degrees(math.atan2(prompt.control, prompt.affiliation))
    assert labels.OCTANTS[round(angle / 45) % 8] in octants


def test_a_reaction_about_load_weighs_less_than_one_about_the_client(clinical: Clinical) -> None:
    assert clinical.reaction("overwhelmed").weight < clinical.reaction("intimidated").weight


def test_the_middle_statement_has_four_parts_with_examples_and_slips(clinical: Clinical) -> None:
    middle = clinical.middle_statement
    assert tuple(part.id for part in middle.parts) == MIDDLE_PARTS
    assert all(len(part.examples) == 2 and len(part.slips) >= 2 for part in middle.parts)
    assert len(middle.whole) == 3
    for example in middle.whole:
        assert example.said[1].startswith("I ")
        assert example.said[3].endswith("?")


def test_every_source_is_cited_and_says_how_far_it_was_checked(clinical: Clinical) -> None:
    cited = {
        id for name in FILES for row in rows(name) for id in row.get("source", ()) if id is not None
    }
    assert cited == {source.id for source in clinical.sources}
    assert all(source.checked and source.note for source in clinical.sources)


# --- how it is said --------------------------------------------------------------------------


@pytest.mark.parametrize("name", [name for name in FILES if name != "sources.json"])
def test_nothing_passes_a_verdict(name: str) -> None:
    found = [
        (word, text) for text in texts(rows(name)) for word in VERDICTS if word in text.lower()
    ]
    assert not found


@pytest.mark.parametrize("where", SPOKEN)
def test_nothing_that_is_said_presses_or_scolds(where: str) -> None:
    # "You don't have to" gives way; only the bare form presses.
    found = [(word, text) for text in SPOKEN[where] for word in PRESSURE if word in text.lower()]
    assert not found


@pytest.mark.parametrize("where", HANDED_OUT)
def test_what_only_the_two_can_know_is_left_blank(where: str) -> None:
    assert [text for text in HANDED_OUT[where] if particular(text)] == []
    open_ends = [text for text in HANDED_OUT[where] if re.search(r"[\[\]]", BLANK.sub("", text))]
    assert open_ends == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("You said you want a door that locks. Let's start there.", True),
        ("You called them three times. That takes some patience.", True),
        ("Your sister picks up when you call. That's worth a lot.", True),
        ("You gave up your place so she could go first. That says something.", True),
        ("When I brought up the clinic you went quiet.", True),
        ("I leave on the 30th. It's not because of you.", True),
        ("I'll write it down: Tuesday, ten o'clock, the blue door.", True),
        ("The doctor can look at the sleep and the voices.", True),
        ("You said you want [what they said they want]. Let's start there.", False),
        ("I'll be by on [day]. Talk to me or just wave.", False),
        ("I heard what you said, and I'm taking it seriously.", False),
        ("Can I use five minutes of this one for [the letter]?", False),
    ],
)
def test_what_belongs_to_nobody_would_be_found(text: str, expected: bool) -> None:
    assert particular(text) is expected


@pytest.mark.slow
@pytest.mark.parametrize("where", SPOKEN)
def test_what_is_said_is_plain(where: str, grade: Callable[[str], float]) -> None:
    assert grade(" ".join(SPOKEN[where])) <= SET_GRADE
    assert {text: grade(text) for text in SPOKEN[where] if grade(text) > SENTENCE_GRADE} == {}


@pytest.mark.slow
def test_the_reading_level_is_measured_at_all(grade: Callable[[str], float]) -> None:
    assert grade("Eligibility determination necessitates comprehensive documentation.") > 15


def test_no_sentence_is_handed_out_twice() -> None:
    stances = chain.from_iterable(
        stance.say for stance in (*load_clinical().stances, *load_clinical().combinations)
    )
    assert [text for text, times in Counter(stances).items() if times > 1] == []


def test_readings_are_tentative(clinical: Clinical) -> None:
    for barrier in clinical.barriers:
        assert all(re.search(r"\bmay\b|possibility", text) for text in barrier.may_be)
    for reaction in clinical.reactions:
        assert re.search(r"\bmay\b", reaction.may_suggest)
        assert re.search(r"\bmay\b", reaction.may_be_mine)


def test_power_is_met_in_the_middle(clinical: Clinical) -> None:
    called = [
        stance
        for stance in (*clinical.stances, *clinical.combinations)
        if {"power_dynamics", "hostile-dominant"} & set(stance.called_by)
    ]
    assert len(called) >= 4
    assert [
        stance.id
        for stance in called
        if "neither taking charge nor giving in" not in stance.principle.lower()
    ] == []


def test_risk_wording_never_judges_and_never_clears(clinical: Clinical) -> None:
    for category in clinical.risks:
        assert category.message.startswith("Pause the formulation.")
        assert "tell the person on call" in category.message
        assert category.message.endswith("cannot judge how serious this is.")
        assert category.if_not_current.startswith("Shown because it is in the note.")


def test_no_reaction_copies_the_stem_of_a_published_inventory(clinical: Clinical) -> None:
    for reaction in clinical.reactions:
        assert re.search(r"\b(?:I|me|my|My|myself)\b", reaction.tick)
        assert not re.search(r"\b(?:he|she|they) makes? me\b", reaction.tick)


# --- looking up ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "look_up",
    ["barrier", "octant", "reaction", "strength", "purpose", "risk", "source", "stance"],
)
def test_an_unknown_id_is_refused_and_the_known_ones_are_named(
    clinical: Clinical, look_up: str
) -> None:
    with pytest.raises(KnowledgeError, match=r"(?s)'nonesuch'; known are \['"):
        getattr(clinical, look_up)("nonesuch")


def test_an_unknown_caller_is_refused(clinical: Clinical) -> None:
    with pytest.raises(KnowledgeError, match="nonesuch"):
        clinical.stance_for("nonesuch")


def test_stances_and_combinations_are_found_by_one_name(clinical: Clinical) -> None:
    assert clinical.stance("open_hand") in clinical.stances
    assert clinical.stance("no_test") in clinical.combinations


def test_entries_cannot_be_changed(clinical: Clinical) -> None:
    with pytest.raises(FrozenInstanceError):
        clinical.barrier("confusion").name = "Lost"  # type: ignore[misc]


# --- refusals --------------------------------------------------------------------------------


@pytest.fixture
def copy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in FILES:
        shutil.copy(FOLDER / name, tmp_path / name)
    monkeypatch.setattr(loading, "_folder", lambda: tmp_path)
    return tmp_path


def test_an_unchanged_copy_loads_to_the_same_value(copy: Path, clinical: Clinical) -> None:
    assert load_clinical.__wrapped__() == clinical


Change = Callable[[list[dict[str, Any]]], object]


@pytest.mark.parametrize(
    ("name", "change", "message"),
    [
        pytest.param(
            "stances.json",
            lambda rows: rows[0].update(colour="red"),
            r"unknown \['colour'\]; known are \['avoid', 'called_by'",
            id="unknown key",
        ),
        pytest.param(
            "barriers.json",
            lambda rows: rows[0].pop("source"),
            r"barriers.json\[0\]: 'source' is missing",
            id="no source key",
        ),
        pytest.param(
            "octants.json",
            lambda rows: rows[2].update(source=[]),
            "'dominant' names no source",
            id="empty source",
        ),
        pytest.param(
            "reactions.json",
            lambda rows: rows[0].update(source=["hearsay"]),
            "'intimidated' cites 'hearsay', which sources.json does not have",
            id="unknown source",
        ),
        pytest.param(
            "barriers.json",
            lambda rows: rows[1]["rivals"][0].update(barrier="laziness"),
            "'confusion' has the rival 'laziness'",
            id="unknown rival",
        ),
        pytest.param(
            "barriers.json",
            lambda rows: rows[1]["rivals"][0].update(barrier="confusion"),
            "'confusion' has the rival 'confusion'",
            id="its own rival",
        ),
        pytest.param(
            "barriers.json",
            lambda rows: rows[1].update(cost_if_wrong=1),
            "cost_if_wrong must rank them 1 to 7",
            id="two barriers of one rank",
        ),
        pytest.param(
            "barriers.json",
            lambda rows: rows.pop(),
            "barriers.json: the ids must be",
            id="label without an entry",
        ),
        pytest.param(
            "risk_categories.json",
            lambda rows: rows[0].update(id="gloom"),
            "risk_categories.json: the ids must be",
            id="entry without a label",
        ),
        pytest.param(
            "strengths.json",
            lambda rows: rows.append(rows[0]),
            r"ids stand twice: \['own_goal'\]",
            id="duplicate id",
        ),
        pytest.param(
            "octants.json",
            lambda rows: rows[1].update(angle=50),
            "'friendly-dominant' stands at 50 and not at 45",
            id="octant off its angle",
        ),
        pytest.param(
            "octants.json",
            lambda rows: rows[1].update(pairs_as="warmth"),
            "pairs as 'warmth', which is no barrier",
            id="octant pairs as no barrier",
        ),
        pytest.param(
            "reactions.json",
            lambda rows: rows[0].update(control=1.5),
            r"'intimidated' lies outside \[-1, 1\]",
            id="reaction off the circle",
        ),
        pytest.param(
            "reactions.json",
            lambda rows: rows[0].update(weight=0),
            "'intimidated' has a weight outside",
            id="reaction without weight",
        ),
        pytest.param(
            "stances.json",
            lambda rows: rows[0].update(called_by=["confusion"]),
            "must call for one stance",
            id="two stances for one barrier",
        ),
        pytest.param(
            "stances.json",
            lambda rows: rows[0].update(conflict="Two pulls."),
            "'open_hand' belongs in combinations.json",
            id="single stance with a conflict",
        ),
        pytest.param(
            "combinations.json",
            lambda rows: rows[0].pop("conflict"),
            "'firm_frame_free_choice' does not say which conflict",
            id="combination without a conflict",
        ),
        pytest.param(
            "combinations.json",
            lambda rows: rows[0].update(called_by=["confusion", "hostile"]),
            "must be called by two barriers",
            id="combination with an octant",
        ),
        pytest.param(
            "combinations.json",
            lambda rows: rows[0].update(called_by=["confusion", "coercion_sensitivity"]),
            "answers a pair that another combination answers",
            id="two combinations for one pair",
        ),
        pytest.param(
            "combinations.json",
            lambda rows: rows[0].update(id="open_hand"),
            "has the id of a stance",
            id="combination named like a stance",
        ),
        pytest.param(
            "middle_statement.json",
            lambda rows: rows[0]["parts"].reverse(),
            "the parts must be",
            id="middle statement out of order",
        ),
        pytest.param(
            "middle_statement.json",
            lambda rows: rows[0]["whole"][0]["said"].pop(),
            "'at_the_desk' must have 4 parts",
            id="example with three parts",
        ),
        pytest.param(
            "middle_statement.json",
            lambda rows: rows.append({**rows[0], "id": "another"}),
            "exactly one entry",
            id="two middle statements",
        ),
        pytest.param(
            "sources.json",
            lambda rows: rows[0].update(checked=None),
            r"sources.json\[0\].checked: str was expected",
            id="source that was not looked at",
        ),
    ],
)
def test_a_broken_file_is_refused(copy: Path, name: str, change: Change, message: str) -> None:
    broken = rows(name)
    change(broken)
    (copy / name).write_text(json.dumps(broken), encoding="utf-8")
    with pytest.raises(KnowledgeError, match=message):
        load_clinical.__wrapped__()


def test_all_faults_are_told_at_once(copy: Path) -> None:
    broken = rows("barriers.json")
    broken[0]["source"] = ["hearsay"]
    broken[1]["rivals"][0]["barrier"] = "laziness"
    (copy / "barriers.json").write_text(json.dumps(broken), encoding="utf-8")
    with pytest.raises(KnowledgeError, match=r"hearsay.*laziness"):
        load_clinical.__wrapped__()
