"""Plain words for the values that a formulation holds; what a barrier or style means is knowledge
of `inference`, not of this page."""

from __future__ import annotations

from typing import Final

from inference import Position

from ..language import Worded, gettext, marked

RISK_STATUS: Final = Worded(
    {
        "current": marked("the note says this of now"),
        "hypothetical": marked("the note says this might happen"),
        "denied": marked("the note says this was denied"),
        "past": marked("the note says this of the past"),
        "other_person": marked("the note says this of somebody else"),
    }
)
# First what may need acting on, then what was asked about, then what lies elsewhere.
RISK_ORDER: Final = tuple(RISK_STATUS)

REFERRAL_STATUS: Final = Worded(
    {
        "offered": marked("offered"),
        "accepted": marked("accepted"),
        "declined": marked("the client said no to it"),
        "not_followed_up": marked("not followed up so far"),
        "completed": marked("done"),
        "needed": marked("thought to be needed"),
    }
)

# Lengths on an axis from 0 to 1, and how a person would say them of each of its ends.
_LIMITS: Final = (0.2, 0.45, 0.7, 2.0)
_AXES: Final = {
    "taking charge": (
        marked("a little taking charge"),
        marked("fairly taking charge"),
        marked("strongly taking charge"),
    ),
    "yielding": (
        marked("a little yielding"),
        marked("fairly yielding"),
        marked("strongly yielding"),
    ),
    "warm": (marked("a little warm"), marked("fairly warm"), marked("strongly warm")),
    "cold": (marked("a little cold"), marked("fairly cold"), marked("strongly cold")),
}


def position(where: Position) -> str:
    """A point on the circle in words.

    >>> position(Position(control=0.8, affiliation=-0.3))
    'strongly taking charge and a little cold'
    """
    parts = (
        _axis(where.control, "taking charge", "yielding"),
        _axis(where.affiliation, "warm", "cold"),
    )
    said = [part for part in parts if part]
    if len(said) == 2:
        return gettext("%(one)s and %(other)s", one=said[0], other=said[1])
    return said[0] if said else gettext("near the middle on both axes")


def chance(probability: float) -> str:
    """A probability as people say it; 0 and 1 would claim certainty.

    >>> chance(0.617), chance(0.001)
    ('62 in 100', 'under 1 in 100')
    """
    if probability < 0.01:
        return gettext("under 1 in 100")
    if probability > 0.99:
        return gettext("over 99 in 100")
    return gettext("%(value)s in 100", value=f"{100 * probability:.0f}")


def plural(number: int, what: str) -> str:
    """A number of things.

    >>> plural(1, "case"), plural(3, "case")
    ('1 case', '3 cases')
    """
    return f"{number} {what}" if number == 1 else f"{number} {what}s"


def _axis(value: float, above: str, below: str) -> str:
    amount = next(step for step, limit in enumerate(_LIMITS) if abs(value) < limit)
    return gettext(_AXES[above if value > 0 else below][amount - 1]) if amount else ""
