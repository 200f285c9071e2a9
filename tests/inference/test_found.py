"""Of finds that overlap, the more trusted stays whole, and of the other what sticks out."""

from __future__ import annotations

import pytest

from inference.identifiers.found import CHECKED, GUESSED, NAMED, Found, settle

TEXT = "Met Ms. Okafor, of Harbor House today."


def find(words: str, trust: int) -> Found:
    start = TEXT.index(words)
    return Found(start, start + len(words), "person", "Person", trust)


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        ([("Okafor", CHECKED), ("Ms. Okafor, of", GUESSED)], ["Ms", "Okafor", "of"]),
        ([("Okafor, of", GUESSED), ("Ms. Okafor", NAMED)], ["Ms. Okafor", "of"]),
        # Trusted alike, the longer one stays.
        ([("Harbor", NAMED), ("Harbor House", NAMED)], ["Harbor House"]),
        # What is left of a find is none without a word in it.
        ([("Okafor", NAMED), ("Okafor, ", GUESSED)], ["Okafor"]),
        ([("House", GUESSED), ("Okafor", GUESSED)], ["Okafor", "House"]),
        ([], []),
    ],
)
def test_settle(found: list[tuple[str, int]], expected: list[str]) -> None:
    settled = settle([find(words, trust) for words, trust in found], TEXT)
    assert [TEXT[one.start : one.end] for one in settled] == expected
