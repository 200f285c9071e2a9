"""Patterns of the knowledge files, found in what somebody has written."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from .knowledge.patterns import Expression, any_of, fold


@cache
def _expression(patterns: tuple[str, ...], where: str) -> Expression | None:
    return any_of(patterns, {}, where)


def spans(
    text: str, patterns: tuple[str, ...], where: str, *, unless: tuple[str, ...] = ()
) -> Iterator[tuple[int, int]]:
    """Where `patterns` are met in `text`, in order, but for what overlaps a match of `unless`.

    `where` is for the messages of errors.
    """
    expression = _expression(patterns, where)
    if expression:
        yield from expression.spans(fold(text), _expression(unless, where))
