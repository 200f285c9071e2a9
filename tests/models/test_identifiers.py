"""How finds of identifiers are counted, and that the card tells what a run counts."""

from __future__ import annotations

import pytest

from models.identified import Identified, Place
from models.identifiers import CARD, counts, figures

NOTE = Identified("n", "Ana O'Hara, bed 6.", (Place(0, 10, "person"), Place(12, 17, "room")))


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        ([], [2, 0, 0, 0]),
        ([(0, 10)], [2, 1, 1, 1]),
        ([(0, 10), (12, 17)], [2, 2, 2, 2]),
        ([(0, 5), (6, 10)], [2, 1, 2, 2]),  # an apostrophe that is left tells nobody's name
        ([(0, 9)], [2, 0, 1, 1]),  # a letter that is left does
        ([(10, 12)], [2, 0, 1, 0]),
    ],
)
def test_counts(found: list[tuple[int, int]], expected: list[int]) -> None:
    assert counts(NOTE, found)[:4] == expected


def test_counts_of_a_kind_stand_beside_each_other() -> None:
    row = counts(NOTE, [(12, 17)])[4:]
    assert sum(row[::2]) == 2
    assert sum(row[1::2]) == 1


@pytest.mark.slow
def test_the_card_tells_what_a_run_counts() -> None:
    assert figures() in CARD.read_text(encoding="utf-8")
