"""Labels that several raters gave, the distances between them, and a calculation written out.

Nothing here needs more than arithmetic, so that `workings` can be compared with the libraries that
`figures` takes its values from.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from ..language import gettext

Scale = Literal["nominal", "ordinal", "set", "circular"]
Weights = Literal["linear", "quadratic"]


@dataclass(frozen=True, slots=True)
class Ratings:
    """Labels of one kind: `rows[rater][unit]`, None where a rater gave none.

    Labels are ids (nominal), ids in their order (ordinal), frozensets (set) or degrees (circular).
    `levels` are all labels of an ordinal scale in order; `rounds` names each unit's round.
    """

    scale: Scale
    rows: tuple[tuple[Hashable | None, ...], ...]
    rounds: tuple[str, ...]
    levels: tuple[str, ...] = ()

    def pair(self, one: int, other: int) -> Ratings:
        """The labels of two raters alone."""
        return Ratings(self.scale, (self.rows[one], self.rows[other]), self.rounds, self.levels)

    @property
    def domain(self) -> tuple[Any, ...]:
        """All labels: in their order where they have one, else as they come."""
        if self.levels:
            return self.levels
        return tuple(dict.fromkeys(x for row in self.rows for x in row if x is not None))

    @property
    def units(self) -> list[list[Any]]:
        """The labels that each unit was given."""
        return [[x for x in unit if x is not None] for unit in zip(*self.rows, strict=True)]


def masi(one: frozenset[Any], other: frozenset[Any]) -> float:
    """Passonneau's distance of two sets: 1 less Jaccard's share times monotonicity.

    Monotonicity is 1 where they are equal, 2/3 where one holds the other, 1/3 where they overlap,
    and 0 where they have nothing in common. Two empty sets are equal. Source: Passonneau (2006),
    Measuring agreement on set-valued items (MASI) for semantic and pragmatic annotation, LREC.

    >>> round(masi(frozenset("ab"), frozenset("abcd")), 3)
    0.667
    """
    if one == other:
        return 0.0
    both = one & other
    if not both:
        return 1.0
    monotone = 2 / 3 if both in (one, other) else 1 / 3
    return 1 - len(both) / len(one | other) * monotone


def circular(one: float, other: float) -> float:
    """Krippendorff's circular metric of two angles in degrees: the squared sine of half of it.

    Source: Krippendorff (2019), Content Analysis, 4th ed., chapter 12.

    >>> circular(350, 10) == circular(10, 30), circular(0, 180)
    (True, 1.0)
    """
    return round(math.sin(math.radians((one - other) / 2)) ** 2, 12)


def distance(scale: Scale, domain: Sequence[Any], used: Sequence[int]) -> Callable[[Any, Any], Any]:
    """The distance of two labels in alpha's definition; `used` is how often each was given."""
    if scale == "set":
        return masi
    if scale == "circular":
        return circular
    if scale == "nominal":
        return lambda a, b: float(a != b)

    def ranks(a: Any, b: Any) -> float:
        if a == b:
            return 0.0
        low, high = sorted((domain.index(a), domain.index(b)))
        return (sum(used[low : high + 1]) - (used[low] + used[high]) / 2) ** 2

    return ranks


@dataclass(frozen=True, slots=True)
class Workings:
    """Disagreement observed and expected by chance, and the way there, line by line."""

    observed: float
    expected: float
    steps: tuple[str, ...]

    @property
    def value(self) -> float:
        """1 less the share of the one in the other."""
        return 1 - self.observed / self.expected


def alpha_workings(ratings: Ratings) -> Workings:
    """How Krippendorff's alpha comes about; labels have to differ somewhere."""
    units = [unit for unit in ratings.units if len(unit) > 1]
    times = Counter(label for unit in units for label in unit)
    domain, n = ratings.domain, times.total()
    apart = distance(ratings.scale, domain, [times[label] for label in domain])
    observed = sum(
        sum(apart(a, b) for a in unit for b in unit) / (len(unit) - 1) for unit in units
    ) / n  # fmt: skip
    expected = sum(
        times[a] * times[b] * apart(a, b) for a in times for b in times
    ) / (n * (n - 1))  # fmt: skip
    given = ", ".join(f"{named(label)} {times[label]}" for label in domain if times[label])
    return Workings(
        observed,
        expected,
        (
            gettext(
                "%(n)s labels stand beside another one for the same thing; things rated: "
                "%(units)s.",
                n=n,
                units=len(units),
            ),
            gettext("How often each was given: %(given)s.", given=given),
            gettext(
                "Mean distance observed: %(observed)s; expected by chance: %(expected)s.",
                **_written(observed, expected),
            ),
            gettext(
                "alpha = 1 − %(observed)s / %(expected)s = %(value)s.",
                **_written(observed, expected),
            ),
        ),
    )


def kappa_workings(ratings: Ratings, weights: Weights | None) -> Workings:
    """How Cohen's kappa of two raters comes about; labels have to differ somewhere."""
    both = [unit for unit in ratings.units if len(unit) == 2]
    table = Counter((a, b) for a, b in both)
    one, other = Counter(a for a, _ in both), Counter(b for _, b in both)
    domain, n = ratings.domain, len(both)

    power = {None: 0, "linear": 1, "quadratic": 2}[weights]

    def apart(a: Any, b: Any) -> float:
        return float(a != b) * float(abs(domain.index(a) - domain.index(b)) ** power)

    observed = sum(times * apart(*cell) for cell, times in table.items()) / n
    expected = sum(one[a] * other[b] * apart(a, b) for a in one for b in other) / n**2
    cells = "; ".join(f"{named(a)} / {named(b)}: {times}" for (a, b), times in table.items())
    weighed = gettext(" by steps between labels (%(weights)s)", weights=weights) if weights else ""
    return Workings(
        observed,
        expected,
        (
            gettext("Label of the first / of the second: %(cells)s.", cells=cells),
            gettext(
                "Disagreement observed%(weighed)s: %(observed)s; expected by chance: %(expected)s.",
                weighed=weighed,
                **_written(observed, expected),
            ),
            gettext(
                "kappa = 1 − %(observed)s / %(expected)s = %(value)s.",
                **_written(observed, expected),
            ),
        ),
    )


def _written(observed: float, expected: float) -> dict[str, str]:
    """Both disagreements, and 1 less the share of the one in the other, as a line shows them."""
    return {
        "observed": f"{observed:.4f}",
        "expected": f"{expected:.4f}",
        "value": f"{1 - observed / expected:.3f}",
    }


def named(label: Any) -> str:
    """A label in words."""
    if isinstance(label, frozenset):
        return "{" + ", ".join(sorted(map(str, label))) + "}"
    return f"{label:.0f}°" if isinstance(label, float) else str(label)
