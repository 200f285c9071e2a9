"""Counting a note that was read, where the setting says so; never in the way of its answer.

It may hold that up by a second (`counters.PATIENCE`); what is not counted by then is left out.
"""

from __future__ import annotations

import logging
from functools import cache
from pathlib import Path

from flask import current_app

from inference import Formulation, InferenceError, Reference, load_reference

from .counters import CountersError, count

logger = logging.getLogger(__name__)


def counted(text: str, made: Formulation) -> None:
    """Count a note and its formulation, if a file is named for it."""
    if not (named := current_app.config["DRIFT"]):
        return
    try:
        count(Path(named), text, made, _reference())
    except (CountersError, InferenceError, OSError) as error:
        # A reading is worth more than its count; the kind alone is told, as everywhere.
        logger.warning("A note was not counted: %s", type(error).__name__)


@cache
def _reference() -> Reference:
    return load_reference()
