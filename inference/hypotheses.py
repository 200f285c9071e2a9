"""Which readings of the note are worth showing, with quotes for and against each."""

from __future__ import annotations

from typing import Final

from .features import Features
from .formulation import Hypothesis
from .heads import Scores
from .knowledge.clinical import Clinical
from .labels import BARRIERS
from .quotes import quotes_against, quotes_for
from .settings import Settings, support_words

_RIVALS: Final = 2
_QUESTIONS: Final = 4
# A barrier that is not shown itself is still the first rival to name when it is this probable.
_RIVAL_PROBABILITY: Final = 0.15


def hypotheses(
    features: Features, scores: Scores, settings: Settings, clinical: Clinical
) -> tuple[Hypothesis, ...]:
    """Barriers whose probability reaches their threshold, best first; the rest stay unsaid."""
    shown = [b for b in BARRIERS if scores.yes_no[b] >= settings.show[b]]
    shown.sort(key=lambda b: -scores.yes_no[b])
    return tuple(_hypothesis(b, features, scores, settings, clinical) for b in shown)


def _hypothesis(
    label: str, features: Features, scores: Scores, settings: Settings, clinical: Clinical
) -> Hypothesis:
    barrier = clinical.barrier(label)
    probability = scores.yes_no[label]
    reach = settings.quote[label]
    evidence = quotes_for(features, scores, label, reach=reach)
    return Hypothesis(
        label=label,
        support=support_words(probability, len(evidence)),
        probability=round(probability, 4),
        evidence=evidence,
        against=quotes_against(features, scores, label, reach=reach),
        rivals=_rivals(label, scores, tuple(rival.barrier for rival in barrier.rivals)),
        questions=barrier.questions[:_QUESTIONS],
    )


def _rivals(label: str, scores: Scores, usual: tuple[str, ...]) -> tuple[str, ...]:
    """The barriers that this note itself makes likely, then those usually mistaken for `label`."""
    likely = [b for b in BARRIERS if b != label and scores.yes_no[b] >= _RIVAL_PROBABILITY]
    likely.sort(key=lambda b: -scores.yes_no[b])
    return tuple(dict.fromkeys([*likely, *usual]))[:_RIVALS]
