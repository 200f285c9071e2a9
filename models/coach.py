"""`python -m models.coach`: the utterances into the artefact of the coach, measured and published.

Every figure is on utterances whose author the fitted parts have not met: five authors, each held
out once. No step draws at random but the bootstrap, which is seeded.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import click
import numpy as np
import numpy.typing as npt
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import Pipeline, make_pipeline
from sklearn.preprocessing import StandardScaler

from inference import InferenceError
from inference.behaviours import BEHAVIOURS
from inference.encoder import Encoder
from inference.linear import Array, Linear
from inference.listening import PARTS, encode, mean, weighed
from inference.locations import DEFAULT_ARTEFACTS
from inference.signs import signs, written
from inference.spans import Span, sentences
from inference.stored import Part
from inference.words import Words

from . import folding
from .coach_card import publish_coach
from .coach_scores import CoachScores, measure
from .jsonl import CorpusError
from .utterances import UTTERANCES, Turn, load_turns, turns_digest

# Set after a few trials on held-out authors; no search was made.
WORDS_C: Final = 10.0
SENSE_C: Final = 0.003
JUDGE_C: Final = 0.1
# Codes that the codebook lets run over sentences which alone would get another.
MAY_NEED_SEVERAL: Final = (
    "limit_with_choice",
    "persuade_with_permission",
    "seek_collaboration",
    "affirm",
)


@dataclass(frozen=True, slots=True, eq=False)
class Spans:
    """All marked spans, as the views see them: one row each."""

    written: npt.NDArray[Any]
    vectors: Array
    codes: npt.NDArray[Any]
    authors: npt.NDArray[Any]

    def with_all_of(self, other: Spans) -> Spans:
        """These and those of `other`."""
        return Spans(
            np.concatenate([self.written, other.written]),
            np.concatenate([self.vectors, other.vectors]),
            np.concatenate([self.codes, other.codes]),
            np.concatenate([self.authors, other.authors]),
        )

    def part(self, rows: npt.NDArray[np.bool_]) -> Spans:
        """The spans of these rows."""
        return Spans(self.written[rows], self.vectors[rows], self.codes[rows], self.authors[rows])


@dataclass(frozen=True, slots=True, eq=False)
class Views:
    """The two views, fitted on the same spans."""

    words: Words
    sense: Linear

    def see(self, spans: Spans) -> Array:
        """The judge's inputs for each span."""
        return weighed(self.words.scores(list(spans.written)), self.sense.scores(spans.vectors))


def spans_of(turns: Sequence[Turn], encoder: Encoder) -> Spans:
    """The marked spans of `turns`; encoding them is the slow half of training."""
    return _seen([(turn, (a, b), c) for turn in turns for a, b, c in turn.places()], encoder)


def _seen(rows: Sequence[tuple[Turn, Span, str]], encoder: Encoder) -> Spans:
    texts = [turn.text[slice(*span)] for turn, span, _ in rows]
    return Spans(
        np.array([written(signs(t.text, *span, t.client)) for t, span, _ in rows], object),
        np.stack([mean(encoding) for encoding in encode(encoder, texts)]),
        np.array([code for *_, code in rows]),
        np.array([turn.author for turn, *_ in rows]),
    )


def single_sentences(turns: Sequence[Turn], encoder: Encoder) -> Spans:
    """The sentences of spans that have several, each with the code of the whole.

    By the codebook each of them alone would get that code, but for codes that may need several
    sentences to be what they are. They teach the views and are never measured on.
    """
    rows = [
        (turn, sentence, code)
        for turn in turns
        for start, end, code in turn.places()
        if code not in MAY_NEED_SEVERAL and len(found := sentences(turn.text, start, end)) > 1
        for sentence in found
    ]
    return _seen(rows, encoder)


def fit_views(spans: Spans) -> Views:
    """Fit both views; rare codes weigh as much as common ones."""
    regression = LogisticRegression(C=WORDS_C, max_iter=200, tol=1e-3, class_weight="balanced")
    words = make_pipeline(
        TfidfVectorizer(ngram_range=(1, 2), min_df=2, sublinear_tf=True), regression
    )
    words.fit(list(spans.written), spans.codes)
    sense = _scaled(SENSE_C, balanced=True).fit(spans.vectors, spans.codes)
    return Views(_in_order(words), _judge(sense))


