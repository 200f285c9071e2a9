"""Where the lines are drawn: a danger that is on now is rather shown too often than missed."""

from __future__ import annotations

import numpy as np
import pytest

from inference.formulation import Quote, Risk
from inference.heads import Scores
from inference.labels import RISK_STATUSES
from inference.marks import REFERRAL, RISK
from inference.vocabulary import TAGS, YES_NO
from models.corpus import Items, Note, StyleMarking
from models.estimators import Example
from models.thresholds import choose

QUOTE = (Quote(0, 2, "He"),)
STYLE = StyleMarking("balanced", "mixed", ())


def example(name: str, status: str, there: bool | None) -> Example:
    """A note with that danger, without it, or (None) where only one of two readers has it."""
    risks = (Risk("suicide", status, QUOTE),)
    once = Items(risks=risks) if there is None else Items()
    held = risks if there else ()
    note = Note(name, "He.", "log", "shelter", "b", {}, STYLE, risks=held, optional=once)
    return Example(note, read=None)  # type: ignore[arg-type]  # no quote is asked for


def scores(status: str, chance: float) -> Scores:
    risks = dict.fromkeys(RISK.marks, 0.0) | {f"suicide/{status}": chance}
    nothing = np.zeros((0, len(TAGS)))
    return Scores(
        dict.fromkeys(YES_NO, 0.0), {}, {}, risks, dict.fromkeys(REFERRAL.marks, 0.0), nothing
    )


@pytest.mark.parametrize("status", RISK_STATUSES)
@pytest.mark.parametrize("unsettled", [False, True])
def test_risks(status: str, unsettled: bool) -> None:
    # To find the one at 0.2 takes three false alarms, unless these are settled neither way.
    alarm = None if unsettled else False
    rows = [(0.6, True), (0.2, True), (0.3, alarm), (0.3, alarm), (0.3, alarm)]
    settings = choose(
        [example(str(i), status, there) for i, (_, there) in enumerate(rows)],
        [scores(status, chance) for chance, _ in rows],
    )
    found = settings.show[f"risk:{status}"] <= 0.2
    assert found is (status == "current" or unsettled)
