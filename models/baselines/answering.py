"""What both baselines share: cutting a note into sentences, and putting findings into shape."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from inference.formulation import (
    Enough,
    Formulation,
    Hypothesis,
    Provenance,
    Quote,
    Reaction,
    Referral,
    Risk,
    Strength,
    Style,
)
from inference.labels import SUPPORT

from ..corpus import Note
from ..pieces import rough_sentences


def sentences(text: str) -> tuple[Quote, ...]:
    """The rough sentences of the text, without the white space around them."""
    found = []
    for start, end in rough_sentences(text):
        piece = text[start:end]
        first, words = start + len(piece) - len(piece.lstrip()), piece.strip()
        found.append(Quote(first, first + len(words), words))
    return tuple(found)


def formulation(
    note: Note,
    name: str,
    scores: Mapping[str, float],
    evidence: Mapping[str, Sequence[Quote]],
    control: str,
    affiliation: str,
    *,
    reactions: Sequence[Reaction] = (),
    strengths: Sequence[Strength] = (),
    risks: Sequence[Risk] = (),
    referrals: Sequence[Referral] = (),
) -> Formulation:
    """A formulation of what a baseline found: a hypothesis for each barrier with `evidence`."""
    shown = sorted(evidence, key=lambda barrier: -scores[barrier])
    return Formulation(
        id=note.id,
        enough=Enough(True),
        risks=tuple(risks),
        hypotheses=tuple(
            Hypothesis(b, _support(scores[b]), scores[b], tuple(evidence[b])) for b in shown
        ),
        scores=dict(scores),
        style=Style(
            control=None,
            affiliation=None,
            strength=None,
            octant=None,
            control_label=control,
            affiliation_label=affiliation,
            from_text=None,
            from_reactions=None,
            agree=None,
            uncertainty=None,
            evidence=(),
        ),
        reactions=tuple(reactions),
        strengths=tuple(strengths),
        referrals=tuple(referrals),
        stances=(),
        provenance=Provenance(code=name, artefacts={}, knowledge=""),
    )


def _support(probability: float) -> str:
    return SUPPORT[(probability >= 0.5) + (probability >= 0.75)]
