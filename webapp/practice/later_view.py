"""The second contact: what happened after a stance, and after the others."""

from __future__ import annotations

from dataclasses import dataclass

from . import wording
from .library import Shelved
from .pack import Stance


@dataclass(frozen=True, slots=True)
class Happened:
    """What was said, how it fitted, and the second contact after it."""

    say: str
    told: str
    fit: str
    note: str
    lesson: str


@dataclass(frozen=True, slots=True)
class LaterPage:
    """All that `practice/later.html` shows; `own` where the learner had written something else."""

    pack: str
    id: str
    title: str
    own: bool
    chosen: Happened
    others: tuple[Happened, ...]
    alike: Shelved | None


def later_page(shelved: Shelved, stance: Stance, own: bool, alike: Shelved | None) -> LaterPage:
    """The second contact after `stance`; the others follow, to be unfolded."""
    case = shelved.case

    def happened(after: Stance) -> Happened:
        second = case.later[after.id]
        return Happened(after.say, wording.FIT[after.fit], after.fit, second.note, second.lesson)

    return LaterPage(
        pack=shelved.pack,
        id=case.id,
        title=case.title,
        own=own,
        chosen=happened(stance),
        others=tuple(happened(other) for other in case.stances if other.id != stance.id),
        alike=alike,
    )
