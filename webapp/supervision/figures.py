"""Agreement between raters as figures: percentage, kappa, alpha, circular; with intervals.

Kappa is scikit-learn's `cohen_kappa_score` (Cohen 1960; weighted: Cohen 1968), alpha that of the
package `krippendorff` (Krippendorff 2019, chapter 12), circular means are scipy's (Zar 2010,
chapter 26). What stands beside them here: resampling, and words for values that do not exist.

The interval is a percentile bootstrap over whole rounds, since labels of one note hang together.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

import krippendorff
import numpy as np
from scipy import stats
from sklearn.metrics import cohen_kappa_score

from ..language import N_, gettext
from .ratings import Ratings, Weights, alpha_workings, circular, kappa_workings, masi

RESAMPLES: Final = 400
FEWEST_ROUNDS: Final = 5  # below that, resampling rounds says nothing
_MOST_UNDEFINED: Final = 0.25
_SEED: Final = 20_240_229

TOO_FEW: Final = N_("Undefined: nothing was rated by two of the raters.")
NO_VARIATION: Final = N_(
    "Undefined: everybody gave the same label to everything, so that "
    "agreement by chance would be complete as well, and there is nothing to "
    "set the agreement against."
)
FEW_ROUNDS: Final = N_("No interval: it takes %(fewest)s rounds or more.")
UNSTABLE: Final = N_(
    "No interval: in many resamples of the rounds the figure does not exist, "
    "because too little differs."
)


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure, from `of` labels or pairs; `low` to `high` holds 95 of 100 resamples.

    Where `value` is None, `undefined` says why; where there is no interval, `no_interval` does.
    `steps` is the calculation, line by line.
    """

    value: float | None
    of: int
    low: float | None = None
    high: float | None = None
    undefined: str | None = None
    no_interval: str | None = None
    steps: tuple[str, ...] = ()


def percentage(ratings: Ratings) -> Figure:
    """Of all pairs of labels for the same thing, the share that is equal, from 0 to 1."""
    every = ratings.units

    def share(units: Sequence[int]) -> float:
        equal, pairs = _pairs([every[unit] for unit in units])
        return equal / pairs if pairs else math.nan

    equal, pairs = _pairs(every)
    if not pairs:
        return Figure(None, 0, undefined=gettext(TOO_FEW))
    steps = (
        gettext(
            "%(equal)s of %(pairs)s pairs of labels are the same: %(value)s.",
            equal=equal,
            pairs=pairs,
            value=f"{equal / pairs:.3f}",
        ),
    )
    return _with_interval(Figure(equal / pairs, pairs, steps=steps), ratings, share)


def kappa(ratings: Ratings, weights: Weights | None = None) -> Figure:
    """Cohen's kappa of two raters, weighted by the distance of levels where that is asked for.

    Raises
    ------
    ValueError
        There are not two raters, or weights are asked for without an order of labels.
    """
    if len(ratings.rows) != 2 or (weights and not ratings.levels):
        raise ValueError("Kappa is for two raters, and weights are for ordered labels.")
    both = [unit for unit in ratings.units if len(unit) == 2]
    if not both:
        return Figure(None, 0, undefined=gettext(TOO_FEW))
    if len({label for pair in both for label in pair}) < 2:
        return Figure(None, len(both), undefined=gettext(NO_VARIATION))
    domain = ratings.domain
    one, other = (
        np.array([-1 if label is None else domain.index(label) for label in row])
        for row in ratings.rows
    )

    there = (one >= 0) & (other >= 0)
    value = cohen_kappa_score(one[there], other[there], labels=range(len(domain)), weights=weights)
    steps = np.abs(np.subtract.outer(range(len(domain)), range(len(domain))))
    apart = (steps > 0) * steps ** {None: 0, "linear": 1, "quadratic": 2}[weights]

    def again(units: Sequence[int]) -> float:
        """Kappa of resampled rounds, by definition: the library takes a millisecond for each."""
        chosen = [unit for unit in units if there[unit]]
        table = np.zeros_like(apart)
        np.add.at(table, (one[chosen], other[chosen]), 1)
        by_chance = (np.outer(table.sum(axis=1), table.sum(axis=0)) * apart).sum()
        return float(1 - len(chosen) * (table * apart).sum() / by_chance) if by_chance else math.nan

    figure = Figure(float(value), len(both), steps=kappa_workings(ratings, weights).steps)
    return _with_interval(figure, ratings, again)


