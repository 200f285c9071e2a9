"""Probabilities of the barriers into answers that can be scored, for systems other than the line.

Where to draw the line is settled as for the shipped line (`models.thresholds`), on other author
batches than those that are answered.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

import numpy as np

from inference.formulation import SCHEMA
from inference.labels import BARRIERS

from .corpus import Note
from .splits import by_batch

# A barrier may be shown on at most this share of the notes that have none: what is seen in a note
# where there is nothing to see costs the trust in all the rest. It is less than the tenth that is
# the aim, since on strangers' notes, and on other kinds of text, it comes out higher.
ALARMS: Final = 0.08
THRESHOLDS: Final = tuple(round(0.02 * step, 2) for step in range(1, 50))

Likely = Mapping[str, float]


def threshold(gold: Sequence[Note], likely: Sequence[Likely]) -> float:
    """The one threshold for all barriers that would have served best on these notes.

    1.0 where every lower one shows too many notes a barrier that have none.
    """
    chances = np.array([[chance[label] for label in BARRIERS] for chance in likely])
    truths = np.array([[note.truth(label) for label in BARRIERS] for note in gold], object)
    there, counted = truths == True, truths != None  # noqa: E711, E712 -- element by element
    plain = np.array([not note.barriers for note in gold])
    values = {}
    for limit in THRESHOLDS:
        shown = (chances >= limit) & counted
        if not plain.any() or shown[plain].any(axis=1).mean() <= ALARMS:
            right = 2 * (shown & there).sum(axis=0)
            marked = there.sum(axis=0) + shown.sum(axis=0)
            values[limit] = float(np.mean(right / np.maximum(marked, 1)))
    return max(values, key=values.__getitem__) if values else 1.0


def line(note: Note, likely: Likely, shown: Sequence[str]) -> dict[str, Any]:
    """One answer as a line of `formulation/1` that quotes nothing."""
    hypotheses = [{"label": label, "evidence": []} for label in shown]
    return {"schema": SCHEMA, "id": note.id, "scores": dict(likely), "hypotheses": hypotheses}


def lines(gold: Sequence[Note], likely: Sequence[Likely], limit: float) -> Iterator[dict[str, Any]]:
    """A line for each note, with the barriers that are at least as likely as `limit`."""
    for note, chances in zip(gold, likely, strict=True):
        yield line(note, chances, [label for label in BARRIERS if chances[label] >= limit])


def held_out_lines(gold: Sequence[Note], likely: Sequence[Likely]) -> Iterator[dict[str, Any]]:
    """A line for each note, every author batch with the threshold that served the others best."""
    by_id = {note.id: chances for note, chances in zip(gold, likely, strict=True)}
    for fold in by_batch(gold):
        limit = threshold(fold.train, [by_id[note.id] for note in fold.train])
        yield from lines(fold.held_out, [by_id[note.id] for note in fold.held_out], limit)
