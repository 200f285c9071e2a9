"""Figures of agreement against published worked examples, and by a second way each."""

from __future__ import annotations

import math
from collections.abc import Hashable, Sequence
from typing import Any, Final

import pytest
from nltk.metrics import masi_distance
from nltk.metrics.agreement import AnnotationTask
from statsmodels.stats.inter_rater import cohens_kappa

from webapp.supervision import figures
from webapp.supervision.ratings import Ratings, alpha_workings, circular, kappa_workings, masi

FEW_ROUNDS: Final = "No interval: it takes 5 rounds or more."


def ratings(scale: Any, *rows: Sequence[Hashable | None], levels: str = "") -> Ratings:
    """Each thing rated is a round of its own."""
    rounds = tuple(str(n) for n in range(len(rows[0])))
    return Ratings(scale, tuple(map(tuple, rows)), rounds, tuple(levels))


def table(cells: Sequence[Sequence[int]]) -> Ratings:
    """Two raters from a table of counts, the first one's labels down the side."""
    levels = "1234"[: len(cells)]
    pairs = [
        (levels[i], levels[j])
        for i, row in enumerate(cells)
        for j, times in enumerate(row)
        for _ in range(times)
    ]
    return ratings("ordinal", [a for a, _ in pairs], [b for _, b in pairs], levels=levels)


def row(text: str) -> list[str | None]:
    return [None if label == "." else label for label in text.split()]


# Krippendorff (2011), Computing Krippendorff's Alpha-Reliability, examples A, B and C/D.
BINARY: Final = (row("0 1 0 0 0 0 0 0 1 0"), row("1 1 1 0 0 1 0 0 0 0"))
NOMINAL: Final = (row("a a b b d c c c e d d a"), row("b a b b b c c c e d d d"))
FOUR: Final = (
    row("1 2 3 3 2 1 4 1 2 . . ."),
    row("1 2 3 3 2 2 4 1 2 5 . 3"),
    row(". 3 3 3 2 3 4 2 2 5 1 ."),
    row("1 2 3 3 2 4 4 1 2 5 1 ."),
)

ALPHAS: Final = [
    ("nominal", BINARY, "", 0.095),
    ("nominal", NOMINAL, "", 0.692),
    ("nominal", FOUR, "", 0.743),
    ("ordinal", FOUR, "12345", 0.815),
]


@pytest.mark.parametrize(("scale", "rows", "levels", "published"), ALPHAS)
def test_alpha_is_as_published(scale: str, rows: Any, levels: str, published: float) -> None:
    found = figures.alpha(ratings(scale, *rows, levels=levels))
    assert found.value == pytest.approx(published, abs=0.0005)


# Fleiss, Levin and Paik (2003), Statistical Methods for Rates and Proportions, table 18.1: .68.
DIAGNOSES: Final = [[75, 1, 4], [5, 4, 1], [0, 0, 10]]
# Two pathologists on 118 slides; Agresti, Categorical Data Analysis, 2nd ed., section 10.5: .493,
# and .78 with squared distances.
SLIDES: Final = [[22, 2, 2, 0], [5, 7, 14, 0], [0, 2, 36, 0], [0, 1, 17, 10]]
# Wives and husbands; the example of `Kappa` in the R package vcd: 0.1293, weighted 0.2374.
COUPLES: Final = [[7, 7, 2, 3], [2, 8, 3, 7], [1, 5, 4, 9], [2, 8, 9, 14]]

KAPPAS: Final = [
    (DIAGNOSES, None, 0.68, 2),
    (SLIDES, None, 0.493, 3),
    (SLIDES, "quadratic", 0.78, 2),
    (COUPLES, None, 0.1293, 4),
    (COUPLES, "linear", 0.2374, 4),
]


