"""What the judges are given of what the views say."""

from __future__ import annotations

import numpy as np
import pytest

from inference.heads import Views, stack
from inference.vocabulary import GIST_LABELS, NOTE_LABELS, TAGS, YES_NO

LABEL = "confusion"


@pytest.mark.parametrize(
    ("holds", "together"),
    [
        ((1, 1), np.logaddexp(2.0, 1.0)),
        ((1, 0), 2.0),
        ((0, 1), 1.0),
        ((0, 0), -8.0),  # as in a note without any clause
    ],
)
def test_only_clauses_that_hold_speak_for_a_label(holds: tuple[int, int], together: float) -> None:
    evidence = np.full((2, len(TAGS)), -30.0)
    evidence[:, TAGS.index(LABEL)] = 2.0, 1.0
    gist, words = np.zeros(len(GIST_LABELS)), np.zeros(len(NOTE_LABELS))
    gist[GIST_LABELS.index(LABEL)], words[NOTE_LABELS.index(LABEL)] = 0.5, 0.25
    views = Views(evidence, gist, words, np.array(holds, float), frozenset())
    inputs = stack([views])[0]
    assert inputs[YES_NO.index(LABEL)] == pytest.approx([together, 0.5, 0.25], abs=1e-3)
    assert inputs[YES_NO.index("ambivalence")] == pytest.approx([-8.0, 0.0, 0.0], abs=1e-3)
