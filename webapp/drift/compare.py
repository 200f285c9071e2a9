"""Counts of a site against the corpus, and one part of its notes against the rest.

Against the corpus: notes of a new author differ from the corpus even where nothing is amiss, so a
figure is told only when it lies outside the prediction interval for one more author batch, at 95
in 100 over all figures together (Bonferroni), the sampling of the site's notes included. Length is
compared by its logarithm (delta method). Beside it stands the population stability index over
tenths of the corpus, as a description.

Between parts, between groups, and for suggestions told to be wrong between the last days and those
before: the difference with its interval at 95 in 100 over all comparisons together. For shares
that is Newcombe's of two Wilson intervals (Newcombe 1998, method 10), which holds for few notes and
rare suggestions; for means the normal approximation with unpooled variances.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from statistics import NormalDist
from typing import Final

from inference import Reference

from .seen import MEASURES, NOT_ENGLISH, Seen

FEWEST: Final = 40  # notes below which nothing is compared
FEWEST_IN_PART: Final = 50
FEWEST_SHOWN: Final = 20  # times that a suggestion has to be shown before its share is compared
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


@dataclass(frozen=True, slots=True)
class Rejected:
    """A suggestion that was `shown` so often lately: the `share` told to be wrong, and `before`.

    `low` to `high` is the difference.
    """

    suggestion: str
    share: float
    before: float
    shown: int
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
        if usual.logarithm:
            variance /= max(value, 1.0) ** 2
        spread = usual.deviation**2 * (1 + 1 / reference.batches) + variance / seen.notes
        reach = reference.quantile * math.sqrt(spread)
        low, high = _around(usual.mean, reach)
        if usual.logarithm:
            low, high = math.exp(low), math.exp(high)
        else:  # a share
            low, high = max(0.0, low), min(1.0, high)
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
    quantile = _quantile(len(usable) * len(figures))
    found = []
    for name, (seen, others) in usable.items():
        for figure in figures:
            value, variance = seen.figure(figure)
            beside, spread = others.figure(figure)
            if figure in MEASURES:
                reach = quantile * math.sqrt(variance / seen.notes + spread / others.notes)
                interval = _around(value - beside, reach)
            else:
                interval = between_shares(value, seen.notes, beside, others.notes, quantile)
            found.append(Parted(name, figure, value, beside, *interval))
    return tuple(found)


def between_groups(groups: Mapping[str, Counter[str]]) -> tuple[Parted, ...]:
    """Each of `Seen.groups` beside all others, for each share; groups too small are left out.

    Notes that are not in English are no group and no others: to none of them is there an answer.
    """
    english = {name: counts for name, counts in sorted(groups.items()) if name != NOT_ENGLISH}
    whole = Counter[str]()
    for counts in english.values():
        whole.update(counts)
    usable = {
        name: (counts, others)
        for name, counts in english.items()
        if counts["notes"] >= FEWEST_IN_PART
        and (others := whole - counts)["notes"] >= FEWEST_IN_PART
    }
    figures = ("abstained", "shown", *sorted(name for name in whole if name.startswith("shown:")))
    quantile = _quantile(len(usable) * len(figures))
    found = []
    for name, (counts, others) in usable.items():
        notes, besides = counts["notes"], others["notes"]
        for figure in figures:
            share, beside = counts[figure] / notes, others[figure] / besides
            interval = between_shares(share, notes, beside, besides, quantile)
            found.append(Parted(name, figure, share, beside, *interval))
    return tuple(found)


def rejected(
    lately: Mapping[str, tuple[int, int]], before: Mapping[str, tuple[int, int]]
) -> tuple[Rejected, ...]:
    """Of each suggestion the share told to be wrong, lately and before.

    Both give how often it was told to be wrong and how often it was shown; what was shown too
    seldom in either time is left out.
    """
    usable = [
        name for name in lately if min(lately[name][1], before.get(name, (0, 0))[1]) >= FEWEST_SHOWN
    ]
    quantile = _quantile(len(usable))
    found = []
    for name in usable:
        (told, shown), (told_before, shown_before) = lately[name], before[name]
        # A suggestion can be told to be wrong twice, of a page that is read again.
        share, usual = min(1.0, told / shown), min(1.0, told_before / shown_before)
        interval = between_shares(share, shown, usual, shown_before, quantile)
        found.append(Rejected(name, share, usual, shown, *interval))
    return tuple(found)


def between_shares(
    share: float, count: int, other: float, others: int, quantile: float
) -> tuple[float, float]:
    """The interval of `share` less `other`, shares of `count` and of `others` notes."""
    low, high = _wilson(share, count, quantile)
    low_other, high_other = _wilson(other, others, quantile)
    return (
        share - other - math.hypot(share - low, high_other - other),
        share - other + math.hypot(high - share, other - low_other),
    )


def _wilson(share: float, count: int, quantile: float) -> tuple[float, float]:
    square = quantile * quantile / count
    reach = math.sqrt(square * (share * (1 - share) + square / 4))
    low, high = _around(share + square / 2, reach)
    return low / (1 + square), high / (1 + square)


def _quantile(comparisons: int) -> float:
    return NormalDist().inv_cdf(1 - (1 - _CONFIDENCE) / max(1, comparisons) / 2)


def _around(middle: float, reach: float) -> tuple[float, float]:
    return middle - reach, middle + reach


def _joined(parts: Iterable[Seen]) -> Seen:
    whole = Seen()
    for part in parts:
        whole.join(part)
    return whole
