"""Whether a clause holds now, is over, or is past and still driving."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from inference.reading import Clause

Find = Callable[[str, str], Clause]

ROWS = [
    row
    for line in (Path(__file__).parent / "cases/judgements.jsonl").read_text("utf-8").splitlines()
    if (row := json.loads(line))["when"] is not None
]


@pytest.mark.parametrize("row", ROWS, ids=[row["id"] for row in ROWS])
def test_when(clause_of: Find, row: dict[str, Any]) -> None:
    assert clause_of(row["text"], row["words"]).when.value == row["when"]


CUES = [
    ("SI in 2015, none since.", "SI", ["in 2015", "none since"]),
    (
        "He did six years inside and will not be searched.",
        "six years",
        ["did six years", "will not"],
    ),
    ("He came at nine.", "came", []),
]


@pytest.mark.parametrize(("text", "words", "cues"), CUES)
def test_when_gives_the_words_that_decided(
    clause_of: Find, text: str, words: str, cues: list[str]
) -> None:
    assert [c.text for c in clause_of(text, words).when.cues] == cues


@pytest.mark.parametrize(
    ("text", "words", "value"),
    [
        # The reaction may open the next sentence, but not stand anywhere in it.
        ("Her ex used to search her bags. Won't open them here.", "search", "past_driving"),
        ("He used to search the bins. The office will not open today.", "search", "past_over"),
        # The past tense of the reaction belongs to what is told ...
        ("When he came in 2019 he would not sit down.", "not sit", "past_over"),
        ("He kept her in the hall and would not stop.", "kept her", "now"),
        # ... unless "so" ties the two.
        ("As a boy he was locked in, so he would not go in.", "locked in", "past_driving"),
        # A past that is told to have ended drives nothing.
        ("He used to bolt at the door, but that is over.", "bolt", "past_over"),
        ("She will not go there any more.", "go there", "now"),
    ],
)
def test_when_ties_past_to_present(clause_of: Find, text: str, words: str, value: str) -> None:
    assert clause_of(text, words).when.value == value
