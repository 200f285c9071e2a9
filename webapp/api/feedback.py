"""Feedback on suggestions, kept as lines of JSON in a file for its owner alone."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from .. import kept_lines
from .problems import Problem
from .shapes import CardFeedback, Feedback


def keep(store: str, given: Feedback) -> int:
    """Append what is not there yet; how many that were.

    A comment in free words is left out: it may tell of a person.

    Raises
    ------
    Problem
        503 when the file cannot be written now.
    """
    try:
        return kept_lines.append(store, map(_row, given.feedback))
    except OSError as error:
        raise Problem(
            503,
            "Feedback cannot be kept at the moment; please send it again later.",
            {"Retry-After": "60"},
        ) from error


def _row(card: CardFeedback) -> dict[str, Any]:
    reason = card.overrideReason.reason if card.overrideReason else None
    return {
        "card": card.card,
        "outcome": card.outcome,
        "outcomeTimestamp": card.outcomeTimestamp.isoformat(),
        "acceptedSuggestions": [suggestion.id for suggestion in card.acceptedSuggestions],
        "reason": reason.code if reason else None,
    }


def kept_in(store: Path) -> list[dict[str, Any]]:
    """All that was kept, oldest first."""
    return list(kept_lines.kept_in(store))
