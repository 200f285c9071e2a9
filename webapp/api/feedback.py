"""Feedback on suggestions, kept as lines of JSON in a file for its owner alone."""

from __future__ import annotations

import json
import os
from functools import partial
from pathlib import Path
from threading import Lock
from typing import Any, Final

from .problems import Problem
from .shapes import CardFeedback, Feedback

_PRIVATE: Final = 0o600
_writing: Final = Lock()


def keep(store: str, given: Feedback) -> int:
    """Append what is not there yet; how many that were.

    A comment in free words is left out: it may tell of a person.

    Raises
    ------
    Problem
        503 when the file cannot be written now.
    """
    try:
        with _writing, open(store, "a+b", opener=partial(os.open, mode=_PRIVATE)) as file:
            file.seek(0)
            there = set(file)
            new = [line for line in dict.fromkeys(map(_line, given.feedback)) if line not in there]
            file.write(b"".join(new))
            file.flush()
            os.fsync(file.fileno())
    except OSError as error:
        raise Problem(
            503,
            "Feedback cannot be kept at the moment; please send it again later.",
            {"Retry-After": "60"},
        ) from error
    return len(new)


def _line(card: CardFeedback) -> bytes:
    kept: dict[str, Any] = {
        "card": card.card,
        "outcome": card.outcome,
        "outcomeTimestamp": card.outcomeTimestamp.isoformat(),
        "acceptedSuggestions": [suggestion.id for suggestion in card.acceptedSuggestions],
        "reason": card.overrideReason.reason.code if card.overrideReason else None,
    }
    return json.dumps(kept).encode("ascii") + b"\n"


def kept_in(store: Path) -> list[dict[str, Any]]:
    """All that was kept, oldest first."""
    return [json.loads(line) for line in store.read_bytes().splitlines()]