def alpha(ratings: Ratings) -> Figure:
    """Krippendorff's alpha of all raters, with the metric of the scale; labels may be missing."""
    domain = ratings.domain
    counts = np.array([[unit.count(label) for label in domain] for unit in ratings.units])
    of = sum(len(unit) for unit in ratings.units if len(unit) > 1)
    if not of:
        return Figure(None, 0, undefined=gettext(TOO_FEW))
    if len({label for unit in ratings.units if len(unit) > 1 for label in unit}) < 2:
        return Figure(None, of, undefined=gettext(NO_VARIATION))
    metric = _metric(ratings)

    def value(units: Sequence[int]) -> float:
        chosen = counts[list(units)]
        chosen = chosen[chosen.sum(axis=1) > 1]
        if (chosen.sum(axis=0) > 0).sum() < 2:
            return math.nan
        return float(krippendorff.alpha(value_counts=chosen, level_of_measurement=metric))

    steps = alpha_workings(ratings).steps
    return _with_interval(Figure(value(range(len(counts))), of, steps=steps), ratings, value)


def same_direction(ratings: Ratings) -> Figure:
    """How alike two raters' directions on the circle are: the mean cosine of the angle between.

    1 where they always point the same way, 0 at a right angle, -1 where they are opposite. With the
    mean angle m and the length r of the mean vector it is r cos(m), and the steps name both.

    Raises
    ------
    ValueError
        There are not two raters.
    """
    if len(ratings.rows) != 2:
        raise ValueError("This figure is for two raters.")
    turns = np.array([u[0] - u[1] if len(u) == 2 else math.nan for u in ratings.units])
    there = turns[~np.isnan(turns)]
    if not len(there):
        return Figure(None, 0, undefined=gettext(TOO_FEW))

    def value(units: Sequence[int]) -> float:
        chosen = turns[list(units)]
        chosen = chosen[~np.isnan(chosen)]
        return float(np.cos(np.radians(chosen)).mean()) if len(chosen) else math.nan

    mean = float(stats.circmean(there, high=180, low=-180))
    length = float(1 - stats.circvar(there, high=180, low=-180))
    cosine = value(range(len(turns)))
    steps = (
        gettext(
            "Angles between the two: %(value)s.",
            value=", ".join(f"{(t + 180) % 360 - 180:+.0f}°" for t in there),
        ),
        gettext(
            "Their mean is %(mean)s°, the length r of the mean vector %(length)s.",
            mean=f"{mean:+.0f}",
            length=f"{length:.3f}",
        ),
        gettext(
            "Mean cosine = %(length)s × cos(%(mean)s°) = %(cosine)s.",
            length=f"{length:.3f}",
            mean=f"{mean:+.0f}",
            cosine=f"{cosine:.3f}",
        ),
    )
    return _with_interval(Figure(cosine, len(there), steps=steps), ratings, value)


def _with_interval(
    figure: Figure, ratings: Ratings, value: Callable[[Sequence[int]], float]
) -> Figure:
    """The figure with its interval, from whole rounds drawn again and again."""
    units: dict[str, list[int]] = {}
    for number, (name, labels) in enumerate(zip(ratings.rounds, ratings.units, strict=True)):
        if len(labels) > 1:
            units.setdefault(name, []).append(number)
    if len(units) < FEWEST_ROUNDS:
        return replace(figure, no_interval=gettext(FEW_ROUNDS, fewest=FEWEST_ROUNDS))
    drawn, each = np.random.default_rng(_SEED), list(units.values())
    found = np.array(
        [
            value([u for r in drawn.integers(len(each), size=len(each)) for u in each[r]])
            for _ in range(RESAMPLES)
        ]
    )
    if np.isnan(found).mean() > _MOST_UNDEFINED:
        return replace(figure, no_interval=gettext(UNSTABLE))
    low, high = np.nanpercentile(found, (2.5, 97.5))
    return replace(figure, low=float(low), high=float(high))


def _pairs(units: Sequence[Sequence[Any]]) -> tuple[int, int]:
    """How many pairs of labels for the same thing are equal, of how many."""
    equal = sum(n * (n - 1) // 2 for unit in units for n in Counter(unit).values())
    return equal, sum(len(unit) * (len(unit) - 1) // 2 for unit in units)


def _metric(ratings: Ratings) -> Any:
    """The metric as `krippendorff` takes it: a name, or a function of positions in the domain."""
    if ratings.scale in ("nominal", "ordinal"):
        return ratings.scale
    between: Callable[[Any, Any], float] = masi if ratings.scale == "set" else circular
    table = np.array([[between(a, b) for b in ratings.domain] for a in ratings.domain])

    def apart(v1: Any, v2: Any, **_: Any) -> Any:
        return table[np.asarray(v1, int), np.asarray(v2, int)]

    return apart
