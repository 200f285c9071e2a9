"""Plain words for the values that a formulation holds; what a barrier or style means is knowledge
of `inference`, not of this page."""

from __future__ import annotations

from typing import Final

from inference import Position

RISK_STATUS: Final = {
    "current": "the note says this of now",
    "hypothetical": "the note says this might happen",
    "denied": "the note says this was denied",
    "past": "the note says this of the past",
    "other_person": "the note says this of somebody else",
}
# First what may need acting on, then what was asked about, then what lies elsewhere.
RISK_ORDER: Final = tuple(RISK_STATUS)

REFERRAL_STATUS: Final = {
    "offered": "offered",
    "accepted": "accepted",
    "declined": "the client said no to it",
    "not_followed_up": "not followed up so far",
    "completed": "done",
    "needed": "thought to be needed",
}

# Lengths on an axis from 0 to 1, and how a person would say them.
_AMOUNTS: Final = ((0.2, ""), (0.45, "a little "), (0.7, "fairly "), (2.0, "strongly "))


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
    return " and ".join(said) if said else "near the middle on both axes"


def chance(probability: float) -> str:
    """A probability as people say it; 0 and 1 would claim certainty.

    >>> chance(0.617), chance(0.001)
    ('62 in 100', 'under 1 in 100')
    """
    if probability < 0.01:
        return "under 1 in 100"
    if probability > 0.99:
        return "over 99 in 100"
    return f"{100 * probability:.0f} in 100"


def plural(number: int, what: str) -> str:
    """A number of things.

    >>> plural(1, "case"), plural(3, "case")
    ('1 case', '3 cases')
    """
    return f"{number} {what}" if number == 1 else f"{number} {what}s"


def _axis(value: float, above: str, below: str) -> str:
    amount = next(word for limit, word in _AMOUNTS if abs(value) < limit)
    return amount and amount + (above if value > 0 else below)
