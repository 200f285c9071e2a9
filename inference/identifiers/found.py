"""What a finder finds, and how overlapping finds are settled."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Final

# Kinds of identifier, in the order in which they are told to a reader.
KINDS: Final = (
    *("person", "organisation", "place", "address", "room"),
    *("date", "age", "phone", "email", "handle", "web"),
    *("number", "account", "plate", "ip"),
)

# How far a find is to be trusted over another that overlaps it.
TOLD: Final = 6  # by somebody who has read the note
CHECKED: Final = 5  # by a check digit or a form that nothing else has
FORMAL: Final = 4  # a number or name with its label
SHAPED: Final = 3  # a form that few other things have
NAMED: Final = 2  # a head word or title says what it is
GUESSED: Final = 1  # by casing, lists and the words around
WEIGHED: Final = 0  # by many weak signs together

_WORD: Final = re.compile(r"\w[\w '’.-]*\w|\d")


@dataclass(frozen=True, slots=True)
class Found:
    """A stretch of the note that may identify somebody.

    `noun` is what its stand-in calls it, such as "Shelter"; `trust` is one of the levels above.
    """

    start: int
    end: int
    kind: str
    noun: str
    trust: int


def settle(found: Iterable[Found], text: str) -> list[Found]:
    """Without overlaps and in order: more trust wins, then length; what sticks out is kept."""
    taken: list[Found] = []
    for one in sorted(found, key=lambda f: (-f.trust, f.start - f.end, f.start)):
        pieces = [one]
        for other in taken:
            pieces = [piece for p in pieces for piece in _outside(p, other)]
        if pieces == [one]:
            taken.append(one)
        else:
            taken += [rest for piece in pieces if (rest := _rest(piece, text))]
    return sorted(taken, key=lambda f: f.start)


def _outside(one: Found, other: Found) -> list[Found]:
    if one.end <= other.start or other.end <= one.start:
        return [one]
    parts = (replace(one, end=other.start), replace(one, start=other.end))
    return [part for part in parts if part.start < part.end]


def _rest(one: Found, text: str) -> Found | None:
    """What an overlap has left, without the marks at its ends; None if that is no word."""
    part = _WORD.search(text[one.start : one.end])
    return (
        replace(one, start=one.start + part.start(), end=one.start + part.end()) if part else None
    )
