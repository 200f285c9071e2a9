"""A whole line fitted: views on all notes, judges and thresholds on out-of-fold scores."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from inference.heads import Heads
from inference.labels import BARRIERS, REACTIONS, STRENGTHS
from inference.settings import Settings

from .estimators import Example, fit_judges, fit_views, out_of_fold
from .splits import Splits
from .thresholds import choose


@dataclass(frozen=True, slots=True, eq=False)
class Line:
    """Everything that training makes, by artefact name, and the thresholds."""

    estimators: dict[str, Any]
    settings: Settings

    @property
    def heads(self) -> Heads:
        """The estimators as the reader uses them."""
        return Heads(self.estimators)


def fit_line(examples: Sequence[Example], splits: Splits) -> Line:
    """Fit the whole line on `examples`, which must span more than one fold of `splits`.

    Thresholds are chosen on the judges' own training scores; a judge has a handful of inputs, so
    that these are hardly better than scores on strangers' notes.
    """
    seen, out = out_of_fold(examples, splits)
    judges = fit_judges([e.note for e in seen], out)
    views = fit_views(examples)
    estimators = {
        "evidence": views.evidence,
        "gist": views.gist,
        "words": views.words,
        "barriers": {label: judges[label] for label in BARRIERS},
        "reactions": {label: judges[label] for label in REACTIONS},
        "strengths": {label: judges[label] for label in STRENGTHS},
        "style": {axis: judges[axis] for axis in ("control", "affiliation")},
    }
    scores = Heads(estimators).judge(out)
    return Line(estimators, choose(seen, scores))