@pytest.mark.parametrize(("cells", "weights", "published", "digits"), KAPPAS)
def test_kappa_is_as_published(cells: Any, weights: Any, published: float, digits: int) -> None:
    found = figures.kappa(table(cells), weights)
    assert found.value is not None
    assert round(found.value, digits) == published
    kind = {None: None, "linear": "linear", "quadratic": "fc"}[weights]
    second = cohens_kappa(cells, wt=kind, return_results=False)
    assert found.value == pytest.approx(float(second))


def test_the_mean_angle_is_as_published() -> None:
    """Zar, Biostatistical Analysis, example 26.4: eight angles, mean 99 degrees, r = 0.82522."""
    angles = [45.0, 55.0, 81.0, 96.0, 110.0, 117.0, 132.0, 154.0]
    found = figures.same_direction(ratings("circular", angles, [0.0] * 8))
    assert found.steps[1] == "Their mean is +99°, the length r of the mean vector 0.825."
    assert found.value == pytest.approx(0.82522 * math.cos(math.radians(98.988)), abs=1e-4)


SETS: Final = [
    ("abc", "abc", 0.0),
    ("", "", 0.0),
    ("ab", "abcd", 1 - 1 / 2 * 2 / 3),
    ("ab", "bc", 1 - 1 / 3 * 1 / 3),
    ("a", "b", 1.0),
    ("", "a", 1.0),
]


@pytest.mark.parametrize(("one", "other", "apart"), SETS)
def test_masi_is_passonneaus(one: str, other: str, apart: float) -> None:
    assert masi(frozenset(one), frozenset(other)) == pytest.approx(apart)
    if one or other:
        assert masi_distance(set(one), set(other)) == pytest.approx(apart, abs=0.005)


@pytest.mark.parametrize(
    ("one", "other", "apart"),
    [(0, 0, 0.0), (0, 180, 1.0), (0, 90, 0.5), (350, 10, circular(0, 20)), (-45, 315, 0.0)],
)
def test_the_circular_metric(one: float, other: float, apart: float) -> None:
    assert circular(one, other) == pytest.approx(apart)


def test_alpha_of_sets_by_a_second_implementation() -> None:
    one = [frozenset(x) for x in ("ab", "a", "", "bc", "abc", "c")]
    other = [frozenset(x) for x in ("a", "a", "", "b", "abc", "d")]
    found = figures.alpha(ratings("set", one, other))
    data = [(rater, n, s) for rater, row in (("1", one), ("2", other)) for n, s in enumerate(row)]
    # nltk divides by the size of the union, so that two empty sets are a case of its own there.
    distance = lambda a, b: masi_distance(a, b) if a | b else 0.0  # noqa: E731
    assert found.value == pytest.approx(AnnotationTask(data, distance=distance).alpha(), abs=0.01)


def test_alpha_of_directions() -> None:
    turned = [10.0, 100.0, 190.0, 280.0, 350.0]
    assert figures.alpha(ratings("circular", turned, turned)).value == pytest.approx(1.0)
    across = figures.alpha(ratings("circular", turned, [t + 180 for t in turned])).value
    assert across is not None
    assert across < -0.5
    near = figures.alpha(ratings("circular", turned, [(t + 20) % 360 for t in turned])).value
    assert near is not None
    assert 0.9 < near < 1


@pytest.mark.parametrize(
    ("rating", "levels"),
    [(BINARY, ""), (NOMINAL, ""), (FOUR, ""), (FOUR, "12345")],
)
def test_the_calculation_shown_is_the_figure(rating: Any, levels: str) -> None:
    given = ratings("ordinal" if levels else "nominal", *rating, levels=levels)
    figure = figures.alpha(given)
    assert alpha_workings(given).value == pytest.approx(figure.value)
    assert figure.steps[-1].endswith(f"= {figure.value:.3f}.")


@pytest.mark.parametrize("scale", ["set", "circular"])
def test_the_calculation_shown_is_the_figure_with_other_metrics(scale: str) -> None:
    labels: Any = (
        ([frozenset("ab"), frozenset(), frozenset("a")], [frozenset("a"), frozenset(), None])
        if scale == "set"
        else ([10.0, 90.0, 200.0], [20.0, 80.0, None])
    )
    given = ratings(scale, *labels)
    assert alpha_workings(given).value == pytest.approx(figures.alpha(given).value)


