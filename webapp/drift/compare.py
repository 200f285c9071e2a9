"""Counts of a site against the corpus, and one part of its notes against the rest.

Against the corpus: notes of a new author differ from the corpus even where nothing is amiss, so a
figure is told only when it lies outside the prediction interval for one more author batch, at 95
in 100 over all figures together (Bonferroni), the sampling of the site's notes included. Beside it
stands the population stability index over tenths of the corpus, as a description.

Between parts: the difference of two means or shares with its interval at 95 in 100 over all
comparisons together (normal approximation, unpooled variances).
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from statistics import NormalDist
from typing import Final

from inference import Reference

from .seen import MEASURES, Seen

FEWEST: Final = 40  # notes below which nothing is compared
FEWEST_IN_PART: Final = 50
_CONFIDENCE: Final = 0.95


@dataclass(frozen=True, slots=True)
class Compared:
    """One figure: `value` here, `low` to `high` what would still be like the notes known.

    `stability` is the population stability index, for what has a distribution.
    """

    figure: str
    value: float
    low: float
    high: float
    stability: float | None = None

    @property
    def differs(self) -> bool:
        """Whether it lies outside."""
        return not self.low <= self.value <= self.high


@dataclass(frozen=True, slots=True)
class Parted:
    """A figure of one part of the notes and of all others; `low` to `high` is their difference."""

    part: str
    figure: str
    value: float
    others: float
    low: float
    high: float

    @property
    def differs(self) -> bool:
        """Whether no difference lies outside the interval."""
        return not self.low <= 0 <= self.high


def with_corpus(seen: Seen, reference: Reference) -> tuple[Compared, ...]:
    """Every figure of the reference; none where there are fewer than `FEWEST` notes."""
    if seen.notes < FEWEST:
        return ()
    found = []
    for name, usual in reference.figures.items():
        value, variance = seen.figure(name)
        spread = usual.deviation**2 * (1 + 1 / reference.batches) + variance / seen.notes
        reach = reference.quantile * math.sqrt(spread)
        low, high = max(0.0, usual.mean - reach), usual.mean + reach
        if name != "words":
            high = min(1.0, high)  # a share
        index = stability(seen.bins[name], reference.shares[name]) if name in MEASURES else None
        found.append(Compared(name, value, low, high, index))
    return tuple(found)


def stability(bins: list[int], shares: Sequence[float]) -> float:
    """The population stability index of counts beside the corpus' `shares`; 0 for the same.

    Half a note is added to each, so that an empty part counts as few and not as infinitely few.
    """
    total = sum(bins) + len(bins) / 2
    index = 0.0
    for count, share in zip(bins, shares, strict=True):
        here, usual = (count + 0.5) / total, max(share, 0.5 / total)
        index += (here - usual) * math.log(here / usual)
    return index


def between_parts(parts: Mapping[str, Seen], figures: tuple[str, ...]) -> tuple[Parted, ...]:
    """Each part beside all others, for each figure; parts with too few notes are left out."""
    usable = {
        name: (seen, others)
        for name, seen in parts.items()
        if seen.notes >= FEWEST_IN_PART
        and (others := _joined(other for key, other in parts.items() if key != name)).notes
        >= FEWEST_IN_PART
    }
    comparisons = max(1, len(usable) * len(figures))
    quantile = NormalDist().inv_cdf(1 - (1 - _CONFIDENCE) / comparisons / 2)
    found = []
    for name, (seen, others) in usable.items():
        for figure in figures:
            value, variance = seen.figure(figure)
            beside, spread = others.figure(figure)
            # An empty or a full share has no variance of its own; half a note stands in for it.
            error = math.sqrt(
                max(variance, 0.5 / seen.notes) / seen.notes
                + max(spread, 0.5 / others.notes) / others.notes
            )
            difference, reach = value - beside, quantile * error
            found.append(
                Parted(name, figure, value, beside, difference - reach, difference + reach)
            )
    return tuple(found)


def _joined(parts: Iterable[Seen]) -> Seen:
    whole = Seen()
    for part in parts:
        whole.join(part)
    return whole
