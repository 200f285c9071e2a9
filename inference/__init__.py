"""Middle Ground inference: note text in, formulation and stances out.

    from inference import load_reader
    formulation = load_reader().read("Offered the bed again. He stood in the doorway ...")

These names are the room's whole door; other rooms import nothing else of it.
"""

from . import (
    lean_spacy,  # noqa: F401 -- before anything else imports spaCy
    silent_onnxruntime,  # noqa: F401 -- before anything else imports onnxruntime
)
from .client_talk import TalkQuote
from .coach import Coach, Talk, load_coach
from .coaching import Ratio, StanceFit, Turn
from .errors import (
    ArtefactError,
    FormulationError,
    InferenceError,
    KnowledgeError,
    NoteError,
    PlanError,
)
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
from .identifiers.surrogates import numbered as numbered_stand_in
from .intake import check as check_note
from .intake import looks_english
from .knowledge.clinical import Clinical, load_clinical
from .knowledge.coach import CoachKnowledge, load_coach_knowledge
from .knowledge.folding import planner_with_overlay, with_overlay
from .knowledge.overlay import Overlay, read_overlay, reworded
from .knowledge.planner import PlannerKnowledge, Service, load_planner_knowledge
from .listening import Utterance
from .own_words import OwnWords, Told, WordHint
from .planner.draft import MOST_REFERRALS, PlanDraft
from .planner.plan import (
    CalledFor,
    Handout,
    InTheWay,
    OwnService,
    Planned,
    Protocol,
    ReferralPlan,
    Remark,
)
from .planner.planning import plan_referrals
from .planner.reasons import in_quotes
from .planner.schema import plan_schema
from .planner.start import draft_from
from .planner.wording import check_wording
from .reader import Reader, load_reader
from .reference import Reference, load_reference, words_of
from .shapes import TwiceError, each_key_once
from .version import code_version

__all__ = [
    "IDENTIFIER_KINDS",
    "MOST_REFERRALS",
    "ArtefactError",
    "CalledFor",
    "Clinical",
    "Coach",
    "CoachKnowledge",
    "Deidentified",
    "Deidentifier",
    "Enough",
    "Formulation",
    "FormulationError",
    "Handout",
    "Hypothesis",
    "Identifier",
    "InTheWay",
    "InferenceError",
    "KnowledgeError",
    "NoteError",
    "Overlay",
    "OwnService",
    "OwnWords",
    "PlanDraft",
    "PlanError",
    "Planned",
    "PlannerKnowledge",
    "Position",
    "Protocol",
    "Provenance",
    "Quote",
    "Ratio",
    "Reaction",
    "Reader",
    "Reference",
    "Referral",
    "ReferralPlan",
    "Remark",
    "Risk",
    "Service",
    "Stance",
    "StanceFit",
    "Strength",
    "Style",
    "Surrogates",
    "Talk",
    "TalkQuote",
    "Told",
    "Turn",
    "TwiceError",
    "Utterance",
    "WordHint",
    "check_note",
    "check_wording",
    "code_version",
    "draft_from",
    "each_key_once",
    "in_quotes",
    "load_clinical",
    "load_coach",
    "load_coach_knowledge",
    "load_deidentifier",
    "load_planner_knowledge",
    "load_reader",
    "load_reference",
    "looks_english",
    "numbered_stand_in",
    "plan_referrals",
    "plan_schema",
    "planner_with_overlay",
    "read_overlay",
    "reworded",
    "with_overlay",
    "words_of",
]
