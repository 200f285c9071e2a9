"""What may be in the way, as the page shows it: lettered, with for, against, rivals, questions."""

from __future__ import annotations

from collections.abc import Mapping
from string import ascii_uppercase

from inference import Clinical, Formulation, Hypothesis

from ..language.of_reader import again
from . import words
from .marks import Marker
from .pages import HypothesisView, RivalView


def hypothesis_views(
    formulation: Formulation, clinical: Clinical, marker: Marker
) -> tuple[HypothesisView, ...]:
    """The hypotheses in their order, the best supported with the letter A."""
    letters = dict(zip((h.label for h in formulation.hypotheses), ascii_uppercase, strict=False))
    return tuple(_hypothesis(h, letters, clinical, marker) for h in formulation.hypotheses)


def _hypothesis(
    hypothesis: Hypothesis, letters: Mapping[str, str], clinical: Clinical, marker: Marker
) -> HypothesisView:
    label, letter = hypothesis.label, letters[hypothesis.label]
    barrier, look = clinical.barrier(label), f"h-{label}"
    tell_apart = {rival.barrier: rival.tell_apart for rival in barrier.rivals}
    return HypothesisView(
        letter=letter,
        label=label,
        name=barrier.name,
        may_be=barrier.may_be,
        support=again(hypothesis.support),
        chance=words.chance(hypothesis.probability),
        quotes=marker.speaking_for(hypothesis.evidence, letter, look, barrier.name),
        against=marker.speaking_against(hypothesis.against, letter, look, barrier.name),
        rivals=tuple(
            RivalView(
                label=rival,
                name=clinical.barrier(rival).name,
                tell_apart=tell_apart.get(rival),
                letter=letters.get(rival),
            )
            for rival in hypothesis.rivals
        ),
        questions=hypothesis.questions,
        ask=barrier.ask,
        our_side=barrier.our_side,
        theory=barrier.theory,
    )
