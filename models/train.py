"""`python -m models.train`: the corpus into artefacts, on the encoder that `models.tune` taught.

Measures the line on the judging part of the corpus, each author batch by judges fitted on the
others, fits words on all notes and judges on that part, and writes the artefacts with those figures
in their manifests. No step draws at random, so the same corpus gives the same artefacts.

An agency's own labelled notes (`--extra`) join the judging part as batches of their own. What they
make takes the place of the artefacts at hand only when it is no worse on the development notes.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Final

import click

from inference import InferenceError, load_clinical, load_reader
from inference.encoder import Encoder
from inference.locations import DEFAULT_ARTEFACTS
from inference.pipeline import build_nlp

from .card import worse
from .corpus import NOTES, CorpusError, Note, corpus_digest, load_corpus
from .estimators import fit_words
from .evaluation import cross_validated, headline, on_development, read_examples
from .line import judge, load_taught, rehearse
from .own_notes import own_notes
from .publish import TAUGHT, Origin, publish_judges, publish_words
from .scores import Scores
from .scoring import score
from .splits import load_splits, split_problems

_WORSE: Final = 3  # exit status


@click.command("train")
@click.option("--notes", type=click.Path(path_type=Path, file_okay=False), default=NOTES)
@click.option("--out", type=click.Path(path_type=Path, file_okay=False), default=DEFAULT_ARTEFACTS)
@click.option(
    "--taught",
    type=click.Path(path_type=Path, file_okay=False),
    default=DEFAULT_ARTEFACTS,
    help="Where `python -m models.tune` has written encoder and heads.",
)
@click.option(
    "--extra",
    type=click.Path(path_type=Path, dir_okay=False, exists=True),
    multiple=True,
    help="Labelled notes of your own, as JSON lines in the codebook's format; may be given again. "
    "Artefacts made with them are written only if they are no worse on the development notes.",
)
@click.option("--even-if-worse", is_flag=True, help="With --extra: write them all the same.")
def main(
    notes: Path, out: Path, taught: Path, extra: tuple[Path, ...], even_if_worse: bool
) -> None:
    """Make the artefacts again from the corpus."""
    try:
        corpus = load_corpus(notes)
        own = own_notes(extra, corpus)
        with tempfile.TemporaryDirectory() as scratch:
            fresh = Path(scratch)
            _make(corpus, own, corpus_digest(notes), taught, fresh)
            before = out if (out / "barriers").exists() else DEFAULT_ARTEFACTS
            if own and (losses := worse(_measured(before), _measured(fresh))):
                click.echo("With your notes, the line does worse on the development notes:")
                for loss in losses:
                    click.echo(f"  {loss}")
                if not even_if_worse:
                    click.echo(f"Nothing in {out} was changed. --even-if-worse writes it anyway.")
                    raise SystemExit(_WORSE)
            shutil.copytree(fresh, out, dirs_exist_ok=True)
    except (CorpusError, InferenceError) as error:
        raise click.ClickException(str(error)) from error
    click.echo(f"Artefacts written to {out}.")


def _make(
    corpus: Sequence[Note], own: Sequence[Note], digest: str, taught: Path, out: Path
) -> None:
    """Every artefact in the folder `out`; those that `models.tune` makes are taken as they are."""
    splits = load_splits()
    if problems := list(split_problems(corpus, splits)):
        raise CorpusError("\n".join(problems))
    encoder = Encoder.open(taught / "encoder")
    heads = load_taught(taught, encoder.digest())
    judging = (*splits.part(corpus, "judging"), *own)
    click.echo(f"Reading {len(judging)} of {len(corpus) + len(own)} notes ...")
    examples = read_examples(judging, build_nlp(), encoder)
    rehearsal = rehearse(examples, heads, splits.part(corpus, "teaching"))
    click.echo("Judging each author batch by the others ...")
    made = cross_validated(rehearsal, load_clinical())
    metrics = headline(score(judging, made, resamples=1))
    for name, value in metrics.items():
        click.echo(f"  {name}: {value:.3f}")
    click.echo("Fitting ...")
    judged = judge(rehearsal)
    origin = Origin(encoder.digest(), digest, judged.settings.to_manifest(), metrics)
    for name in TAUGHT:
        shutil.copytree(taught / name, out / name)
    publish_words(fit_words([*corpus, *own]), origin, out)
    publish_judges(judged.judges, origin, out)


def _measured(artefacts: Path) -> Scores:
    """What the line with these artefacts reaches on the development notes."""
    return on_development(load_reader(artefacts=artefacts), resamples=1)


if __name__ == "__main__":
    main()
