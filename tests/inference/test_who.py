"""Whom a clause is about."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from spacy.language import Language

from inference.pipeline import read_note
from inference.reading import Clause

Find = Callable[[str, str], Clause]

ROWS = [
    row
    for line in (Path(__file__).parent / "cases/judgements.jsonl").read_text("utf-8").splitlines()
    if (row := json.loads(line))["who"] is not None
]


@pytest.mark.parametrize("row", ROWS, ids=[row["id"] for row in ROWS])
def test_who(clause_of: Find, row: dict[str, Any]) -> None:
    assert clause_of(row["text"], row["words"]).who.value == row["who"]


CUES = [
    ("Her sister rings on Sundays.", "rings", "family", "sister"),
    ("Another resident hit him.", "hit him", "other_client", "Another resident"),
    ("I felt cornered.", "cornered", "worker", "I"),
    ("Told her the rules.", "the rules", "worker", "Told her"),
    ("He felt cornered.", "cornered", "client", None),
]


@pytest.mark.parametrize(("text", "words", "value", "cue"), CUES)
def test_who_gives_the_words_that_decided(
    clause_of: Find, text: str, words: str, value: str, cue: str | None
) -> None:
    who = clause_of(text, words).who
    assert (who.value, [c.text for c in who.cues]) == (value, [cue] if cue else [])


LETTER = (
    "My tent went in the sweep and my caseworker said I would hear by Friday. I have my dog and "
    "my bag. I can't do another winter like this, I am 61. They told me the list is long. I need "
    "a door of my own and I don't know who else to ask. My brother drinks and I keep away."
)
NOTE = (
    "Offered the day bed again. He asked me what it costs and I told him it is free. He laughed "
    "and said I would say that. I gave him the leaflet, he folded it and put it in his shoe. I "
    "felt useless. Will try him on Friday."
)


@pytest.mark.parametrize(
    ("text", "words", "value"),
    [
        (LETTER, "I can't do another winter", "client"),
        (LETTER, "My brother drinks", "family"),
        (NOTE, "I told him", "worker"),
        (NOTE, "felt useless", "worker"),
        (NOTE, "he folded it", "client"),
    ],
)
def test_who_asks_who_wrote_the_note(clause_of: Find, text: str, words: str, value: str) -> None:
    assert clause_of(text, words).who.value == value


SPOKEN = "CM: I can ring them.\nClient: My mum rang them. I waited.\nCM: And you?"


@pytest.mark.parametrize(
    ("words", "value"),
    [
        ("can ring them", "worker"),
        ("mum rang", "family"),
        ("I waited", "client"),
        ("you", "worker"),
    ],
)
def test_who_follows_the_speaker(clause_of: Find, words: str, value: str) -> None:
    assert clause_of(SPOKEN, words).who.value == value


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("Mom signed for both boys. Mom wants the girls home.", "client"),
        ("Mom rang about the rent. He was out.", "family"),
        ("Her mom signed for both boys.", "family"),
    ],
)
def test_who_knows_a_parent_as_client(nlp: Language, text: str, value: str) -> None:
    assert read_note(nlp, text).clauses[0].who.value == value


@pytest.mark.parametrize(
    ("text", "words", "value"),
    [
        ("Bed 9 slept well. At six bed 9 asked for tea.", "asked for tea", "client"),
        ("She slept well. At six bed 9 shouted.", "shouted", "other_client"),
        ("She slept well (bed 9), then ate.", "slept well", "client"),
    ],
)
def test_who_knows_the_own_bed(clause_of: Find, text: str, words: str, value: str) -> None:
    assert clause_of(text, words).who.value == value


@pytest.mark.parametrize(
    ("text", "words", "value"),
    [
        ("Her brother was sectioned. He will not go near a ward.", "go near", "family"),
        ("His brother was sectioned. He will not go near a ward.", "go near", "client"),
        ("She spoke of her uncle, who drinks.", "who drinks", "family"),
        ("It's her cousin who is refusing, not she.", "refusing", "family"),
    ],
)
def test_who_follows_pronouns(clause_of: Find, text: str, words: str, value: str) -> None:
    assert clause_of(text, words).who.value == value
