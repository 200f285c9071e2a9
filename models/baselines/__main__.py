"""Measures both baselines and prints the figures side by side.

    python -m models.baselines [--on development|judging]

The judging part is answered by a model that has seen the teaching part only. The
intervals are 95% bootstrap intervals over notes.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

import click

from ..bootstrap import Estimate
from ..corpus import CorpusError, Note, load_corpus, load_development
from ..scores import Scores
from ..scoring import score
from ..splits import load_splits
from . import keyword_predictions, tfidf_predictions

PLACES: Final = ("development", "judging")


def measure(place: str) -> dict[str, Scores]:
    """The scores of each baseline on one of `PLACES`.

    Raises
    ------
    CorpusError
        Notes or splits cannot be used.
    """
    notes = load_corpus()
    if place == "development":
        gold: Sequence[Note] = load_development()
        learned = tfidf_predictions(notes, gold)
    else:
        splits = load_splits()
        gold = splits.part(notes, "judging")
        learned = tfidf_predictions(splits.part(notes, "teaching"), gold)
    return {"keywords": score(gold, keyword_predictions(gold)), "TF-IDF": score(gold, learned)}


def rows(results: Mapping[str, Scores]) -> Iterator[str]:
    """A heading and a line for each main figure, a column for each baseline."""
    yield " " * 38 + "".join(f"{name:24}" for name in results)
    for figure in _figures(next(iter(results.values()))):
        cells = (_figures(scores)[figure] for scores in results.values())
        yield f"{figure:38}" + "".join(f"{f'{cell:.3f}':24}" for cell in cells)


def _figures(scores: Scores) -> dict[str, Estimate]:
    barriers = scores.barriers
    return {
        "barriers, macro F1": barriers.macro_f1,
        **{f"  {label}, F1": hits.f1 for label, hits in barriers.by_label.items()},
        "barriers, mean average precision": barriers.mean_average_precision,
        "evidence, character F1": barriers.evidence_f1,
        "false alarms where there is none": barriers.false_alarms,
        "calibration error (ECE)": barriers.calibration.ece,
        "Brier score": barriers.calibration.brier,
        "control, macro F1": scores.control.macro_f1,
        "affiliation, macro F1": scores.affiliation.macro_f1,
        "reactions, F1": scores.reactions.micro.f1,
        "strengths, F1": scores.strengths.micro.f1,
        "risks with status, F1": scores.risks.micro.f1,
        "current risks seen": scores.current_risks.seen,
        "referrals, F1": scores.referrals.micro.f1,
    }


@click.command()
@click.option("--on", "place", type=click.Choice(PLACES), help="Only one of the two.")
def main(place: str | None) -> None:
    """Measure both baselines; see the module's description."""
    for where in (place,) if place else PLACES:
        try:
            results = measure(where)
        except CorpusError as error:
            raise click.ClickException(str(error)) from error
        count = next(iter(results.values())).n
        click.echo(f"{where}, {count} notes (TF-IDF answers neither risks nor referrals)")
        for row in rows(results):
            click.echo(row)


if __name__ == "__main__":
    main()
