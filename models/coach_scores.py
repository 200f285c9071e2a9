"""How well the coach codes utterances by authors it has not met, with bootstrap intervals.

Two ways: on the spans as their authors marked them, and on running text that the coach cuts itself.
Turns are drawn with replacement, not spans, since spans of one turn are alike.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from inference.behaviours import BEHAVIOURS, FOUR, one_of_four
from inference.encoder import Encoder
from inference.listening import Listener, Utterance
from inference.stored import Part

from .bootstrap import Counts, Estimate, Resampler, f1, macro_f1, ratio
from .calibration import BINS, bin_of, expected_error
from .utterances import Turn

_Pair = tuple[str, str]


@dataclass(frozen=True, slots=True)
class CoachScores:
    """`figures` by name; `by_code` the F1 of each code on marked spans, over the words of running
    text, and how many spans there are."""

    figures: dict[str, Estimate]
    by_code: dict[str, tuple[Estimate, Estimate, int]]
    by_author: dict[str, float]

    def lines(self) -> Iterator[str]:
        """All figures as rows of text."""
        for name, estimate in self.figures.items():
            yield f"{name}: {estimate:.3f}"
        for code, (marked, running, n) in self.by_code.items():
            yield f"  {code} ({n}): {marked:.3f}, running {running:.3f}"
        for author, value in self.by_author.items():
            yield f"  author {author}: {value:.3f}"


def measure(
    turns: Sequence[Turn], without: Mapping[str, Mapping[str, Part]], encoder: Encoder
) -> CoachScores:
    """Scores of every turn by the model that has not met its author."""
    listeners = {author: Listener(model) for author, model in without.items()}
    marked: list[list[_Pair]] = []  # per turn: (code, code found) for each marked span
    fours: list[list[_Pair]] = []
    running: list[list[_Pair]] = []  # the same for each word, the coach cutting for itself
    runs_four: list[list[_Pair]] = []
    edges = np.zeros((len(turns), 3))
    sums = np.zeros((len(turns), BINS, 3))
    for row, turn in enumerate(turns):
        listener = listeners[turn.author]
        places = turn.places()
        heard = [
            listener.code_of(encoder, turn.text, (start, end), turn.client)
            for start, end, _ in places
        ]
        marked.append([(code, found) for (*_, code), (found, _) in zip(places, heard, strict=True)])
        fours.append(
            [
                (one_of_four(code, turn.text[a:b]), one_of_four(found, turn.text[a:b]))
                for (a, b, code), (found, _) in zip(places, heard, strict=True)
            ]
        )
        for (*_, code), (found, probability) in zip(places, heard, strict=True):
            sums[row, bin_of(probability)] += (probability, code == found, 1)
        cut = listener.hear(encoder, turn.text, (0, len(turn.text)), turn.client)
        words = list(_by_word(turn, places, cut))
        running.append([(code, u.code) for code, u, _ in words])
        runs_four.append(
            [
                (one_of_four(c, q), one_of_four(u.code, turn.text[u.start : u.end]))
                for c, u, q in words
            ]
        )
        edges[row] = _edges(turn, cut)
    draws = Resampler(len(turns))
    counts, by_word = _counts(marked, BEHAVIOURS), _counts(running, BEHAVIOURS)
    figures = {
        "marked spans, 13 codes, macro-F1": draws.estimate(counts, macro_f1),
        "marked spans, 13 codes, accuracy": draws.estimate(_right(marked), ratio),
        "marked spans, 4 classes, macro-F1": draws.estimate(_counts(fours, FOUR), macro_f1),
        "running text, 13 codes, macro-F1 over words": draws.estimate(by_word, macro_f1),
        "running text, 4 classes, macro-F1 over words": draws.estimate(
            _counts(runs_four, FOUR), macro_f1
        ),
        "running text, edges of spans, F1": draws.estimate(edges, f1),
        "calibration of the code shown, expected error": draws.estimate(sums, expected_error),
    }
    by_code = {
        code: (
            draws.estimate(counts[:, i], f1),
            draws.estimate(by_word[:, i], f1),
            int(counts[:, i, [0, 2]].sum()),
        )
        for i, code in enumerate(BEHAVIOURS)
    }
    authors = np.array([turn.author for turn in turns])
    by_author = {
        author: float(macro_f1(counts[authors == author].sum(axis=0))) for author in without
    }
    return CoachScores(figures, by_code, by_author)


def _by_word(
    turn: Turn, places: Sequence[tuple[int, int, str]], cut: Sequence[Utterance]
) -> Iterator[tuple[str, Utterance, str]]:
    """For each word: its code, the utterance that holds it, and the marked span's words."""
    at = 0
    for word in turn.text.split():
        at = turn.text.index(word, at)
        place = next(((a, b, c) for a, b, c in places if a <= at < b), None)
        held = next((u for u in cut if u.start <= at < u.end), None)
        if place and held:
            yield place[2], held, turn.text[place[0] : place[1]]
        at += len(word)


def _edges(turn: Turn, cut: Sequence[Utterance]) -> tuple[int, int, int]:
    marked = {start for start, _, _ in turn.places()[1:]}
    found = {u.start for u in cut[1:]}
    return len(marked & found), len(found - marked), len(marked - found)


def _counts(pairs: Sequence[Sequence[_Pair]], labels: tuple[str, ...]) -> Counts:
    """Turns x labels x (true positive, false positive, missed)."""
    table = np.zeros((len(pairs), len(labels), 3))
    for row, of_turn in enumerate(pairs):
        for code, found in of_turn:
            if code == found:
                table[row, labels.index(code), 0] += 1
            else:
                table[row, labels.index(found), 1] += 1
                table[row, labels.index(code), 2] += 1
    return table


def _right(pairs: Sequence[Sequence[_Pair]]) -> Any:
    return np.array([[sum(a == b for a, b in of_turn), len(of_turn)] for of_turn in pairs])
