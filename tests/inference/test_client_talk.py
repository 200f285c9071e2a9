"""Change talk and sustain talk in sentences composed for it, in the client's own speech alone."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Final

import pytest
from spacy.language import Language

from inference import Reader
from inference.client_talk import find_client_talk
from inference.knowledge.client_talk import KINDS, TalkEntry, client_talk_wordings
from inference.pipeline import read_note

CASES: Final = Path(__file__).parent / "cases"
TABLES: Final = ("client_talk", "client_talk_fresh", "client_talk_heldout")
ENTRIES: Final = [search.entry for search in client_talk_wordings()]


def kinds(nlp: Language, text: str, *, all_theirs: bool = False) -> set[str]:
    return {talk.kind for talk in find_client_talk(read_note(nlp, text), all_theirs=all_theirs)}


@pytest.mark.parametrize("table", TABLES)
def test_precision_comes_before_recall(nlp: Language, table: str) -> None:
    lines = (CASES / f"{table}.jsonl").read_text("utf-8").splitlines()
    rows = [json.loads(line) for line in lines]
    for kind in KINDS:
        told = [(kind in kinds(nlp, row["text"]), kind in row["talk"]) for row in rows]
        right = sum(found and there for found, there in told)
        assert right >= 0.9 * sum(found for found, _ in told)
        assert right >= 0.75 * sum(there for _, there in told)


@pytest.mark.parametrize(
    "text",
    [
        "I want him to go to detox this week.",
        "I told him he has to cut down.",
        "Her son told me she has to stop.",
        "His mother wants him to stop drinking.",
        "Last year he said he wanted to quit.",
        "She denied wanting to stop her tablets.",
        "He said his brother can't stop drinking.",
        "Worker: I want you to think about the bed.\nClient: Mhm.\nWorker: You need to come in.",
    ],
)
def test_only_what_the_client_says_now_counts(nlp: Language, text: str) -> None:
    assert kinds(nlp, text) == set()


def test_offsets_are_those_of_the_text(nlp: Language) -> None:
    text = "Tea first.\n\n“I want to stop, but I can’t.”"
    found = find_client_talk(read_note(nlp, text))
    assert [(talk.kind, talk.category) for talk in found] == [
        ("change", "desire"),
        ("sustain", "ability"),
    ]
    assert all(text[t.quote.start : t.quote.end] == t.quote.text for t in found)


def test_one_reading_gives_both(reader: Reader) -> None:
    text = "Offered the bed. He said he wants to stop, but it helps him sleep."
    both = reader.read_with_talk(text, felt=["protective"])
    assert both == (reader.read(text, felt=["protective"]), reader.client_talk(text))
    assert len(both[1]) == 2


@pytest.mark.parametrize(
    ("said", "found"),
    [
        ("I don't want to live anymore.", []),
        ("I can't go on, I'm going to kill myself.", []),
        ("I want to go there and kill him.", []),
        ("I want to stop drinking. I want to die.", ["I want to stop drinking"]),
        # denied, it is a reason
        ("I don't want to die, I want to stop.", ["don't want to die", "I want to stop"]),
        # other dangers may be what speaks for a change
        (
            "I'm sick of waking up wet under that bridge.",
            ["sick of waking up wet under that bridge"],
        ),
    ],
)
def test_a_wish_to_die_or_to_hurt_is_no_side(nlp: Language, said: str, found: list[str]) -> None:
    talk = find_client_talk(read_note(nlp, said), all_theirs=True)
    assert [one.quote.text for one in talk] == found


def test_no_phrase_breaks_off(nlp: Language) -> None:
    text = '"I\'m not going in there without the dog." He said he wants to stop, but it helps him.'
    found = [talk.quote.text for talk in find_client_talk(read_note(nlp, text))]
    assert found[0] == "I'm not going in there without the dog"
    assert found[1] == "he wants to stop"
    assert all(one not in other for one in found for other in found if one != other)


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry.id)
def test_examples_are_found_and_traps_are_not(nlp: Language, entry: TalkEntry) -> None:
    assert entry.examples
    assert entry.traps
    for example in entry.examples:
        assert kinds(nlp, example, all_theirs=True) == {entry.kind}, example
    for trap in entry.traps:
        assert entry.kind not in kinds(nlp, trap, all_theirs=True), trap
