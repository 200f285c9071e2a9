"""What `create_app` takes of supervision: its table and its pages, in one call."""

from __future__ import annotations

from collections.abc import Callable

from flask import Flask

from . import agreement_pages, export_pages, outcome_pages, pages, start_pages, table
from .store import RoundStore
from .table import Person


def install(
    app: Flask,
    store: RoundStore | None = None,
    who: Callable[[], Person] | None = None,
    people: Callable[[], tuple[Person, ...]] | None = None,
    may_keep_notes: Callable[[], bool] | None = None,
) -> None:
    """Set up supervision.

    Without accounts, rounds stay in memory, and people sit down at one screen one after another.
    With them, `store` keeps the rounds, `who` is the person whose request is being answered, and
    `people` are those who can be asked. Where `may_keep_notes` says no, notes cannot be pasted into
    a round, and only practice cases can be chosen.
    """
    table.install(app, store, who, people, may_keep_notes)
    for each in (pages, start_pages, outcome_pages, agreement_pages, export_pages):
        app.register_blueprint(each.bp)
