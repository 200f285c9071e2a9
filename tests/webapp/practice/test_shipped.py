"""The packs that come with Middle Ground: what they hold together, and how they speak."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from webapp.practice.feedback import place
from webapp.practice.loading import shipped
from webapp.practice.pack import Case
from webapp.practice.vocabulary import DIFFICULTIES, known

ROOT = Path(__file__).parents[3]
CASES = [case for pack in shipped() for case in pack.cases]
HIGHEST_GRADE = 8.0
NEVER = re.compile(r"resistan|non-?complian|manipulati|attention-seeking|the client is\b", re.I)


def ours(case: Case) -> Iterator[str]:
    """All that a case says besides its notes."""
    yield from (case.teaches, case.reference.style.because, *case.mistakes)
    for hypothesis in case.reference.hypotheses:
        yield hypothesis.because
    for rival in case.rivals:
        yield from (rival.reading, rival.would_tell)
    for look_alike in case.look_alikes:
        yield look_alike.because
    for stance in case.stances:
        yield from (stance.say, stance.because)
    for later in case.later.values():
        yield later.lesson


def test_the_library_is_wide_enough() -> None:
    assert len(CASES) >= 60
    paths = Counter(case.path for case in CASES)
    assert set(paths) == set(known("path"))
    assert min(paths.values()) >= 2
    assert set(Counter(case.difficulty for case in CASES)) == set(DIFFICULTIES)
    assert sum(not case.barriers for case in CASES) >= 4
    assert sum(len(case.barriers) > 1 for case in CASES) >= 10
    assert sum(bool(case.rivals) for case in CASES) >= 40
    assert sum(case.dangerous_now for case in CASES) >= 3
    assert sum(bool(case.reference.reactions) for case in CASES) >= 15
    intimidated = [
        r for case in CASES for r in case.reference.reactions if r.reaction == "intimidated"
    ]
    assert len(intimidated) >= 2


def test_no_place_among_the_stances_gives_the_answer_away() -> None:
    """The fitting one stands first, second and third about equally often."""
    places = Counter(
        next(n for n, stance in enumerate(case.stances) if stance.fit == "fits") for case in CASES
    )
    assert max(places[n] for n in range(3)) <= len(CASES) / 2
    assert min(places[n] for n in range(3)) >= len(CASES) / 8


def test_length_does_not_give_the_answer_away() -> None:
    """The longest saying is not always the fitting one."""
    longest = sum(max(case.stances, key=lambda s: len(s.say)).fit == "fits" for case in CASES)
    assert longest <= 0.6 * len(CASES)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_a_note_is_a_brief_note(case: Case) -> None:
    assert 55 <= len(case.note.split()) <= 190


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_what_is_said_is_spoken_plainly(case: Case, grade: Callable[[str], float]) -> None:
    assert {s.id: g for s in case.stances if (g := grade(s.say)) > HIGHEST_GRADE} == {}


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_no_case_says_what_must_never_be_said(case: Case) -> None:
    assert [text for text in ours(case) if NEVER.search(text)] == []


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_no_quote_is_nearly_the_whole_note(case: Case) -> None:
    for hypothesis in case.reference.hypotheses:
        for text in hypothesis.speaks_for:
            quote = place(case.note, text)
            assert quote.end - quote.start < 0.5 * len(case.note)


def test_no_case_comes_from_the_corpus() -> None:
    """No eight words in a row of a note stand in the notes that teach or measure the model."""
    corpus = "\n".join(
        path.read_text(encoding="utf-8") for path in (ROOT / "training_data").rglob("*.jsonl")
    )
    known_words = _runs(corpus)
    shared = {case.id: found for case in CASES if (found := _runs(case.note) & known_words)}
    assert shared == {}


def _runs(text: str) -> set[tuple[str, ...]]:
    words = re.findall(r"[a-z0-9']+", text.lower())
    return {tuple(words[n : n + 8]) for n in range(len(words) - 7)}
