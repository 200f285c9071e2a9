"""A whole line fitted: views on all notes, judges and thresholds on out-of-fold scores."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from inference.heads import Heads, Views
from inference.labels import BARRIERS, REACTIONS, STRENGTHS
from inference.linear import Linear
from inference.settings import Settings
from inference.stored import Model

from .estimators import Example, fit_judges, fit_views, out_of_fold
from .splits import Splits
from .thresholds import choose


@dataclass(frozen=True, slots=True, eq=False)
class Rehearsal:
    """What views said of each training note that had seen no note of its author's fold."""

    examples: tuple[Example, ...]
    views: tuple[Views, ...]

    def part(self, rows: Sequence[int]) -> Rehearsal:
        """The examples at `rows` only."""
        return Rehearsal(tuple(self.examples[i] for i in rows), tuple(self.views[i] for i in rows))


@dataclass(frozen=True, slots=True, eq=False)
class Judgement:
    """Judges by artefact name, and the thresholds that go with them."""

    judges: Mapping[str, Mapping[str, Linear]]
    settings: Settings


def rehearse(examples: Sequence[Example], splits: Splits) -> Rehearsal:
    """Fit views once a fold and let each score the fold that it has not seen."""
    seen, views = out_of_fold(examples, splits)
    return Rehearsal(tuple(seen), tuple(views))


def judge(rehearsal: Rehearsal) -> Judgement:
    """Fit judges and choose thresholds on a rehearsal.

    Thresholds are chosen on the judges' own training scores; a judge has a handful of inputs, so
    that these are hardly better than its scores on strangers' notes.
    """
    fitted = fit_judges([e.note for e in rehearsal.examples], rehearsal.views)
    judges = {
        "barriers": {label: fitted[label] for label in BARRIERS},
        "reactions": {label: fitted[label] for label in REACTIONS},
        "strengths": {label: fitted[label] for label in STRENGTHS},
        "style": {axis: fitted[axis] for axis in ("control", "affiliation")},
    }
    scores = Heads(judges).judge(rehearsal.views)
    return Judgement(judges, choose(rehearsal.examples, scores))


def fit_line(
    examples: Sequence[Example], rehearsal: Rehearsal
) -> tuple[dict[str, Model], Settings]:
    """All models by artefact name, the views fitted on every note, and the thresholds."""
    judged = judge(rehearsal)
    views = fit_views(examples)
    models: dict[str, Model] = {
        "evidence": views.evidence,
        "gist": views.gist,
        "words": views.words,
    }
    return models | dict(judged.judges), judged.settings
