"""What the classifiers look at, computed by one function for training and for serving.

A *unit* is one clause of the note. Its vector holds the mean token vector of the clause read within
its note, that of its sentence and of the whole note, then who, when and whether as the pipeline
judged them, and where in the note it stands.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from .encoder import Encoding, Vectors
from .labels import WHEN, WHETHER, WHO
from .reading import Clause, Reading

_ANSWERS: Final = (
    *(("who", value) for value in WHO),
    *(("when", value) for value in WHEN),
    *(("whether", value) for value in WHETHER),
)


@dataclass(frozen=True, slots=True, eq=False)
class Features:
    """One note for the classifiers: `units` (clauses, width) and `note` (encoder width,)."""

    text: str
    clauses: tuple[Clause, ...]
    units: Vectors
    note: Vectors
    asserted: Vectors
    """1.0 for clauses that hold for this client now, 0.0 for denied, past and over, others'."""


def holds(clause: Clause) -> bool:
    """Whether the clause can be evidence: this client's, present or still driving, and stated.

    A worker's own clause counts (reactions, the worker's account of the client's act), a denied,
    resolved, hypothetical or general one, or one about somebody else, does not.
    """
    return (
        clause.who.value in ("client", "worker")
        and clause.when.value != "past_over"
        and clause.whether.value == "stated"
    )


def extract(reading: Reading, encoding: Encoding) -> Features:
    """Features of one note; `encoding` must be of `reading.text`."""
    note = _whole(encoding)
    clauses = reading.clauses
    if not clauses:
        width = unit_width(note.shape[0])
        empty = np.zeros((0, width), np.float32)
        return Features(reading.text, (), empty, note, np.zeros(0, np.float32))
    own = [_pool(encoding, c.start, c.end, note) for c in clauses]
    sentences = [_pool(encoding, s.start, s.end, note) for s in reading.sentences]
    last = len(clauses) - 1
    rows = [
        np.concatenate(
            [
                own[i],
                sentences[clause.sentence],
                note,
                _judgements(clause),
                [i / max(last, 1)],
            ]
        )
        for i, clause in enumerate(clauses)
    ]
    asserted = np.array([holds(c) for c in clauses], np.float32)
    return Features(reading.text, clauses, np.array(rows, np.float32), note, asserted)


def unit_width(encoder_width: int) -> int:
    """Length of a unit's vector for an encoder of this width."""
    return 3 * encoder_width + len(_ANSWERS) + 1


def _whole(encoding: Encoding) -> Vectors:
    if not len(encoding.vectors):
        return np.zeros(encoding.vectors.shape[1], np.float32)
    mean: Vectors = encoding.vectors.mean(axis=0)
    return mean


def _pool(encoding: Encoding, start: int, end: int, otherwise: Vectors) -> Vectors:
    pooled = encoding.mean(start, end)
    return otherwise if pooled is None else pooled


def _judgements(clause: Clause) -> list[float]:
    given = {"who": clause.who, "when": clause.when, "whether": clause.whether}
    return [float(given[question].value == value) for question, value in _ANSWERS]
