"""Records, what they show, what comes back when, and which case is next."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest

from webapp.practice.attempt import Attempt, Guess
from webapp.practice.boxes import GAPS, Skill, waiting
from webapp.practice.feedback import compare
from webapp.practice.library import Library, paths
from webapp.practice.loading import shipped
from webapp.practice.pack import Case, Pack
from webapp.practice.progress import progress
from webapp.practice.record import MOST_ENTRIES, Entry, ProgressError, Record, entry_of, read_record

from .test_feedback import attempt


def entry(case: str = "p/one", verdicts: Any = (), **parts: Any) -> Entry:
    """An entry; verdicts as (barrier, verdict, confidence)."""
    raw: dict[str, Any] = {
        "case": case,
        "day": "2026-01-05",
        "path": "mixed",
        "difficulty": "hard",
        "verdicts": [
            dict(zip(("barrier", "verdict", "confidence"), v, strict=True)) for v in verdicts
        ],
        "quotes_found": 0,
        "quotes": 0,
        "control": True,
        "affiliation": True,
        "danger": "none",
        "stance": "fits",
        **parts,
    }
    record = {"format": "practice-progress/1", "entries": [raw]}
    return read_record(json.dumps(record).encode()).entries[0]


def record(*entries: Entry) -> Record:
    return Record(entries=entries)


def series(*verdicts: Any) -> Record:
    """One entry on a case of its own for each (barrier, verdict, confidence)."""
    return record(*(entry(f"p/c{n}", [v] if v else []) for n, v in enumerate(verdicts)))


def test_an_entry_holds_no_words(keys: Case) -> None:
    made = attempt(guesses={"power_dynamics": 75}, stance=None, words="Zebrafink said so.")
    found = entry_of("three-notes", keys, made, compare(keys, made), date(2026, 3, 1))
    text = record(found).to_json()
    assert "Zebrafink" not in text
    assert keys.note[:20] not in text
    assert (found.case, found.day, found.stance) == (
        "three-notes/keys-on-the-counter",
        "2026-03-01",
        "own",
    )
    assert [(v.barrier, v.verdict, v.confidence) for v in found.verdicts] == [
        ("power_dynamics", "seen", 75),
        ("coercion_sensitivity", "left_out", None),
    ]


def test_a_record_is_read_back_as_it_was() -> None:
    made = record(entry("p/a", [("confusion", "seen", 95)]), entry("p/b", danger="alarm"))
    assert read_record(made.to_json().encode()) == made


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"[]",
        b"{}",
        b'{"format": "practice-progress/1"}',
        b"\xff",
        b"[" * 100_000,
        b'{"format": "practice-progress/2", "entries": []}',
        b'{"format": "practice-progress/1", "entries": [], "name": "Bea"}',
        b'{"format": "practice-progress/1", "entries": [{}]}',
        b" " * 2_000_001,
    ],
)
def test_what_is_no_record_is_refused(raw: bytes) -> None:
    with pytest.raises(ProgressError):
        read_record(raw)


@pytest.mark.parametrize(
    "parts",
    [
        {"case": "../etc"},
        {"day": "today"},
        {"quotes": -1},
        {"quotes": True},
        {"stance": "great"},
        {"danger": "yes"},
        {"verdicts": [("hunger", "seen", 75)]},
        {"verdicts": [("confusion", "right", 75)]},
        {"verdicts": [("confusion", "seen", 60)]},
    ],
)
def test_an_entry_that_this_page_cannot_have_saved(parts: dict[str, Any]) -> None:
    with pytest.raises(ProgressError):
        entry(**parts)


def test_a_full_record_lets_the_oldest_go() -> None:
    full = Record(entries=tuple([entry("p/old")] + [entry("p/new")] * (MOST_ENTRIES - 1)))
    added = full.with_entry(entry("p/newest"))
    assert len(added.entries) == MOST_ENTRIES
    assert added.times("p/old") == 0
    assert added.times("p/newest") == 1


C = "confusion"


@pytest.mark.parametrize(
    ("verdicts", "seen", "read_in", "says"),
    [
        ([], (0, 0), (0, 0), ()),
        ([(C, "seen", 75)] * 2, (2, 2), (0, 0), ()),  # too few to say
        ([(C, "seen", 75)] * 3, (3, 3), (0, 0), ("reliable",)),
        ([(C, "seen", 75)] * 3 + [(C, "missed", None)], (3, 4), (0, 0), ()),
        ([(C, "seen", 75)] * 2 + [(C, "missed", None)] * 2, (2, 4), (0, 0), ("overlooked",)),
        ([(C, "missed", None)] * 2, (0, 2), (0, 0), ()),
        ([(C, "read_in", 50), None, None], (0, 0), (1, 3), ("over_read",)),
        ([(C, "look_alike", 50), None, None, None, None], (0, 0), (1, 5), ()),
        ([(C, "look_alike", 50), None], (0, 0), (1, 2), ()),
        ([(C, "rival", 50)] * 4, (0, 0), (0, 0), ()),  # defensible: neither right nor wrong
        ([(C, "left_out", None)] * 3, (0, 0), (0, 3), ()),
    ],
)
def test_how_a_barrier_is_read(verdicts: Any, seen: Any, read_in: Any, says: Any) -> None:
    found = next(b for b in progress(series(*verdicts)).barriers if b.barrier == C)
    assert (found.seen.hits, found.seen.of) == seen
    assert (found.read_in.hits, found.read_in.of) == read_in
    assert found.says == says


@pytest.mark.parametrize(
    ("step", "verdicts", "says"),
    [
        (75, [(C, "seen", 75)] * 2, None),  # too few
        (75, [(C, "seen", 75)] * 3 + [(C, "read_in", 75)], "fits"),
        (95, [(C, "seen", 95), (C, "read_in", 95), (C, "look_alike", 95)], "too_sure"),
        (25, [(C, "seen", 25)] * 3, "too_careful"),
        # as far off as three or four tosses of a fair coin often are
        (50, [(C, "rival", 50), (C, "read_in", 50), (C, "seen", 50)], None),
        (25, [(C, "read_in", 25)] * 3, None),
        (75, [(C, "seen", 75), (C, "read_in", 75), (C, "read_in", 75)], None),
        (25, [(C, "read_in", 25)] * 9, "too_sure"),
        (50, [(C, "rival", 50)] * 4, "too_careful"),
        (75, [(C, "read_in", 75)] * 3, "too_sure"),
        (50, [(C, "seen", 50), (C, "read_in", 50)] * 2, "fits"),
        (50, [(C, "missed", None)] * 5, None),  # what was not chosen was not held
    ],
)
def test_how_confidence_fits(step: int, verdicts: Any, says: str | None) -> None:
    table = {row.confidence: row for row in progress(series(*verdicts)).calibration}
    assert table[step].says == says
    assert sum(row.agreed.of for row in table.values()) == sum(v[2] is not None for v in verdicts)


def test_a_second_attempt_measures_nothing() -> None:
    found = progress(
        record(entry(verdicts=[(C, "missed", None)]), entry(verdicts=[(C, "seen", 95)]))
    )
    assert (found.cases, found.attempts) == (1, 2)
    on_it = next(b for b in found.barriers if b.barrier == C)
    assert (on_it.seen.hits, on_it.seen.of) == (0, 1)


def test_the_other_counts() -> None:
    found = progress(
        record(
            entry("p/a", quotes_found=2, quotes=5, control=False, danger="missed", stance="own"),
            entry("p/b", quotes_found=1, quotes=1, affiliation=False, danger="seen"),
            entry("p/c", danger="alarm", stance="misses"),
        )
    )
    counts = {
        name: (getattr(found, name).hits, getattr(found, name).of)
        for name in ("quotes", "control", "affiliation", "danger", "alarms", "stances")
    }
    assert counts == {
        "quotes": (3, 6),
        "control": (2, 3),
        "affiliation": (2, 3),
        "danger": (1, 2),
        "alarms": (1, 1),
        "stances": (1, 2),
    }


SEE = Skill("see", C)


def due(made: Record) -> dict[Skill, tuple[int, int]]:
    return {w.skill: (w.box, w.due_in) for w in waiting(made)}


class TestBoxes:
    def test_what_goes_well_never_comes_back(self) -> None:
        assert due(series((C, "seen", 75), (C, "rival", 50), (C, "left_out", None))) == {}

    @pytest.mark.parametrize(
        ("verdict", "skill"),
        [
            ("missed", SEE),
            ("look_alike", Skill("leave", C)),
            ("read_in", Skill("leave", C)),
        ],
    )
    def test_a_miss_comes_back_after_one_case(self, verdict: str, skill: Skill) -> None:
        missed = (C, verdict, None if verdict == "missed" else 50)
        assert due(series(missed)) == {skill: (0, 1)}
        assert due(series(missed, None)) == {skill: (0, 0)}
        assert due(series(missed, None, None)) == {skill: (0, -1)}

    def test_gaps_grow_while_it_goes_well_and_it_is_let_go_in_the_end(self) -> None:
        miss, hit = (C, "missed", None), (C, "seen", 75)
        for hits in range(len(GAPS)):
            assert due(series(miss, *[hit] * hits)) == {SEE: (hits, GAPS[hits])}
        assert due(series(miss, *[hit] * len(GAPS))) == {}

    def test_another_miss_begins_anew(self) -> None:
        miss, hit = (C, "missed", None), (C, "seen", 75)
        assert due(series(miss, hit, hit, miss)) == {SEE: (0, 1)}

    @pytest.mark.parametrize(
        ("parts", "skill"),
        [
            ({"danger": "missed"}, Skill("danger")),
            ({"control": False}, Skill("style")),
            ({"affiliation": False}, Skill("style")),
            ({"stance": "partly"}, Skill("answer", "no_barrier")),
            ({"stance": "misses", "verdicts": [(C, "seen", 75)]}, Skill("answer", C)),
            ({"stance": "own"}, None),
            ({"danger": "alarm"}, None),
        ],
    )
    def test_other_skills(self, parts: dict[str, Any], skill: Skill | None) -> None:
        assert list(due(record(entry(**parts)))) == ([skill] if skill else [])

    def test_the_most_overdue_stands_first(self) -> None:
        found = waiting(series(("ambivalence", "missed", None), (C, "missed", None)))
        assert [w.skill.about for w in found] == ["ambivalence", C]

    @pytest.mark.parametrize(
        ("skill", "expected"),
        [
            (Skill("see", "ambivalence"), [2]),
            (Skill("see", "confusion"), []),
            (Skill("leave", "coercion_sensitivity"), [0, 1]),
            (Skill("answer", "no_barrier"), [1]),
            (Skill("answer", "power_dynamics"), [0]),
            (Skill("danger"), [2]),
            (Skill("style"), []),
        ],
    )
    def test_which_cases_exercise_it(self, pack: Pack, skill: Skill, expected: list[int]) -> None:
        assert [n for n, case in enumerate(pack.cases) if skill.exercised_by(case)] == expected


class TestLibrary:
    @pytest.fixture
    def library(self, pack: Pack) -> Library:
        return Library((pack,))

    def test_easy_cases_stand_first(self, library: Library) -> None:
        assert [s.case.difficulty for s in library.chosen()] == [
            "introductory",
            "intermediate",
            "hard",
        ]

    @pytest.mark.parametrize(
        ("path", "difficulty", "setting", "expected"),
        [
            (None, "hard", None, ["after-the-night-shift"]),
            (None, None, "drop_in", ["the-allotment"]),
            (None, "hard", "drop_in", []),
            ("barriers", None, None, ["keys-on-the-counter", "the-allotment"]),
            ("look-alikes", None, None, ["the-allotment"]),
            ("hard", None, None, ["after-the-night-shift"]),
        ],
    )
    def test_choosing(
        self, library: Library, path: Any, difficulty: Any, setting: Any, expected: Any
    ) -> None:
        chosen = next((p for p in paths() if p.id == path), None)
        assert [s.case.id for s in library.chosen(chosen, difficulty, setting)] == expected

    @pytest.mark.parametrize(
        ("pack_id", "case_id", "found"),
        [
            ("three-notes", "the-allotment", True),
            ("three-notes", "the-moon", False),
            ("other", "the-allotment", False),
        ],
    )
    def test_finding(self, library: Library, pack_id: str, case_id: str, found: bool) -> None:
        assert (library.find(pack_id, case_id) is not None) is found

    def test_the_next_is_new_until_something_is_due(self, library: Library) -> None:
        first = library.next(Record())
        assert first is not None
        assert (first.shelved.case.id, first.because) == ("keys-on-the-counter", None)
        missed = entry("other/a", [("ambivalence", "missed", None)])
        assert library.next(record(missed)).because is None  # type: ignore[union-attr]
        back = library.next(record(missed, entry("other/b")))
        assert back is not None
        assert back.shelved.case.id == "after-the-night-shift"
        assert back.because == Skill("see", "ambivalence")

    def test_an_old_case_comes_back_where_there_is_no_new_one(self, library: Library) -> None:
        key = "three-notes/after-the-night-shift"
        made = record(entry(key, [("ambivalence", "missed", None)]))
        assert library.next(made.with_entry(entry("o/b"))).shelved.key == key  # type: ignore[union-attr]

    def test_when_all_is_done_and_nothing_is_due_there_is_no_next(self, library: Library) -> None:
        assert library.next(record(*(entry(s.key) for s in library))) is None

    def test_a_new_case_of_the_same_kind(self) -> None:
        library = Library(shipped())
        for shelved in library:
            alike = library.alike(shelved, Record())
            assert alike is not None
            assert alike.key != shelved.key
            assert alike.case.path == shelved.case.path
            practised = record(*(entry(s.key) for s in library))
            assert library.alike(shelved, practised) is None

    def test_every_path_has_cases_and_every_shipped_case_a_path(self) -> None:
        library = Library(shipped())
        for path in paths():
            assert library.chosen(path), path.id
        assert all(any(path.takes(s.case) for path in paths()) for s in library)


def test_attempts_are_values() -> None:
    made = Attempt((), (Guess(C, 25),), "balanced", "mixed", (), False, "a")
    assert made.confidence(C) == 25
    assert made.confidence("ambivalence") is None
