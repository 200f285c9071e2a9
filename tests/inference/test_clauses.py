"""Where within a sentence a judgement may change."""

from __future__ import annotations

import pytest
from spacy.language import Language

from inference.pipeline import read_note

CASES = [
    "Denies feeling unsafe | but left at night.",
    "She likes the room; | he hates the stairs.",
    "Ate well - | went out at nine.",
    "He came in | and she left.",
    "He came in | and sat down.",
    "If he feels cornered | he might run.",
    "Call me | if he comes.",
    "She said | her sister was taken away.",
    "Told me that | her sister was taken away.",
    "He told the nurse that | his brother drinks.",
    "Mood low, | no plan.",
    "Calm | with no sign of drink.",
    "Came | without any fuss.",
    "One overdose (| he was 16) | at school.",
    'He said | "leave me alone now" | and went.',
    "Since they kept her | she sleeps outside.",
    "She eats | though she is sad.",
    "His brother, | held in the spring, | is out.",
    # One clause each.
    "She asked for soap, socks and a comb.",
    "Denies SI, HI and AVH.",
    "He did not eat or sleep.",
    "Nobody pushed or rushed her.",
    "She asked if the door was open.",
    "SI - none",
    "Fever: none",
    "P. (F, 63) went quiet.",
    "There was nothing but soup.",
    "He acted as if he knew us.",
    "She has not signed yet.",
    'He calls it "the office" still.',
]


@pytest.mark.parametrize("marked", CASES)
def test_clauses(nlp: Language, marked: str) -> None:
    text = marked.replace("| ", "").replace("|", "")
    expected = [part.strip(" ,;-()") for part in marked.split("|")]
    found = [text[c.start : c.end] for c in read_note(nlp, text).clauses]
    assert [part.strip(" ,;-()") for part in found] == expected


def test_clauses_lie_in_their_sentences_in_order(nlp: Language) -> None:
    reading = read_note(nlp, "He came, and she left. If it rains, we stay; she won't.\n- no post")
    for index, sentence in enumerate(reading.sentences):
        clauses = [c for c in reading.clauses if c.sentence == index]
        assert clauses
        edges = [edge for c in clauses for edge in (c.start, c.end)]
        assert edges == sorted(edges)
        assert sentence.start <= edges[0]
        assert edges[-1] <= sentence.end