@pytest.mark.parametrize(("cells", "weights", "published", "digits"), KAPPAS)
def test_the_calculation_of_kappa(cells: Any, weights: Any, published: float, digits: int) -> None:
    assert round(kappa_workings(table(cells), weights).value, digits) == published


@pytest.mark.parametrize(
    ("rows", "why"),
    [
        ((row("a a a"), row("a a a")), figures.NO_VARIATION),
        ((row("a . b"), row(". a .")), figures.TOO_FEW),
        ((row(". ."), row(". .")), figures.TOO_FEW),
        ((row("a . b"), row("a b .")), figures.NO_VARIATION),
    ],
)
def test_values_that_do_not_exist_are_explained(rows: Any, why: str) -> None:
    given = ratings("nominal", *rows)
    for figure in (figures.alpha(given), figures.kappa(given)):
        assert figure.value is None
        assert figure.undefined == why
        assert (figure.low, figure.high, figure.steps) == (None, None, ())


def test_percentage() -> None:
    found = figures.percentage(ratings("nominal", *BINARY))
    assert (found.value, found.of) == (0.6, 10)
    assert found.steps == ("6 of 10 pairs of labels are the same: 0.600.",)
    three = figures.percentage(ratings("nominal", row("a b"), row("a ."), row("b b")))
    assert (three.value, three.of) == (0.5, 4)
    assert figures.percentage(ratings("nominal", row("a"), row("."))).undefined == figures.TOO_FEW


class TestIntervals:
    def test_it_surrounds_the_figure_and_comes_out_the_same_again(self) -> None:
        given = table(SLIDES)
        first, second = figures.kappa(given), figures.kappa(given)
        assert first == second
        assert first.low is not None and first.high is not None and first.value is not None
        assert first.low < first.value < first.high
        # The published standard error is 0.057: two of them each way are nearly the same.
        assert first.high - first.low == pytest.approx(4 * 0.057, abs=0.05)

    @pytest.mark.parametrize("weights", [None, "linear", "quadratic"])
    def test_rounds_that_are_alike_leave_no_doubt(self, weights: Any) -> None:
        one, other = row("1 2 3 4 4 1"), row("1 3 3 2 4 2")
        given = Ratings(
            "ordinal",
            (tuple(one * 6), tuple(other * 6)),
            tuple(name for name in "abcdef" for _ in one),
            tuple("1234"),
        )
        found = figures.kappa(given, weights)
        assert found.low == pytest.approx(found.value)
        assert found.high == pytest.approx(found.value)

    def test_few_rounds_have_none(self) -> None:
        found = figures.alpha(ratings("nominal", row("a b a b"), row("a b b b")))
        assert found.value is not None
        assert (found.low, found.no_interval) == (None, FEW_ROUNDS)

    def test_whole_rounds_are_drawn(self) -> None:
        """The same labels in two rounds, not in ten, are no ten independent observations."""
        given = ratings("nominal", *BINARY)
        in_two = Ratings("nominal", given.rows, ("1",) * 5 + ("2",) * 5)
        assert figures.alpha(in_two).no_interval == FEW_ROUNDS

    def test_where_hardly_anything_differs_there_is_none(self) -> None:
        found = figures.alpha(ratings("nominal", row("a a a a a a b"), row("a a a a a a b")))
        assert found.value == 1.0
        assert found.no_interval == figures.UNSTABLE


def test_kappa_is_for_two_and_weights_for_an_order() -> None:
    with pytest.raises(ValueError, match="two raters"):
        figures.kappa(ratings("ordinal", *FOUR, levels="12345"))
    with pytest.raises(ValueError, match="ordered labels"):
        figures.kappa(ratings("nominal", *BINARY), "linear")
    with pytest.raises(ValueError, match="two raters"):
        figures.same_direction(ratings("circular", [1.0], [2.0], [3.0]))
