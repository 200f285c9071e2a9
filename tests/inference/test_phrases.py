"""The phrase files keep what they promise, and searching by heads finds what plain search finds."""

from __future__ import annotations

import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inference.errors import KnowledgeError
from inference.knowledge import loading
from inference.knowledge.heads import HeadIndex, heads
from inference.knowledge.patterns import compile_patterns, expand, fold, word_groups
from inference.knowledge.phrases import (
    Phrases,
    ReferralService,
    RiskPhrase,
    referral_phrases,
    risk_phrases,
)

ENTRIES = [
    *((risk_phrases, wording.entry) for wording in risk_phrases().wordings),
    *((referral_phrases, wording.entry) for wording in referral_phrases().wordings),
]
IDS = [entry.id for _, entry in ENTRIES]


def found(phrases: Phrases[RiskPhrase] | Phrases[ReferralService], text: str) -> set[str]:
    return {entry.id for _, _, entry in phrases.hits(text, fold(text), [(0, len(text))])}


@pytest.mark.parametrize(("phrases", "entry"), ENTRIES, ids=IDS)
def test_examples_are_found_and_traps_are_not(phrases, entry) -> None:  # type: ignore[no-untyped-def]
    assert entry.examples
    assert entry.traps
    assert [text for text in entry.examples if entry.id not in found(phrases(), text)] == []
    assert [text for text in entry.traps if entry.id in found(phrases(), text)] == []


@pytest.mark.parametrize(("phrases", "entry"), ENTRIES, ids=IDS)
def test_entries_say_where_they_come_from(phrases, entry) -> None:  # type: ignore[no-untyped-def]
    assert entry.source
    assert entry.note


@pytest.mark.parametrize("phrases", [risk_phrases, referral_phrases])
def test_every_label_has_entries_and_every_cue_a_reason(phrases) -> None:  # type: ignore[no-untyped-def]
    assert len(phrases().wordings) >= 5
    assert all(cue.entry.note and cue.entry.source for cue in phrases().cues)


@given(st.text())
def test_fold_keeps_every_character_in_its_place(text: str) -> None:
    folded = fold(text)
    assert len(folded) == len(text)
    assert fold(folded) == folded


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("He’s “OK”", 'he\'s "ok"'),
        ("a\tb\nc\xa0d", "a b c d"),
        ("self–harm − 5", "self-harm - 5"),
        ("İSTANBUL", "İstanbul"),
    ],
)
def test_fold(text: str, folded: str) -> None:
    assert fold(text) == folded


@pytest.mark.parametrize(
    ("pattern", "text", "matches"),
    [
        ("suicid*", "suicidality", True),
        ("suicid*", "parasuicide", False),
        ("no plan", "no   plan", True),
        ("(?<=no )plan", "no plan", True),
        ("<self>", "harms himself", True),
        ("<self>", "the shelf", False),
        ("took<gap2>pills", "took all the pills", True),
        ("took<gap2>pills", "took four of the old pills", False),
        ("rope<apart>neck", "rope, she says, round her neck", True),
        ("rope<apart>neck", "rope. Her neck", False),
    ],
)
def test_how_patterns_are_written(pattern: str, text: str, matches: bool) -> None:
    compiled = compile_patterns([pattern], word_groups(), "here")
    assert compiled is not None
    assert bool(compiled.search(fold(text))) is matches


@pytest.mark.parametrize(
    ("pattern", "message"),
    [
        ("<nobody_knows>", "no word group"),
        ("(open", "does not compile"),
        ("(?:maybe)?", "matches the empty string"),
    ],
)
def test_a_faulty_pattern_is_named(pattern: str, message: str) -> None:
    with pytest.raises(KnowledgeError, match=f"entry-7: .*{message}"):
        compile_patterns([pattern], word_groups(), "entry-7")


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ('"kind": "boredom", "patterns": ["x"]', "boredom"),
        ('"kind": "suicide", "patterns": ["x"], "default": "soon"', "soon"),
        ('"kind": "suicide"', "neither patterns nor exact"),
        ('"kind": "suicide", "patterns": ["x"], "pairs": [["a"]]', "two expressions"),
        ('"kind": "suicide", "patterns": "x"', "a list was expected"),
    ],
)
def test_a_faulty_phrase_file_is_refused(tmp_path, monkeypatch, row: str, message: str) -> None:  # type: ignore[no-untyped-def]
    for name in ("phrase_words.json", "risk_status_cues.json"):
        (tmp_path / name).write_bytes(loading._folder().joinpath(name).read_bytes())
    entry = f'[{{"id": "p", "source": "s", "note": "n", "examples": ["x"], {row}}}]'
    (tmp_path / "risk_phrases.json").write_text(entry, encoding="utf-8")
    monkeypatch.setattr(loading, "_folder", lambda: tmp_path)
    with pytest.raises(KnowledgeError, match=message):
        risk_phrases.__wrapped__()


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        ("noose", {"noos"}),
        ("dsh", {"dsh"}),
        ("no(?:t|r) wake", {"not ", "nor "}),
        ("(?:a |the )?gun", {"a gu", "the ", "gun"}),
        ("o(?:d|verdos[a-z]*)", {"od", "over"}),
        ("od'?d", {"od'd", "odd"}),
        ("[12]x", {"1x", "2x"}),
        ("a[a-z]*n", {"a", "an"}),
        ("(?<=no )si(?= today)", {"si"}),
        ("x{2}y", {"x"}),
        ("(?:ab)+c", {"ab"}),
        (r"c\.d", {"c.d"}),
        ("[a-z]+", {""}),
    ],
)
def test_heads(pattern: str, expected: set[str]) -> None:
    assert heads(pattern) == expected


def test_the_index_finds_what_plain_search_finds() -> None:
    words = word_groups()
    texts = [entry.examples[0] for _, entry in ENTRIES[::3]]
    folded = fold(" . ".join(texts))
    compiled = [
        (expand(pattern, words, entry.id), compile_patterns([pattern], words, entry.id), pattern)
        for _, entry in ENTRIES
        for pattern in entry.patterns
    ]
    index = HeadIndex([(e, c, p) for e, c, p in compiled if c is not None])
    by_index = {(at, end, p) for at, end, p in index.matches(folded, 0, len(folded))}
    places = [m.start() for m in re.finditer("(?<![a-z0-9])[^ ]", folded)]
    plain = {
        (at, match.end(), pattern)
        for _, regex, pattern in compiled
        if regex is not None and regex.search(folded)
        for at in places
        if (match := regex.match(folded, at))
    }
    assert by_index == plain
    assert len(plain) > 20


@pytest.mark.parametrize(
    "unit",
    [
        "no thoughts of ",
        "he said she said they took all of his ",
        "wish ",
        "(((( ",
        "a, b, c, ",
        "left the kids and the baby and the ",
        "\n- ",
        "'''' ",
    ],
)
def test_search_time_grows_no_faster_than_the_note(unit: str) -> None:
    def seconds(times: int) -> float:
        text = unit * times
        started = time.process_time()
        for phrases in (risk_phrases(), referral_phrases()):
            list(phrases.hits(text, fold(text), [(0, len(text))]))
        return time.process_time() - started

    seconds(10)
    short, long = seconds(300), seconds(1200)
    assert long < 12 * short + 0.5
