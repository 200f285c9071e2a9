"""A draft to begin with, from what the reader has found in a note."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from ..formulation import Formulation, Quote, Referral
from .draft import (
    MOST_REFERRALS,
    MOST_RISKS,
    DraftHypothesis,
    DraftReferral,
    DraftRisk,
    FollowUp,
    PlanDraft,
)

_WILLING: Final = {"accepted": "would_try", "declined": "no", "completed": "would_try"}
_OUTCOME: Final = {"completed": "done", "not_followed_up": "not_done"}
_LONGEST: Final = 300  # characters of the note that a field takes over
_NAME: Final = 200
_SENTENCE_END: Final = re.compile(r"[.!?][\"'”’]?(?=\s|$)|\n|$")


def draft_from(formulation: Formulation, note: str) -> PlanDraft:
    """Referrals, dangers and hypotheses of `note` as a draft, to be gone over by the worker.

    `formulation` is what the reader made of that note. What the note does not say stays open:
    harms, goal, effort and, unless the client took a service up or said no to it, willingness.
    """
    return PlanDraft(
        risks=tuple(
            DraftRisk(risk.kind, risk.status, _quoted(risk.evidence))
            for risk in formulation.risks[:MOST_RISKS]
        ),
        hypotheses=tuple(
            DraftHypothesis(hypothesis.label, _quoted(hypothesis.evidence))
            for hypothesis in formulation.hypotheses
        ),
        referrals=tuple(_referral(each, note) for each in formulation.referrals[:MOST_REFERRALS]),
    )


def _referral(referral: Referral, note: str) -> DraftReferral:
    willingness = _WILLING.get(referral.status, "unknown")
    return DraftReferral(
        service=referral.service[:_NAME],
        status=referral.status,
        purposes=() if referral.purpose == "other" else (referral.purpose,),
        willingness=willingness,
        client_words=_sentence(referral.evidence[-1], note) if willingness != "unknown" else "",
        follow_up=FollowUp(_OUTCOME.get(referral.status, "not_yet")),
    )


def _sentence(quote: Quote, note: str) -> str:
    """The quote and what follows in its sentence, where the client's answer often stands."""
    end = _SENTENCE_END.search(note, quote.end - 1)
    return _short(note[quote.start : end.end() if end else quote.end].strip())


def _quoted(evidence: Sequence[Quote]) -> str:
    return _short(evidence[0].text) if evidence else ""


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"
