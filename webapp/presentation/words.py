"""Plain words for the values that a formulation holds; what a barrier or style means is knowledge
of `inference`, not of this page."""

from __future__ import annotations

from typing import Final

from inference import Position

from ..language import N_, Worded, gettext

RISK_STATUS: Final = Worded(
    {
        "current": N_("the note says this of now"),
        "hypothetical": N_("the note says this might happen"),
        "denied": N_("the note says this was denied"),
        "past": N_("the note says this of the past"),
        "other_person": N_("the note says this of somebody else"),
    }
)
# First what may need acting on, then what was asked about, then what lies elsewhere.
RISK_ORDER: Final = tuple(RISK_STATUS)

REFERRAL_STATUS: Final = Worded(
    {
        "offered": N_("offered"),
        "accepted": N_("accepted"),
        "declined": N_("the client said no to it"),
        "not_followed_up": N_("not followed up so far"),
        "completed": N_("done"),
        "needed": N_("thought to be needed"),
    }
)

# Lengths on an axis from 0 to 1, and how a person would say them of each of its ends.
_LIMITS: Final = (0.2, 0.45, 0.7, 2.0)
_AXES: Final = {
    "taking charge": (
        N_("a little taking charge"),
        N_("fairly taking charge"),
        N_("strongly taking charge"),
    ),
    "yielding": (
        N_("a little yielding"),
        N_("fairly yielding"),
        N_("strongly yielding"),
    ),
    "warm": (N_("a little warm"), N_("fairly warm"), N_("strongly warm")),
    "cold": (N_("a little cold"), N_("fairly cold"), N_("strongly cold")),
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
