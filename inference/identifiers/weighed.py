"""Words that their clues together make likely to identify: the net under the rules.

What the rules leave is mostly a plain word that is somebody's name. No single sign tells it; many
weak ones do, weighed by a logistic regression that `python -m models.identifier_weights` fits.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Final

import numpy as np

from ..artefacts import load_artefact
from ..clue_weights import ClueWeights
from ..errors import ArtefactError
from ..linear import Array
from ..locations import DEFAULT_ARTEFACTS
from .clues import Clued, Clues
from .found import WEIGHED, Found
from .note import Note, opens

WEIGHTS: Final = DEFAULT_ARTEFACTS / "identifiers"
NONE: Final = "none"
# What the regression tells apart. What has digits and is none of these goes by "number".
CLASSES: Final = (NONE, "person", "organisation", "place", "address", "room", "date", "number")
THRESHOLD: Final = "show:identifier"
# Numbers that the rules leave are mostly none: a token with a digit must be likelier than this.
DIGITS: Final = 0.3
_BETWEEN: Final = frozenset({" ", "-", ".", ". ", "'", "/", ""})
_BESIDE: Final = frozenset({" ", "-", ""})


class Weighed:
    """Finds tokens whose probability to identify reaches a threshold; neighbours go together."""

    def __init__(self, clues: Clues, weights: ClueWeights, threshold: float) -> None:
        self._clues = clues
        self._weights = weights
        self._threshold = threshold

    def over(self, note: Note, found: Sequence[Found]) -> list[Found]:
        """`found`, without overlaps, and what it leaves and this finds."""
        tokens = tuple(self._clues.of(note))
        if not tokens:
            return list(found)
        vectors = note.doc.tensor[[token.number for token in tokens]]
        chances = self._weights.probabilities([token.clues for token in tokens], vectors)
        return over(note.straight, found, tokens, chances, self._threshold)


def over(
    text: str, found: Sequence[Found], tokens: Sequence[Clued], chances: Array, threshold: float
) -> list[Found]:
    """`found` and what tokens outside it make; `chances` is tokens x `CLASSES`.

    A run of tokens beside a find of its kind goes on with it.
    """
    covered = {i for one in found for i in range(one.start, one.end)}
    runs: list[tuple[Found, bool]] = []
    for token, each in zip(tokens, chances, strict=True):
        if not covered.isdisjoint(range(token.start, token.end)):
            continue
        if 1.0 - each[0] < (max(threshold, DIGITS) if token.has_digit else threshold):
            continue
        kind = CLASSES[1 + int(np.argmax(each[1:]))]
        run = Found(token.start, token.end, kind, kind.capitalize(), WEIGHED)
        telling = token.telling
        if runs and text[runs[-1][0].end : token.start] in _BETWEEN:
            last, last_tells = runs.pop()
            run, telling = replace(last, end=token.end), telling or last_tells
        runs.append((run, telling))
    result = list(found)
    for run, telling in runs:
        if telling:
            _add(run, result, text)
    return result


def _add(run: Found, result: list[Found], text: str) -> None:
    for at, one in enumerate(result):
        if one.kind != run.kind:
            continue
        if one.end <= run.start and text[one.end : run.start] in _BESIDE:
            result[at] = replace(one, end=run.end)
            return
        if run.end <= one.start and text[run.end : one.start] in _BESIDE:
            # The rules have left the word that opens a sentence: "Later Harbor House".
            if not opens(text, run.start):
                result[at] = replace(one, start=run.start)
            return
    result.append(run)


def load_weighed(clues: Clues, folder: Path = WEIGHTS) -> Weighed:
    """The finder with the weights in `folder`.

    Raises
    ------
    ArtefactError
        They are missing or damaged, or tell apart other kinds than this version's.
    """
    manifest, weights = load_artefact(folder, labels=CLASSES, encoder="")
    if not isinstance(weights, ClueWeights):
        raise ArtefactError(
            f"{folder} holds no weights of clues. Run `python -m models.identifier_weights`."
        )
    return Weighed(clues, weights, manifest.settings[THRESHOLD])
