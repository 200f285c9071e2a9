"""`middleground evaluate`: the shipped artefacts on the development notes, beside what to beat.

In one run: the shipped line, the keyword baseline, TF-IDF with logistic regression trained on the
same notes, and the second reader against the first. Writes `models/CARD.md`, the figures in the
README and `models/figures.json`.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Final

import click

from inference import InferenceError, load_reader
from inference.artefacts import read_manifest
from inference.locations import DEFAULT_ARTEFACTS

from . import counted_part
from .baselines import keyword_predictions, tfidf_predictions
from .card import by_label, comparison, plain, worth
from .corpus import CorpusError, load_corpus, load_development
from .evaluation import on_development
from .scores import Scores
from .scoring import score

ROOM: Final = Path(__file__).resolve().parent
BEGIN: Final = "<!-- figures:begin -->"
END: Final = "<!-- figures:end -->"


@click.command("evaluate")
def main() -> None:
    """Measure the artefacts and write the card and the figures in the README."""
    try:
        table = write(measure(), read_manifest(DEFAULT_ARTEFACTS / "barriers").metrics)
    except (CorpusError, InferenceError) as error:
        raise click.ClickException(str(error)) from error
    click.echo(table)


def write(systems: Mapping[str, Scores], metrics: Mapping[str, float]) -> str:
    """Write card, README figures and `figures.json`; the comparison table is given back.

    Raises
    ------
    CorpusError
        The card or the README has lost its marker lines.
    """
    shipped = systems["Middle Ground"]
    table = "\n".join(comparison(systems))
    blocks = [
        "### Development notes, beside what to beat\n\n" + table,
        "### Author batches that the encoder has not met\n\n" + "\n".join(plain(metrics)),
        "### Development notes, label by label\n\n" + "\n".join(by_label(shipped)),
        "### How often a shown barrier is right, by how common it is (in brackets: at the upper "
        "limit of false alarms)\n\n" + "\n".join(worth(shipped)),
    ]
    counted_part.fill(ROOM.parent / "README.md", BEGIN, END, table)
    counted_part.fill(ROOM / "CARD.md", BEGIN, END, "\n\n".join(blocks))
    figures = {name: scores.to_dict() for name, scores in systems.items()}
    (ROOM / "figures.json").write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")
    return table


def measure() -> dict[str, Scores]:
    """Scores of every system on the development notes, and of one reader against the other."""
    development = load_development()
    return {
        "Middle Ground": on_development(load_reader()),
        "TF-IDF + logistic regression": score(
            development, tfidf_predictions(load_corpus(), development)
        ),
        "keywords": score(development, keyword_predictions(development)),
        "second reader against first": score(
            load_development("reader_1"), load_development("reader_2")
        ),
    }


if __name__ == "__main__":
    main()
