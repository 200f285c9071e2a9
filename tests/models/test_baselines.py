"""The baselines: what they find, what they leave alone, and the shape they answer in."""

from __future__ import annotations

import random

import pytest
from click.testing import CliRunner

from inference.formulation import Formulation
from inference.labels import BARRIERS
from models.baselines import __main__ as command
from models.baselines import keyword_predictions, tfidf_predictions
from models.baselines.answering import sentences
from models.corpus import Marking, Note, StyleMarking
from models.scoring import score


def note(text: str, *, name: str = "n", batch: str = "b", barrier: str | None = None) -> Note:
    barriers = {barrier: Marking("clear", sentences(text)[:1])} if barrier else {}
    style = StyleMarking(*("dominant", "friendly") if barrier else ("balanced", "mixed"), ())
    return Note(name, text, "log", "shelter", batch, barriers, style)


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("One here. Two there! Three?", ["One here.", "Two there!", "Three?"]),
        ("S: sad\n\nP: call back  \n", ["S: sad", "P: call back"]),
        ('"No." He left.', ['"No."', "He left."]),
        ("", []),
        ("Seen at 3.15 by the gate", ["Seen at 3.15 by the gate"]),
    ],
)
def test_sentences_keep_their_place(text, pieces):
    found = sentences(text)
    assert [quote.text for quote in found] == pieces
    assert all(text[quote.start : quote.end] == quote.text for quote in found)


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("He felt cornered in the small office.", "coercion_sensitivity"),
        ("She is confused about the letter.", "confusion"),
        ("His street family is by the canal.", "street_community"),
        ("He threatened the night worker.", "power_dynamics"),
        ("Part of me wants the room.", "ambivalence"),
        ("So you are getting rid of me, he said.", "referral_as_rejection"),
        ("No phone and no ride, so no visit.", "practical_obstacle"),
    ],
)
def test_keywords_find_each_barrier(text, label):
    (found,) = keyword_predictions([note(f"Cold day. {text}")])
    assert label in {h.label for h in found.hypotheses}
    (hypothesis,) = (h for h in found.hypotheses if h.label == label)
    assert [quote.text for quote in hypothesis.evidence] == [text]
    assert found.scores[label] == 0.5


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("She was never confused about the letter.", "confusion"),
        ("He denies feeling cornered.", "coercion_sensitivity"),
        ("Nobody mentioned the campus plotter.", "confusion"),
        ("Cleaned the office, watered the fern.", "practical_obstacle"),
    ],
)
def test_keywords_leave_negated_and_other_words_alone(text, label):
    (found,) = keyword_predictions([note(text)])
    assert label not in {h.label for h in found.hypotheses}
    assert found.scores[label] == 0.0


def test_a_negation_holds_for_its_own_reach_only():
    (found,) = keyword_predictions([note("She is not from here and by her own account confused.")])
    assert "confusion" in {h.label for h in found.hypotheses}


@pytest.mark.parametrize(
    ("text", "kind", "status"),
    [
        ("Denies suicidal thoughts.", "suicide", "denied"),
        ("Suicide attempt two years ago.", "suicide", "past"),
        ("Her brother overdosed on Friday.", "overdose_withdrawal", "other_person"),
        ("He says he wants to die.", "suicide", "current"),
        ("If he sleeps rough he might be frostbitten.", "exposure", "hypothetical"),
    ],
)
def test_keywords_give_risks_a_status(text, kind, status):
    (found,) = keyword_predictions([note(text)])
    assert (kind, status) in {(risk.kind, risk.status) for risk in found.risks}


def test_capitals_only_match_capitals():
    (found,) = keyword_predictions([note("Hi to all. Si, claro.")])
    assert found.risks == ()


def test_keywords_give_style_reactions_strengths_and_referrals():
    text = "He demanded a key and insisted. I felt helpless. His dog slept. Declined detox."
    (found,) = keyword_predictions([note(text)])
    assert found.style.control_label == "dominant"
    assert found.style.affiliation_label == "mixed"
    assert [reaction.kind for reaction in found.reactions] == ["helpless"]
    assert "support" in {strength.kind for strength in found.strengths}
    assert [(r.service, r.purpose, r.status) for r in found.referrals] == [
        ("detox", "recommended_practice", "declined")
    ]


def test_answers_can_be_kept_and_read_back():
    (found,) = keyword_predictions([note("She is confused. He shouted.")])
    assert Formulation.from_dict(found.to_dict()) == found


FILLERS = ("Rain again.", "Tea at four.", "Log read.", "Keys counted.", "Van back late.")


def made_notes(count: int) -> list[Note]:
    """Notes in four batches, half of them with one plain sentence that gives a barrier away."""
    rng = random.Random(1)
    notes = []
    for i in range(count):
        words = rng.sample(FILLERS, 3)
        if i % 2:
            words.insert(rng.randrange(4), "He lost his ferry ticket and the pier shut.")
        barrier = "practical_obstacle" if i % 2 else None
        notes.append(note(" ".join(words), name=f"n-{i}", batch=f"b-{i % 4}", barrier=barrier))
    return notes


def test_the_learned_baseline_finds_and_quotes_what_it_was_shown():
    notes = made_notes(80)
    predictions = tfidf_predictions(notes[:60], notes[60:])
    for gold, found in zip(notes[60:], predictions, strict=True):
        assert {h.label for h in found.hypotheses} == set(gold.barriers)
        for hypothesis in found.hypotheses:
            assert hypothesis.evidence[0].text == "He lost his ferry ticket and the pier shut."
        assert found.style.control_label == gold.style.control
        assert found.style.affiliation_label == gold.style.affiliation
        assert set(found.scores) == set(BARRIERS)
        assert found.risks == found.referrals == ()
    scores = score(notes[60:], predictions, resamples=20)
    assert scores.barriers.by_label["practical_obstacle"].f1.value == 1.0


def test_a_barrier_with_too_few_cases_is_never_answered():
    notes = made_notes(60)
    notes.append(note("Ferry? No. The harp was lost.", name="z", barrier="confusion"))
    (found,) = tfidf_predictions(notes, [note("The harp was lost.")])
    assert found.scores["confusion"] == 0.0


def test_the_command_prints_both_side_by_side(monkeypatch):
    notes = made_notes(40)
    monkeypatch.setattr(command, "load_corpus", lambda: tuple(notes[:30]))
    monkeypatch.setattr(command, "load_development", lambda: tuple(notes[30:]))
    result = CliRunner().invoke(command.main, ["--on", "development"])
    assert result.exit_code == 0, result.output
    first, heads, *rows = result.output.splitlines()
    assert first.startswith("development, 10 notes")
    assert heads.split() == ["keywords", "TF-IDF"]
    obstacle = next(row for row in rows if row.startswith("  practical_obstacle, F1"))
    # Keywords know neither ferry nor pier; the learned baseline was shown both.
    assert obstacle.split()[-6] == "0.000"
    assert obstacle.split()[-3] == "1.000"
