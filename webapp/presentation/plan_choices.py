"""What can be chosen on the planner's form, in words; the ids are those of `referral-draft/1`."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Final

from inference import PlannerKnowledge

from ..language import gettext, marked

# As the client would say it, so that it is their answer that is put down and not a grade of them.
WILLINGNESS: Final = (
    ("wants", marked("“I want that.”")),
    ("would_try", marked("“I’d give it a go.”")),
    ("unsure", marked("“Maybe. I don’t know.”")),
    ("no", marked("“No, not now.”")),
    ("unknown", marked("I have not asked yet")),
)
FIT: Final = (
    ("unknown", marked("I don’t know")),
    ("yes", marked("It fits what they want")),
    ("no", marked("It does not fit just now")),
)
EFFORT: Final = (
    ("unknown", marked("I don’t know")),
    ("little", marked("Little: close by, short, no forms")),
    ("some", marked("Some")),
    ("much", marked("A lot: far, long, strange or frightening")),
)
STATUS: Final = (
    ("current", marked("now")),
    ("hypothetical", marked("might happen")),
    ("denied", marked("they say no to it")),
    ("past", marked("in the past")),
    ("other_person", marked("about somebody else")),
)
WORKER: Final = (("staying", marked("I am staying")), ("leaving", marked("I am leaving this job")))
OUTCOME: Final = (
    ("not_yet", marked("Not known yet")),
    ("done", marked("It was done")),
    ("not_done", marked("It did not come about")),
)
_PLACES: Final = (
    marked("The first"),
    marked("The second"),
    marked("The third"),
    marked("The fourth"),
    marked("The fifth"),
)


@dataclass(frozen=True, slots=True)
class Option:
    """Something to choose; `hint` is what it means, where its name does not say so."""

    id: str
    name: str
    chosen: bool
    hint: str = ""


def options(
    choices: Iterable[tuple[str, str]], chosen: Collection[str] | str
) -> tuple[Option, ...]:
    """`choices` (id and name) with those in `chosen` chosen."""
    picked = {chosen} if isinstance(chosen, str) else set(chosen)
    return tuple(Option(id, gettext(name), id in picked) for id, name in choices)


def purposes(known: PlannerKnowledge, chosen: Collection[str]) -> tuple[Option, ...]:
    """The purposes, each with what it means."""
    return tuple(Option(p.id, p.name, p.id in chosen, p.means) for p in known.purposes)


def readiness(known: PlannerKnowledge, chosen: str) -> tuple[Option, ...]:
    """How far somebody may be with a referral."""
    return options(((entry.id, entry.name) for entry in known.readiness), chosen)


def barriers(known: PlannerKnowledge, chosen: Collection[str]) -> tuple[Option, ...]:
    """What may be in the way."""
    return tuple(Option(b.id, b.name, b.id in chosen, b.shows) for b in known.clinical.barriers)


def dangers(known: PlannerKnowledge, chosen: str) -> tuple[Option, ...]:
    """The kinds of danger, and none."""
    kinds = ((risk.id, risk.name) for risk in known.clinical.risks)
    return options((("", gettext("none")), *kinds), chosen)


def harms(named: list[str], chosen: int | None) -> tuple[Option, ...]:
    """Which of the harms it brings down: those that are named, or their places while none is."""
    none = Option("", gettext("None of them, or I don’t know"), chosen is None)
    many = len(named) or len(_PLACES)
    return (
        none,
        *(
            Option(str(place), _harm(place, named), place == chosen)
            for place in range(1, max(many, chosen or 0) + 1)
        ),
    )


def _harm(place: int, named: list[str]) -> str:
    which = (
        gettext(_PLACES[place - 1])
        if place <= len(_PLACES)
        else gettext("Number %(place)s", place=place)
    )
    return f"{which}: {named[place - 1]}" if place <= len(named) else which
