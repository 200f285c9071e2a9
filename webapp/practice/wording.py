"""Plain words for verdicts, skills and counts; what a barrier means is knowledge of `inference`."""

from __future__ import annotations

from typing import Final

from ..language import N_, Worded, gettext
from .boxes import Skill
from .progress import Count
from .vocabulary import clinical

VERDICT: Final = Worded(
    {
        "seen": N_("You saw it"),
        "missed": N_("You passed it over"),
        "rival": N_("Another reading that can be defended"),
        "look_alike": N_("It looks like it, and may not be"),
        "read_in": N_("Read in: the note does not say it"),
        "left_out": N_("You left it alone"),
    }
)
SUPPORT: Final = Worded(
    {
        "worth_asking": N_("worth asking about"),
        "some_support": N_("some support"),
        "several_signs": N_("several signs"),
    }
)
FIT: Final = Worded(
    {
        "fits": N_("Fits this person"),
        "partly": N_("Fits in part"),
        "misses": N_("Misses this person"),
    }
)
SURE: Final = Worded(
    {
        "fits": N_("That is about as far as the note goes."),
        "too_sure": N_("The note does not carry that much."),
        "too_careful": N_("The note carries more than that."),
    }
)
HELD_LOOSELY: Final = N_("Held as loosely as that, it is a question to ask and does little harm.")
CALIBRATION: Final = Worded(
    {
        "fits": N_("fits"),
        "too_sure": N_("surer than the notes allow"),
        "too_careful": N_("more careful than need be"),
    }
)
BARRIER: Final = Worded(
    {
        "reliable": N_("You see it reliably."),
        "overlooked": N_("You tend to pass it over."),
        "over_read": N_("You tend to read it in."),
    }
)
PATH: Final = Worded(
    {
        "look_alikes": N_("Look-alikes"),
        "style_and_reaction": N_("Style and own reaction"),
        "no_barrier": N_("Nothing in the way"),
        "mixed": N_("Mixed"),
    }
)


def path(id: str) -> str:
    """What a case practises; for most cases a barrier."""
    return PATH.get(id) or clinical().barrier(id).name


def skill(of: Skill) -> str:
    """A skill, so that it completes "to come back to".

    >>> skill(Skill("danger"))
    'a danger that is on now'
    """
    if of.kind == "danger":
        return gettext("a danger that is on now")
    if of.kind == "style":
        return gettext("placing the style")
    if of.about == "no_barrier":
        return gettext("what to say where nothing is in the way")
    name = clinical().barrier(of.about).name
    return {
        "see": gettext("seeing “%(name)s”", name=name),
        "leave": gettext("leaving “%(name)s” alone where it is not", name=name),
        "answer": gettext("what to say with “%(name)s”", name=name),
    }[of.kind]


def count(number: Count) -> str:
    """A count as people say it.

    >>> count(Count(2, 5)), count(Count(0, 0))
    ('2 of 5', 'no occasion yet')
    """
    return (
        gettext("%(hits)s of %(of)s", hits=number.hits, of=number.of)
        if number.of
        else gettext("no occasion yet")
    )
