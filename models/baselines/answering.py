"""What both baselines share: cutting a note into sentences, and putting findings into shape."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Final

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

# After the closing mark of a sentence and before white space, or at a line's end. Abbreviations
# cut a sentence short; a baseline may.
_BREAK: Final = re.compile(r"(?<=[.!?])[\"')\]]*\s+|\n+")


def sentences(text: str) -> tuple[Quote, ...]:
    """The text cut at closing marks and line ends, white space around each left out."""
    cuts = [0, *(match.end() for match in _BREAK.finditer(text)), len(text)]
    found = []
    for start, end in pairwise(cuts):
        piece = text[start:end]
        if stripped := piece.strip():
            first = start + len(piece) - len(piece.lstrip())
            found.append(Quote(first, first + len(stripped), stripped))
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
