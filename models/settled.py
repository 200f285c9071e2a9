"""Labels on which a note's author and an encoder taught on it differed, settled by a third reader.

`training_data/settled.jsonl` has a line for each such note of the teaching part: every label that
was put to the reader as it stood, and what was changed. Most were kept. The reader saw the note,
its labels and the question, and not which side had said what is disputed. Notes that judge were
left alone: to correct labels where a model differs would flatter the model that they measure.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from inference.labels import AFFILIATION, CONTROL
from inference.vocabulary import REFERRAL_MARKS, RISK_MARKS

from .corpus import TRAINING_DATA, CorpusError, Note
from .jsonl import build_lines
from .targets import marks

SETTLED: Final = TRAINING_DATA / "settled.jsonl"
READ_AGAIN: Final = TRAINING_DATA / "settled_again.jsonl"
_THERE: Final = "there"
_ABSENT: Final = "absent"
_AXES: Final[Mapping[str, tuple[str, ...]]] = {"control": CONTROL, "affiliation": AFFILIATION}
_VALUES: Final[Mapping[str, tuple[str, ...]]] = {
    **_AXES,
    **{f"risk {mark}": (_THERE, _ABSENT) for mark in RISK_MARKS},
    **{f"referral {mark}": (_THERE, _ABSENT) for mark in REFERRAL_MARKS},
}


@dataclass(frozen=True, slots=True)
class Settled:
    """A note's disputed labels as they stood when they were `asked` about, and those `changed`.

    A label is an axis of style, with its values, or "risk" or "referral" and a kind with its
    status, which is `there` or `absent`.
    """

    id: str
    asked: dict[str, str]
    changed: dict[str, str]

    def unlike(self, note: Note) -> list[str]:
        """The labels that `note` has otherwise than they were settled."""
        return [
            label
            for label, value in (self.asked | self.changed).items()
            if value != _value(label, note)
        ]


def load_settled(path: Path = SETTLED) -> list[Settled]:
    """Every settled note.

    Raises
    ------
    CorpusError
        The file cannot be read, a line breaks the format, or it names a note again.
    """
    notes: dict[str, Settled] = {}
    for where, note in build_lines(Settled, path):
        if problem := _problem(note) or (f"{note.id} stands twice." if note.id in notes else None):
            raise CorpusError(f"{where}: {problem}")
        notes[note.id] = note
    return list(notes.values())


def counts(settled: Iterable[Settled]) -> dict[str, tuple[int, int]]:
    """For each sort of label how many were asked about, and how many of them were changed."""
    asked: Counter[str] = Counter()
    changed: Counter[str] = Counter()
    for note in settled:
        asked.update(label.split()[0] for label in note.asked)
        changed.update(label.split()[0] for label in note.changed)
    return {sort: (asked[sort], changed[sort]) for sort in sorted(asked)}


def upheld(settled: Iterable[Settled], again: Iterable[Note]) -> tuple[int, int]:
    """How many changed labels of notes that were read `again`, blind, and how many as changed."""
    changed = {note.id: note.changed for note in settled}
    same = [
        value == _value(label, note)
        for note in again
        for label, value in changed.get(note.id, {}).items()
    ]
    return len(same), sum(same)


def _problem(note: Settled) -> str | None:
    for label, value in [*note.asked.items(), *note.changed.items()]:
        if value not in _VALUES.get(label, ()):
            return f"{label!r} is no label, or cannot be {value!r}."
    for label, value in note.changed.items():
        if value == note.asked.get(label, value):
            return f"{label!r} was not asked about, or was not changed."
    return None


def _value(label: str, note: Note) -> str:
    if label in _AXES:
        return str(getattr(note.style, label))
    return _THERE if label.split()[1] in marks(note) else _ABSENT
