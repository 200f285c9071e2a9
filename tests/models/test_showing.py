"""Where the line is drawn for other systems, and what is told of every note held out."""

from __future__ import annotations

import json
from itertools import pairwise

import pytest

from inference.formulation import Quote
from inference.labels import BARRIERS
from models import held_out, learning_curve
from models.corpus import CorpusError, Marking, Note, StyleMarking
from models.scoring import score
from models.showing import held_out_lines, lines, threshold

STYLE = StyleMarking("balanced", "mixed", ())


def note(name: str, batch: str, level: str | None) -> Note:
    barriers = {"confusion": Marking(level, (Quote(0, 2, "He"),))} if level else {}
    return Note(name, "He came by.", "log", "shelter", batch, barriers, STYLE)


def likely(value: float) -> dict[str, float]:
    return dict.fromkeys(BARRIERS, 0.0) | {"confusion": value}


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        # The lowest threshold that parts the two.
        ([("clear", 0.9), ("clear", 0.7), (None, 0.3), (None, 0.2)], 0.32),
        # A note that is only possible counts neither way.
        ([("clear", 0.9), ("possible", 0.8), (None, 0.3)], 0.32),
        # Half of the notes without a barrier would be shown one, below that.
        ([("clear", 0.9), ("clear", 0.4), (None, 0.8), (None, 0.2)], 0.82),
        # Every threshold shows a note that has nothing.
        ([("clear", 0.5), (None, 1.0)], 1.0),
    ],
)
def test_the_threshold_serves_best_and_seldom_alarms(rows, expected):
    gold = [note(f"n-{i}", "a", level) for i, (level, _) in enumerate(rows)]
    assert threshold(gold, [likely(value) for _, value in rows]) == expected


def test_a_batch_is_answered_by_the_threshold_of_the_others():
    rows = [("a", "clear", 0.9), ("a", None, 0.5), ("b", "clear", 0.4), ("b", None, 0.1)]
    gold = [note(f"n-{i}", batch, level) for i, (batch, level, _) in enumerate(rows)]
    made = list(held_out_lines(gold, [likely(value) for *_, value in rows]))
    shown = [[h["label"] for h in line["hypotheses"]] for line in made]
    # Batch a by b's 0.12, batch b by a's 0.52.
    assert shown == [["confusion"], ["confusion"], [], []]


def test_lines_can_be_scored():
    gold = [note("n-1", "a", "clear"), note("n-2", "a", None)]
    scores = score(gold, lines(gold, [likely(0.8), likely(0.2)], 0.5), resamples=1)
    assert scores.barriers.by_label["confusion"].f1.value == 1.0
    assert scores.barriers.false_alarms.value == 0.0


def test_a_larger_share_of_the_batches_holds_the_smaller_ones():
    teaching = [note(f"n-{i}", f"b-{i % 16}", None) for i in range(48)]
    shares = [set(places) for _, places, _ in learning_curve.drawn(teaching, 1)]
    assert [len(places) for places in shares] == [6, 12, 24, 48]
    assert all(small < large for small, large in pairwise(shares))
    other = [set(places) for _, places, _ in learning_curve.drawn(teaching, 2)]
    assert other[0] != shares[0]


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        ("not JSON", "Run `python -m models.held_out`"),
        (json.dumps({"corpus": "x"}), "Run `python -m models.held_out`"),
        (
            json.dumps({"corpus": "x", "encoder": "y", "judging": [], "development": []}),
            "another corpus or another encoder",
        ),
    ],
)
def test_answers_of_another_line_are_refused(tmp_path, content, problem):
    path = tmp_path / "held_out.json"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(CorpusError, match=problem):
        held_out.load_held_out(path)


def test_missing_answers_are_refused(tmp_path):
    with pytest.raises(CorpusError, match="Run"):
        held_out.load_held_out(tmp_path / "none.json")
