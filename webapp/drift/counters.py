"""Counts by day in a small file, kept only where the setting `DRIFT` names one."""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from threading import Lock
from typing import Final

from inference import Formulation, Reference

from ..private_file import put
from .seen import Seen

if sys.platform != "win32":
    import fcntl

FORMAT: Final = "drift/1"
DAYS: Final = 400  # that are kept
PATIENCE: Final = 1.0  # seconds that a count waits for those before it
_PAUSE: Final = 0.01  # seconds between two looks whether the file is free
_writing: Final = Lock()


@dataclass(frozen=True, slots=True)
class InTurn:
    """Counts of the days after `last`, and of those from `first` to `last`."""

    lately: Seen
    before: Seen
    first: date
    last: date


class CountersError(Exception):
    """The file of counts cannot be used; the message says why."""


def count(file: Path, text: str, made: Formulation, reference: Reference) -> None:
    """Count a note under today; on Windows one process at a time may write a file.

    Raises
    ------
    CountersError
        The file is damaged.
    OSError
        It cannot be written now; a TimeoutError where others held it for as long as `PATIENCE`.
    """
    with _alone(file.parent):
        days = by_day(file)
        today = datetime.now(UTC).date()
        days.setdefault(today, Seen()).add(text, made, reference)
        first = today - timedelta(days=DAYS)
        held = {day.isoformat(): seen.to_dict() for day, seen in days.items() if day > first}
        # Counts of a moment may be lost with the power; a reading is not to wait for the disk.
        put(file, json.dumps({"format": FORMAT, "days": held}), settled=False)


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """One thread at a time and, but for Windows, one process of this machine."""
    end = time.monotonic() + PATIENCE  # for both together: a reading waits for its count
    if not _writing.acquire(timeout=PATIENCE):
        raise TimeoutError("Another thread holds the counts.")
    try:
        if sys.platform == "win32":  # opens no folders
            yield
            return
        # The folder is locked, since every count puts another file in the place of the last.
        handle = os.open(folder, os.O_RDONLY)
        try:
            _lock(handle, end)
            yield
        finally:
            os.close(handle)  # and with it the lock
    finally:
        _writing.release()


def _lock(handle: int, end: float) -> None:
    while True:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return
        except BlockingIOError:
            if time.monotonic() >= end:
                raise TimeoutError("Another process holds the counts.") from None
            time.sleep(_PAUSE)


def by_day(file: Path) -> dict[date, Seen]:
    """The counts of each day; none where there is no file.

    Raises
    ------
    CountersError
        The file is damaged.
    OSError
        It cannot be read.
    """
    try:
        held = json.loads(file.read_text(encoding="utf-8"))
        if held["format"] != FORMAT:
            raise ValueError("another format")
        return {date.fromisoformat(day): Seen.from_dict(s) for day, s in held["days"].items()}
    except FileNotFoundError:
        return {}
    except (ValueError, KeyError, TypeError, AttributeError, IndexError) as error:
        raise CountersError(f"{file} holds no counts; move it away to begin anew.") from error


def lately(file: Path, days: int) -> Seen:
    """What was counted in the last `days` days, today included.

    Raises
    ------
    CountersError, OSError
        As `by_day`.
    """
    return in_turn(file, days).lately


def in_turn(file: Path, days: int) -> InTurn:
    """What was counted in the last `days` days, today included, and before.

    Raises
    ------
    CountersError, OSError
        As `by_day`.
    """
    held = by_day(file)
    last = datetime.now(UTC).date() - timedelta(days=days)
    turn = InTurn(Seen(), Seen(), min(held, default=last), last)
    for day, seen in held.items():
        (turn.lately if day > last else turn.before).join(seen)
    return turn
