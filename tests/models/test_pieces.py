"""Crops, grafts, needles: labels go with the evidence that a piece holds; no word is made up."""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import replace
from itertools import pairwise

import pytest

from inference.labels import BARRIERS
from inference.vocabulary import GIST_LABELS
from models import pieces as cutting
from models.corpus import load_notes
from models.pieces import Piece, pieces, whole

HERS = (
    "Came at noon. She has no fare for the bus. We had tea. She asked after the dog. "
    "Will ring on Monday."
)
HIS = "He was calm. Part of him wants the key, part does not! The rain held off.\nNo risk seen."


@pytest.fixture
def notes(make_row, write_rows):
    """A note with a practical obstacle by one author, one with ambivalence by another."""

    def note(batch: str, text: str, barrier: str, words: str):
        row = make_row(text=text, staff_reactions=[], risks=[], referrals=[], strengths=[])
        row["style"]["evidence"] = []
        row["barriers"] = {barrier: {"level": "clear", "evidence": [words]}}
        return load_notes(write_rows(batch, [row]))[0]

    return (
        note("a", HERS, "practical_obstacle", "She has no fare for the bus"),
        note("b", HIS, "ambivalence", "Part of him wants the key, part does not"),
    )


def labels(piece: Piece) -> set[str]:
    return {label for label, value in zip(GIST_LABELS, piece.labels, strict=True) if value}


def test_a_whole_note_keeps_all_that_is_marked(notes):
    piece = whole(notes[0])
    (span,) = piece.spans
    assert piece.text[span.start : span.end] == "She has no fare for the bus"
    assert "practical_obstacle" in labels(piece)


@pytest.mark.parametrize(
    ("start", "end", "there"),
    [
        ("Came", "We had", True),
        ("She has", "We had", True),
        ("We had", "Will ring", False),
        ("Came", "has no fare", False),  # less than half of the evidence
    ],
)
def test_a_crop_has_the_label_whose_evidence_it_holds(notes, start, end, there):
    piece = cutting._cut(notes[0], HERS.index(start), HERS.index(end))
    assert labels(piece) == ({"practical_obstacle"} if there else set())
    assert [span.tag for span in piece.spans] == ["practical_obstacle"] * there
    for span in piece.spans:
        assert piece.text[span.start : span.end] == "She has no fare for the bus"


def test_a_graft_has_the_barriers_of_both_and_no_style(notes):
    for seed in range(20):
        piece = cutting._graft(notes[0], notes[1], random.Random(seed))
        assert labels(piece) & set(BARRIERS) == {"practical_obstacle", "ambivalence"}
        assert not [label for label in labels(piece) if label.startswith(("control", "affil"))]
        assert {piece.text[s.start : s.end] for s in piece.spans} == {
            "She has no fare for the bus",
            "Part of him wants the key, part does not",
        }
        assert Counter(piece.text.split()) >= Counter(HIS.split())


@pytest.mark.parametrize(
    ("status", "grafted"), [("current", True), ("denied", False), ("past", False)]
)
def test_a_danger_is_grafted_when_it_is_on(notes, make_row, write_rows, status, grafted):
    text = "Came at noon. His foot has gone black. We had tea. He asked after the dog."
    row = make_row(text=text, barriers={}, staff_reactions=[], referrals=[], strengths=[])
    row["style"]["evidence"] = []
    row["risks"] = [
        {"risk": "medical_emergency", "status": status, "evidence": "His foot has gone"}
    ]
    (note,) = load_notes(write_rows("c", [row]))
    piece = cutting._graft(note, notes[1], random.Random(0))
    assert (piece is not None) is grafted
    if piece:
        assert "medical_emergency/current" in labels(piece)


def test_nothing_is_grafted_where_it_brings_no_barrier_or_comes_from_the_same_author(notes):
    assert cutting._graft(notes[0], notes[0], random.Random(0)) is None


def test_a_needle_is_a_whole_note_within_another_authors(notes):
    for seed in range(20):
        piece = cutting._set_into(notes[1], notes[0], random.Random(seed))
        assert HERS in piece.text
        assert piece.text.replace(f" {HERS} ", "") == HIS
        assert labels(piece) == {"practical_obstacle", "ambivalence"}
    assert cutting._set_into(notes[0], notes[0], random.Random(0)) is None


@pytest.mark.parametrize("telling", [True, False])
def test_long_notes_get_needles_that_tell_and_such_that_do_not(
    notes, make_row, write_rows, monkeypatch, telling
):
    plain = make_row(text=f"{HIS} ".replace("Part of him", "All of him") * 4, barriers={})
    plain |= {"staff_reactions": [], "risks": [], "referrals": [], "strengths": []}
    plain["style"]["evidence"] = []
    row = plain | {"text": "Her cousin has no fare for the bus. She laughed."}
    (long,) = load_notes(write_rows("c", [plain]))
    (harmless,) = load_notes(write_rows("d", [row]))
    monkeypatch.setattr(cutting, "_TELLING", float(telling))
    made = pieces([notes[0], long, harmless] * 10, seed=1)
    set_in = HERS if telling else harmless.text
    needles = [p for p in made if set_in in p.text and len(p.text) > len(long.text)]
    assert needles
    assert {bool(labels(p)) for p in needles} == {telling}


def test_needles_are_set_in_where_notes_are_long_and_of_whatever_sort_there_is(notes):
    def needles(given):
        return [p for p in pieces(given * 10, seed=1) if HERS in p.text and len(p.text) > len(HERS)]

    (short, other), words = notes, len(HIS.split())
    assert not [p for p in needles((short, short)) if p.text.count(HERS) > 1]
    long = replace(other, text=f"{HIS} " * (60 // words + 1))
    assert needles((short, long))


def test_pieces_are_cut_from_the_notes_and_the_same_for_the_same_seed(notes):
    made = pieces(notes * 20, seed=3)
    again = pieces(notes * 20, seed=3)
    assert [p.text for p in made] == [p.text for p in again]
    assert [p.text for p in made] != [p.text for p in pieces(notes * 20, seed=4)]
    crops = [p for p in made if p.text in HERS or p.text in HIS]
    assert 0 < len(crops) < len(made)
    assert {frozenset(labels(p)) for p in crops} >= {frozenset(), frozenset({"ambivalence"})}
    known = {*pairwise(HERS.split()), *pairwise(HIS.split())}
    for piece in made:  # a graft has two seams, or one at the end, and no other new pair of words
        assert sum(pair not in known for pair in pairwise(piece.text.split())) <= 2
