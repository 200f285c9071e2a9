"""The risks and referrals that are held out, from what the rules found and what the judges think.

Extractive: every one has its words. Those of the rules where they found it, under whatever status;
else the clause that the taught head takes for the best evidence.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from .features import Features
from .formulation import Quote, Referral, Risk
from .heads import Scores
from .labels import PURPOSES, REFERRAL_STATUSES, RISK_STATUSES, RISKS
from .marks import REFERRAL, RISK, Sort
from .quotes import join
from .settings import Settings
from .vocabulary import mark

_NAME: Final = 60  # characters of a clause that stand for a service whose name is not known


def judged_risks(
    ruled: tuple[Risk, ...], features: Features, scores: Scores, settings: Settings
) -> tuple[Risk, ...]:
    """Risks whose probability reaches the threshold of their status, in the codebook's order.

    A danger that the rules found is never left out: where no status is probable enough, the most
    probable one is shown.
    """
    found = {risk.kind for risk in ruled}
    risks = []
    for kind in RISKS:
        likely = {status: scores.risks[mark(kind, status)] for status in RISK_STATUSES}
        shown = [s for s in RISK_STATUSES if likely[s] >= settings.show[f"risk:{s}"]]
        if not shown and kind in found:
            shown = [max(RISK_STATUSES, key=likely.__getitem__)]
        for status in shown:
            same = [r for r in ruled if r.kind == kind and r.status == status]
            words = [q for r in same or ruled if r.kind == kind for q in r.evidence]
            quotes = tuple(words) or _best(RISK, kind, status, features, scores)
            risks.append(Risk(kind, status, quotes))
    return tuple(risks)


def judged_referrals(
    ruled: tuple[Referral, ...], features: Features, scores: Scores, settings: Settings
) -> tuple[Referral, ...]:
    """Referrals whose probability reaches the threshold of their status, in the note's order.

    A service that the rules found keeps its name; it gets another status where that one is held
    out and the rules' own is not.
    """
    shown = {
        (purpose, status)
        for purpose in PURPOSES
        for status in REFERRAL_STATUSES
        if scores.referrals[mark(purpose, status)] >= settings.show[f"referral:{status}"]
    }
    referrals = [r for r in ruled if (r.purpose, r.status) in shown]
    left = [r for r in ruled if r not in referrals]
    for purpose, status in sorted(shown - {(r.purpose, r.status) for r in referrals}):
        known = next((r for r in left if r.purpose == purpose), None)
        if known is not None:
            left.remove(known)
            referrals.append(replace(known, status=status))
        elif quotes := _best(REFERRAL, purpose, status, features, scores):
            referrals.append(Referral(_name(quotes[0].text), purpose, status, quotes))
    return tuple(sorted(referrals, key=lambda r: r.evidence[0].start))


def _best(
    sort: Sort, kind: str, status: str, features: Features, scores: Scores
) -> tuple[Quote, ...]:
    values = sort.clause_scores(scores.evidence, kind, status)
    return join(features.text, [features.clauses[int(values.argmax())]]) if len(values) else ()


def _name(clause: str) -> str:
    """A clause short enough to stand where a service's name does."""
    if len(clause) <= _NAME:
        return clause
    return clause[: clause.rfind(" ", 0, _NAME) + 1 or _NAME].rstrip() + "…"
