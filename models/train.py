"""`python -m models.train`: the corpus into artefacts, on the encoder that `models.tune` taught.

Measures the line on the judging part of the corpus, each author batch by judges fitted on the
others, fits words on all notes and judges on that part, and writes the artefacts with those figures
in their manifests. No step draws at random, so the same corpus gives the same artefacts.
"""

from __future__ import annotations

import shutil
from pathlib import Path

import click

from inference import InferenceError, load_clinical
from inference.encoder import Encoder
from inference.pipeline import build_nlp
from inference.reader import DEFAULT_ARTEFACTS

from .corpus import NOTES, CorpusError, corpus_digest, load_corpus
from .estimators import fit_words
from .evaluation import cross_validated, headline, read_examples
from .line import judge, load_taught, rehearse
from .publish import TAUGHT, Origin, publish_judges, publish_words
from .scoring import score
from .splits import load_splits, split_problems


@click.command("train")
@click.option("--notes", type=click.Path(path_type=Path, file_okay=False), default=NOTES)
@click.option("--out", type=click.Path(path_type=Path, file_okay=False), default=DEFAULT_ARTEFACTS)
@click.option(
    "--taught",
    type=click.Path(path_type=Path, file_okay=False),
    default=DEFAULT_ARTEFACTS,
    help="Where `python -m models.tune` has written encoder and heads.",
)
def main(notes: Path, out: Path, taught: Path) -> None:
    """Make the artefacts again from the corpus."""
    try:
        corpus, splits = load_corpus(notes), load_splits()
        if problems := list(split_problems(corpus, splits)):
            raise CorpusError("\n".join(problems))
        encoder = Encoder.open(taught / "encoder")
        heads = load_taught(taught, encoder.digest())
        judging = splits.part(corpus, "judging")
        click.echo(f"Reading {len(judging)} of {len(corpus)} notes ...")
        examples = read_examples(judging, build_nlp(), encoder)
        rehearsal = rehearse(examples, heads, splits.part(corpus, "teaching"))
        click.echo("Judging each author batch by the others ...")
        made = cross_validated(rehearsal, load_clinical())
        metrics = headline(score(judging, made, resamples=1))
        for name, value in metrics.items():
            click.echo(f"  {name}: {value:.3f}")
        click.echo("Fitting ...")
        judged = judge(rehearsal)
        words = fit_words(corpus)
    except (CorpusError, InferenceError) as error:
        raise click.ClickException(str(error)) from error
    origin = Origin(encoder.digest(), corpus_digest(notes), judged.settings.to_manifest(), metrics)
    if out.resolve() != taught.resolve():
        for name in TAUGHT:
            shutil.copytree(taught / name, out / name, dirs_exist_ok=True)
    publish_words(words, origin, out)
    publish_judges(judged.judges, origin, out)
    click.echo(f"Artefacts written to {out}.")


if __name__ == "__main__":
    main()
