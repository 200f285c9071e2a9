"""What is to be learnt from a labelled note: which words are marked as what, and the whole note."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

import numpy as np
import numpy.typing as npt

from inference.formulation import Quote, Reaction, Risk, Strength
from inference.labels import BARRIERS
from inference.marks import Sort, marks_of
from inference.vocabulary import GIST_LABELS, NOTE_LABELS

from .corpus import Items, Note

Array = npt.NDArray[np.float64]
Answers = npt.NDArray[np.bool_]

# A barrier marked `possible` is half a yes: another reading was as good.
_LEVEL: Final = {"clear": 1.0, "possible": 0.5}
_ONE_OF_TWO: Final = 0.5  # so is what only one of two readers marked


def marked_as(sort: Sort, notes: Sequence[Note]) -> tuple[Answers, Answers]:
    """Which marks of `sort` each note has, and which are unsettled: both notes x marks."""
    there, unsure = (
        np.array([[each in found(note) for each in sort.marks] for note in notes])
        for found in (marks, unsettled)
    )
    return there, unsure


def note_targets(note: Note) -> Array:
    """Targets of the whole note in the order of NOTE_LABELS, in [0, 1]."""
    return gist_targets(note)[: len(NOTE_LABELS)]


def gist_targets(note: Note) -> Array:
    """Targets of the whole note in the order of GIST_LABELS, in [0, 1]."""
    present = {label: _LEVEL[marking.level] for label, marking in note.barriers.items()}
    present |= dict.fromkeys(_kinds(note), 1.0)
    present[f"control:{note.style.control}"] = 1.0
    present[f"affiliation:{note.style.affiliation}"] = 1.0
    present |= dict.fromkeys(marks(note), 1.0)
    present |= dict.fromkeys(unsettled(note), _ONE_OF_TWO)
    return np.array([present.get(label, 0.0) for label in GIST_LABELS])


def marks(note: Note) -> frozenset[str]:
    """The risks and referrals of the note with their statuses, as in GIST_LABELS."""
    return marks_of(note.risks, note.referrals)


def unsettled(note: Note) -> frozenset[str]:
    """What one of two readers marked and the other did not, as marks and kinds."""
    once = note.optional
    return marks_of(once.risks, once.referrals) - marks(note) | _kinds(once) - _kinds(note)


def marked(note: Note) -> Iterator[tuple[str, Quote, float]]:
    """Every quote of the note with its tag, one of `vocabulary.TAGS`, and its weight."""
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
    for risk in note.risks:
        for quote in risk.evidence:
            yield f"risk:{risk.status}", quote, 1.0
    for referral in note.referrals:
        for quote in referral.evidence:
            yield f"purpose:{referral.purpose}", quote, 1.0
            yield f"referral:{referral.status}", quote, 1.0


def _kinds(items: Note | Items) -> set[str]:
    return {r.kind for r in items.staff_reactions} | {s.kind for s in items.strengths}


def truth(note: Note, label: str) -> bool | None:
    """Whether a yes-or-no label is there.

    None for a barrier that is only `possible`, and for what only one of two readers marked.
    """
    if label in BARRIERS:
        return note.truth(label)
    if label in _kinds(note):
        return True
    return None if label in _kinds(note.optional) else False
