"""Where things lie in the drawing of the interpersonal circle; pure geometry, no words.

The circle is the one of Leary (1957) and Kiesler (1983): warmth to the right, taking charge upward.
SVG has its y axis downward, so control is turned over here, once.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from inference import Position, Style

WIDTH: Final = 360
HEIGHT: Final = 340
CENTRE_X: Final = 180
CENTRE_Y: Final = 170
RADIUS: Final = 126


@dataclass(frozen=True, slots=True)
class Sector:
    """One octant as an SVG path; `chosen` when the style falls into it."""

    octant: str
    path: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class Spot:
    """An estimate in drawing units, with one standard deviation each way where it is known."""

    x: float
    y: float
    rx: float | None = None
    ry: float | None = None


@dataclass(frozen=True, slots=True)
class Circle:
    """All that the template draws; an estimate that does not exist is None."""

    sectors: tuple[Sector, ...]
    from_text: Spot | None
    from_reactions: Spot | None
    width: int = WIDTH
    height: int = HEIGHT
    x: int = CENTRE_X
    y: int = CENTRE_Y
    radius: int = RADIUS


def draw(style: Style, octants: Sequence[str]) -> Circle | None:
    """The drawing for this style, or None when there is no estimate of either kind.

    `octants` are the ids of the eight octants, counter-clockwise from the warm pole.
    """
    if style.from_text is None and style.from_reactions is None:
        return None
    return replace(
        ground(octants, style.octant),
        from_text=spot(style.from_text, style.uncertainty) if style.from_text else None,
        # How far off a feeling may be is not known, so that none is drawn.
        from_reactions=spot(style.from_reactions) if style.from_reactions else None,
    )


def ground(octants: Sequence[str], chosen: str | None = None) -> Circle:
    """The circle without any estimate, one octant `chosen` where it is named."""
    return Circle(
        sectors=tuple(
            Sector(octant, _sector(45.0 * i), octant == chosen) for i, octant in enumerate(octants)
        ),
        from_text=None,
        from_reactions=None,
    )


def spot(position: Position, spread: Position | None = None) -> Spot:
    """Where a position lies in the drawing."""
    # Both axes reach from -1 to 1, so a corner lies outside the circle: draw it on the rim.
    shrink = max(1.0, math.hypot(position.control, position.affiliation))
    x = CENTRE_X + RADIUS * position.affiliation / shrink
    y = CENTRE_Y - RADIUS * position.control / shrink
    if spread is None:
        return Spot(round(x, 1), round(y, 1))
    rx, ry = RADIUS * spread.affiliation, RADIUS * spread.control
    return Spot(round(x, 1), round(y, 1), round(rx, 1), round(ry, 1))


def _sector(middle: float) -> str:
    """The path of the slice whose middle lies at `middle` degrees from the warm pole."""
    (x1, y1), (x2, y2) = _rim(middle - 22.5), _rim(middle + 22.5)
    return f"M{CENTRE_X} {CENTRE_Y} L{x1:g} {y1:g} A{RADIUS} {RADIUS} 0 0 0 {x2:g} {y2:g} Z"


def _rim(degrees: float) -> tuple[float, float]:
    angle = math.radians(degrees)
    x, y = CENTRE_X + RADIUS * math.cos(angle), CENTRE_Y - RADIUS * math.sin(angle)
    return round(x, 1), round(y, 1)
