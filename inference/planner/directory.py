"""Services of the site's own directory beside a referral of the same purpose."""

from __future__ import annotations

from ..knowledge.planner import PlannerKnowledge
from .draft import DraftReferral
from .plan import OwnService


def own_services(referral: DraftReferral, known: PlannerKnowledge) -> tuple[OwnService, ...]:
    """Those that serve one of its purposes, in the order of the directory."""
    return tuple(
        OwnService(service.name, service.phone, service.hours, service.how)
        for service in known.services_for(referral.purposes)
    )
