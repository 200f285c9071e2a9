"""Scores predictions against labelled notes.

    python -m models.scoring GOLD.jsonl PRED.jsonl [--json]

GOLD holds notes in the codebook's format; PRED either lines of `formulation/1` or notes in the
codebook's format (another annotator). What counts:

- a barrier is right where the gold says `clear` and wrong where it says nothing; `possible` counts
  neither way;
- evidence is compared by characters, white space left out, where the gold says `clear`;
- a style axis that is null in the gold is not scored;
- items are compared as sets a note: reactions and strengths by kind, risks by kind and status,
  referrals by purpose and status; what stands under `optional` is neither right nor wrong to find;
- "macro" is the mean over labels, where a label without any case counts as zero.

Intervals are 95% bootstrap intervals over notes (`models.bootstrap`).
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import click

from inference.formulation import SCHEMA, Formulation

from .answers import (
    Answer,
    Prediction,
    answer_from_formulation,
    answer_from_note,
    read_predictions,
)
from .bootstrap import RESAMPLES, Resampler
from .corpus import CorpusError, Note, load_notes
from .counting import Pair, axis_scores, barrier_scores, current_risks, item_scores
from .scores import Scores, table


class ScoringError(Exception):
    """Gold and predictions do not belong together; the message says how."""


def score(
    gold: Sequence[Note],
    predictions: Iterable[Prediction],
    *,
    resamples: int = RESAMPLES,
    seed: int = 0,
) -> Scores:
    """Compare predictions with gold notes by id; predictions about other notes are passed over.

    Raises
    ------
    ScoringError
        No gold note has a prediction, an id has two, a prediction is about another text, or an
        object is of another schema.
    """
    by_id: dict[str | None, Prediction] = {}
    for prediction in predictions:
        key = prediction["id"] if isinstance(prediction, Mapping) else prediction.id
        if key in by_id:
            raise ScoringError(f"{key}: there are two predictions; keep one.")
        by_id[key] = prediction
    pairs = [
        Pair(note, answer_from_note(note), _answer(by_id[note.id], note))
        for note in gold
        if note.id in by_id
    ]
    if not pairs:
        raise ScoringError("No gold note has a prediction; compare the ids in both files.")
    draws = Resampler(len(pairs), resamples=resamples, seed=seed)
    return Scores(
        n=len(gold),
        missing=len(gold) - len(pairs),
        errors=sum(pair.answer.failed for pair in pairs),
        barriers=barrier_scores(pairs, draws),
        control=axis_scores(pairs, draws, lambda answer: answer.control),
        affiliation=axis_scores(pairs, draws, lambda answer: answer.affiliation),
        reactions=item_scores(pairs, draws, lambda items: items.reactions),
        risks=item_scores(pairs, draws, lambda items: items.risks),
        strengths=item_scores(pairs, draws, lambda items: items.strengths),
        referrals=item_scores(pairs, draws, lambda items: items.referrals),
        current_risks=current_risks(pairs, draws),
    )


def _answer(prediction: Prediction, note: Note) -> Answer:
    if isinstance(prediction, Formulation):
        return answer_from_formulation(prediction.to_dict(), note.text)
    if isinstance(prediction, Mapping):
        if prediction.get("schema") != SCHEMA:
            raise ScoringError(
                f"{note.id}: the prediction is {prediction.get('schema')!r}, not {SCHEMA!r}."
            )
        return answer_from_formulation(prediction, note.text)
    if prediction.text != note.text:
        raise ScoringError(f"{note.id}: gold and prediction are about different texts.")
    return answer_from_note(prediction)


@click.command()
@click.argument("gold", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.argument("predictions", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="All figures as one JSON object.")
def main(gold: Path, predictions: Path, as_json: bool) -> None:
    """Score PREDICTIONS against GOLD; see the module's description."""
    try:
        scores = score(load_notes(gold), read_predictions(predictions))
    except (CorpusError, ScoringError) as error:
        raise click.ClickException(str(error)) from error
    if as_json:
        click.echo(json.dumps({**scores.figures(), "details": scores.to_dict()}))
    else:
        for line in table(scores):
            click.echo(line)


if __name__ == "__main__":
    main()
