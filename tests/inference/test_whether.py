"""Whether a clause is stated, denied, hypothetical or general."""

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
    if (row := json.loads(line))["whether"] is not None
]


@pytest.mark.parametrize("row", ROWS, ids=[row["id"] for row in ROWS])
def test_whether(clause_of: Find, row: dict[str, Any]) -> None:
    assert clause_of(row["text"], row["words"]).whether.value == row["whether"]


CUES = [
    ("Denies SI.", "SI", ["Denies"]),
    ("She did not feel rushed.", "rushed", ["not"]),
    ("If they make me go I'll burn it down.", "burn it down", ["If"]),
    ("Many of our guests hate queues.", "hate queues", ["Many of our guests"]),
    ("Asked if she felt rushed, she said no.", "felt rushed", ["Asked if", "she said no"]),
    ("He would not sign.", "sign", []),
]


@pytest.mark.parametrize(("text", "words", "cues"), CUES)
def test_whether_gives_the_words_that_decided(
    clause_of: Find, text: str, words: str, cues: list[str]
) -> None:
    assert [c.text for c in clause_of(text, words).whether.cues] == cues


@pytest.mark.parametrize(
    ("text", "threat"),
    [
        ("If they make me go I'll hurt somebody.", "hurt somebody"),
        ("He said if we ring the police he will jump.", "jump"),
        ("She'll cut herself if they send her back.", "cut herself"),
        ("Unless I get the room I am going to burn it down.", "burn it down"),
    ],
)
def test_whether_keeps_the_cue_of_a_conditional_threat(
    nlp: Language, text: str, threat: str
) -> None:
    supposed = [c for c in read_note(nlp, text).clauses if c.whether.value == "hypothetical"]
    said = " ".join(text[c.start : c.end] for c in supposed)
    assert threat in said
    assert all(c.whether.cues for c in supposed)


@pytest.mark.parametrize(
    ("text", "words", "value"),
    [
        ("Substances: none.\nHousing: tent.", "none", "denied"),
        ("He asked whether he could leave. No, I said.", "could leave", "stated"),
        ("Call the ward if he falls; she slept well.", "slept well", "stated"),
        ("Many guests hate it, but he slept well.", "slept well", "stated"),
        ("If it rains he goes in, he said.", "he said", "stated"),
        ("moved in on 4 may with two bags", "moved in", "stated"),
    ],
)
def test_whether_ends_where_its_scope_ends(
    clause_of: Find, text: str, words: str, value: str
) -> None:
    assert clause_of(text, words).whether.value == value
