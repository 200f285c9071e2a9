"""`python -m models.train`: the corpus into artefacts.

Reads every note of `training_data/notes`, measures the line in cross-validation by author batch,
fits it on all notes, and writes the artefacts with those figures in their manifests. No step draws
at random, so the same corpus gives the same artefacts.
"""

from __future__ import annotations

from pathlib import Path

import click

from inference import InferenceError, load_clinical
from inference.encoder import Encoder
from inference.pipeline import build_nlp
from inference.reader import DEFAULT_ARTEFACTS

from .corpus import NOTES, CorpusError, corpus_digest, load_corpus
from .evaluation import cross_validated, headline, read_examples
from .line import fit_line, rehearse
from .publish import Origin, publish
from .scoring import score
from .splits import load_splits, split_problems


@click.command("train")
@click.option("--notes", type=click.Path(path_type=Path, file_okay=False), default=NOTES)
@click.option("--out", type=click.Path(path_type=Path, file_okay=False), default=DEFAULT_ARTEFACTS)
@click.option("--encoder", type=click.Path(path_type=Path, file_okay=False), default=None)
def main(notes: Path, out: Path, encoder: Path | None) -> None:
    """Make the artefacts again from the corpus."""
    try:
        corpus, splits = load_corpus(notes), load_splits()
        if problems := list(split_problems(corpus, splits)):
            raise CorpusError("\n".join(problems))
        used = Encoder.open(encoder)
        click.echo(f"Reading {len(corpus)} notes ...")
        examples = read_examples(corpus, build_nlp(), used)
        click.echo("Fitting once for each fold of author batches ...")
        rehearsal = rehearse(examples, splits)
        made = cross_validated(rehearsal, splits, load_clinical())
        metrics = headline(score(corpus, made, resamples=1))
        for name, value in metrics.items():
            click.echo(f"  {name}: {value:.3f}")
        click.echo("Fitting on all notes ...")
        fitted, settings = fit_line(examples, rehearsal)
    except (CorpusError, InferenceError) as error:
        raise click.ClickException(str(error)) from error
    origin = Origin(used.digest(), corpus_digest(notes), settings.to_manifest(), metrics)
    publish(fitted, origin, out)
    click.echo(f"Artefacts written to {out}.")


if __name__ == "__main__":
    main()
