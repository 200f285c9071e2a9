"""Who may see what is for whoever looks after the installation.

`accounts` say who that is: on a machine of one's own its user.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from flask import Flask, abort, current_app

_EXTENSION: Final = "middleground_may_administer"


def decide_by(app: Flask, may_administer: Callable[[], bool]) -> None:
    """Ask `may_administer` at every request from now on."""
    app.extensions[_EXTENSION] = may_administer


def only_who_may() -> None:
    """Refuse whoever may not, with 403."""
    may_administer: Callable[[], bool] = current_app.extensions[_EXTENSION]
    if not may_administer():
        abort(403)
