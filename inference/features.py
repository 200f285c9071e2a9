"""What the classifiers look at, computed by one function for training and for serving.

A *unit* is one clause of the note: the mean vector of its tokens, each of which has been read
within the whole note. Who, when and whether are not mixed in: they decide, by rule, what can be
evidence.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from .encoder import Encoding, Vectors
from .neutral import Neutral
from .reading import Clause, Reading


@dataclass(frozen=True, slots=True, eq=False)
class Features:
    """One note for the classifiers: `units` (clauses, width) and `tokens` (tokens, width)."""

    text: str
    read_as: str
    """The text as the models read it (`neutral`); the view of the words sees this one."""
    clauses: tuple[Clause, ...]
    units: Vectors
    tokens: Vectors
    asserted: Vectors
    """1.0 for clauses that hold for this client now, 0.0 for denied, past and over, others'."""
    found: frozenset[str]
    """Risks and referrals that the rules have found, as `vocabulary.GIST_LABELS` writes them."""


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


def extract(
    reading: Reading, read_as: Neutral, encoding: Encoding, found: frozenset[str]
) -> Features:
    """Features of one note: `encoding` is of `read_as`, and that, as what the rules `found`, of
    `reading.text`."""
    encoding = encoding.placed(read_as.original)
    units = np.zeros((len(reading.clauses), encoding.vectors.shape[1]), np.float32)
    for row, clause in zip(units, reading.clauses, strict=True):
        pooled = encoding.mean(clause.start, clause.end)
        if pooled is not None:
            row[:] = pooled
    asserted = np.array([holds(clause) for clause in reading.clauses], np.float32)
    return Features(
        reading.text, read_as.text, reading.clauses, units, encoding.vectors, asserted, found
    )
