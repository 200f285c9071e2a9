"""Patterns of the planner's knowledge, found in what somebody has written."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from ..knowledge.patterns import Expression, any_of, fold


@cache
def _expression(patterns: tuple[str, ...], where: str) -> Expression | None:
    return any_of(patterns, {}, where)


def spans(text: str, patterns: tuple[str, ...], where: str) -> Iterator[tuple[int, int]]:
    """Where `patterns` are met in `text`, in order; `where` is for the messages of errors."""
    expression = _expression(patterns, where)
    if expression:
        yield from (match.span() for match in expression.compiled.finditer(fold(text)))


def spans_unless(
    text: str, patterns: tuple[str, ...], unless: tuple[str, ...], where: str
) -> Iterator[tuple[int, int]]:
    """The same without those that overlap a match of `unless`, the harmless sense of the words."""
    harmless = list(spans(text, unless, where))
    for start, end in spans(text, patterns, where):
        if not any(first < end and start < last for first, last in harmless):
            yield start, end
