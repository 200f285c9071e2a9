"""`python -m models.held_out`: what the line says of every note by an author it has not met.

Judging notes are answered batch by batch, by judges and thresholds fitted on the other batches, and
by words of the teaching part; development notes by the artefacts as they are shipped. Writes
`models/held_out.json`, from which the notebooks draw and tell errors.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final

import click

from inference import Formulation, InferenceError, load_clinical, load_reader
from inference.encoder import Encoder
from inference.locations import DEFAULT_ARTEFACTS
from inference.pipeline import build_nlp
from inference.shapes import ShapeError, build

from .corpus import CorpusError, Note, corpus_digest, load_corpus, load_development
from .evaluation import cross_validated, read_examples
from .jsonl import strict_json
from .line import load_taught, rehearse
from .splits import load_splits

RESULT: Final = Path(__file__).resolve().parent / "held_out.json"


@dataclass(frozen=True, slots=True)
class Answered:
    """What was said of one note: the probability of each barrier, those shown, and the quotes."""

    id: str
    scores: dict[str, float]
    shown: tuple[str, ...]
    quotes: dict[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class HeldOut:
    """All answers, with the digests of the corpus and the encoder that they come from."""

    corpus: str
    encoder: str
    judging: tuple[Answered, ...]
    development: tuple[Answered, ...]


def load_held_out(path: Path = RESULT) -> HeldOut:
    """What was written last.

    Raises
    ------
    CorpusError
        It is missing, is not what the command writes, or comes from another corpus or encoder.
    """
    advice = "Run `python -m models.held_out`."
    try:
        held_out = build(HeldOut, strict_json(path.read_text(encoding="utf-8")), path.name)
    except (OSError, ShapeError, ValueError) as error:
        raise CorpusError(f"{path.name}: {error} {advice}") from error
    if (held_out.corpus, held_out.encoder) != (corpus_digest(), Encoder.open().digest()):
        raise CorpusError(f"{path.name} comes from another corpus or another encoder. {advice}")
    return held_out


def judged_by_others(teaching: Sequence[Note], judging: Sequence[Note]) -> Iterator[Formulation]:
    """Formulations of the judging notes by a line that has met none of their authors."""
    encoder = Encoder.open()
    taught = load_taught(DEFAULT_ARTEFACTS, encoder.digest())
    examples = read_examples(judging, build_nlp(), encoder)
    return cross_validated(rehearse(examples, taught, teaching), load_clinical())


def answered(formulation: Formulation) -> Answered:
    """What is kept of a formulation."""
    return Answered(
        formulation.id or "",
        formulation.scores,
        tuple(h.label for h in formulation.hypotheses),
        {h.label: tuple(quote.text for quote in h.evidence) for h in formulation.hypotheses},
    )


@click.command("held_out")
def main() -> None:
    """Answer all notes by authors not met, and write the answers."""
    try:
        corpus, splits, reader = load_corpus(), load_splits(), load_reader()
        teaching, judging = (splits.part(corpus, part) for part in ("teaching", "judging"))
        held_out = HeldOut(
            corpus_digest(),
            Encoder.open().digest(),
            tuple(map(answered, judged_by_others(teaching, judging))),
            tuple(answered(reader.read(n.text, id=n.id)) for n in load_development()),
        )
    except (CorpusError, InferenceError) as error:
        raise click.ClickException(str(error)) from error
    text = json.dumps(asdict(held_out), ensure_ascii=False, indent=0)
    RESULT.write_text(text + "\n", encoding="utf-8")
    click.echo(f"{len(judging)} judging and {len(held_out.development)} development notes.")


if __name__ == "__main__":
    main()
