"""Where sentences of notes begin and end."""

from __future__ import annotations

import pytest
from spacy.language import Language

from inference.pipeline import read_note

CASES = [
    ("She slept. He did not.", ["She slept.", "He did not."]),
    # No capitals.
    ("didnt come to the door. left a card. will try fri", 3),
    ("hes ok! asked for socks. u free tmrw? ring me", 4),
    # Abbreviations, initials and titles.
    (
        "Pt. seen by Dr. Hale at 9. Refused nothing.",
        ["Pt. seen by Dr. Hale at 9.", "Refused nothing."],
    ),
    ("Waited 20 min. He left.", ["Waited 20 min.", "He left."]),
    ("Needs soap, socks, etc. for the week.", 1),
    ("Met K. at the gate. J.M. came too.", ["Met K. at the gate.", "J.M. came too."]),
    ("Gave it to R. He laughed.", ["Gave it to R.", "He laughed."]),
    ("He said no. She said yes.", 2),
    ("Room no. 4 is hers.", 1),
    ("At Mt. Carmel St. Anne fed him.", 1),
    # Times, money and decimals.
    ("Temp 37.4 at 2.30 p.m. today.", 1),
    ("Owes $4.50. Paid half.", 2),
    ("In at 9.15. Out at 9.40.", 2),
    # Bullets, with the mark left out.
    ("- up at six\n- ate twice\n* no post", ["up at six", "ate twice", "no post"]),
    ("1) bank\n2) key\n3) bus pass", ["bank", "key", "bus pass"]),
    ("1. Rest.\n2. Return Friday.", ["Rest.", "Return Friday."]),
    ("Plan: 1. Rest. 2. Return Friday.", ["Rest.", "Return Friday."]),
    # Lines: short ones are entries, long ones may run on.
    ("up at six\nate twice", ["up at six", "ate twice"]),
    ("She waited at the bus stop by the church for an hour and\nthen walked home.", 1),
    ("One thought\n\nanother one", 2),
    ("Windows line.\r\nNext line.", ["Windows line.", "Next line."]),
    # Quotations and brackets keep their marks.
    ('"I will not." He left.', ['"I will not."', "He left."]),
    ('"Have I?" she said.', ['"Have I?" she said.']),
    ("He came (late.) Then he ate.", 2),
    # A query in front of a diagnosis ends nothing.
    ("Low mood, ? grief ? thyroid.", 1),
    ("Well... she came.", 1),
    # Log entries and headings.
    ("0215 up. 0340 asleep.", ["up.", "asleep."]),
    ("S: Tired. P: Rest.", ["Tired.", "Rest."]),
    # Nothing to read.
    ("", []),
    (" \n\t ", []),
    ("- \n--\n...", []),
]


@pytest.mark.parametrize(("text", "expected"), CASES)
def test_sentences(nlp: Language, text: str, expected: list[str] | int) -> None:
    found = [text[s.start : s.end] for s in read_note(nlp, text).sentences]
    assert (len(found) if isinstance(expected, int) else found) == expected


def test_sentences_are_spacy_sentences_too(nlp: Language) -> None:
    doc = nlp("S: Tired. Slept badly. P: Rest.")
    assert [str(span) for span in doc.sents] == ["S:", "Tired.", "Slept badly.", "P:", "Rest."]
