"""What a labelled note teaches: what one of two readers marked is neither there nor absent."""

from __future__ import annotations

import numpy as np
import pytest

from inference.heads import Views
from inference.labels import RISK_STATUSES, RISKS
from inference.marks import RISK
from inference.vocabulary import GIST_LABELS, NOTE_LABELS, TAGS
from models.corpus import Note, load_notes
from models.estimators import fit_mark_judges
from models.targets import gist_targets, marked_as, truth, unsettled

SUICIDE = {"risk": "suicide", "status": "current", "evidence": "Wants to die"}
PAST = {"risk": "suicide", "status": "past", "evidence": "Wants to die"}
GOAL = {"strength": "own_goal", "evidence": "Wants work"}
WARMTH = {"reaction": "warmth", "evidence": "I liked her"}
BED = {"service": "bed", "purpose": "manage_crisis", "status": "offered", "evidence": "a bed"}


@pytest.fixture
def make_note(make_row, write_rows):
    """A note with those labels, and `optional` what only one of two readers marked."""

    def make(optional=None, **items) -> Note:
        row = make_row(**{"barriers": {}, "risks": [], "optional": optional or {}, **items})
        row["text"] += " Wants to die. Wants work. I liked her. Offered a bed."
        (note,) = load_notes(write_rows("a", [row]))
        return note

    return make


@pytest.mark.parametrize(
    ("items", "optional", "once"),
    [
        ({}, {}, set()),
        ({"risks": [SUICIDE]}, {}, set()),
        ({}, {"risks": [SUICIDE]}, {"suicide/current"}),
        ({"risks": [PAST]}, {"risks": [SUICIDE]}, {"suicide/current"}),
        ({"risks": [SUICIDE]}, {"risks": [SUICIDE]}, set()),  # agreed on, in other words
        ({}, {"referrals": [BED]}, {"manage_crisis/offered"}),
        ({"strengths": [GOAL]}, {"staff_reactions": [WARMTH]}, {"warmth"}),
    ],
)
def test_what_one_of_two_readers_marked_is_half_a_yes(make_note, items, optional, once):
    note = make_note(optional, **items)
    assert unsettled(note) == once
    halves = {GIST_LABELS[i] for i in np.flatnonzero(gist_targets(note) == 0.5)}
    assert halves == once


def test_a_strength_that_one_reader_marked_is_neither_there_nor_absent(make_note):
    assert truth(make_note(strengths=[GOAL]), "own_goal") is True
    assert truth(make_note({"strengths": [GOAL]}), "own_goal") is None
    assert truth(make_note(), "own_goal") is False


def test_marks_and_what_is_unsettled_stand_in_one_order(make_note):
    there, unsure = marked_as(RISK, [make_note({"risks": [SUICIDE]}, risks=[PAST]), make_note()])
    assert [RISK.marks[i] for i in np.flatnonzero(there[0])] == ["suicide/past"]
    assert [RISK.marks[i] for i in np.flatnonzero(unsure[0])] == ["suicide/current"]
    assert not there[1].any() and not unsure[1].any()


def test_what_is_unsettled_teaches_a_judge_nothing(make_note):
    chance = np.random.default_rng(0)
    every = [{"risk": r, "status": s, "evidence": "die"} for r in RISKS for s in RISK_STATUSES]
    plain = [make_note(risks=every[:5] if i % 2 else []) for i in range(40)]
    views = [_views(chance, told=2.0 * (i % 2)) for i in range(40)]
    # As many notes more, which speak louder for what only one reader marked.
    odd = [make_note({"risks": every}) for _ in range(40)]
    loud = [_views(chance, told=9.0) for _ in range(40)]
    before = fit_mark_judges(RISK, plain, views)["current"]
    after = fit_mark_judges(RISK, plain + odd, views + loud)["current"]
    np.testing.assert_allclose(after[-1].coef_, before[-1].coef_)
    false = fit_mark_judges(RISK, plain + [make_note()] * 40, views + loud)["current"]
    assert abs(false[-1].coef_ - before[-1].coef_).max() > 0.1


def _views(chance: np.random.Generator, *, told: float) -> Views:
    gist = chance.normal(-3, 1, len(GIST_LABELS))
    gist[GIST_LABELS.index("suicide/current")] += told
    evidence = chance.normal(-3, 1, (2, len(TAGS)))
    return Views(evidence, gist, np.zeros(len(NOTE_LABELS)), np.ones(2), frozenset())
