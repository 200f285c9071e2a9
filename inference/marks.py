"""Risks and referrals as marks: every kind with every status, judged from rules and taught heads.

The rules find what is worded in a way they know; the heads also what is not, and with less
certainty. For every status one logistic regression weighs what both say, the same for all kinds:
most kinds are too rare with one status to teach a judge of their own.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from typing import Final

import numpy as np

from .formulation import Referral, Risk
from .labels import PURPOSES, REFERRAL_STATUSES, RISK_STATUSES, RISKS
from .linear import Array
from .vocabulary import GIST_LABELS, REFERRAL_MARKS, RISK_MARKS, TAGS, mark

INPUTS: Final = 6  # of a judge
FLOOR: Final = -8.0  # the log odds of a clause that is not there


@dataclass(frozen=True, slots=True)
class Sort:
    """The `marks` of one sort, each of `kinds` with each of `statuses`, and what their tags are."""

    kinds: tuple[str, ...]
    statuses: tuple[str, ...]
    marks: tuple[str, ...]
    kind_tags: tuple[str, ...]
    status_tags: tuple[str, ...]
    # Where marks and tags stand in what the heads give out.
    _places: list[int] = field(init=False, repr=False, compare=False)
    _kinds: list[int] = field(init=False, repr=False, compare=False)
    _statuses: list[int] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_places", [GIST_LABELS.index(each) for each in self.marks])
        object.__setattr__(self, "_kinds", [TAGS.index(tag) for tag in self.kind_tags])
        object.__setattr__(self, "_statuses", [TAGS.index(tag) for tag in self.status_tags])

    def inputs(self, evidence: Array, gist: Array, found: Collection[str]) -> Array:
        """Inputs of the judges for one note: kinds x statuses x INPUTS.

        These are what the gist says of the mark, and of its kind whatever the status; the best
        clause for the mark, and for its kind; whether the rules found it, and whether they found
        its kind with another status.
        """
        kinds, statuses = self._clauses(evidence)
        shape = len(self.kinds), len(self.statuses)
        whole = gist[self._places].reshape(shape)
        ruled = np.array([each in found for each in self.marks], float).reshape(shape)
        both = np.minimum(kinds[:, :, None], statuses[:, None, :])
        inputs = np.empty((*shape, INPUTS))
        inputs[..., 0] = whole
        inputs[..., 1] = np.logaddexp.reduce(whole, axis=1)[:, None]
        inputs[..., 2] = both.max(axis=0, initial=FLOOR)
        inputs[..., 3] = kinds.max(axis=0, initial=FLOOR)[:, None]
        inputs[..., 4] = ruled
        inputs[..., 5] = (ruled.sum(axis=1)[:, None] > ruled) * 1.0
        return inputs

    def clause_scores(self, evidence: Array, kind: str, status: str) -> Array:
        """Log odds that each clause is evidence of this kind and of this status."""
        kinds, statuses = self._clauses(evidence)
        best: Array = np.minimum(
            kinds[:, self.kinds.index(kind)], statuses[:, self.statuses.index(status)]
        )
        return best

    def _clauses(self, evidence: Array) -> tuple[Array, Array]:
        return evidence[:, self._kinds], evidence[:, self._statuses]


def marks_of(risks: Iterable[Risk], referrals: Iterable[Referral]) -> frozenset[str]:
    """The marks that these risks and referrals are, whoever found them."""
    of_risks = (mark(risk.kind, risk.status) for risk in risks)
    of_referrals = (mark(referral.purpose, referral.status) for referral in referrals)
    return frozenset((*of_risks, *of_referrals))


RISK: Final = Sort(
    RISKS, RISK_STATUSES, RISK_MARKS, RISKS, tuple(f"risk:{s}" for s in RISK_STATUSES)
)
REFERRAL: Final = Sort(
    PURPOSES,
    REFERRAL_STATUSES,
    REFERRAL_MARKS,
    tuple(f"purpose:{p}" for p in PURPOSES),
    tuple(f"referral:{s}" for s in REFERRAL_STATUSES),
)
