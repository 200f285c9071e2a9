"""From pairs of labels and answers to counts a note, and from counts to figures.

What counts as right, and what is passed over, is described in `models.scoring`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from inference.labels import BARRIERS

from .answers import Answer, Listed, listed
from .bootstrap import Estimate, Resampler, f1, macro_f1, precision, ratio, recall
from .calibration import BINS, Calibration, bin_of, expected_error, reliability, worth
from .corpus import Note
from .ranking import average_precisions
from .scores import AxisScores, BarrierScores, CurrentRisks, Hits, ItemScores


@dataclass(frozen=True, slots=True)
class Pair:
    """A gold note, its labels, and what was answered."""

    note: Note
    gold: Answer
    answer: Answer


def hits(counts: Any, draws: Resampler) -> Hits:
    """Rates from counts of (true positive, false positive, missed), a row a note."""
    tp, fp, fn = (int(n) for n in np.asarray(counts).sum(axis=0))
    return Hits(tp, fp, fn, *(draws.estimate(counts, figure) for figure in (f1, precision, recall)))


def barrier_scores(pairs: Sequence[Pair], draws: Resampler) -> BarrierScores:
    """Everything about the barriers."""
    counts = np.zeros((len(pairs), len(BARRIERS), 4))  # tp, fp, fn, tn
    bins = np.zeros((len(pairs), BINS, 3))
    brier, evidence, alarms = np.zeros((3, len(pairs), 2))
    for i, pair in enumerate(pairs):
        for j, barrier in enumerate(BARRIERS):
            truth = pair.note.truth(barrier)
            if truth is None:
                continue
            probability = pair.answer.probability[barrier]
            counts[i, j, _cell(truth, barrier in pair.answer.shown)] += 1
            bins[i, bin_of(probability)] += probability, truth, 1
            brier[i] += (probability - truth) ** 2, 1
            if truth:
                evidence[i] += _dice(pair, barrier), 1
        if not pair.note.barriers:
            alarms[i] = bool(pair.answer.shown), 1
    confusion, totals = counts[..., :3], counts.sum(axis=0).astype(int)
    precisions, mean_precision = average_precisions(
        [[pair.answer.probability[barrier] for pair in pairs] for barrier in BARRIERS],
        [[pair.note.truth(barrier) for pair in pairs] for barrier in BARRIERS],
        draws,
    )
    return BarrierScores(
        by_label={b: hits(confusion[:, j], draws) for j, b in enumerate(BARRIERS)},
        macro_f1=draws.estimate(confusion, macro_f1),
        micro=hits(confusion.sum(axis=1), draws),
        average_precision=dict(zip(BARRIERS, precisions, strict=True)),
        mean_average_precision=mean_precision,
        evidence_f1=draws.estimate(evidence, ratio),
        false_alarms=draws.estimate(alarms, ratio),
        none_notes=int(alarms[:, 1].sum()),
        calibration=Calibration(
            draws.estimate(bins, expected_error),
            draws.estimate(brier, ratio),
            reliability(bins.sum(axis=0)),
        ),
        worth={b: worth(*totals[j].tolist()) for j, b in enumerate(BARRIERS)},
    )


def _cell(truth: bool, shown: bool) -> int:
    return (0 if shown else 2) if truth else (1 if shown else 3)


def _dice(pair: Pair, barrier: str) -> float:
    quoted = pair.gold.evidence.get(barrier, frozenset())
    answered = pair.answer.evidence.get(barrier, frozenset())
    return 2 * len(quoted & answered) / (len(quoted) + len(answered))


def axis_scores(
    pairs: Sequence[Pair], draws: Resampler, pick: Callable[[Answer], str | None]
) -> AxisScores:
    """The style axis that `pick` takes from an answer; labels are those that the gold uses."""
    labels = sorted({label for pair in pairs if (label := pick(pair.gold))})
    counts = np.zeros((len(pairs), len(labels), 3))
    right = np.zeros((len(pairs), 2))
    for i, pair in enumerate(pairs):
        truth, answer = pick(pair.gold), pick(pair.answer)
        if truth is None:
            continue
        right[i] = truth == answer, 1
        for j, label in enumerate(labels):
            counts[i, j] = (
                truth == label == answer,
                answer == label != truth,
                truth == label != answer,
            )
    return AxisScores(
        n=int(right[:, 1].sum()),
        accuracy=draws.estimate(right, ratio),
        macro_f1=draws.estimate(counts, macro_f1) if labels else Estimate(None, None, None),
        by_label={label: hits(counts[:, j], draws) for j, label in enumerate(labels)},
    )


def item_scores(
    pairs: Sequence[Pair],
    draws: Resampler,
    pick: Callable[[Listed], frozenset[Any]],
) -> ItemScores:
    """The items that `pick` takes from an answer; what is optional in a note is no false one."""
    rows = [(pick(p.gold), pick(p.answer), pick(listed(p.note.optional))) for p in pairs]
    kinds = sorted({kind for gold, answer, _ in rows for kind in gold | answer}, key=_name)
    counts = np.zeros((len(pairs), len(kinds), 3))
    for i, (gold, answer, either) in enumerate(rows):
        for j, kind in enumerate(kinds):
            there, found = kind in gold, kind in answer
            counts[i, j] = (
                there and found,
                found and not there and kind not in either,
                there > found,
            )
    return ItemScores(
        micro=hits(counts.sum(axis=1), draws),
        by_label={_name(kind): hits(counts[:, j], draws) for j, kind in enumerate(kinds)},
    )


def current_risks(pairs: Sequence[Pair], draws: Resampler) -> CurrentRisks:
    """Whether the dangers that are on now are seen, and those that are not are left alone."""
    seen = np.zeros((len(pairs), 2))
    false = 0
    for i, pair in enumerate(pairs):
        there = {kind for kind, status in pair.gold.risks if status == "current"}
        shown = {kind for kind, status in pair.answer.risks if status == "current"}
        seen[i] = len(there & {kind for kind, _ in pair.answer.risks}), len(there)
        false += len(shown - there - {risk.kind for risk in pair.note.optional.risks})
    return CurrentRisks(int(seen[:, 1].sum()), draws.estimate(seen, ratio), false)


def _name(kind: str | tuple[str, ...]) -> str:
    return kind if isinstance(kind, str) else "/".join(kind)
