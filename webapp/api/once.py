"""Writes that are sent again, because an answer got lost, act once and are answered the same.

A caller gives such a request a name of its own in `Idempotency-Key`. What was answered is held in
this process for a day, of a thousand requests at most; of a request its hash is held and nothing
else.
"""

from __future__ import annotations

import hashlib
import re
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field
from threading import Lock
from typing import Any, Final

from flask import Flask, current_app

from .problems import Problem

HEADER: Final = "Idempotency-Key"
PATTERN: Final = "^[!-~]{1,200}$"
_SECONDS: Final = 24 * 3600
MOST: Final = 1_000
_EXTENSION: Final = "middleground_once"

Name = tuple[str, str, str]


@dataclass(slots=True)
class Answered:
    """What was answered lately, oldest first: caller, path and key to time, body and answer."""

    lock: Lock = field(default_factory=Lock)
    held: OrderedDict[Name, tuple[float, str, dict[str, Any]]] = field(default_factory=OrderedDict)


def install(app: Flask) -> None:
    """Give the app a place for what was answered."""
    app.extensions[_EXTENSION] = Answered()


def once(
    caller: str, path: str, key: str | None, raw: bytes, act: Callable[[], dict[str, Any]]
) -> dict[str, Any]:
    """What `act` gives, or gave when the same caller sent the same body under the same key.

    An answer that is a problem is not held, so that the request can be sent again.

    Raises
    ------
    Problem
        422 when the key is none or was used for another body; whatever `act` raises.
    """
    if key is None:
        return act()
    if not re.fullmatch(PATTERN, key):
        raise Problem(422, f"{HEADER} has to be 1 to 200 characters of ASCII without blanks.")
    answered: Answered = current_app.extensions[_EXTENSION]
    name, digest, now = (caller, path, key), hashlib.sha256(raw).hexdigest(), time.monotonic()
    with answered.lock:
        held = answered.held
        while held and (len(held) > MOST or next(iter(held.values()))[0] < now - _SECONDS):
            held.popitem(last=False)
        if name in held:
            _, before, given = held[name]
            if before != digest:
                raise Problem(422, f"This {HEADER} was used for another request; take a new one.")
            return given
        given = act()
        held[name] = (now, digest, given)
        return given
