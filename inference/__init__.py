"""Middle Ground inference: note text in, formulation and stances out.

    from inference import load_reader
    formulation = load_reader().read("Offered the bed again. He stood in the doorway ...")

These names are the room's whole door; other rooms import nothing else of it.
"""

from . import lean_spacy  # noqa: F401 -- before anything else imports spaCy
from .coach import Coach, Talk, load_coach
from .coaching import Ratio, Turn
from .errors import ArtefactError, FormulationError, InferenceError, KnowledgeError, NoteError
from .formulation import (
    Enough,
    Formulation,
    Hypothesis,
    Position,
    Provenance,
    Quote,
    Reaction,
    Referral,
    Risk,
    Stance,
    Strength,
    Style,
)
from .identifiers.deidentifier import (
    Deidentified,
    Deidentifier,
    Identifier,
    load_deidentifier,
)
from .identifiers.found import KINDS as IDENTIFIER_KINDS
from .identifiers.surrogates import Surrogates
from .knowledge.clinical import Clinical, load_clinical
from .knowledge.coach import CoachKnowledge, load_coach_knowledge
from .listening import Utterance
from .own_words import OwnWords, Told, WordHint
from .reader import Reader, code_version, load_reader

__all__ = [
    "IDENTIFIER_KINDS",
    "ArtefactError",
    "Clinical",
    "Coach",
    "CoachKnowledge",
    "Deidentified",
    "Deidentifier",
    "Enough",
    "Formulation",
    "FormulationError",
    "Hypothesis",
    "Identifier",
    "InferenceError",
    "KnowledgeError",
    "NoteError",
    "OwnWords",
    "Position",
    "Provenance",
    "Quote",
    "Ratio",
    "Reaction",
    "Reader",
    "Referral",
    "Risk",
    "Stance",
    "Strength",
    "Style",
    "Surrogates",
    "Talk",
    "Told",
    "Turn",
    "Utterance",
    "WordHint",
    "code_version",
    "load_clinical",
    "load_coach",
    "load_coach_knowledge",
    "load_deidentifier",
    "load_reader",
]
