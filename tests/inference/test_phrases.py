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
from inference.knowledge.patterns import Expression, any_of, fold, word_groups
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
    compiled = Expression([pattern], word_groups(), "here").compiled
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
        Expression([pattern], word_groups(), "entry-7").compiled  # noqa: B018  (compiled when asked)


def test_no_patterns_are_no_expression() -> None:
    assert any_of([], word_groups(), "here") is None


@pytest.mark.parametrize("phrases", [risk_phrases, referral_phrases])
def test_every_expression_compiles(phrases) -> None:  # type: ignore[no-untyped-def]
    phrases().compile()
    expressions = [expression for expression, _ in phrases().index.entries]
    assert len(expressions) > 200
    assert all("compiled" in vars(expression) for expression in expressions)


def test_an_expression_that_does_not_compile_is_found() -> None:
    index: HeadIndex[None] = HeadIndex([(Expression(["[a-"], {}, "entry-7"), None)])
    with pytest.raises(KnowledgeError, match="entry-7"):
        Phrases((), index, (), re.compile(r"\.")).compile()  # type: ignore[arg-type]


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
        ("nooses", {"noose"}),
        ("strangled", {"stran"}),
        ("dsh", {"dsh"}),
        ("no(?:t|r) wake", {"not w", "nor w"}),
        ("he +cut", {"he cu", "he  "}),
        ("(?:a |the )?gun", {"a gun", "the g", "gun"}),
        ("o(?:d|verdos[a-z]*)", {"od", "overd"}),
        ("od'?d", {"od'd", "odd"}),
        ("[12]x", {"1x", "2x"}),
        ("a[a-z]*n", {"a", "an"}),
        ("(?<=no )si(?= today)", {"si"}),
        ("x{2}y", {"x"}),
        ("(?:ab)+c", {"ab"}),
        (r"c\.d", {"c.d"}),
        ("[a-z]+", {""}),
        ("(?:ab|c)?d(?:e|f)", {"abde", "abdf", "cde", "cdf", "de", "df"}),
        ("(?:<[^>]+>|a)(?:b|[|)])c", {"<", "abc", "a|c", "a)c"}),
        ("(?<![a-z])(?:(?:a|b)c{2}|noose)(?![a-z])", {"ac", "bc", "noose"}),
    ],
)
def test_heads(pattern: str, expected: set[str]) -> None:
    assert heads(pattern) == expected


def test_the_index_finds_what_plain_search_finds() -> None:
    words = word_groups()
    texts = [entry.examples[0] for _, entry in ENTRIES[::3]]
    folded = fold(" . ".join(texts))
    expressions = [
        (Expression([pattern], words, entry.id), pattern)
        for _, entry in ENTRIES
        for pattern in entry.patterns
    ]
    index = HeadIndex(expressions)
    by_index = {(at, end, p) for at, end, p in index.matches(folded, 0, len(folded))}
    places = [m.start() for m in re.finditer("(?<![a-z0-9])[^ ]", folded)]
    plain = {
        (at, match.end(), pattern)
        for expression, pattern in expressions
        if expression.compiled.search(folded)
        for at in places
        if (match := expression.compiled.match(folded, at))
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

    # The least of a few runs: a collection of garbage, or another program, lands in single ones.
    seconds(10)
    short, long = (min(seconds(times) for _ in range(3)) for times in (300, 1200))
    assert long < 12 * short + 0.5
