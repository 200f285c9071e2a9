"""Labels that a third reader settled: they stand in the corpus so, and are counted."""

from __future__ import annotations

import pytest

from models.corpus import CorpusError, load_corpus, load_notes
from models.settled import Settled, counts, load_settled, upheld
from models.splits import load_splits


def test_every_settled_label_stands_in_the_corpus_as_it_was_settled():
    notes = {note.id: note for note in load_corpus()}
    settled = load_settled()
    assert len({each.id for each in settled}) == len(settled) > 7_000
    wrong = {each.id: each.unlike(notes[each.id]) for each in settled}
    assert not {id: labels for id, labels in wrong.items() if labels}


def test_no_label_of_a_note_that_judges_was_settled():
    judging = {note.id for note in load_splits().part(load_corpus(), "judging")}
    assert not judging & {each.id for each in load_settled()}


def test_a_note_that_has_it_otherwise_is_told(make_row, write_rows):
    row = make_row(risks=[{"risk": "suicide", "status": "denied", "evidence": "Denies SI"}])
    row["text"] += " Denies SI."
    (note,) = load_notes(write_rows("a", [row]))
    asked = {"risk suicide/denied": "absent", "risk suicide/past": "absent", "control": "unclear"}
    changed = {"risk suicide/denied": "there", "control": str(note.style.control)}
    assert Settled(note.id, asked, changed).unlike(note) == []
    assert Settled(note.id, asked, {}).unlike(note) == ["risk suicide/denied", "control"]
    assert Settled(note.id, asked, {**changed, "risk suicide/past": "there"}).unlike(note) == [
        "risk suicide/past"
    ]


def test_what_was_asked_and_changed_is_counted_by_sort():
    settled = [
        Settled("a", {"risk suicide/past": "there", "control": "mixed"}, {"control": "friendly"}),
        Settled("b", {"risk exposure/current": "absent"}, {}),
    ]
    assert counts(settled) == {"control": (1, 1), "risk": (2, 0)}


def test_a_change_is_upheld_where_a_blind_reader_has_it_so(make_row, write_rows):
    (again,) = load_notes(write_rows("a", [make_row(id="a", risks=[])]))
    kept = {"risk suicide/past": "absent"}
    gone = {"risk exposure/current": "absent", "control": "nonsense"}
    assert upheld([Settled("a", {}, kept), Settled("b", {}, kept)], [again]) == (1, 1)
    assert upheld([Settled("a", {}, gone)], [again]) == (2, 1)


GOOD = '{"id": "a", "asked": {"control": "balanced"}, "changed": {"control": "dominant"}}'


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("{", "settled.jsonl:2"),
        ('{"id": "a", "asked": {}}', "'changed' is missing"),
        ('{"id": "a", "asked": {"control": ["mixed"]}, "changed": {}}', "str was expected"),
        ('{"id": "a", "asked": {"control": "mixed"}, "changed": {}}', "cannot be 'mixed'"),
        ('{"id": "a", "asked": {"risk": "there"}, "changed": {}}', "'risk' is no label"),
        ('{"id": "a", "asked": {"risk suicide/soon": "there"}, "changed": {}}', "suicide/soon"),
        ('{"id": "a", "asked": {}, "changed": {"control": "balanced"}}', "was not asked"),
        (GOOD.replace("dominant", "balanced"), "was not changed"),
        (f"{GOOD}\n{GOOD}", "settled.jsonl:3: a stands twice"),
    ],
)
def test_a_line_that_breaks_the_format_is_named(tmp_path, line, message):
    path = tmp_path / "settled.jsonl"
    path.write_text(f"\n{line}\n", encoding="utf-8")
    with pytest.raises(CorpusError, match=message):
        load_settled(path)
