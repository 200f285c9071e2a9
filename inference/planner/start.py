"""A draft to begin with, from what the reader has found in a note."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from ..formulation import Formulation, Quote, Referral
from ..knowledge.patterns import fold
from ..speech import QUOTED
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
_SAYING: Final = (
    r"(?:say|said|says|tell|told|tells|state[sd]?|answer(?:s|ed)|repl(?:y|ies|ied)|explain(?:s|ed))"
)
_THEY_SAID: Final = re.compile(rf"\b(?:he|she|they|client|pt|patient|resident|guest) {_SAYING}\b")
# Before a quotation: then it is what the worker said.
_I_SAID: Final = re.compile(
    rf"\b(?:i|we) (?:just |then )?(?:{_SAYING}|ask(?:ed)?)\b[^.;\"']{{0,40}}$"
)
_SENTENCE_END: Final = re.compile(r"[.!?][\"'”’]?(?=\s|$)|\n|$")


def draft_from(formulation: Formulation, note: str) -> PlanDraft:
    """Referrals, dangers and hypotheses of `note` as a draft, to be gone over by the worker.

    `formulation` is what the reader made of that note. What the note does not say stays open:
    harms, goal, effort and, unless the client took a service up or said no to it, willingness.
    """
    return PlanDraft(
        risks=tuple(
            DraftRisk(risk.kind, risk.status, _short(" … ".join(q.text for q in risk.evidence)))
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
        client_words=_answer(referral.evidence[-1], note) if willingness != "unknown" else "",
        follow_up=FollowUp(_OUTCOME.get(referral.status, "not_yet")),
    )


def _answer(quote: Quote, note: str) -> str:
    """What the client says in the quote or in the rest of its sentence, where answers often stand.

    In the client's own words where the note has them between quotation marks, else from "he said"
    on; empty where only the worker tells what came of it, since that is nobody's answer.
    """
    end = _SENTENCE_END.search(note, quote.end - 1)
    sentence = note[quote.start : end.end() if end else quote.end].rstrip()
    folded = fold(sentence)
    spoken = [m for m in QUOTED.finditer(folded) if not _I_SAID.search(folded, 0, m.start())]
    if spoken:
        return _short(" … ".join(sentence[m.start() + 1 : m.end() - 1].strip() for m in spoken))
    told = _THEY_SAID.search(folded)
    return _short(sentence[told.start() :]) if told else ""


def _quoted(evidence: Sequence[Quote]) -> str:
    return _short(evidence[0].text) if evidence else ""


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"
