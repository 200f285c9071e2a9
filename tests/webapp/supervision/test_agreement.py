"""Rounds as labels: who rated what, and which figures come of it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from webapp.supervision.agreement import between, overall, raters
from webapp.supervision.entry import AGREED, MODEL, Place
from webapp.supervision.figures import NO_VARIATION, TOO_FEW, Figure
from webapp.supervision.round import Agreed, Sitting, agreed, revealed, submitted

from .conftest import COERCION, POWER, START, entry, full, reading, sitting

OUTCOME = Agreed(START, COERCION, "As Ben says.", ())


def named(found: object) -> dict[str, dict[str, Figure]]:
    return {kind.kind: dict(kind.figures) for kind in found}  # type: ignore[attr-defined]


def test_people_the_model_and_the_agreement_are_raters() -> None:
    found = raters([agreed(full(), OUTCOME), full(id="round-0002")], "first")
    assert [(r.id, r.rounds) for r in found] == [
        ("ada", 2), ("ben", 2), ("cem", 2), (MODEL, 2), (AGREED, 1),
    ]  # fmt: skip


def test_two_who_said_the_same() -> None:
    found = named(between([full()], "ada", MODEL, "first"))
    assert found["barrier"]["percentage"].value == 1.0
    assert found["barrier"]["kappa"].value == 1.0
    assert found["strength"]["weighted"].value == 1.0
    assert found["style"]["direction"].value == pytest.approx(1.0)
    assert found["set"]["alpha"].undefined == NO_VARIATION


def test_two_who_part() -> None:
    found = named(between([full()], "ada", "ben", "first"))
    # Of seven barriers they part on two; by chance they would on 12 of 49.
    assert found["barrier"]["percentage"].value == pytest.approx(5 / 7)
    assert found["barrier"]["kappa"].value == pytest.approx(1 - (2 / 7) / (12 / 49))
    assert found["stance"]["percentage"].value == 0.0
    assert found["set"]["percentage"].value == 0.0


def test_own_words_and_no_style_are_no_labels() -> None:
    found = named(between([full()], "ada", "cem", "first"))
    assert found["stance"]["percentage"].undefined == TOO_FEW
    assert found["style"]["direction"].undefined == TOO_FEW


def test_first_and_now() -> None:
    changed = submitted(full(), entry("ada", COERCION, 30))
    first, now = (named(between([changed], "ada", "ben", when)) for when in ("first", "now"))
    assert first["barrier"]["percentage"].value == pytest.approx(5 / 7)
    assert now["barrier"]["percentage"].value == 1.0


def test_who_was_not_blind_does_not_count_at_first() -> None:
    seats = {"invited": (), "holder": "here", "seats": 3}
    early = revealed(sitting(entry("name:a"), **seats), START)
    late = submitted(early, entry("name:b"))
    assert [r.id for r in raters([late], "first")] == ["name:a"]
    assert [r.id for r in raters([late], "now")] == ["name:a", "name:b"]


def test_all_together_over_rounds() -> None:
    rounds = [replace_id(full(), n) for n in range(6)]
    found = named(overall(rounds, "first"))
    assert found["barrier"]["percentage"].of == 6 * 7 * 6
    assert set(found) == {"barrier", "strength", "set", "style", "stance"}
    for kind in found.values():
        figure = kind["alpha"]
        assert figure.value is not None
        assert figure.low is not None and figure.high is not None
        assert figure.low <= figure.value + 1e-9


def replace_id(found: Sitting, number: int) -> Sitting:
    return replace(found, round=replace(found.round, id=f"round-{number:04}"))


@pytest.mark.parametrize(
    ("style", "degrees"),
    [
        (Place(0.0, 1.0), 0.0),
        (Place(1.0, 0.0), 90.0),
        (Place(-0.5, 0.0), -90.0),
        (Place(0.1, 0.1), None),
        (None, None),
    ],
)
def test_direction(style: Place | None, degrees: float | None) -> None:
    found = reading(style=style).direction
    assert found == (degrees if degrees is None else pytest.approx(degrees))


def test_nothing_at_all() -> None:
    assert raters([], "first") == ()
    assert named(overall([], "first"))["barrier"]["alpha"].undefined == TOO_FEW
    assert POWER.barriers == {"power_dynamics"}
