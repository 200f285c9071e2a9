"""What the pages of supervision work with, kept with the app: the store, and who is asking."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from flask import Flask, abort, current_app

from ..language import gettext
from .round import Sitting
from .seen import as_seen
from .store import MemoryStore, RoundStore

_EXTENSION: Final = "middleground_supervision"
HERE: Final = "here"  # the id of whoever uses this machine, where there are no accounts


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody with an account: whether they may hold rounds, and see agreement over them."""

    id: str
    name: str
    may_supervise: bool
    sees_agreement: bool


@dataclass(frozen=True, slots=True)
class Table:
    """Where a round is sat at. Without `accounts` all sit at this one screen."""

    store: RoundStore
    accounts: bool
    who: Callable[[], Person]
    people: Callable[[], tuple[Person, ...]]
    may_keep_notes: Callable[[], bool]


def install(
    app: Flask,
    store: RoundStore | None,
    who: Callable[[], Person] | None,
    people: Callable[[], tuple[Person, ...]] | None,
    may_keep_notes: Callable[[], bool] | None,
) -> None:
    """Set up the table; see `blueprints.install`."""
    app.extensions[_EXTENSION] = Table(
        store=store or MemoryStore(),
        accounts=who is not None,
        who=who or (lambda: Person(HERE, gettext("You"), True, True)),
        people=people or (lambda: ()),
        may_keep_notes=may_keep_notes or (lambda: True),
    )


def table() -> Table:
    """The table of the app that is answering."""
    found: Table = current_app.extensions[_EXTENSION]
    return found


def sitting_of(round_id: str) -> Sitting:
    """All of a round that the person who is asking has to do with; others are told 404."""
    found = table().store.load(round_id)
    if found is None or not found.round.concerns(table().who().id):
        abort(404)
    return found


def seen_by_who(sitting: Sitting) -> Sitting:
    """What the person who is asking may see of it."""
    return as_seen(sitting, table().who().id)
