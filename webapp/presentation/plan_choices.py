"""What can be chosen on the planner's form, in words; the ids are those of `referral-draft/1`."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Final

from inference import PlannerKnowledge

from ..language import N_, gettext

# As the client would say it, so that it is their answer that is put down and not a grade of them.
WILLINGNESS: Final = (
    ("wants", N_("“I want that.”")),
    ("would_try", N_("“I’d give it a go.”")),
    ("unsure", N_("“Maybe. I don’t know.”")),
    ("no", N_("“No, not now.”")),
    ("unknown", N_("I have not asked yet")),
)
FIT: Final = (
    ("unknown", N_("I don’t know")),
    ("yes", N_("It fits what they want")),
    ("no", N_("It does not fit just now")),
)
EFFORT: Final = (
    ("unknown", N_("I don’t know")),
    ("little", N_("Little: close by, short, no forms")),
    ("some", N_("Some")),
    ("much", N_("A lot: far, long, strange or frightening")),
)
STATUS: Final = (
    ("current", N_("now")),
    ("hypothetical", N_("might happen")),
    ("denied", N_("they say no to it")),
    ("past", N_("in the past")),
    ("other_person", N_("about somebody else")),
)
WORKER: Final = (("staying", N_("I am staying")), ("leaving", N_("I am leaving this job")))
OUTCOME: Final = (
    ("not_yet", N_("Not known yet")),
    ("done", N_("It was done")),
    ("not_done", N_("It did not come about")),
)
_PLACES: Final = (
    N_("The first"),
    N_("The second"),
    N_("The third"),
    N_("The fourth"),
    N_("The fifth"),
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
