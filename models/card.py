"""The model card and the README's figures: text from a template, every number from a run."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Final

from .bootstrap import Estimate
from .scores import Scores

# What is reported, in the order of the card; each from any set of scores.
FIGURES: Final[Mapping[str, Callable[[Scores], Estimate]]] = {
    "barriers, macro-F1": lambda s: s.barriers.macro_f1,
    "barriers, micro-F1": lambda s: s.barriers.micro.f1,
    "mean average precision": lambda s: s.barriers.mean_average_precision,
    "evidence, character F1 where clear": lambda s: s.barriers.evidence_f1,
    "notes without a barrier shown one": lambda s: s.barriers.false_alarms,
    "calibration, expected error": lambda s: s.barriers.calibration.ece,
    "control, macro-F1": lambda s: s.control.macro_f1,
    "affiliation, macro-F1": lambda s: s.affiliation.macro_f1,
    "reactions, micro-F1": lambda s: s.reactions.micro.f1,
    "strengths, micro-F1": lambda s: s.strengths.micro.f1,
    "risks with status, micro-F1": lambda s: s.risks.micro.f1,
    "current risks seen": lambda s: s.current_risks.seen,
    "referrals with status, micro-F1": lambda s: s.referrals.micro.f1,
}

# What a retrained line is held to: better is more (1) or less (-1).
_WEIGHED: Final = {
    "barriers, macro-F1": 1,
    "mean average precision": 1,
    "notes without a barrier shown one": -1,
    "current risks seen": 1,
}
_SLACK: Final = 0.005


def comparison(systems: Mapping[str, Scores]) -> Iterator[str]:
    """A row a figure, a column a system, with 95 % bootstrap intervals over notes."""
    yield f"| figure | {' | '.join(systems)} |"
    yield f"|---|{'---|' * len(systems)}"
    for name, figure in FIGURES.items():
        yield f"| {name} | {' | '.join(f'{figure(s):.2f}' for s in systems.values())} |"


def worse(before: Scores, after: Scores) -> list[str]:
    """What matters most and has become worse, a line each; smaller changes than 0.005 are none."""
    losses = []
    for name, sign in _WEIGHED.items():
        old, new = FIGURES[name](before).value, FIGURES[name](after).value
        if old is not None and new is not None and sign * (new - old) < -_SLACK:
            losses.append(f"{name}: {old:.3f} before, {new:.3f} now")
    return losses


def by_label(scores: Scores) -> Iterator[str]:
    """Every label of every part that was found, missed or falsely shown."""
    yield "| label | F1 | precision | recall | found | false | missed |"
    yield "|---|---|---|---|---|---|---|"
    parts = {
        "barrier": scores.barriers.by_label,
        "control": scores.control.by_label,
        "affiliation": scores.affiliation.by_label,
        "reaction": scores.reactions.by_label,
        "strength": scores.strengths.by_label,
        "risk": scores.risks.by_label,
        "referral": scores.referrals.by_label,
    }
    for part, labels in parts.items():
        for label, hits in labels.items():
            rates = " | ".join(f"{rate:.2f}" for rate in (hits.f1, hits.precision, hits.recall))
            yield f"| {part}: {label} | {rates} | {hits.tp} | {hits.fp} | {hits.fn} |"


def worth(scores: Scores) -> Iterator[str]:
    """How often a shown barrier is right, by how common it is where the tool is used.

    In brackets from as many false alarms as there may be, given how few notes were seen.
    """
    rows = scores.barriers.worth
    rates = [f"{w.base_rate:.0%}" for w in next(iter(rows.values()))]
    yield f"| barrier | {' | '.join(rates)} |"
    yield f"|---|{'---|' * len(rates)}"
    for label, worths in rows.items():
        cells = " | ".join(
            "-" if w.value is None else f"{w.value:.2f} ({w.cautious:.2f})" for w in worths
        )
        yield f"| {label} | {cells} |"


def plain(metrics: Mapping[str, float]) -> Iterator[str]:
    """The figures of a manifest."""
    yield "| figure | value |"
    yield "|---|---|"
    for name, value in metrics.items():
        yield f"| {name} | {value:.3f} |"
