"""The writer's own words: what is pointed out, what is left alone, and what kind a sentence is."""

from __future__ import annotations

import re

import pytest
from spacy.language import Language

from inference.errors import KnowledgeError
from inference.knowledge import own_words as knowledge
from inference.knowledge.own_words import KINDS, LoadedWords, loaded_words
from inference.own_words import OwnWords, look_at_own_words
from inference.pipeline import read_note

ENTRIES = [search.entry for search in loaded_words()]
PRESSING = re.compile(
    r"\b(?:must|should|never write|forbidden|wrong|unprofessional)\b", re.IGNORECASE
)


def look(nlp: Language, text: str) -> OwnWords:
    found = look_at_own_words(read_note(nlp, text))
    for part in (*found.hints, *found.told):
        assert text[part.quote.start : part.quote.end] == part.quote.text
    return found


def ids(nlp: Language, text: str) -> list[str]:
    return [hint.id for hint in look(nlp, text).hints]


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry.id)
def test_examples_are_found_and_traps_are_not(nlp: Language, entry: LoadedWords) -> None:
    assert entry.examples
    for example in entry.examples:
        assert entry.id in ids(nlp, example), example
    for trap in entry.traps:
        assert entry.id not in ids(nlp, trap), trap


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry.id)
def test_every_entry_offers_something_and_presses_nobody(entry: LoadedWords) -> None:
    assert entry.kind in KINDS
    assert entry.plainer and entry.why.endswith(".") and entry.note
    assert not PRESSING.search(entry.why)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('He said "I am an addict and I refuse to hide it".', []),
        ("She told me she is 'just a junkie' to them.", []),
        ("She doesn't come. He isn't lazy, he's lazy.", ["unmotivated", "unmotivated"]),
        ("Refused the bed. Claims that he never got the letter.", ["refuses", "claims"]),
        ("Said no to the bed on Monday: last time the door was locked.", []),
        ("Non-compliant.", ["non-compliant"]),
        ("NON COMPLIANT W MEDS", ["non-compliant"]),
        ("İİİ he is manipulative 🙂", ["manipulative"]),
        ("Denies SI/HI.", []),
        ("He always has an excuse. He always comes on Tuesdays.", ["always-or-never"]),
        ("He knows which buttons to push.", ["mind-reading"]),
        ("Became aggressive at the desk. Her ex became aggressive.", ["aggressive"]),
        ("Claims he 'didn't get the letter'.", ["claims"]),
        ("He always lies.", ["always-or-never"]),
        ("He always lies in court.", ["always-or-never"]),
        ("He never bothers to ring.", ["always-or-never"]),
        ("She constantly complains of the food.", ["always-or-never"]),
        ("They are always late with the rent.", ["always-or-never"]),
        ("She says he never helps himself.", ["always-or-never"]),
        ("Her son slept. He became aggressive.", ["aggressive"]),
        ("Verbally abusive to her stepmother.", ["aggressive"]),
    ],
)
def test_what_is_pointed_out(nlp: Language, text: str, expected: list[str]) -> None:
    assert ids(nlp, text) == expected


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("Stood by the door for ten minutes.", ["observation"]),
        ("She said the bus was late.", ["report"]),
        ("I think the bus was late.", ["opinion"]),
        ("He seems tired. He slept on the bench.", ["opinion", "observation"]),
        ('"Probably rain", he read out.', ["report"]),
        ("He is lazy.", ["opinion"]),
        ("He said maybe.", ["report"]),
        ("Maybe he said so.", ["opinion"]),
        ("According to the night staff he left at four.", ["report"]),
        ("I'm honestly past caring. I'm on nights.", ["opinion", "observation"]),
        ("Brought up blood in the sink when I asked.", ["observation"]),
        ("Brought up blood in the sink when I asked, he said.", ["report"]),
        ("I was told that he brought up blood.", ["report"]),
        ("I said maybe.", ["observation"]),
    ],
)
def test_seen_told_or_taken_to_be_so(nlp: Language, text: str, kinds: list[str]) -> None:
    assert [told.kind for told in look(nlp, text).told] == kinds


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Plan: final warning. Ring him.", ["Plan: final warning.", "Ring him."]),
        ("Slept well.\nPlan:\n- final warning", ["Slept well.", "Plan:\n- final warning"]),
        ("10:30 quiet\n11:00 left", ["10:30 quiet", "11:00 left"]),
        ("He left. She stayed.", ["He left.", "She stayed."]),
    ],
)
def test_a_sentence_keeps_the_heading_before_it(nlp: Language, text: str, shown: list[str]) -> None:
    assert [told.quote.text for told in look(nlp, text).told] == shown


def test_an_unknown_source_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    entries = [ENTRIES[0].__class__(**{**_fields(ENTRIES[0]), "source": ("hearsay",)})]
    load = knowledge.load_entries
    monkeypatch.setattr(
        knowledge,
        "load_entries",
        lambda name, cls: entries if name == "own_words.json" else load(name, cls),
    )
    with pytest.raises(KnowledgeError, match="hearsay"):
        loaded_words.__wrapped__()


def _fields(entry: LoadedWords) -> dict[str, object]:
    return {name: getattr(entry, name) for name in LoadedWords.__slots__}
