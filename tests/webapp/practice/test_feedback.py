"""An attempt beside the reference: each verdict, with rows that must not get it."""

from __future__ import annotations

from typing import Any

import pytest

from inference import Quote
from webapp.practice import feedback
from webapp.practice.attempt import CONFIDENCE, Attempt, Guess
from webapp.practice.feedback import compare, marked, place
from webapp.practice.pack import Case, Pack
from webapp.spans import Span, joined


def attempt(**parts: Any) -> Attempt:
    """An attempt that has decided on nothing but `parts`; guesses as barrier=confidence."""
    guesses = tuple(Guess(barrier, sure) for barrier, sure in parts.pop("guesses", {}).items())
    empty: dict[str, Any] = {
        "spans": (),
        "control": "unclear",
        "affiliation": "unclear",
        "felt": (),
        "danger": False,
        "stance": "a",
    }
    return Attempt(**{**empty, **parts}, guesses=guesses)


def marks(case: Case, *texts: str) -> tuple[Span, ...]:
    quotes = (place(case.note, text) for text in texts)
    return tuple(Span(quote.start, quote.end) for quote in quotes)


def verdicts(case: Case, **guesses: int) -> dict[str, str]:
    found = compare(case, attempt(guesses=guesses)).on_barriers
    return {each.barrier: each.verdict for each in found}


@pytest.mark.parametrize(
    ("guesses", "expected"),
    [
        ({}, {"power_dynamics": "missed", "coercion_sensitivity": "left_out"}),
        ({"power_dynamics": 75}, {"power_dynamics": "seen", "coercion_sensitivity": "left_out"}),
        (
            {"practical_obstacle": 50},
            {
                "power_dynamics": "missed",
                "practical_obstacle": "rival",
                "coercion_sensitivity": "left_out",
            },
        ),
        (
            {"coercion_sensitivity": 95},
            {"power_dynamics": "missed", "coercion_sensitivity": "look_alike"},
        ),
        (
            {"power_dynamics": 95, "confusion": 25},
            {
                "power_dynamics": "seen",
                "confusion": "read_in",
                "coercion_sensitivity": "left_out",
            },
        ),
    ],
)
def test_verdicts(keys: Case, guesses: dict[str, int], expected: dict[str, str]) -> None:
    assert verdicts(keys, **guesses) == expected


@pytest.mark.parametrize(
    ("guesses", "expected"),
    [
        ({}, {"coercion_sensitivity": "left_out", "street_community": "left_out"}),
        (
            {"street_community": 50},
            {"coercion_sensitivity": "left_out", "street_community": "look_alike"},
        ),
    ],
)
def test_verdicts_where_nothing_is_in_the_way(
    allotment: Case, guesses: dict[str, int], expected: dict[str, str]
) -> None:
    assert verdicts(allotment, **guesses) == expected


def test_every_verdict_is_reached(pack: Pack) -> None:
    everything = dict.fromkeys(
        ["power_dynamics", "practical_obstacle", "coercion_sensitivity", "confusion"], 50
    )
    reached = {
        v for case in pack.cases for g in ({}, everything) for v in verdicts(case, **g).values()
    }
    assert reached == {
        *(feedback.SEEN, feedback.MISSED, feedback.RIVAL),
        *(feedback.LOOK_ALIKE, feedback.READ_IN, feedback.LEFT_OUT),
    }


@pytest.mark.parametrize(
    ("barrier", "confidence", "sure"),
    [
        ("referral_as_rejection", 25, "too_careful"),  # several signs
        ("referral_as_rejection", 50, "too_careful"),
        ("referral_as_rejection", 75, "fits"),
        ("referral_as_rejection", 95, "fits"),
        ("ambivalence", 25, "too_careful"),  # some support
        ("ambivalence", 50, "fits"),
        ("ambivalence", 75, "fits"),
        ("ambivalence", 95, "too_sure"),
        ("power_dynamics", 75, "fits"),  # a rival
        ("power_dynamics", 95, "too_sure"),
        ("practical_obstacle", 50, "fits"),  # a look-alike, held loosely
        ("practical_obstacle", 75, "too_sure"),
        ("confusion", 95, "too_sure"),  # not there at all
    ],
)
def test_how_far_confidence_fits(night: Case, barrier: str, confidence: int, sure: str) -> None:
    found = compare(night, attempt(guesses={barrier: confidence})).on_barriers
    assert next(each for each in found if each.barrier == barrier).sure == sure


