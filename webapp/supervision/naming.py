"""What raters are called: their names, or numbers that do not tell who they are."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256
from string import ascii_uppercase

from ..language import gettext
from .entry import MODEL, Entry
from .round import Sitting


@dataclass(frozen=True, slots=True)
class Called:
    """A rater as the pages show one: a letter for marks and dots, and a name."""

    id: str
    letter: str
    name: str


def called(sitting: Sitting, *, hidden: bool) -> tuple[Called, ...]:
    """The raters of a round in the order in which they are shown, the model last.

    With names `hidden`, people are numbered in an order that has nothing to do with names or with
    who came first, the same each time for the same round.
    """
    first = sitting.first
    if hidden:
        people = [entry for entry in first if entry.rater != MODEL]
        shuffled = sorted(people, key=lambda entry: _order(sitting.round.id, entry))
        names = {entry.rater: gettext("Person %(n)s", n=n) for n, entry in enumerate(shuffled, 1)}
        first = (*shuffled, *(entry for entry in first if entry.rater == MODEL))
    else:
        names = {entry.rater: entry.name for entry in sitting.latest}
    return tuple(
        Called(entry.rater, ascii_uppercase[n], names.get(entry.rater, entry.name))
        for n, entry in enumerate(first)
    )


def _order(round_id: str, entry: Entry) -> str:
    return sha256(f"{round_id}/{entry.rater}/{entry.at.isoformat()}".encode()).hexdigest()
