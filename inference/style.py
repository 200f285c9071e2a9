"""The client's position on the interpersonal circle, from the text and from the worker's reactions.

The circle and complementarity are those of Leary (1957) and Kiesler (1983): a worker who feels
intimidated may be meeting dominance, one who wants to rescue may be meeting submission. What the
client did, as the note tells it, outweighs what the worker felt; the two are never mixed.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from .formulation import Position, Quote, Style, apart
from .heads import Scores
from .knowledge.clinical import Clinical
from .labels import OCTANTS

# Shorter than this, the direction of the vector says nothing: "no clear style".
CLEAR: Final = 0.3
# Two estimates further apart than this on the circle (radius 1) are said to disagree.
FAR: Final = 0.9

_CONTROL: Final[Mapping[str, float]] = {"dominant": 1.0, "balanced": 0.0, "submissive": -1.0}
_AFFILIATION: Final[Mapping[str, float]] = {"friendly": 1.0, "mixed": 0.0, "hostile": -1.0}


def read_style(
    scores: Scores,
    quotes: tuple[Quote, ...],
    reactions: Iterable[str],
    clinical: Clinical,
    danger: Sequence[Quote] = (),
) -> Style:
    """Style from calibrated class probabilities, and apart from it from the worker's reactions.

    Each coordinate is the expected value over the axis's classes, given that it is not unclear;
    its uncertainty is the standard deviation of the same distribution. `danger` are the note's
    words of danger, whatever is said of it: none of them is quoted as warmth, and a warmth for
    which nothing else speaks is unclear.
    """
    control_label = _likeliest(scores.control)
    affiliation_label = _likeliest(scores.affiliation)
    control, control_spread = _expectation(scores.control, _CONTROL)
    affiliation, affiliation_spread = _expectation(scores.affiliation, _AFFILIATION)
    telling = apart(quotes, danger) if affiliation > 0 else quotes
    if quotes and not telling:
        control_label = affiliation_label = "unclear"
    unclear = control_label == affiliation_label == "unclear"
    from_text = None if unclear else Position(control, affiliation)
    from_reactions = position_from_reactions(reactions, clinical)
    shown = from_text or from_reactions
    strength = math.hypot(shown.control, shown.affiliation) if shown else None
    return Style(
        control=shown.control if shown else None,
        affiliation=shown.affiliation if shown else None,
        strength=None if strength is None else round(min(strength, 1.0), 4),
        octant=octant_of(shown) if shown else None,
        control_label=control_label,
        affiliation_label=affiliation_label,
        from_text=from_text,
        from_reactions=from_reactions,
        agree=_near(from_text, from_reactions) if from_text and from_reactions else None,
        uncertainty=Position(control_spread, affiliation_spread) if from_text else None,
        evidence=() if unclear else telling,
    )


def octant_of(position: Position) -> str | None:
    """The octant of a position, by bins of 45 degrees; None when the vector is short."""
    if math.hypot(position.control, position.affiliation) < CLEAR:
        return None
    degrees = math.degrees(math.atan2(position.control, position.affiliation))
    return OCTANTS[round(degrees / 45) % len(OCTANTS)]


def position_from_reactions(reactions: Iterable[str], clinical: Clinical) -> Position | None:
    """Where the worker's reactions point, as their weighted mean; None without any."""
    known = [clinical.reaction(kind) for kind in sorted(set(reactions))]
    weight = sum(reaction.weight for reaction in known)
    if not weight:
        return None
    return Position(
        round(sum(r.weight * r.control for r in known) / weight, 4),
        round(sum(r.weight * r.affiliation for r in known) / weight, 4),
    )


def _likeliest(probabilities: Mapping[str, float]) -> str:
    return max(probabilities, key=lambda label: probabilities[label])


def _expectation(
    probabilities: Mapping[str, float], values: Mapping[str, float]
) -> tuple[float, float]:
    total = sum(probabilities[label] for label in values)
    mean = sum(probabilities[label] * value for label, value in values.items()) / total
    square = sum(probabilities[label] * value**2 for label, value in values.items()) / total
    return round(mean, 4), round(math.sqrt(max(square - mean**2, 0.0)), 4)


def _near(one: Position, other: Position) -> bool:
    return math.dist((one.control, one.affiliation), (other.control, other.affiliation)) <= FAR
