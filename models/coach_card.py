"""Writes the coach's artefact: model, manifest, and a card whose figures come from the run."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from inference.artefacts import Manifest
from inference.behaviours import BEHAVIOURS
from inference.stored import Part

from .coach_scores import CoachScores
from .publish import Origin, in_place, write_model


def publish_coach(
    model: Mapping[str, Part], scores: CoachScores, encoder: str, corpus: str, folder: Path
) -> None:
    """Write the artefact to `folder`, in the place of what is there."""
    with in_place(folder) as fresh:
        figures = {n: round(e.value, 4) for n, e in scores.figures.items() if e.value is not None}
        origin = Origin(encoder, corpus, metrics=figures)
        manifest = write_model("coach", model, BEHAVIOURS, origin, fresh)
        (fresh / "CARD.md").write_text(card(manifest, scores), encoding="utf-8")


def card(manifest: Manifest, scores: CoachScores) -> str:
    """The card, with every figure from `scores`."""
    figures = "\n".join(f"| {name} | {e:.3f} |" for name, e in scores.figures.items())
    codes = "\n".join(
        f"| {c} | {n} | {m:.3f} | {r:.3f} |" for c, (m, r, n) in scores.by_code.items()
    )
    authors = "\n".join(f"| {author} | {value:.3f} |" for author, value in scores.by_author.items())
    return f"""# The artefact `coach`

It says of every span of what a helper says which of thirteen things it does, with a probability
and the words that decided. Made by `python -m models.coach` from `training_data/utterances`;
never edited.

## For, and not for

For one learner looking at their own words, in practice or after a contact. Not for judging,
ranking or paying staff, not for grading a session, and not a MITI score: MITI is coded by trained
people from twenty minutes of recording. Turns about danger are not judged at all.

## What it learned from

Utterances composed one by one by language-model authors about invented situations, each author
with the codebook and nothing of the others. No clinician has labelled them and no second reader
has yet, so how far people would agree with these labels is not known. No real session is in it.

## Figures on utterances by authors it has not met

Each of the five authors was held out once; brackets are 95 % bootstrap intervals over turns. They
hold for this kind of invented talk; real talk is rougher, and the figures there will be lower.
The settings (signs, how a span is encoded, how turns are cut, strength of the views, cost of
joining) were chosen on these same held-out authors, by a few trials. A limit told in three
sentences may be taken for confronting.

| figure | value |
|---|---|
{figures}

"Running text" is the whole turn cut into spans by the coach itself, counted word by word. The
four classes are reflection, question, information or advice, other: `give_information`,
`persuade` and `persuade_with_permission` are information or advice; `seek_collaboration` is a
question where it has a question mark; `affirm`, `emphasise_autonomy`, `confront`,
`limit_with_choice` are other.

| code | spans | F1, marked spans | F1 over words, running text |
|---|---|---|---|
{codes}

| author held out | macro-F1, 13 codes |
|---|---|
{authors}

## Versions

- scikit-learn {manifest.scikit_learn}, Python {manifest.python}, code {manifest.code}
- utterances sha256 {manifest.corpus}
- encoder sha256 {manifest.encoder}
"""
