"""Reading labelled notes: offsets, what is refused and in which words, digest, parts."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from inference.formulation import Quote, Referral, Risk
from models.corpus import (
    CorpusError,
    corpus_digest,
    load_corpus,
    load_development,
    load_notes,
)
from models.splits import PARTS, Assignment, Splits, by_batch, load_splits


def test_a_note_carries_its_labels_with_offsets(make_row, write_rows):
    (note,) = load_notes(write_rows("train-77", [make_row()]))
    assert note.batch == "train-77"
    assert note.level("ambivalence") == "clear"
    assert note.level("confusion") == "possible"
    assert note.level("power_dynamics") is None
    (quote,) = note.barriers["ambivalence"].evidence
    assert quote == Quote(115, 140, "part of him wants the key")
    assert note.text[115:140] == quote.text
    assert note.risks == (Risk("suicide", "denied", (Quote(158, 179, "Denies wanting to die"),)),)
    (referral,) = note.referrals
    assert isinstance(referral, Referral)
    assert (referral.service, referral.status) == ("Housing office", "accepted")
    assert note.optional.risks == ()


def test_words_that_stand_twice_are_taken_where_they_stand_first(make_row, write_rows):
    text = "No key today. He wants a key. I keep the key until he wants it back again."
    row = make_row(text=text, barriers={}, staff_reactions=[], risks=[], referrals=[])
    row["style"]["evidence"] = []
    row["strengths"] = [{"strength": "own_goal", "evidence": "he wants"}]
    row["barriers"] = {"ambivalence": {"level": "clear", "evidence": ["key"]}}
    (note,) = load_notes(write_rows("a", [row]))
    assert note.barriers["ambivalence"].evidence[0].start == 3


def test_offsets_count_code_points(make_row, write_rows):
    row = make_row(text="\N{UMBRELLA WITH RAIN DROPS}\N{GRINNING FACE} " + make_row()["text"])
    (note,) = load_notes(write_rows("a", [row]))
    (quote,) = note.staff_reactions[0].evidence
    assert note.text[quote.start : quote.end] == "I felt useless"
    assert quote.start == note.text.index("I felt")


def test_a_line_separator_inside_a_note_does_not_cut_its_line(make_row, write_rows):
    row = make_row(text=make_row()["text"] + " First\u2028second.")
    path = write_rows("a", [json.dumps(row, ensure_ascii=False)])
    assert load_notes(path)[0].text.endswith("First\u2028second.")


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"format": "poem"}, "a.jsonl:2 x-2: format: 'poem' is not in the codebook; use one of"),
        ({"setting": "moon"}, "setting: 'moon'"),
        ({"barriers": {"laziness": {"level": "clear", "evidence": ["Rain"]}}}, "'laziness'"),
        (
            {"barriers": {"confusion": {"level": "sure", "evidence": ["Rain"]}}},
            "barriers.confusion.level: 'sure'",
        ),
        (
            {"barriers": {"confusion": {"level": "clear", "evidence": []}}},
            "barriers.confusion.evidence: is empty",
        ),
        (
            {"barriers": {"confusion": {"level": "clear", "evidence": ["rain all"]}}},
            "barriers.confusion.evidence[0]: 'rain all' is not in the text; copy it",
        ),
        (
            {"barriers": {"confusion": {"level": "clear", "evidence": ["Rain", " "]}}},
            "barriers.confusion.evidence[1]: is empty",
        ),
        (
            {"style": {"control": "bossy", "affiliation": "mixed", "evidence": []}},
            "style.control: 'bossy'",
        ),
        (
            {"style": {"control": "unclear", "affiliation": None, "evidence": []}},
            "style.affiliation: is null, which only reconciled labels may be",
        ),
        (
            {"style": {"control": "unclear", "affiliation": "mixed", "evidence": ["Snow"]}},
            "style.evidence[0]: 'Snow' is not in the text",
        ),
        (
            {"staff_reactions": [{"reaction": "bliss", "evidence": "Rain"}]},
            "staff_reactions.reaction: 'bliss'",
        ),
        (
            {"risks": [{"risk": "boredom", "status": "current", "evidence": "Rain"}]},
            "risks.risk: 'boredom'",
        ),
        (
            {"risks": [{"risk": "suicide", "status": "now", "evidence": "Rain"}]},
            "risks.status: 'now'",
        ),
        (
            {"risks": [{"risk": "suicide", "status": "past", "evidence": "Snow"}]},
            "risks[0].evidence: 'Snow' is not in the text",
        ),
        ({"strengths": [{"strength": "luck", "evidence": "Rain"}]}, "strengths.strength: 'luck'"),
        ({"traps": ["irony"]}, "traps: 'irony'"),
        ({"id": 7}, "a.jsonl:2.id: str was expected"),
        ({"barriers": ["confusion"]}, "a.jsonl:2.barriers: an object was expected"),
        ({"barrier": {}}, "unknown ['barrier']"),
        (
            {"risks": [{"risk": "suicide", "evidence": "Rain"}]},
            "a.jsonl:2.risks[0]: 'status' is missing",
        ),
        (
            {"optional": {"strengths": [{"strength": "luck", "evidence": "Rain"}]}},
            "optional.strengths.strength: 'luck'",
        ),
        (
            {"optional": {"strengths": [{"strength": "skill", "evidence": "Snow"}]}},
            "optional.strengths[0].evidence: 'Snow' is not in the text",
        ),
    ],
)
def test_a_line_that_cannot_be_used_is_refused_where_it_stands(
    make_row, write_rows, change, message
):
    path = write_rows("a", [make_row(), make_row(id="x-2") | change])
    with pytest.raises(CorpusError) as refusal:
        load_notes(path)
    assert message in str(refusal.value)
    assert "a.jsonl:2" in str(refusal.value)
    assert "a.jsonl:1" not in str(refusal.value)


@pytest.mark.parametrize("field", ["purpose", "status"])
def test_referral_words_are_checked(make_row, write_rows, field):
    row = make_row()
    row["referrals"][0][field] = "someday"
    with pytest.raises(CorpusError, match=f"referrals.{field}: 'someday'"):
        load_notes(write_rows("a", [row]))


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ('{"id": "x-1",', "a.jsonl:1: "),
        ('{"id": "x-1", "id": "x-2"}', "a.jsonl:1: 'id' stands twice in one object"),
        ("[]", "a.jsonl:1: an object was expected"),
    ],
)
def test_a_line_that_is_no_note_is_refused(write_rows, line, message):
    with pytest.raises(CorpusError) as refusal:
        load_notes(write_rows("a", [line]))
    assert str(refusal.value).startswith(message)


def test_a_long_list_of_faults_is_cut_and_counted(make_row, write_rows):
    rows = [make_row(id=f"x-{i}", format="poem") for i in range(25)]
    with pytest.raises(CorpusError) as refusal:
        load_notes(write_rows("a", rows))
    assert str(refusal.value).count("poem") == 10
    assert str(refusal.value).endswith("... and 15 more.")


def test_ids_are_unique_in_a_file_and_in_the_corpus(make_row, write_rows):
    with pytest.raises(CorpusError, match="x-1"):
        load_notes(write_rows("a", [make_row(), make_row()]))
    write_rows("a", [make_row()])
    folder = write_rows("b", [make_row()]).parent
    with pytest.raises(CorpusError, match="ids stand twice"):
        load_corpus(folder)


def test_missing_files_are_said_so(tmp_path):
    with pytest.raises(CorpusError, match="holds no"):
        load_corpus(tmp_path)
    with pytest.raises(CorpusError, match="cannot be read"):
        load_notes(tmp_path / "none.jsonl")
    (tmp_path / "latin.jsonl").write_bytes(b'{"id": "\xe9"}')
    with pytest.raises(CorpusError, match="cannot be read as UTF-8"):
        load_notes(tmp_path / "latin.jsonl")


def test_style_may_be_null_in_reconciled_labels(make_row, write_rows):
    style = {"control": None, "affiliation": "mixed", "evidence": []}
    optional = {"risks": [{"risk": "exposure", "status": "past", "evidence": "Rain"}]}
    (note,) = load_notes(write_rows("a", [make_row(style=style, optional=optional)]))
    assert note.style.control is None
    assert note.optional.risks[0].kind == "exposure"
    assert note.optional.strengths == ()


def test_the_digest_is_of_the_notes_not_of_their_files(make_row, write_rows, tmp_path):
    one, two = make_row(), make_row(id="x-2")
    folder = write_rows("a", [two, one]).parent
    together = corpus_digest(folder)
    write_rows("a", [one])
    write_rows("b", [two])
    assert corpus_digest(folder) == together
    write_rows("b", [two | {"traps": ["negation"]}])
    assert corpus_digest(folder) != together


def test_the_shipped_notes_quote_themselves():
    notes = (*load_corpus(), *load_development())
    for note in notes:
        for marking in (*note.barriers.values(), *note.risks, *note.referrals, *note.strengths):
            for quote in marking.evidence:
                assert note.text[quote.start : quote.end] == quote.text


def test_development_readers_speak_of_the_same_notes():
    dev, first, second = (
        {note.id: note.text for note in load_development(name)}
        for name in ("dev", "reader_1", "reader_2")
    )
    assert dev == first == second
    assert not dev.keys() & {note.id for note in load_corpus()}


def test_teaching_and_judging_share_no_batch_and_leave_no_note_out():
    notes, splits = load_corpus(), load_splits()
    parts = [splits.part(notes, part) for part in PARTS]
    assert all(parts)
    assert not {n.batch for n in parts[0]} & {n.batch for n in parts[1]}
    assert sorted(n.id for part in parts for n in part) == sorted(n.id for n in notes)


def test_every_note_is_held_out_once_and_no_batch_on_both_sides():
    notes = load_splits().part(load_corpus(), "judging")
    held_out: list[str] = []
    for fold in by_batch(notes):
        assert len(fold.train) + len(fold.held_out) == len(notes)
        assert not {n.batch for n in fold.train} & {n.batch for n in fold.held_out}
        held_out += [note.id for note in fold.held_out]
    assert sorted(held_out) == sorted(note.id for note in notes)


def test_a_batch_in_no_part_is_refused(make_row, write_rows):
    notes = load_notes(write_rows("train-77", [make_row()]))
    with pytest.raises(CorpusError, match="train-77 is in no part; add it"):
        Splits("", {}).part(notes, "judging")


@pytest.mark.parametrize(
    ("words", "ids"),
    [(["posts"], [0, 1]), (["plain"], [0]), (["plain", "talk"], [0, 1])],
)
def test_registers_choose_batches(words, ids, make_row, write_rows):
    rows = [make_row(id=f"tr-{number}-001") for number in (77, 78, 79)]
    notes = [
        note
        for row in rows
        for note in load_notes(write_rows(f"train-{row['id'].split('-')[1]}", [row]))
    ]
    registers = ("plain posts", "posts and talk", "consults")
    batches = {n.batch: Assignment(r, "teaching") for n, r in zip(notes, registers, strict=True)}
    assert Splits("", batches).of_registers(notes, words) == tuple(notes[i] for i in ids)


def test_a_register_that_no_batch_has_is_refused(make_row, write_rows):
    notes = load_notes(write_rows("train-77", [make_row()]))
    splits = Splits("", {"train-77": Assignment("posts", "teaching")})
    with pytest.raises(CorpusError, match="No batch here has a register with 'letters'"):
        splits.of_registers(notes, ["letters"])


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            '{"why": "", "batches": {"a": {"register": "", "part": "judging"}, "a": {}}}',
            "stands twice",
        ),
        ('{"why": "", "batches": {"a": {"register": ""}}}', "'part' is missing"),
        ('{"why": "", "batches": {"a": {"register": "", "part": "x"}}}', "belong to no part"),
        ("{", "splits.json"),
    ],
)
def test_splits_are_read_strictly(tmp_path: Path, text, message):
    path = tmp_path / "splits.json"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(CorpusError, match=message):
        load_splits(path)


def test_missing_splits_are_said_so(tmp_path):
    with pytest.raises(CorpusError, match="cannot be read"):
        load_splits(tmp_path / "none.json")
