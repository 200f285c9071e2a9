"""Mentions of danger, before everything else: quoted, never graded, never left out."""

from __future__ import annotations

from collections.abc import Sequence

from inference import Clinical, Formulation, Risk

from . import words
from .marks import Marker
from .pages import RiskView, Safety
from .stances import stance_view


def safety_view(
    formulation: Formulation, clinical: Clinical, marker: Marker, contacts: Sequence[str]
) -> Safety:
    """All mentions, those of now first; with a current one, what to do about it."""
    ordered = sorted(formulation.risks, key=lambda risk: words.RISK_ORDER.index(risk.status))
    current = any(risk.status == "current" for risk in formulation.risks)
    return Safety(
        mentions=tuple(_risk(risk, clinical, marker) for risk in ordered),
        current=current,
        # Taken from the knowledge and not from the formulation, which has no stances at all where
        # the note says too little: what to do about a danger is never left out.
        do_first=stance_view(clinical.stance_for("current_risk"), (), clinical)
        if current
        else None,
        contacts=tuple(contacts),
    )


def _risk(risk: Risk, clinical: Clinical, marker: Marker) -> RiskView:
    category = clinical.risk(risk.kind)
    now = risk.status == "current"
    return RiskView(
        name=category.name,
        status=risk.status,
        says=words.RISK_STATUS[risk.status],
        first=category.first,
        message=category.message if now else category.if_not_current,
        keep_in_mind=category.keep_in_mind,
        quotes=marker.risk(risk.evidence, category.name),
    )
