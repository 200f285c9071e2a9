"""Talk into sentences, and sentences into spans that do one thing."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest

from inference.linear import Array
from inference.spans import Span, Surety, joined, sentences

CUT = [
    ("Mm. So it's the cold.", ["Mm.", "So it's the cold."]),
    ("What happened? You'd left by then.", ["What happened?", "You'd left by then."]),
    ("Wait ... no. Go on!", ["Wait ...", "no.", "Go on!"]),
    ("  Two blanks  ", ["Two blanks"]),
    ("He said “stop.” And then?", ["He said “stop.”", "And then?"]),
    ("no marks at all here", ["no marks at all here"]),
    # not an end
    ("It came back at 11.2 today.", ["It came back at 11.2 today."]),
    ("Ask for Mr. Bell at the desk.", ["Ask for Mr. Bell at the desk."]),
    ("Fine. ...", ["Fine. ..."]),
    ("?!", []),
]


@pytest.mark.parametrize(("text", "expected"), CUT)
def test_sentences(text: str, expected: list[str]) -> None:
    assert [text[a:b] for a, b in sentences(text, 0, len(text))] == expected


def test_offsets_are_those_of_the_whole_text() -> None:
    text = "Not this. But this. And this."
    assert [text[a:b] for a, b in sentences(text, 10, len(text))] == ["But this.", "And this."]


def sure(values: dict[Span, float], otherwise: float) -> Surety:
    def surety(spans: Sequence[Span]) -> Array:
        return np.log([values.get(span, otherwise) for span in spans])

    return surety


PIECES = ((0, 5), (6, 9), (10, 20))


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({(0, 5): 0.9, (6, 9): 0.9, (10, 20): 0.9}, PIECES),
        ({(0, 9): 0.99, (10, 20): 0.9}, ((0, 9), (10, 20))),
        ({(0, 20): 0.99}, ((0, 20),)),
        # alike either way: joining has its price
        ({(0, 5): 0.9, (6, 9): 0.9, (10, 20): 0.9, (0, 20): 0.9}, PIECES),
    ],
)
def test_joined_where_that_is_surer(values: dict[Span, float], expected: tuple[Span, ...]) -> None:
    assert joined(PIECES, sure(values, 0.2)) == expected


def test_nothing_is_joined_on_behind_what_is_shut() -> None:
    surety = sure({(0, 20): 0.99, (0, 9): 0.99}, 0.2)
    assert joined(PIECES, surety, shut=[(6, 9)]) == ((0, 9), (10, 20))
    assert joined(PIECES, surety, shut=[(10, 20)]) == ((0, 20),)


def test_one_sentence_is_asked_nothing() -> None:
    def never(spans: Sequence[Span]) -> Array:
        raise AssertionError

    assert joined(((0, 4),), never) == ((0, 4),)
    assert joined((), never) == ()
