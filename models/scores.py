"""The figures that `models.scoring` gives, as frozen values and as a table to read."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from .bootstrap import Estimate
from .calibration import Calibration, Worth


@dataclass(frozen=True, slots=True)
class Hits:
    """Counts of one label, or of several together, with the rates that follow from them."""

    tp: int
    fp: int
    fn: int
    f1: Estimate
    precision: Estimate
    recall: Estimate


@dataclass(frozen=True, slots=True)
class BarrierScores:
    """The barriers, one by one and together.

    `average_precision` asks whether the notes that have the barrier come first when sorted by
    probability, whatever the threshold; `mean_average_precision` is its mean over barriers.
    `false_alarms` is the share of the `none_notes` (no barrier marked) that are shown one.
    `evidence_f1` is the mean overlap of quoted characters where the gold is clear.
    """

    by_label: dict[str, Hits]
    macro_f1: Estimate
    micro: Hits
    average_precision: dict[str, Estimate]
    mean_average_precision: Estimate
    evidence_f1: Estimate
    false_alarms: Estimate
    none_notes: int
    calibration: Calibration
    worth: dict[str, tuple[Worth, ...]]


@dataclass(frozen=True, slots=True)
class AxisScores:
    """One axis of interpersonal style."""

    n: int
    accuracy: Estimate
    macro_f1: Estimate
    by_label: dict[str, Hits]


@dataclass(frozen=True, slots=True)
class ItemScores:
    """Labels that come in lists; a label with two parts is written `suicide/denied`."""

    micro: Hits
    by_label: dict[str, Hits]


@dataclass(frozen=True, slots=True)
class CurrentRisks:
    """Dangers that are on now: found under whatever status, and shown where there is none."""

    n: int
    seen: Estimate
    false: int


@dataclass(frozen=True, slots=True)
class Scores:
    """Everything measured on one set of predictions.

    `n` counts gold notes; `missing` have no prediction and are left out of all figures; `errors`
    have an error in the prediction's place and count as nothing found.
    """

    n: int
    missing: int
    errors: int
    barriers: BarrierScores
    control: AxisScores
    affiliation: AxisScores
    reactions: ItemScores
    risks: ItemScores
    strengths: ItemScores
    referrals: ItemScores
    current_risks: CurrentRisks

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON-ready values, nested as the fields are."""
        return dataclasses.asdict(self)

    def figures(self) -> dict[str, Any]:
        """The flat table of main figures, without intervals; None where nothing was counted."""
        barriers, risks = self.barriers, self.current_risks
        flat: dict[str, Any] = {
            "n": self.n,
            "missing": self.missing,
            "barrier_macro_f1": barriers.macro_f1.value,
            "barrier_micro_f1": barriers.micro.f1.value,
            "barrier_f1": {b: _prf(hits, 2) for b, hits in barriers.by_label.items()},
            "barrier_map": barriers.mean_average_precision.value,
            "evidence_char_f1_on_clear": barriers.evidence_f1.value,
            "false_alarm_on_none_notes": barriers.false_alarms.value,
            "ece": barriers.calibration.ece.value,
        }
        for name, axis in (("control", self.control), ("affiliation", self.affiliation)):
            flat[f"{name}_acc"] = axis.accuracy.value
            flat[f"{name}_macro_f1"] = axis.macro_f1.value
        flat["reactions_micro_prf"] = _prf(self.reactions.micro, 3)
        flat["risks_kind_status_micro_prf"] = _prf(self.risks.micro, 3)
        flat["strengths_micro_prf"] = _prf(self.strengths.micro, 3)
        flat["referrals_purpose_status_micro_prf"] = _prf(self.referrals.micro, 3)
        flat["risk_current_seen_any_status"] = risks.seen.value
        flat["risk_current_false"] = risks.false
        flat["risk_current_n"] = risks.n
        flat["errors"] = self.errors
        return flat


def table(scores: Scores) -> Iterator[str]:
    """The figures for a person to read, a line each."""
    barriers, calibration = scores.barriers, scores.barriers.calibration
    yield f"{scores.n} notes, {scores.missing} without a prediction, {scores.errors} errors"
    yield f"{'barriers, macro F1':40} {barriers.macro_f1:.3f}"
    yield f"{'barriers, micro F1':40} {barriers.micro.f1:.3f}"
    for label, hits in barriers.by_label.items():
        yield (
            f"  {label:38} {hits.f1:.3f}  precision {hits.precision:.3f}  "
            f"recall {hits.recall:.3f}  AP {barriers.average_precision[label]:.3f}"
        )
    yield f"{'mean average precision':40} {barriers.mean_average_precision:.3f}"
    yield f"{'evidence, character F1':40} {barriers.evidence_f1:.3f}"
    yield (
        f"{'false alarms':40} {barriers.false_alarms:.3f} "
        f"of {barriers.none_notes} notes without a barrier"
    )
    yield f"{'calibration error (ECE)':40} {calibration.ece:.3f}"
    yield f"{'Brier score':40} {calibration.brier:.3f}"
    for bin_ in calibration.reliability:
        if bin_.n:
            yield (
                f"  said {bin_.low:.1f} to {bin_.high:.1f} {bin_.n:5} times, "
                f"on average {bin_.mean:.2f}; it was so in {bin_.observed:.2f}"
            )
    yield "right among shown, by how common the barrier is (cautious figure in brackets)"
    for label, worths in barriers.worth.items():
        cells = "  ".join(
            f"{w.base_rate:.0%}: {_number(w.value)} ({_number(w.cautious)})" for w in worths
        )
        yield f"  {label:38} {cells}"
    for name, axis in (("control", scores.control), ("affiliation", scores.affiliation)):
        yield f"{name + ', accuracy':40} {axis.accuracy:.3f} of {axis.n}"
        yield f"{name + ', macro F1':40} {axis.macro_f1:.3f}"
    for name, items in (
        ("reactions", scores.reactions),
        ("risks with status", scores.risks),
        ("strengths", scores.strengths),
        ("referrals, purpose and status", scores.referrals),
    ):
        yield f"{name + ', F1':40} {items.micro.f1:.3f}"
        for label, hits in items.by_label.items():
            counts = f"found {hits.tp}, false {hits.fp}, missed {hits.fn}"
            yield f"  {label:38} {hits.f1:.3f}  {counts}"
    risks = scores.current_risks
    yield (
        f"{'current risks, any status':40} {risks.seen:.3f} of {risks.n}; "
        f"{risks.false} shown as current that are not"
    )


def _number(value: float | None) -> str:
    return "  -  " if value is None else f"{value:.3f}"


def _prf(hits: Hits, digits: int) -> list[float | None]:
    values = (hits.f1.value, hits.precision.value, hits.recall.value)
    return [None if value is None else round(value, digits) for value in values]
