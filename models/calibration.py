"""How far probabilities can be taken at their word, and what a hit is worth where it is rare."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from scipy.stats import binomtest

from .bootstrap import COVERAGE, Counts, Estimate

BINS: Final = 10

# A corpus holds every barrier more often than a caseload does. These are assumptions to reason
# with, from "one note in fifty" to "three in ten", not findings.
BASE_RATES: Final = (0.02, 0.05, 0.1, 0.2, 0.3)


@dataclass(frozen=True, slots=True)
class Bin:
    """Probabilities from `low` up to `high`: how many, their mean, and how often it was so."""

    low: float
    high: float
    n: int
    mean: float | None
    observed: float | None


@dataclass(frozen=True, slots=True)
class Calibration:
    """Over all (note, barrier) pairs that are scored.

    `ece` is the expected calibration error in ten equal bins (Naeini et al. 2015), `brier` the
    mean squared distance of probability and truth (Brier 1950); both are 0 at best.
    """

    ece: Estimate
    brier: Estimate
    reliability: tuple[Bin, ...]


@dataclass(frozen=True, slots=True)
class Worth:
    """Of what is shown, the share that is right if this share of notes has the label.

    `cautious` takes the false alarm rate at the upper end of its 95% Wilson interval; with few
    notes no false alarm seen is not none to come.
    """

    base_rate: float
    value: float | None
    cautious: float | None


def bin_of(probability: float) -> int:
    """The index of the bin that holds the probability; 1 belongs to the last."""
    return min(BINS - 1, int(probability * BINS))


def expected_error(sums: Counts) -> Any:
    """Calibration error from bins (axis before the last) of (sum of probabilities, hits, n)."""
    n = sums[..., 2]
    gap = np.nan_to_num(np.abs(sums[..., 0] / n - sums[..., 1] / n), nan=0.0)
    return (n * gap).sum(axis=-1) / n.sum(axis=-1)


def reliability(sums: Counts) -> tuple[Bin, ...]:
    """The bins of `expected_error` as a table."""
    return tuple(
        Bin(i / BINS, (i + 1) / BINS, int(n), p / n if n else None, y / n if n else None)
        for i, (p, y, n) in enumerate(sums.tolist())
    )


def worth(tp: int, fp: int, fn: int, tn: int) -> tuple[Worth, ...]:
    """Positive predictive value at each base rate, by Bayes' rule from both error rates."""
    if not tp + fn or not fp + tn:
        return tuple(Worth(rate, None, None) for rate in BASE_RATES)
    found, alarms = tp / (tp + fn), fp / (fp + tn)
    upper = binomtest(fp, fp + tn).proportion_ci(COVERAGE, method="wilson").high
    return tuple(
        Worth(rate, _predictive(rate, found, alarms), _predictive(rate, found, float(upper)))
        for rate in BASE_RATES
    )


def _predictive(rate: float, found: float, alarms: float) -> float | None:
    shown = found * rate + alarms * (1 - rate)
    return found * rate / shown if shown else None
