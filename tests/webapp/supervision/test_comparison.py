"""Where readings agree and where exactly they part, on tables of readings."""

from __future__ import annotations

import pytest

from inference import load_clinical
from webapp.spans import Span
from webapp.supervision.comparison import Comparison, Rated, compare, overlap
from webapp.supervision.entry import Place, Reading

from .conftest import COERCION, NOTE, POWER, held, reading

NOTHING = reading(style=None)


def compared(*readings: Reading) -> Comparison:
    return compare([Rated(f"r{n}", each) for n, each in enumerate(readings)])


def words(found: tuple[Span, ...]) -> list[str]:
    return [NOTE[s.start : s.end] for s in found]


def test_the_same_reading_parts_nowhere() -> None:
    found = compared(POWER, POWER, POWER)
    assert found.parted == ()
    assert [on.barrier for on in found.common] == ["power_dynamics"]
    assert None not in found.common[0].strengths
    assert words(found.common[0].shared) == ["leaned over the desk"]
    assert (found.style_apart, found.stance_apart) == (False, False)
    assert (found.questions, found.same_words) == ((), ())
    assert len(found.left_alone) == 6


def test_two_that_part() -> None:
    found = compared(POWER, COERCION)
    assert {on.barrier: on.strengths for on in found.parted} == {
        "power_dynamics": ("several_signs", None),
        "coercion_sensitivity": (None, "some_support"),
    }
    assert found.common == ()
    assert all(on.shared == () for on in found.parted)
    # 146 and 164 degrees: within one octant.
    assert (found.style_apart, found.stance_apart) == (False, True)


def test_the_same_barrier_held_less_surely() -> None:
    found = compared(POWER, reading(held("power_dynamics", "worth_asking", "the desk")))
    (on,) = found.parted
    assert None not in on.strengths
    assert on.steps == 2
    assert words(on.shared) == ["the desk"]


def test_all_hold_it_for_different_words() -> None:
    found = compared(POWER, reading(held("power_dynamics", "several_signs", "kept his bag on")))
    assert [words(spans) for spans in found.common[0].spans] == [
        ["leaned over the desk"],
        ["kept his bag on"],
    ]
    assert found.common[0].shared == ()


def test_the_most_divided_first() -> None:
    found = compared(POWER, POWER, COERCION, COERCION, reading(held("confusion"), *POWER.held))
    # Three against two on power, two against three on control, and one against four.
    assert [on.barrier for on in found.barriers] == [
        "power_dynamics",
        "coercion_sensitivity",
        "confusion",
    ]


def test_the_same_words_for_different_barriers() -> None:
    desk = reading(held("coercion_sensitivity", "some_support", "He leaned over"))
    (same,) = compared(POWER, desk).same_words
    assert NOTE[same.words.start : same.words.end] == "leaned over"
    assert (same.one, same.for_one) == ("r0", "power_dynamics")
    assert (same.other, same.for_other) == ("r1", "coercion_sensitivity")


def test_the_same_words_are_no_difference_where_both_hold_both() -> None:
    both = reading(
        held("power_dynamics", "some_support", "leaned over the desk"),
        held("coercion_sensitivity", "some_support", "leaned over the desk"),
    )
    assert compared(both, both).same_words == ()
    assert compared(both, POWER).same_words == ()


@pytest.mark.parametrize(
    ("styles", "apart"),
    [
        ([Place(0.6, -0.4), Place(0.5, -0.5)], False),
        ([Place(0.6, -0.4), Place(-0.6, 0.4)], True),
        ([Place(0.02, 0.9), Place(-0.02, 0.9)], False),
        ([Place(0.6, -0.4), None], True),
        ([Place(0.6, -0.4), Place(0.0, 0.1)], True),
        ([None, None], None),
        ([Place(0.6, -0.4)], None),
    ],
)
def test_style(styles: list[Place | None], apart: bool | None) -> None:
    assert compared(*(reading(style=style) for style in styles)).style_apart is apart


@pytest.mark.parametrize(
    ("stances", "apart"),
    [
        (["open_hand", "open_hand"], False),
        (["open_hand", "ask_first"], True),
        (["open_hand", None], None),
        ([None, None], None),
    ],
)
def test_stance(stances: list[str | None], apart: bool | None) -> None:
    assert compared(*(reading(stance=stance) for stance in stances)).stance_apart is apart


def test_questions_tell_apart_what_is_held_against_each_other() -> None:
    found = compared(POWER, COERCION).questions
    assert found[0].barriers in (
        ("power_dynamics", "coercion_sensitivity"),
        ("coercion_sensitivity", "power_dynamics"),
    )
    rivals = load_clinical().barrier(found[0].barriers[0]).rivals
    assert found[0].text in [rival.tell_apart for rival in rivals]
    asks = {load_clinical().barrier(b).ask for b in ("power_dynamics", "coercion_sensitivity")}
    assert asks <= {question.text for question in found}


def test_where_one_sees_nothing_the_barrier_is_asked_about() -> None:
    (question,) = compared(POWER, NOTHING).questions
    assert question.text == load_clinical().barrier("power_dynamics").ask


def test_none_and_one() -> None:
    nobody = compare([])
    assert (nobody.barriers, nobody.left_alone, nobody.style_apart) == ((), (), None)
    alone = compared(POWER)
    assert [on.barrier for on in alone.common] == ["power_dynamics"]
    assert alone.common[0].shared == ()


@pytest.mark.parametrize(
    ("one", "other", "both"),
    [
        ([(0, 5)], [(5, 9)], []),
        ([(0, 5), (8, 12)], [(3, 9)], [(3, 5), (8, 9)]),
        ([(0, 4), (2, 8)], [(1, 3)], [(1, 3)]),
        ([], [(1, 3)], []),
    ],
)
def test_overlap(
    one: list[tuple[int, int]], other: list[tuple[int, int]], both: list[tuple[int, int]]
) -> None:
    found = overlap([Span(*s) for s in one], [Span(*s) for s in other])
    assert [(s.start, s.end) for s in found] == both
