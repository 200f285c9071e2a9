"""From the spans of what a helper says to a code for each, with its probability and its words.

Two views look at a span, its signs (`words`) and its mean token vector when it is read by itself
(`sense`); a judge, fitted on what the views said of *other authors'* spans, weighs both (stacking;
Wolpert 1992).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Final

import numpy as np

from .behaviours import BEHAVIOURS
from .encoder import Encoder, Encoding
from .errors import ArtefactError
from .formulation import Quote
from .linear import Array, Linear
from .signs import Sign, signs, written
from .spans import Span, joined, sentences
from .stored import Model
from .words import Words

PARTS: Final = ("words", "sense", "judge")
# Words whose leaving out lowers the log odds by less than this share of the most telling one's.
_TELLING: Final = 0.4
_MOST_WORDS: Final = 6
# Probabilities from which a code is told. A kind word that is taken for blame does more harm than
# blame that is passed over, so that has to be surer.
_LIKELY: Final = 0.5
_LIKELY_BLAME: Final = 2 / 3


@dataclass(frozen=True, slots=True)
class Utterance:
    """A span of what was said and what it does: `code` is one of `behaviours.BEHAVIOURS`.

    `probability` is calibrated on spans by other authors; `evidence` are the words that decided,
    which is what the view of words goes by.
    """

    start: int
    end: int
    code: str
    probability: float
    evidence: tuple[Quote, ...]

    @property
    def clear(self) -> bool:
        """Whether the code is sure enough to be told; of others, the words alone do not tell.

        >>> [Utterance(0, 3, code, 0.55, ()).clear for code in ("affirm", "confront")]
        [True, False]
        """
        return self.probability >= (_LIKELY_BLAME if self.code == "confront" else _LIKELY)


class Listener:
    """The fitted parts; see `models/coach.py` for how they are made.

    Raises
    ------
    ArtefactError
        The artefact holds other parts than these.
    """

    def __init__(self, model: Model) -> None:
        if not isinstance(model, Mapping) or set(model) != set(PARTS):
            raise ArtefactError("The artefact 'coach' holds another kind of model.")
        words, sense, judge = (model[name] for name in PARTS)
        if not (
            isinstance(words, Words) and isinstance(sense, Linear) and isinstance(judge, Linear)
        ):
            raise ArtefactError("The artefact 'coach' holds another kind of model.")
        self._words, self._sense, self._judge = words, sense, judge

    def hear(
        self, encoder: Encoder, text: str, turn: Span, client: str | None
    ) -> tuple[Utterance, ...]:
        """The utterances of one turn, in order; together they cover all of its words."""
        first, last = turn
        said = text[first:last]
        rows: dict[Span, Array] = {}

        def surety(spans: Sequence[Span]) -> Array:
            judged = self._judged(encoder, said, spans, client)
            rows.update(zip(spans, judged, strict=True))
            values: Array = judged.max(axis=1)
            return values

        pieces = sentences(said, 0, len(said))
        asked = [(a, b) for a, b in pieces if said[a:b].endswith("?")]
        spans = joined(pieces, surety, shut=asked)
        if len(pieces) == 1:
            surety(spans)
        heard = []
        for a, b in spans:
            place = int(rows[a, b].argmax())
            evidence = tuple(
                Quote(first + start, first + end, said[start:end])
                for start, end in self._telling(said, signs(said, a, b, client), place)
            )
            sure = round(float(np.exp(rows[a, b][place])), 4)
            heard.append(Utterance(first + a, first + b, BEHAVIOURS[place], sure, evidence))
        return tuple(heard)

    def code_of(
        self, encoder: Encoder, text: str, span: Span, client: str | None
    ) -> tuple[str, float]:
        """Code and probability of one span that somebody else has cut."""
        (row,) = self._judged(encoder, text, [span], client)
        place = int(row.argmax())
        return BEHAVIOURS[place], float(np.exp(row[place]))

    def _judged(
        self, encoder: Encoder, said: str, spans: Sequence[Span], client: str | None
    ) -> Array:
        """Log probabilities: spans x `BEHAVIOURS`."""
        words = self._words.scores([written(signs(said, *span, client)) for span in spans])
        vectors = np.stack([mean(e) for e in encode(encoder, [said[a:b] for a, b in spans])])
        return log_probabilities(self._judge.scores(weighed(words, self._sense.scores(vectors))))

    def _telling(self, said: str, found: tuple[Sign, ...], column: int) -> list[Span]:
        """Places of the words without which the words' view would be least sure of the code."""
        placed = [i for i, sign in enumerate(found) if sign.end > sign.start]
        without = [written(found[:i] + found[i + 1 :]) for i in placed]
        scores = self._words.scores([written(found), *without])
        margin = scores[:, column] - np.delete(scores, column, axis=1).max(axis=1)
        drop = margin[0] - margin[1:]
        least = max(float(drop.max(initial=0.0)) * _TELLING, 1e-9)
        ranked = sorted((i for i in range(len(placed)) if drop[i] >= least), key=lambda i: -drop[i])
        kept = sorted(ranked[:_MOST_WORDS])
        # Neighbouring words are one quote; marks such as a comma speak only beside a word.
        runs: list[Span] = []
        for _, group in groupby(enumerate(kept), key=lambda pair: pair[1] - pair[0]):
            members = [found[placed[i]] for _, i in group]
            start, end = whole_words(said, members[0].start, members[-1].end)
            if start < end and (not runs or runs[-1][1] <= start):
                runs.append((start, end))
        return runs


def whole_words(said: str, start: int, end: int) -> Span:
    """The place widened to whole words ("ca" in "can't" is none), without marks that say nothing.

    >>> whole_words("No, I can't.", 2, 8)
    (4, 11)
    """
    while start < end and not (said[start].isalnum() or said[start] in "?!"):
        start += 1
    while end > start and not (said[end - 1].isalnum() or said[end - 1] in "?!"):
        end -= 1
    if start == end:
        return start, end
    while start and _in_word(said[start]) and _in_word(said[start - 1]):
        start -= 1
    while end < len(said) and _in_word(said[end]) and _in_word(said[end - 1]):
        end += 1
    return start, end


def _in_word(letter: str) -> bool:
    return letter.isalnum() or letter in "'’"


def weighed(words: Array, sense: Array) -> Array:
    """What the judge is given: the log probabilities of both views side by side."""
    return np.concatenate([log_probabilities(words), log_probabilities(sense)], axis=1)


def log_probabilities(scores: Array) -> Array:
    """Decision values of a judge with several classes as log probabilities."""
    top = scores.max(axis=1, keepdims=True)
    values: Array = scores - top - np.log(np.exp(scores - top).sum(axis=1, keepdims=True))
    return values


def encode(encoder: Encoder, texts: Sequence[str]) -> list[Encoding]:
    """Encodings one by one: padding short spans to the longest would cost more than it saves."""
    return [encoder.encode([text])[0] for text in texts]


def mean(encoding: Encoding) -> Array:
    """The mean token vector of a span read by itself; zeros for one without tokens."""
    if not len(encoding.vectors):
        return np.zeros(encoding.vectors.shape[1])
    values: Array = encoding.vectors.mean(axis=0).astype(float)
    return values
