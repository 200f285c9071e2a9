"""Percentile bootstrap intervals for figures that come from adding up counts over notes.

Notes are drawn with replacement (Efron and Tibshirani 1993, "An Introduction to the Bootstrap",
chapter 13). `scipy.stats.bootstrap` gives the same intervals for one figure; here one set of draws
serves all figures, also those that combine several labels, and a draw in which a figure is
undefined (no note of the label drawn) is left out instead of spoiling the interval. A figure of
exactly 0 or 1 gets an interval without width, which says nothing about notes not seen: read it
with the number of notes.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import ArrayLike, NDArray

RESAMPLES: Final = 1000
COVERAGE: Final = 0.95

Counts = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Estimate:
    """A figure with its 95% interval over notes; None where nothing could be counted.

    A format is that of its numbers.

    >>> f"{Estimate(0.5, 0.25, 0.75):.2f}", f"{Estimate(None, None, None):.2f}"
    ('0.50 [0.25, 0.75]', '-')
    """

    value: float | None
    low: float | None
    high: float | None

    def __format__(self, spec: str) -> str:
        if self.value is None:
            return "-"
        if self.low is None or self.high is None:
            return f"{self.value:{spec}}"
        return f"{self.value:{spec}} [{self.low:{spec}}, {self.high:{spec}}]"


class Resampler:
    """One set of draws of `notes` notes, the same for every figure that is asked of it."""

    def __init__(self, notes: int, *, resamples: int = RESAMPLES, seed: int = 0) -> None:
        rng = np.random.default_rng(seed)
        # Row r says how often each note is in draw r.
        self.weights = rng.multinomial(notes, np.full(notes, 1 / notes), size=resamples)
        self._weights = self.weights.astype(np.float64)

    def estimate(self, counts: ArrayLike, figure: Callable[[Counts], Any]) -> Estimate:
        """`figure` of the counts summed over notes, with its interval.

        `counts` has a note per row; `figure` gets sums with the draws in front, if any, so it must
        work along the last axes.
        """
        table = np.asarray(counts, dtype=np.float64)
        drawn = np.tensordot(self._weights, table, axes=1)
        with np.errstate(invalid="ignore", divide="ignore"):
            value = float(figure(table.sum(axis=0)))
            values = np.asarray(figure(drawn), dtype=np.float64)
        return interval(value, values)


def interval(value: float, values: NDArray[np.float64]) -> Estimate:
    """The middle 95% of the defined `values` around the figure itself."""
    defined = values[~np.isnan(values)]
    if np.isnan(value) or not len(defined):
        return Estimate(None if np.isnan(value) else value, None, None)
    tail = (1 - COVERAGE) / 2
    low, high = np.quantile(defined, (tail, 1 - tail))
    return Estimate(value, float(low), float(high))


def ratio(sums: Counts) -> Any:
    """First column by second; undefined where the second is zero."""
    return sums[..., 0] / sums[..., 1]


def precision(sums: Counts) -> Any:
    """True positives by all shown, from columns (true positive, false positive, missed)."""
    return sums[..., 0] / (sums[..., 0] + sums[..., 1])


def recall(sums: Counts) -> Any:
    """True positives by all there are, columns as for `precision`."""
    return sums[..., 0] / (sums[..., 0] + sums[..., 2])


def f1(sums: Counts) -> Any:
    """Harmonic mean of precision and recall, columns as for `precision`."""
    doubled = 2 * sums[..., 0]
    return doubled / (doubled + sums[..., 1] + sums[..., 2])


def macro_f1(sums: Counts) -> Any:
    """Mean F1 over the labels of the axis before the last; an undefined one counts as zero."""
    return np.nan_to_num(f1(sums), nan=0.0).mean(axis=-1)
