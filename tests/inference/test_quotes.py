"""Which words are quoted for, and against, a reading, and which readings are shown at all."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pytest

from inference.enough import enough_to_go_on
from inference.features import Features
from inference.formulation import Hypothesis, Position, Quote, Strength, Style
from inference.heads import Scores
from inference.hypotheses import hypotheses
from inference.knowledge.clinical import load_clinical
from inference.labels import BARRIERS
from inference.quotes import quotes_against, quotes_for
from inference.reading import Clause, Judgement, Reading
from inference.settings import Settings, support_words
from inference.vocabulary import TAGS

LABEL = "confusion"
# Words of a clause, the number of its sentence, whether it holds, its log odds for `LABEL`.
Told = tuple[str, int, bool, float]
SCENE: tuple[Told, ...] = (
    ("He lost the way,", 0, True, 2.0),
    ("then slept.", 0, True, -6.0),
    ("Asks what day it is.", 1, True, 1.5),
    ("His brother was lost too.", 2, False, 1.8),
    ("Had soup.", 3, True, -7.0),
)


def note(told: Sequence[Told]) -> tuple[Features, Scores]:
    text, clauses = "", []
    for words, sentence, *_ in told:
        start = len(text) + bool(text)
        text = f"{text} {words}".strip()
        judged = [Judgement(value) for value in ("client", "now", "stated")]
        clauses.append(Clause(start, len(text), sentence, *judged))
    asserted = np.array([holds for _, _, holds, _ in told], np.float32)
    evidence = np.full((len(told), len(TAGS)), -9.0)
    evidence[:, TAGS.index(LABEL)] = [value for *_, value in told]
    empty = np.zeros((len(told), 1), np.float32)
    features = Features(text, text, tuple(clauses), empty, empty, asserted, frozenset())
    return features, Scores({}, {}, {}, {}, {}, evidence)


def words(quotes: Sequence[Quote]) -> list[str]:
    return [quote.text for quote in quotes]


@pytest.mark.parametrize(
    ("told", "reach", "quoted"),
    [
        (SCENE, 0.4, ["He lost the way, then slept."]),
        (SCENE, 0.5, ["He lost the way, then slept.", "Asks what day it is."]),
        # However far it reaches, there are four sentences at the most, the best ones.
        ([(f"Lost {i}.", i, True, float(i)) for i in range(6)], 99.0,
         ["Lost 2.", "Lost 3.", "Lost 4.", "Lost 5."]),
        # Where nothing holds, what does not is all there is to show.
        ([("Not lost.", 0, False, 1.0), ("Had soup.", 1, False, -5.0)], 1.0, ["Not lost."]),
        ([], 1.0, []),
    ],
)  # fmt: skip
def test_for(told: Sequence[Told], reach: float, quoted: list[str]) -> None:
    features, scores = note(told)
    assert words(quotes_for(features, scores, LABEL, reach=reach)) == quoted


@pytest.mark.parametrize(
    ("told", "reach", "quoted"),
    [
        (SCENE, 0.2, ["His brother was lost too."]),
        (SCENE, 0.1, []),
        # What hardly speaks of it does not speak against it either, when all else says as little.
        ([("Not lost.", 0, False, -3.9), ("Had soup.", 1, True, -8.0)], 1.0, ["Not lost."]),
        ([("Not in.", 0, False, -4.1), ("Had soup.", 1, True, -8.0)], 1.0, []),
        ([], 1.0, []),
    ],
)
def test_against(told: Sequence[Told], reach: float, quoted: list[str]) -> None:
    features, scores = note(told)
    assert words(quotes_against(features, scores, LABEL, reach=reach)) == quoted


def shown(likely: Mapping[str, float]) -> tuple[Hypothesis, ...]:
    features, scores = note(SCENE)
    chances = dict.fromkeys(BARRIERS, 0.0) | dict(likely)
    settings = Settings(dict.fromkeys(BARRIERS, 0.5), dict.fromkeys(BARRIERS, 0.5))
    made = Scores(chances, {}, {}, {}, {}, scores.evidence)
    return hypotheses(features, made, settings, load_clinical())


def test_readings_from_the_threshold_on_are_shown_best_first() -> None:
    found = shown({"ambivalence": 0.5, LABEL: 0.9, "street_community": 0.49})
    assert [hypothesis.label for hypothesis in found] == [LABEL, "ambivalence"]


@pytest.mark.parametrize(
    ("other", "first"),
    [(0.15, "street_community"), (0.14, load_clinical().barrier(LABEL).rivals[0].barrier)],
)
def test_what_the_note_makes_likely_is_the_first_rival(other: float, first: str) -> None:
    (hypothesis,) = shown({LABEL: 0.9, "street_community": other})
    assert hypothesis.rivals[0] == first
    assert len(hypothesis.rivals) == 2


@pytest.mark.parametrize(
    ("probability", "quotes", "expected"),
    [
        (0.85, 2, "several signs"),
        (0.85, 1, "some support"),
        (0.84, 2, "some support"),
        (0.65, 1, "some support"),
        (0.64, 3, "worth asking"),
    ],
)
def test_support(probability: float, quotes: int, expected: str) -> None:
    assert support_words(probability, quotes) == expected


PROSE = "he was at the door and then it was shut " * 3
HYPOTHESIS = Hypothesis(LABEL, "worth asking", 0.5, ())
STRENGTH = Strength("skill", ())
PLAIN = Style(None, None, None, None, "unclear", "unclear", None, None, None, None, ())
SEEN = Style(0.5, 0.5, 0.7, None, "dominant", "friendly", Position(0.5, 0.5), None, None, None, ())


@pytest.mark.parametrize(
    ("count", "hypothesis", "strength", "style", "answer"),
    [
        (11, False, True, PLAIN, False),
        (11, True, False, PLAIN, True),
        (12, False, True, PLAIN, True),
        (24, False, False, PLAIN, False),
        (24, False, False, SEEN, True),
        (25, False, False, PLAIN, True),
    ],
)
def test_enough(count: int, hypothesis: bool, strength: bool, style: Style, answer: bool) -> None:
    text = " ".join(PROSE.split()[:count])
    enough = enough_to_go_on(
        Reading(text, (), (), ()),
        (HYPOTHESIS,) * hypothesis,
        style,
        (STRENGTH,) * strength,
        (),
    )
    assert enough.answer is answer
    assert (enough.reason is None) is answer
