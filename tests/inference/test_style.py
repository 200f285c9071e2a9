"""Positions on the circle, octants, and when the two estimates disagree."""

from __future__ import annotations

import numpy as np
import pytest

from inference.formulation import Position, Quote
from inference.heads import Scores
from inference.knowledge.clinical import load_clinical
from inference.style import octant_of, position_from_reactions, read_style

CLINICAL = load_clinical()


@pytest.mark.parametrize(
    ("control", "affiliation", "octant"),
    [
        (0.0, 0.9, "friendly"),
        (0.6, 0.6, "friendly-dominant"),
        (0.9, 0.0, "dominant"),
        (0.6, -0.6, "hostile-dominant"),
        (0.0, -0.9, "hostile"),
        (-0.6, -0.6, "hostile-submissive"),
        (-0.9, 0.0, "submissive"),
        (-0.6, 0.6, "friendly-submissive"),
        (0.2, 0.2, None),
        (0.0, 0.0, None),
    ],
)
def test_octants(control: float, affiliation: float, octant: str | None) -> None:
    assert octant_of(Position(control, affiliation)) == octant


def _scores(control: str, affiliation: str) -> Scores:
    def sure(of: str, values: tuple[str, ...]) -> dict[str, float]:
        return {value: 0.91 if value == of else 0.03 for value in values}

    return Scores(
        {},
        sure(control, ("dominant", "submissive", "balanced", "unclear")),
        sure(affiliation, ("friendly", "hostile", "mixed", "unclear")),
        {},
        {},
        np.zeros((0, 0)),
    )


def test_intimidation_agrees_with_hostile_dominance() -> None:
    style = read_style(_scores("dominant", "hostile"), (), ["intimidated"], CLINICAL)
    assert style.octant == "hostile-dominant"
    assert style.from_reactions is not None and style.from_reactions.control > 0
    assert style.agree is True


def test_wish_to_rescue_disagrees_with_hostile_dominance() -> None:
    style = read_style(_scores("dominant", "hostile"), (), ["protective"], CLINICAL)
    assert style.agree is False
    assert style.octant == "hostile-dominant"  # behaviour outweighs the worker's feeling


def test_reactions_alone_when_the_text_is_unclear() -> None:
    style = read_style(_scores("unclear", "unclear"), (), ["intimidated"], CLINICAL)
    assert style.from_text is None and style.agree is None
    assert style.control is not None and style.control > 0


BRIDGE = Quote(0, 25, "She spoke of the bridge. ")
TEA = Quote(25, 40, "She made us tea.")


@pytest.mark.parametrize(
    ("affiliation", "quotes", "danger", "shown"),
    [
        ("friendly", (BRIDGE, TEA), (BRIDGE,), (TEA,)),
        ("friendly", (BRIDGE,), (BRIDGE,), None),
        ("friendly", (TEA,), (BRIDGE,), (TEA,)),
        ("friendly", (), (BRIDGE,), ()),
        ("hostile", (BRIDGE,), (BRIDGE,), (BRIDGE,)),  # a threat does show who presses
    ],
)
def test_words_of_danger_are_no_warmth(
    affiliation: str,
    quotes: tuple[Quote, ...],
    danger: tuple[Quote, ...],
    shown: tuple[Quote, ...] | None,
) -> None:
    style = read_style(_scores("balanced", affiliation), quotes, [], CLINICAL, danger)
    assert style.evidence == (shown or ())
    assert (style.from_text is None) == (style.octant is None) == (shown is None)


def test_nothing_is_made_up_from_silence() -> None:
    style = read_style(_scores("unclear", "unclear"), (), [], CLINICAL)
    assert (style.control, style.affiliation, style.octant, style.strength) == (None,) * 4
    assert position_from_reactions([], CLINICAL) is None
