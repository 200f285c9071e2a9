from __future__ import annotations

import dataclasses
import re

import pytest

from inference import Position, Style
from webapp.presentation.circle import CENTRE_X, CENTRE_Y, HEIGHT, RADIUS, WIDTH, Spot, draw
from webapp.presentation.words import chance, position

OCTANTS = (
    "friendly",
    "friendly-dominant",
    "dominant",
    "hostile-dominant",
    "hostile",
    "hostile-submissive",
    "submissive",
    "friendly-submissive",
)
NONE = Style(None, None, None, None, "unclear", "unclear", None, None, None, None, ())


def style(text=None, felt=None, octant=None, spread=None) -> Style:
    return dataclasses.replace(
        NONE,
        from_text=text and Position(*text),
        from_reactions=felt and Position(*felt),
        octant=octant,
        uncertainty=spread and Position(*spread),
    )


@pytest.mark.parametrize(
    ("control", "affiliation", "x", "y"),
    [
        (0, 0, CENTRE_X, CENTRE_Y),
        (1, 0, CENTRE_X, CENTRE_Y - RADIUS),
        (-1, 0, CENTRE_X, CENTRE_Y + RADIUS),
        (0, 1, CENTRE_X + RADIUS, CENTRE_Y),
        (0, -0.5, CENTRE_X - RADIUS / 2, CENTRE_Y),
        # A corner lies outside the circle and is drawn on its rim.
        (1, 1, 269.1, 80.9),
    ],
)
def test_control_is_up_and_warmth_to_the_right(control, affiliation, x, y):
    drawn = draw(style(text=(control, affiliation)), OCTANTS)
    assert drawn.from_text == Spot(x, y)
    assert drawn.from_reactions is None


def test_the_spread_belongs_to_the_text_and_is_wide_where_it_is_unsure():
    drawn = draw(style(text=(0, 0), felt=(0.5, 0.5), spread=(0.5, 0.25)), OCTANTS)
    assert (drawn.from_text.rx, drawn.from_text.ry) == (RADIUS / 4, RADIUS / 2)
    assert (drawn.from_reactions.rx, drawn.from_reactions.ry) == (None, None)


def test_without_any_estimate_there_is_no_picture():
    assert draw(NONE, OCTANTS) is None


def test_a_feeling_alone_is_drawn():
    drawn = draw(style(felt=(0.5, -0.5)), OCTANTS)
    assert drawn.from_text is None
    assert drawn.from_reactions == Spot(117.0, 107.0)


@pytest.mark.parametrize("octant", OCTANTS)
def test_the_chosen_sector_holds_the_octants_direction(octant):
    drawn = draw(style(text=(0, 0), octant=octant), OCTANTS)
    assert [sector.octant for sector in drawn.sectors if sector.chosen] == [octant]


def test_the_picture_stays_in_its_frame():
    for sector in draw(style(text=(0, 0)), OCTANTS).sectors:
        numbers = [float(n) for n in re.findall(r"-?\d+(?:\.\d+)?", sector.path)]
        assert all(0 <= n <= max(WIDTH, HEIGHT) for n in numbers)


def test_sectors_begin_at_the_warm_pole_and_go_up():
    warm, up = (draw(style(text=(0, 0)), OCTANTS).sectors[i] for i in (0, 2))
    assert warm.path == "M180 170 L296.4 218.2 A126 126 0 0 0 296.4 121.8 Z"
    assert up.path == "M180 170 L228.2 53.6 A126 126 0 0 0 131.8 53.6 Z"


@pytest.mark.parametrize(
    ("control", "affiliation", "said"),
    [
        (0, 0, "near the middle on both axes"),
        (0.19, -0.19, "near the middle on both axes"),
        (0.3, 0, "a little taking charge"),
        (-0.5, 0.44, "fairly yielding and a little warm"),
        (0.8, -0.3, "strongly taking charge and a little cold"),
        (-1, -1, "strongly yielding and strongly cold"),
    ],
)
def test_a_position_in_words(control, affiliation, said):
    assert position(Position(control, affiliation)) == said


@pytest.mark.parametrize(
    ("probability", "said"),
    [
        (0.0, "under 1 in 100"),
        (0.0099, "under 1 in 100"),
        (0.01, "1 in 100"),
        (0.617, "62 in 100"),
        (0.99, "99 in 100"),
        (0.991, "over 99 in 100"),
        (1.0, "over 99 in 100"),
    ],
)
def test_a_chance_never_claims_certainty(probability, said):
    assert chance(probability) == said
