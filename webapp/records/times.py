"""Moments as records keep them: UTC, to the millisecond, text that sorts."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Protocol


class Clock(Protocol):
    """What tells the time; tests bring their own."""

    def __call__(self) -> datetime:
        """The moment, with its zone."""


def now() -> datetime:
    """This moment."""
    return datetime.now(UTC)


def stamp(moment: datetime) -> str:
    """The moment as it is kept.

    >>> stamp(datetime(2026, 3, 9, 8, 30, tzinfo=UTC))
    '2026-03-09T08:30:00.000Z'
    """
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def moment(stamped: str) -> datetime:
    """What `stamp` was given."""
    return datetime.fromisoformat(stamped)
