"""What `create_app` takes of practice: its shelf and its pages, in one call."""

from __future__ import annotations

from collections.abc import Callable

from flask import Flask

from . import class_pages, pages, progress_pages, shelf
from .store import RecordStore


def install(
    app: Flask, store: RecordStore | None = None, who: Callable[[], str] | None = None
) -> None:
    """Set up practice.

    Without accounts, records stay in memory and a learner is a random name in the cookie. With
    them, `store` keeps the records and `who` names the learner whose request is being answered.

    Raises
    ------
    PackError
        A pack in the folder of `PRACTICE_PACKS` is faulty or has the id of another.
    """
    shelf.install(app, store, who)
    for each in (pages, progress_pages, class_pages):
        app.register_blueprint(each.bp)
