"""Many patterns over one text: only those that can begin with the letters at hand are tried.

A thousand alternatives tried at every word cost more than the rest of a note's reading. From each
pattern its heads are worked out, the first letters that a match must show; at each place in the
text only the patterns under the letters found there are run. What is found is the same.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final, Generic, TypeVar

from .patterns import Expression

T = TypeVar("T")

LENGTH: Final = 5  # letters of a head: longer ones take longer to work out than they save
_MOST: Final = 2000  # heads of one pattern; beyond that, shorter ones
_PLACE: Final = re.compile("(?<![a-z0-9])[^ ]")


class HeadIndex(Generic[T]):
    """Expressions with an owner each, the `entries`; `matches` tells where they are met."""

    def __init__(self, expressions: Iterable[tuple[Expression, T]]) -> None:
        self._by_head: dict[str, list[tuple[Expression, T]]] = {}
        self.entries: Final = tuple(expressions)
        for expression, owner in self.entries:
            for head in heads(expression.source):
                self._by_head.setdefault(head, []).append((expression, owner))
        self._lengths = sorted({len(head) for head in self._by_head})

    def matches(self, text: str, start: int, end: int) -> Iterator[tuple[int, int, T]]:
        """Start, end and owner of every match between `start` and `end`, place by place."""
        for place in _PLACE.finditer(text, start, end):
            at = place.start()
            for length in self._lengths:
                for expression, owner in self._by_head.get(text[at : at + length], ()):
                    if match := expression.compiled.match(text, at, end):
                        yield at, match.end(), owner


def heads(pattern: str) -> frozenset[str]:
    """Beginnings of at most `LENGTH` characters, of which every match of `pattern` shows one.

    Reads the part of the regular expression language that the knowledge files use: literals,
    classes, groups, alternatives, quantifiers and look-arounds.
    """
    for length in range(LENGTH, 0, -1):
        scanner = _Scanner(pattern, length)
        found = scanner.alternatives({""}) | scanner.done
        if len(found) <= _MOST:
            return frozenset(found)
    return frozenset({""})


_RUN: Final = re.compile(r"[^\\\[\](){}|.*+?^$]+(?![*+?{])")
_QUANTIFIER: Final = re.compile(r"[*+?][?+]?|\{[0-9]*,?[0-9]*\}\??")
_CLASS: Final = re.compile(r"\[\^?\]?[^\]]*\]")
_MARK: Final = re.compile(rf"\\.|{_CLASS.pattern}|[()|]")
_CLASS_SIZE: Final = 12  # larger classes stand for any character
_RANGE: Final = re.compile("(.)-(.)")


class _Scanner:
    """Reads a pattern from left to right and lets the heads grow that may still do so.

    `done` are the heads that will not: of full length, or with any character next.
    """

    def __init__(self, pattern: str, length: int) -> None:
        self.pattern, self.length, self.at = pattern, length, 0
        self.done: set[str] = set()

    def alternatives(self, growing: set[str]) -> set[str]:
        found: set[str] = set()
        while True:
            found |= self._sequence(growing)
            if self.pattern[self.at : self.at + 1] != "|":
                return found
            self.at += 1

    def _sequence(self, growing: set[str]) -> set[str]:
        while self.at < len(self.pattern) and self.pattern[self.at] not in "|)":
            if not growing:
                self._skip()
                break
            if run := _RUN.match(self.pattern, self.at):
                self.at = run.end()
                growing = self._grown(growing, [run[0]])
                continue
            if self.pattern.startswith(" +", self.at):  # nearly always one; then they grow on
                self.at += 2
                self._closed({(head + "  ")[: self.length] for head in growing})
                growing = self._grown(growing, [" "])
                continue
            after = self._atom(growing)
            if quantifier := _QUANTIFIER.match(self.pattern, self.at):
                self.at = quantifier.end()
                if quantifier[0][0] != "?":  # may repeat: what follows is open
                    after = self._closed(after)
                if quantifier[0][0] in "*?" or quantifier[0].startswith(("{0", "{,")):
                    after = after | growing  # may miss
            growing = after
        return growing

    def _skip(self) -> None:
        """Go on to where this sequence ends; no head will change any more."""
        depth = 0
        for match in _MARK.finditer(self.pattern, self.at):
            if match[0] in ("|", ")") and depth == 0:
                self.at = match.start()
                return
            depth += (match[0] == "(") - (match[0] == ")")
        self.at = len(self.pattern)

    def _atom(self, growing: set[str]) -> set[str]:
        text, at = self.pattern, self.at
        if text.startswith(("(?=", "(?!", "(?<"), at):
            self.at += 4 if text.startswith("(?<", at) else 3
            self.alternatives(set())
            self.at += 1
            return growing
        if text[at] == "(":
            self.at += 3 if text.startswith("(?:", at) else 1
            found = self.alternatives(growing)
            self.at += 1
            return found
        if text[at] == "[":
            match = _CLASS.match(text, at)
            written = match[0] if match else text[at:]  # without an end it will not compile
            self.at += len(written)
            letters = _RANGE.sub(_spelt_out, written[1:-1])
            if len(letters) > _CLASS_SIZE or letters.startswith("^"):
                return self._closed(growing)
            return self._grown(growing, letters)
        if text[at] in "^$":
            self.at += 1
            return growing
        if text[at] == ".":
            self.at += 1
            return self._closed(growing)
        self.at += 2 if text[at] == "\\" else 1
        return self._grown(growing, text[self.at - 1 : self.at])

    def _grown(self, growing: set[str], runs: Iterable[str]) -> set[str]:
        grown = {(head + run)[: self.length] for head in growing for run in runs}
        still = {head for head in grown if len(head) < self.length}
        self.done |= grown - still
        return still

    def _closed(self, growing: set[str]) -> set[str]:
        self.done |= growing
        return set()


def _spelt_out(span: re.Match[str]) -> str:
    return "".join(map(chr, range(ord(span[1]), ord(span[2]) + 1)))
