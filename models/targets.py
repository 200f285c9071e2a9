"""What the estimators are to learn from a labelled note: targets for clauses and for the note."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import numpy as np
import numpy.typing as npt

from inference.formulation import Quote, Reaction, Risk, Strength
from inference.heads import NOTE_LABELS, SPANS
from inference.labels import BARRIERS
from inference.reading import Clause

from .corpus import Note

Array = npt.NDArray[np.float64]

# A barrier marked `possible` is half a yes: another reading was as good.
_LEVEL: Final = {"clear": 1.0, "possible": 0.5}
# A clause counts as evidence when this share of it, or of the quote, is common to both.
_OVERLAP: Final = 0.5


def clause_targets(note: Note, clauses: tuple[Clause, ...]) -> Array:
    """Clauses x SPANS: 1 where the clause is evidence, 0.5 where it is for a possible barrier."""
    targets = np.zeros((len(clauses), len(SPANS)))
    for label, quote, weight in _marked(note):
        column = SPANS.index(label)
        for row, clause in enumerate(clauses):
            common = min(clause.end, quote.end) - max(clause.start, quote.start)
            shorter = min(clause.end - clause.start, quote.end - quote.start)
            if common > _OVERLAP * shorter:
                targets[row, column] = max(targets[row, column], weight)
    return targets


def note_targets(note: Note) -> Array:
    """Targets of the whole note in the order of NOTE_LABELS, in [0, 1]."""
    present = {label: _LEVEL[marking.level] for label, marking in note.barriers.items()}
    present |= dict.fromkeys(_kinds(note), 1.0)
    present[f"control:{note.style.control}"] = 1.0
    present[f"affiliation:{note.style.affiliation}"] = 1.0
    return np.array([present.get(label, 0.0) for label in NOTE_LABELS])


def _marked(note: Note) -> Iterator[tuple[str, Quote, float]]:
    for label, marking in note.barriers.items():
        for quote in marking.evidence:
            yield label, quote, _LEVEL[marking.level]
    for quote in note.style.evidence:
        yield "style", quote, 1.0
    items: list[Reaction | Strength | Risk] = []
    items += [*note.staff_reactions, *note.strengths, *note.risks]
    for item in items:
        for quote in item.evidence:
            yield item.kind, quote, 1.0


def _kinds(note: Note) -> set[str]:
    return {r.kind for r in note.staff_reactions} | {s.kind for s in note.strengths}


def truth(note: Note, label: str) -> bool | None:
    """Whether a yes-or-no label is there; None for a barrier that is only `possible`."""
    return note.truth(label) if label in BARRIERS else label in _kinds(note)
