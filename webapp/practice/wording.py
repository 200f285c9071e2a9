"""Plain words for verdicts, skills and counts; what a barrier means is knowledge of `inference`."""

from __future__ import annotations

from typing import Final

from ..language import Worded, gettext, marked
from .boxes import Skill
from .progress import Count
from .vocabulary import clinical

VERDICT: Final = Worded(
    {
        "seen": marked("You saw it"),
        "missed": marked("You passed it over"),
        "rival": marked("Another reading that can be defended"),
        "look_alike": marked("It looks like it, and may not be"),
        "read_in": marked("Read in: the note does not say it"),
        "left_out": marked("You left it alone"),
    }
)
SUPPORT: Final = Worded(
    {
        "worth_asking": marked("worth asking about"),
        "some_support": marked("some support"),
        "several_signs": marked("several signs"),
    }
)
FIT: Final = Worded(
    {
        "fits": marked("Fits this person"),
        "partly": marked("Fits in part"),
        "misses": marked("Misses this person"),
    }
)
SURE: Final = Worded(
    {
        "fits": marked("That is about as far as the note goes."),
        "too_sure": marked("The note does not carry that much."),
        "too_careful": marked("The note carries more than that."),
    }
)
HELD_LOOSELY: Final = marked(
    "Held as loosely as that, it is a question to ask and does little harm."
)
CALIBRATION: Final = Worded(
    {
        "fits": marked("fits"),
        "too_sure": marked("surer than the notes allow"),
        "too_careful": marked("more careful than need be"),
    }
)
BARRIER: Final = Worded(
    {
        "reliable": marked("You see it reliably."),
        "overlooked": marked("You tend to pass it over."),
        "over_read": marked("You tend to read it in."),
    }
)
PATH: Final = Worded(
    {
        "look_alikes": marked("Look-alikes"),
        "style_and_reaction": marked("Style and own reaction"),
        "no_barrier": marked("Nothing in the way"),
        "mixed": marked("Mixed"),
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