def test_what_was_missed_comes_with_its_words(keys: Case) -> None:
    only = marks(keys, "He told the girl behind him to go round, the desk was closed.")
    missed = compare(keys, attempt(spans=only)).with_verdict("missed")[0]
    assert [words.marked for words in missed.speaks_for] == [False, True, False]
    assert missed.speaks_for[2].quote.text == "\"see, that's all you're for\""
    assert missed.reference is not None
    assert missed.sure is None


def test_a_look_alike_comes_with_its_words_and_the_reason(keys: Case) -> None:
    found = compare(keys, attempt(guesses={"coercion_sensitivity": 75})).with_verdict("look_alike")
    assert found[0].speaks_for[0].quote.text == "Stood at the counter with his keys in his fist"
    assert found[0].look_alike is not None


@pytest.mark.parametrize(
    ("spans", "expected"),
    [
        ([], False),
        ([(10, 20)], True),
        ([(0, 40)], True),
        ([(10, 15)], True),
        ([(12, 16)], True),  # inside, four letters
        ([(12, 15)], False),  # inside, three
        ([(0, 14)], False),  # reaches in by four of ten
        ([(0, 15)], True),
        ([(0, 13), (18, 30)], True),  # two marks hold half together
        ([(0, 13), (11, 13)], False),  # the same words twice count once
        ([(20, 30)], False),
    ],
)
def test_marked(spans: list[tuple[int, int]], expected: bool) -> None:
    quote = Quote(10, 20, "0123456789")
    assert marked(quote, [Span(*span) for span in spans]) is expected


def test_marks_that_nothing_uses_are_strays_and_traps_are_not(keys: Case) -> None:
    spans = marks(
        keys,
        "I said the plumber is booked for 2.",  # nothing
        "Third day without hot water, he is right about that.",  # against
        "Felt about two inches tall tbh.",  # a reaction
        "Stood at the counter with his keys in his fist",  # a trap
    )
    found = compare(keys, attempt(spans=spans)).marks
    assert [quote.text for quote in found.stray] == ["I said the plumber is booked for 2."]
    assert (found.found, found.of) == (1, 4)
    assert 0.2 < found.share < 0.4


def test_a_whole_note_marked_finds_all_and_says_so(keys: Case) -> None:
    found = compare(keys, attempt(spans=(Span(0, len(keys.note)),))).marks
    assert (found.found, found.of, found.share) == (4, 4, 1.0)


@pytest.mark.parametrize(
    ("case", "danger", "expected"),
    [(2, True, "seen"), (2, False, "missed"), (0, True, "alarm"), (0, False, "none")],
)
def test_danger(pack: Pack, case: int, danger: bool, expected: str) -> None:
    assert compare(pack.cases[case], attempt(danger=danger)).danger == expected


def test_style_axis_by_axis(keys: Case) -> None:
    found = compare(keys, attempt(control="dominant", affiliation="mixed"))
    assert found.control.same
    assert not found.affiliation.same
    assert found.affiliation.reference == "hostile"


@pytest.mark.parametrize(
    ("felt", "expected"),
    [
        ((), [("intimidated", True, False)]),
        (("intimidated",), [("intimidated", True, True)]),
        (("guilty",), [("intimidated", True, False), ("guilty", False, True)]),
    ],
)
def test_reactions_are_compared_and_not_marked(keys: Case, felt: Any, expected: Any) -> None:
    found = compare(keys, attempt(felt=felt)).reactions
    assert [(r.kind, r.words is not None, r.own) for r in found] == expected


@pytest.mark.parametrize(
    ("stance", "fit"), [("a", "misses"), ("b", "fits"), ("c", "partly"), (None, None)]
)
def test_stance(keys: Case, stance: str | None, fit: str | None) -> None:
    found = compare(keys, attempt(stance=stance)).stance
    assert (found.fit if found else None) == fit


@pytest.mark.parametrize(
    ("spans", "expected"),
    [
        ([], []),
        ([(3, 5)], [(3, 5)]),
        ([(3, 5), (0, 2)], [(0, 2), (3, 5)]),
        ([(0, 4), (2, 6)], [(0, 6)]),
        ([(0, 9), (2, 6)], [(0, 9)]),
        ([(0, 2), (2, 4)], [(0, 2), (2, 4)]),
    ],
)
def test_joined(spans: Any, expected: Any) -> None:
    assert [(s.start, s.end) for s in joined(tuple(Span(*s) for s in spans))] == expected


def test_every_attempt_gets_feedback(pack: Pack) -> None:
    for case in pack.cases:
        for confidence in CONFIDENCE:
            for guesses in ({}, {"confusion": confidence}):
                found = compare(case, attempt(guesses=guesses))
                assert found.on_barriers
