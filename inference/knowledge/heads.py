"""Many patterns over one text: only those that can begin with the letters at hand are tried.

A thousand alternatives tried at every word cost more than the rest of a note's reading. From each
pattern its heads are worked out, the first letters that a match must show; at each place in the
text only the patterns under the letters found there are run. What is found is the same.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final, Generic, TypeVar

T = TypeVar("T")

LENGTH: Final = 4  # letters of a head
_MOST: Final = 2000  # heads of one pattern; beyond that, shorter ones
_PLACE: Final = re.compile("(?<![a-z0-9])[^ ]")


class HeadIndex(Generic[T]):
    """Patterns with an owner each; `matches` tells where they are met.

    Takes each pattern's expression (for its heads), compiled form and owner.
    """

    def __init__(self, patterns: Iterable[tuple[str, re.Pattern[str], T]]) -> None:
        self._by_head: dict[str, list[tuple[re.Pattern[str], T]]] = {}
        for expression, compiled, owner in patterns:
            for head in heads(expression):
                self._by_head.setdefault(head, []).append((compiled, owner))
        self._lengths = sorted({len(head) for head in self._by_head})

    def matches(self, text: str, start: int, end: int) -> Iterator[tuple[int, int, T]]:
        """Start, end and owner of every match between `start` and `end`, place by place."""
        for place in _PLACE.finditer(text, start, end):
            at = place.start()
            for length in self._lengths:
                for pattern, owner in self._by_head.get(text[at : at + length], ()):
                    if match := pattern.match(text, at, end):
                        yield at, match.end(), owner


def heads(pattern: str) -> frozenset[str]:
    """Beginnings of at most `LENGTH` characters, of which every match of `pattern` shows one.

    Reads the part of the regular expression language that the knowledge files use: literals,
    classes, groups, alternatives, quantifiers and look-arounds.
    """
    for length in range(LENGTH, 0, -1):
        found = _Scanner(pattern, length).alternatives({""})
        if len(found) <= _MOST:
            return frozenset(head.rstrip(_OPEN) for head in found)
    return frozenset({""})


_OPEN: Final = "\0"  # closes a head whose next character may be any
_QUANTIFIER: Final = re.compile(r"[*+?][?+]?|\{[0-9]*,?[0-9]*\}\??")
_CLASS: Final = re.compile(r"\[\^?\]?[^\]]*\]")
_CLASS_SIZE: Final = 12  # larger classes stand for any character
_RANGE: Final = re.compile("(.)-(.)")


class _Scanner:
    def __init__(self, pattern: str, length: int) -> None:
        self.pattern, self.length, self.at = pattern, length, 0

    def alternatives(self, before: set[str]) -> set[str]:
        found: set[str] = set()
        while True:
            found |= self._sequence(before)
            if self.pattern[self.at : self.at + 1] != "|":
                return found
            self.at += 1

    def _sequence(self, before: set[str]) -> set[str]:
        found = set(before)
        while self.at < len(self.pattern) and self.pattern[self.at] not in "|)":
            if all(self._done(head) for head in found):
                self._skip()
                break
            after = self._atom(found)
            quantifier = _QUANTIFIER.match(self.pattern, self.at)
            if quantifier:
                self.at = quantifier.end()
                may_miss = quantifier[0][0] in "*?" or quantifier[0].startswith(("{0", "{,"))
                if quantifier[0][0] != "?":  # may repeat: what follows is open
                    after = {self._closed(head) for head in after}
                found = after | found if may_miss else after
            else:
                found = after
        return found

    def _skip(self) -> None:
        """Go on to where this sequence ends; no head will change any more."""
        depth = 0
        while self.at < len(self.pattern):
            letter = self.pattern[self.at]
            if letter in "|)" and depth == 0:
                return
            depth += (letter == "(") - (letter == ")")
            match = _CLASS.match(self.pattern, self.at) if letter == "[" else None
            self.at = match.end() if match else self.at + 1 + (letter == "\\")

    def _atom(self, before: set[str]) -> set[str]:
        text, at = self.pattern, self.at
        if text.startswith(("(?=", "(?!", "(?<"), at):
            self.at += 4 if text.startswith("(?<", at) else 3
            self.alternatives({""})
            self.at += 1
            return before
        if text[at] == "(":
            self.at += 3 if text.startswith("(?:", at) else 1
            found = self.alternatives(before)
            self.at += 1
            return found
        if text[at] == "[":
            match = _CLASS.match(text, at)
            assert match is not None  # noqa: S101  (compiled before)
            self.at = match.end()
            letters = _RANGE.sub(_spelt_out, match[0][1:-1])
            if len(letters) > _CLASS_SIZE or letters.startswith("^"):
                return {self._closed(head) for head in before}
            return {self._grown(head, letter) for head in before for letter in letters}
        if text[at] in "^$":
            self.at += 1
            return before
        if text[at] == ".":
            self.at += 1
            return {self._closed(head) for head in before}
        self.at += 2 if text[at] == "\\" else 1
        return {self._grown(head, text[self.at - 1]) for head in before}

    def _grown(self, head: str, letter: str) -> str:
        return head if self._done(head) else head + letter

    def _closed(self, head: str) -> str:
        return head if self._done(head) else head + _OPEN

    def _done(self, head: str) -> bool:
        return len(head) == self.length or head.endswith(_OPEN)


def _spelt_out(span: re.Match[str]) -> str:
    return "".join(map(chr, range(ord(span[1]), ord(span[2]) + 1)))
