"""Referrals: what else was recommended, for what purpose, and what came of it."""

from __future__ import annotations

from .formulation import Referral
from .knowledge.phrases import Phrases
from .reading import Reading


def find_referrals(reading: Reading, phrases: Phrases | None = None) -> tuple[Referral, ...]:
    """All referrals."""
    return ()
