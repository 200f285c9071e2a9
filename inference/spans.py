"""Running talk into spans that do one thing each: sentences, joined where they make one point.

A sentence is never cut: among 1,407 edges that the codebook's authors drew, five lay inside one.
Which neighbours belong together is found by dynamic programming: of all ways to join up to four
sentences, the one under which it is surest, sentence by sentence, what the span that holds it does.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Container, Sequence
from itertools import pairwise
from typing import Final

import numpy as np

from .linear import Array

Span = tuple[int, int]
# Log probabilities of the best code for each of several spans.
Surety = Callable[[Sequence[Span]], Array]

LONGEST: Final = 4  # sentences in one span
# What joining two pieces costs, in log probability; chosen on out-of-author predictions.
COST: Final = 0.2
_END: Final = re.compile(r"(?:[?!…]|\.(?!\d))+[\"'”’)\]]*(?=\s)|\n")
_WORD: Final = re.compile(r"\w")
# A full stop after these ends no sentence.
_SHORT: Final = re.compile(r"\b(?:mr|mrs|ms|dr|st|e\.g|i\.e|etc|vs)\.$", re.IGNORECASE)


def sentences(text: str, start: int, end: int) -> tuple[Span, ...]:
    """The sentences of a turn by their marks, blanks at the ends left out; each holds a word."""
    edges = [start]
    for match in _END.finditer(text, start, end):
        if not _SHORT.search(text, start, match.end()) or match.end() == end:
            edges.append(match.end())
    edges.append(end)
    found: list[Span] = []
    for first, last in pairwise(edges):
        part = text[first:last]
        if _WORD.search(part):
            first += len(part) - len(part.lstrip())
            found.append((first, first + len(part.strip())))
        elif part.strip() and found:  # marks alone go with what stands before them
            found[-1] = (found[-1][0], first + len(part.rstrip()))
    return tuple(found)


def joined(
    pieces: Sequence[Span],
    surety: Surety,
    *,
    shut: Container[Span] = (),
    cost: float = COST,
) -> tuple[Span, ...]:
    """The pieces, with those joined that together do one thing; `cost` is that of each joining.

    Nothing is joined on behind a piece of `shut`: a question that has been asked is one span.
    """
    if len(pieces) < 2:
        return tuple(pieces)
    runs = [
        (i, j)
        for i in range(len(pieces))
        for j in range(i + 1, min(len(pieces), i + LONGEST) + 1)
        if not any(piece in shut for piece in pieces[i : j - 1])
    ]
    sure = dict(zip(runs, surety([(pieces[i][0], pieces[j - 1][1]) for i, j in runs]), strict=True))
    best = np.full(len(pieces) + 1, -np.inf)
    best[0] = 0.0
    came = [0] * (len(pieces) + 1)
    for i, j in sorted(runs, key=lambda run: run[1]):
        # Each piece counts, or long spans would win by being few.
        value = best[i] + (j - i) * float(sure[i, j]) - (j - i - 1) * cost
        if value > best[j]:
            best[j], came[j] = value, i
    spans: list[Span] = []
    j = len(pieces)
    while j:
        spans.append((pieces[came[j]][0], pieces[j - 1][1]))
        j = came[j]
    return tuple(reversed(spans))
