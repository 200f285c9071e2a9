"""What records give of a case: frozen values, opened and whole."""

from __future__ import annotations

from dataclasses import dataclass

from inference import Formulation

from .sealed_values import CaseFacts, Judgement, Living, NoteFacts


@dataclass(frozen=True, slots=True)
class CaseHead:
    """One line of the list of cases."""

    id: str
    pseudonym: str
    owner: str
    created: str
    changed: str
    closed: str | None
    notes: int


@dataclass(frozen=True, slots=True)
class NoteHead:
    """One line of the notes of a case; `begins` are its first words."""

    id: str
    day: str
    author: str
    begins: str


@dataclass(frozen=True, slots=True)
class KeptHypothesis:
    """A hypothesis with what is needed to change it: `version` tells whether it was since."""

    id: str
    case: str
    opened: str
    looked_at: str
    version: int
    living: Living


@dataclass(frozen=True, slots=True)
class CaseFile:
    """A case as it lies on the table."""

    head: CaseHead
    version: int
    facts: CaseFacts
    notes: tuple[NoteHead, ...]
    hypotheses: tuple[KeptHypothesis, ...]


@dataclass(frozen=True, slots=True)
class KeptNote:
    """A note with the formulation as it was approved, and each judgement that led to it.

    The author's own reactions are left out for others, unless the author shares them.
    """

    id: str
    case: str
    day: str
    author: str
    kept: str
    facts: NoteFacts
    formulation: Formulation | None
    judgements: tuple[Judgement, ...]


@dataclass(frozen=True, slots=True)
class Keeping:
    """What is to be kept of one note, after somebody has looked at all of it.

    With `once` it is refused where the case has a note of the same words and day: a form can be
    sent twice.
    """

    day: str
    facts: NoteFacts
    formulation: Formulation | None
    judgements: tuple[Judgement, ...]
    may_teach: bool = False
    salt: str = ""
    stand_ins: tuple[tuple[str, str], ...] = ()
    once: bool = False
