"""What can be chosen on the planner's form, in words; the ids are those of `referral-draft/1`."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Final

from inference import PlannerKnowledge

# As the client would say it, so that it is their answer that is put down and not a grade of them.
WILLINGNESS: Final = (
    ("wants", "“I want that.”"),
    ("would_try", "“I’d give it a go.”"),
    ("unsure", "“Maybe. I don’t know.”"),
    ("no", "“No, not now.”"),
    ("unknown", "I have not asked yet"),
)
FIT: Final = (
    ("unknown", "I don’t know"),
    ("yes", "It fits what they want"),
    ("no", "It does not fit just now"),
)
EFFORT: Final = (
    ("unknown", "I don’t know"),
    ("little", "Little: close by, short, no forms"),
    ("some", "Some"),
    ("much", "A lot: far, long, strange or frightening"),
)
STATUS: Final = (
    ("current", "now"),
    ("hypothetical", "might happen"),
    ("denied", "they say no to it"),
    ("past", "in the past"),
    ("other_person", "about somebody else"),
)
WORKER: Final = (("staying", "I am staying"), ("leaving", "I am leaving this job"))
OUTCOME: Final = (
    ("not_yet", "Not known yet"),
    ("done", "It was done"),
    ("not_done", "It did not come about"),
)
_ORDINALS: Final = ("first", "second", "third", "fourth", "fifth")


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
    return tuple(Option(id, name, id in picked) for id, name in choices)


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
    return options((("", "none"), *kinds), chosen)


def harms(named: list[str], chosen: int | None) -> tuple[Option, ...]:
    """Which of the harms it brings down: those that are named, or their places while none is."""
    none = Option("", "None of them, or I don’t know", chosen is None)
    many = len(named) or len(_ORDINALS)
    return (
        none,
        *(
            Option(str(place), _harm(place, named), place == chosen)
            for place in range(1, max(many, chosen or 0) + 1)
        ),
    )


def _harm(place: int, named: list[str]) -> str:
    ordinal = _ORDINALS[place - 1] if place <= len(_ORDINALS) else f"{place}th"
    return f"The {ordinal}: {named[place - 1]}" if place <= len(named) else f"The {ordinal}"
