"""What can go wrong while reading a note, each as its own exception.

Messages speak to the person who can mend the fault and never contain a note's text.
"""

from __future__ import annotations


class InferenceError(Exception):
    """Base of every error that this package raises on purpose."""


class NoteError(InferenceError):
    """The note itself cannot be read; `kind` is a stable word for machines."""

    def __init__(self, kind: str, message: str) -> None:
        super().__init__(message)
        self.kind = kind


class KnowledgeError(InferenceError):
    """A knowledge file breaks its schema; the message names file, entry and field."""


class ArtefactError(InferenceError):
    """A trained artefact or the encoder is missing, damaged or does not fit this installation."""


class FormulationError(InferenceError):
    """A stored formulation cannot be read back as `formulation/1`."""


class PlanError(InferenceError):
    """A plan of referrals cannot be used as it stands; `field` names the place in it."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(f"{field}: {message}")
        self.field = field
        self.message = message
