"""Plain words for verdicts, skills and counts; what a barrier means is knowledge of `inference`."""

from __future__ import annotations

from typing import Final

from .boxes import Skill
from .progress import Count
from .vocabulary import clinical

VERDICT: Final = {
    "seen": "You saw it",
    "missed": "You passed it over",
    "rival": "Another reading that can be defended",
    "look_alike": "It looks like it, and may not be",
    "read_in": "Read in: the note does not say it",
    "left_out": "You left it alone",
}
SUPPORT: Final = {
    "worth_asking": "worth asking about",
    "some_support": "some support",
    "several_signs": "several signs",
}
FIT: Final = {
    "fits": "Fits this person",
    "partly": "Fits in part",
    "misses": "Misses this person",
}
SURE: Final = {
    "fits": "That is about as far as the note goes.",
    "too_sure": "The note does not carry that much.",
    "too_careful": "The note carries more than that.",
}
HELD_LOOSELY: Final = "Held as loosely as that, it is a question to ask and does little harm."
CALIBRATION: Final = {
    "fits": "fits",
    "too_sure": "surer than the notes allow",
    "too_careful": "more careful than need be",
}
BARRIER: Final = {
    "reliable": "You see it reliably.",
    "overlooked": "You tend to pass it over.",
    "over_read": "You tend to read it in.",
}
PATH: Final = {
    "look_alikes": "Look-alikes",
    "style_and_reaction": "Style and own reaction",
    "no_barrier": "Nothing in the way",
    "mixed": "Mixed",
}


def path(id: str) -> str:
    """What a case practises; for most cases a barrier."""
    return PATH.get(id) or clinical().barrier(id).name


def skill(of: Skill) -> str:
    """A skill, so that it completes "to come back to".

    >>> skill(Skill("danger"))
    'a danger that is on now'
    """
    if of.kind == "danger":
        return "a danger that is on now"
    if of.kind == "style":
        return "placing the style"
    if of.about == "no_barrier":
        return "what to say where nothing is in the way"
    name = clinical().barrier(of.about).name
    return {
        "see": f"seeing “{name}”",
        "leave": f"leaving “{name}” alone where it is not",
        "answer": f"what to say with “{name}”",
    }[of.kind]


def count(number: Count) -> str:
    """A count as people say it.

    >>> count(Count(2, 5)), count(Count(0, 0))
    ('2 of 5', 'no occasion yet')
    """
    return f"{number.hits} of {number.of}" if number.of else "no occasion yet"
