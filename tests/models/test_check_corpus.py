"""The checker: one test for each thing it refuses, and that the shipped corpus is clean."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner

from models.check_corpus import batch_problems, main
from models.corpus import load_development, read_batch
from models.overlap import alike, shared_grams

# Two notes that have nothing to do with each other or with the one in conftest.
OTHER = (
    "Ferry late. Mrs. Quill sat with both bags on her lap and counted the windows. "
    "The pharmacist rang back, tablets ready Thursday, her nephew collects them. "
    "She hummed, shook my hand twice and left by the garden gate."
)


def other_row(make_row, **fields):
    bare = {"barriers": {}, "staff_reactions": [], "risks": [], "referrals": [], "strengths": []}
    style = {"control": "unclear", "affiliation": "unclear", "evidence": []}
    return make_row(**{"id": "y-1", "text": OTHER, "style": style, **bare, **fields})


def problems(*paths):
    return list(batch_problems([read_batch(path) for path in paths]))


def test_sound_notes_pass(make_row, write_rows):
    assert problems(write_rows("a", [make_row()]), write_rows("b", [other_row(make_row)])) == []


def test_problems_of_a_file_are_all_listed(make_row, write_rows):
    bad = make_row(id="x-2", format="poem", setting="moon")
    found = problems(write_rows("a", [make_row(), bad, "{"]))
    assert [problem.split(":")[1].split()[0] for problem in found] == ["2", "2", "3"]


@pytest.mark.parametrize(
    ("text", "words"),
    [("Came by. Left his hat here. Sunny.", 7), ("word " * 321, 321)],
)
def test_a_note_of_the_wrong_length_is_refused(make_row, write_rows, text, words):
    (found,) = problems(write_rows("a", [other_row(make_row, text=text)]))
    assert f"has {words} words; a note has 10 to 320" in found


@pytest.mark.parametrize("length", [10, 320])
def test_the_shortest_and_the_longest_note_pass(make_row, write_rows, length):
    text = " ".join(f"w{i}" for i in range(length))
    assert problems(write_rows("a", [other_row(make_row, text=text)])) == []


def test_evidence_that_is_nearly_the_whole_note_is_refused(make_row, write_rows):
    barriers = {"confusion": {"level": "clear", "evidence": [OTHER[12:]]}}
    (found,) = problems(write_rows("a", [other_row(make_row, barriers=barriers)]))
    assert "barriers.confusion.evidence[0]: is nearly the whole note" in found


@pytest.mark.parametrize(
    ("text", "quote"),
    [
        (OTHER, OTHER[: int(len(OTHER) * 0.8)]),
        # In a short note the evidence may be most of it.
        (
            "He would not come in because the dog may not come in.",
            "He would not come in because the dog may not come in",
        ),
    ],
)
def test_long_evidence_passes_up_to_the_limit(make_row, write_rows, text, quote):
    barriers = {"practical_obstacle": {"level": "clear", "evidence": [quote]}}
    assert problems(write_rows("a", [other_row(make_row, text=text, barriers=barriers)])) == []


def test_an_id_that_stands_twice_is_refused_in_and_across_files(make_row, write_rows):
    twice = problems(
        write_rows("a", [make_row()]), write_rows("b", [other_row(make_row, id="x-1")])
    )
    assert [p for p in twice if "the id stands twice" in p] == twice
    assert len(twice) == 2


def test_a_text_that_stands_twice_in_a_batch_is_refused(make_row, write_rows):
    (found,) = problems(write_rows("a", [make_row(), make_row(id="x-2")]))
    assert found == "a x-2: has the text of x-1; take one of them out."


def test_a_retold_note_is_refused_across_batches_only(make_row, write_rows):
    words = OTHER.split()
    words[::10] = ["however"] * len(words[::10])
    retold = other_row(make_row, id="y-2", text=" ".join(words))
    first = other_row(make_row)
    (found,) = problems(write_rows("a", [first]), write_rows("b", [retold]))
    assert found.startswith("a y-1: is nearly y-2 of b (")
    assert found.endswith("rewrite it or take it out.")
    assert problems(write_rows("c", [first, retold])) == []


def test_a_short_note_inside_a_long_one_is_found(make_row, write_rows):
    short = other_row(make_row, id="y-2", text=" ".join(OTHER.split()[:14]))
    (found,) = problems(write_rows("a", [other_row(make_row)]), write_rows("b", [short]))
    assert "100% of the shorter note's word 3-grams" in found


def test_a_few_words_in_common_are_no_copy(make_row, write_rows):
    text = (
        "The bakery had no bread. Old Petrus rang back, tablets ready Thursday, so he waved. "
        "Nobody knew whose bicycle leant against the pump all week."
    )
    pair = (
        write_rows("a", [other_row(make_row)]),
        write_rows("b", [other_row(make_row, id="z", text=text)]),
    )
    assert problems(*pair) == []
    (likeness,) = alike([note for path in pair for note in read_batch(path).notes], at_least=0.01)
    assert likeness.containment == pytest.approx(3 / 23)


def test_shared_eight_grams_are_counted_by_group(make_row, write_rows):
    eight = "one two three four five six seven eight"
    texts = {
        "a": [f"{eight} nine", "apple pear plum fig kiwi lime nut oat rye"],
        "b": [f"zero {eight}"],
    }
    groups = {
        name: read_batch(
            write_rows(
                name, [other_row(make_row, id=f"{name}{i}", text=t) for i, t in enumerate(many)]
            )
        ).notes
        for name, many in texts.items()
    }
    # Of a's four 8-grams one is also b's; b has two, because of "zero".
    first, second, empty = shared_grams({**groups, "c": []})
    assert (first.notes, first.sharing, first.grams) == (2, 1, pytest.approx(1 / 4))
    assert (second.notes, second.sharing, second.grams) == (1, 1, pytest.approx(1 / 2))
    assert (empty.notes, empty.sharing, empty.grams) == (0, 0, 0.0)


def test_the_shipped_corpus_has_no_problems():
    result = CliRunner().invoke(main)
    assert result.output.endswith("problems: 0\n"), result.output[-3000:]
    assert result.exit_code == 0
    assert "development: " in result.output


def test_a_copy_of_a_development_note_is_refused(make_row, write_rows):
    note = load_development()[0]
    style = {"control": "unclear", "affiliation": "unclear", "evidence": []}
    lists = {key: [] for key in ("staff_reactions", "risks", "referrals", "strengths")}
    row = {"id": "x-1", "text": note.text, "format": "log", "setting": "shelter", "barriers": {}}
    path = write_rows("train-77", [{**row, "style": style, **lists}])
    shipped = write_rows("a", [make_row()]).parent
    result = CliRunner().invoke(main, [str(path), "--notes", str(shipped)])
    assert result.exit_code == 1
    assert f"is nearly {note.id} of dev" in result.output


def test_a_whole_folder_is_held_against_its_splits(make_row, write_rows, tmp_path):
    folder = write_rows("a", [make_row()]).parent
    splits = tmp_path / "splits.json"
    batches = {name: {"register": "typical", "part": "judging"} for name in ("a", "gone")}
    splits.write_text(json.dumps({"why": "", "batches": batches}), encoding="utf-8")
    arguments = ["--notes", str(folder), "--splits", str(splits)]
    result = CliRunner().invoke(main, arguments)
    assert "gone has no notes" in result.output
    write_rows("b", [other_row(make_row)])
    result = CliRunner().invoke(main, arguments)
    assert "b is in no part" in result.output
    assert result.exit_code == 1


def test_a_new_version_of_a_batch_is_not_its_own_copy(make_row, write_rows, tmp_path):
    path = write_rows("a", [make_row()])
    splits = tmp_path / "splits.json"
    splits.write_text('{"why": "", "batches": {}}', encoding="utf-8")
    arguments = [str(path), "--notes", str(path.parent), "--splits", str(splits)]
    result = CliRunner().invoke(main, arguments)
    assert result.exit_code == 0, result.output


def test_what_cannot_be_read_ends_the_run_in_words(tmp_path):
    result = CliRunner().invoke(main, ["--notes", str(tmp_path)])
    assert result.exit_code == 1
    assert "holds no *.jsonl files" in result.output