def fit_judge(inputs: Array, codes: npt.NDArray[Any]) -> Linear:
    """The judge from what the views said of spans by authors they had not met."""
    return _judge(_scaled(JUDGE_C, balanced=False).fit(inputs, codes))


def rehearse(spans: Spans, more: Spans) -> tuple[Array, dict[str, Views]]:
    """Out-of-author views of every span, and the views by the author they have not met.

    `more` teaches them, too, less what the held-out author wrote.
    """
    inputs = np.zeros((len(spans.codes), 2 * len(BEHAVIOURS)))
    by_author = {}
    for author in sorted(set(spans.authors)):
        held_out = spans.authors == author
        rest = spans.part(~held_out).with_all_of(more.part(more.authors != author))
        by_author[author] = fit_views(rest)
        inputs[held_out] = by_author[author].see(spans.part(held_out))
    return inputs, by_author


def without(author: str, spans: Spans, inputs: Array, views: Views) -> dict[str, Part]:
    """The whole artefact for measuring on `author`: neither views nor judge have met them.

    The views behind the judge's inputs had this author among theirs, the usual economy of stacking.
    """
    others = spans.authors != author
    return _parts(views, fit_judge(inputs[others], spans.codes[others]))


def _parts(views: Views, judge: Linear) -> dict[str, Part]:
    return dict(zip(PARTS, (views.words, views.sense, judge), strict=True))


def _scaled(strength: float, *, balanced: bool) -> Pipeline:
    regression = LogisticRegression(
        C=strength, max_iter=300, tol=1e-3, class_weight="balanced" if balanced else None
    )
    return make_pipeline(StandardScaler(), regression)


def _judge(pipeline: Pipeline) -> Linear:
    """Folded, its classes in the codebook's order."""
    folded = folding.judge(pipeline)
    order = [folded.classes.index(code) for code in BEHAVIOURS]
    weights = np.ascontiguousarray(folded.weights[order])
    return Linear(weights, folded.intercepts[order], BEHAVIOURS)


def _in_order(pipeline: Pipeline) -> Words:
    folded = folding.words(pipeline)
    classes = list(pipeline[-1].classes_)
    order = [classes.index(code) for code in BEHAVIOURS]
    weights = np.ascontiguousarray(folded.weights[:, order])
    return Words(folded.terms, folded.rarity, weights, folded.intercepts[order])


@click.command("coach")
@click.option("--out", type=click.Path(path_type=Path, file_okay=False), default=DEFAULT_ARTEFACTS)
@click.option("--utterances", type=click.Path(path_type=Path, file_okay=False), default=UTTERANCES)
@click.option("--encoder", type=click.Path(path_type=Path, file_okay=False), default=None)
def main(out: Path, utterances: Path, encoder: Path | None) -> None:
    """Make the coach's artefact again from the utterances."""
    try:
        turns = load_turns(utterances)
        used = Encoder.open(encoder) if encoder else Encoder.open()
        click.echo(f"Reading {len(turns)} turns ...")
        spans, more = spans_of(turns, used), single_sentences(turns, used)
        click.echo("Fitting once without each author ...")
        inputs, views = rehearse(spans, more)
        without_each = {a: without(a, spans, inputs, v) for a, v in views.items()}
        scores: CoachScores = measure(turns, without_each, used)
        for line in scores.lines():
            click.echo(f"  {line}")
        click.echo("Fitting on all authors ...")
        model = _parts(fit_views(spans.with_all_of(more)), fit_judge(inputs, spans.codes))
    except (CorpusError, InferenceError) as error:
        raise click.ClickException(str(error)) from error
    publish_coach(model, scores, used.digest(), turns_digest(turns), out / "coach")
    click.echo(f"The artefact has been written to {out / 'coach'}.")


if __name__ == "__main__":
    main()
