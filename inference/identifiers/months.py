"""A month before a name is no part of it: "In May Harbor House closed"."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Final

from ..knowledge.identifiers import IdentifierWords
from .found import Found

_KINDS: Final = ("person", "organisation", "place", "address")
# Behind these a month is one, even where it is also a name; "with" and "by" would not tell.
_LED: Final = (
    r"(?:in|since|until|till?|last|next|this|early|mid|late|during|through|throughout|every|each)"
)
_SHORTEST: Final = 3  # of what is left; "St" of "In December St. Mary's" names nothing


class Months:
    """Takes months off names; made once, since it knows the words for them."""

    def __init__(self, words: IdentifierWords) -> None:
        month = words.either("months", "seasons")
        self._led = re.compile(rf"\b{_LED}[ -]{month} $", re.IGNORECASE)
        self._month = re.compile(rf"(?:{_LED} )?{month} (?=[A-Z])", re.IGNORECASE)

    def off(self, found: Iterable[Found], text: str) -> Iterator[Found]:
        """`found`, each name without a month that a preposition leads."""
        for one in found:
            month = self._month.match(text, one.start, one.end) if one.kind in _KINDS else None
            if month is None or not self._led.search(text, 0, month.end()):
                yield one
            elif one.end - month.end() >= _SHORTEST:
                yield replace(one, start=month.end())
