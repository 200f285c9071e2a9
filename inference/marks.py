"""Risks and referrals as marks: every kind with every status, judged from rules and taught heads.

The rules find what is worded in a way they know; the heads also what is not, and with less
certainty. For every status one logistic regression weighs what both say, the same for all kinds:
most kinds are too rare with one status to teach a judge of their own.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Final

import numpy as np

from .labels import PURPOSES, REFERRAL_STATUSES, RISK_STATUSES, RISKS
from .linear import Array
from .vocabulary import GIST_LABELS, TAGS

INPUTS: Final = 6  # of a judge
_FLOOR: Final = -8.0  # the log odds of a clause that is not there


@dataclass(frozen=True, slots=True)
class Sort:
    """Marks of one sort: `kinds` x `statuses`, and the names of their tags."""

    kinds: tuple[str, ...]
    statuses: tuple[str, ...]
    kind_tags: tuple[str, ...]
    status_tags: tuple[str, ...]

    def marks(self) -> tuple[str, ...]:
        """All marks of this sort, as `vocabulary.GIST_LABELS` writes them."""
        return tuple(f"{kind}/{status}" for kind in self.kinds for status in self.statuses)

    def inputs(self, evidence: Array, gist: Array, found: Collection[str]) -> Array:
        """Inputs of the judges for one note: kinds x statuses x INPUTS.

        These are what the gist says of the mark, and of its kind whatever the status; the best
        clause for the mark, and for its kind; whether the rules found it, and whether they found
        its kind with another status.
        """
        kinds, statuses = self._clauses(evidence)
        shape = len(self.kinds), len(self.statuses)
        places = [GIST_LABELS.index(mark) for mark in self.marks()]
        whole = gist[places].reshape(shape)
        ruled = np.array([mark in found for mark in self.marks()], float).reshape(shape)
        both = np.minimum(kinds[:, :, None], statuses[:, None, :])
        inputs = np.empty((*shape, INPUTS))
        inputs[..., 0] = whole
        inputs[..., 1] = np.logaddexp.reduce(whole, axis=1)[:, None]
        inputs[..., 2] = both.max(axis=0, initial=_FLOOR)
        inputs[..., 3] = kinds.max(axis=0, initial=_FLOOR)[:, None]
        inputs[..., 4] = ruled
        inputs[..., 5] = (ruled.sum(axis=1)[:, None] > ruled) * 1.0
        return inputs

    def clause_scores(self, evidence: Array, mark: str) -> Array:
        """Log odds that each clause is evidence of the kind and of the status of `mark`."""
        kinds, statuses = self._clauses(evidence)
        kind, _, status = mark.partition("/")
        best: Array = np.minimum(
            kinds[:, self.kinds.index(kind)], statuses[:, self.statuses.index(status)]
        )
        return best

    def _clauses(self, evidence: Array) -> tuple[Array, Array]:
        return (
            evidence[:, [TAGS.index(tag) for tag in self.kind_tags]],
            evidence[:, [TAGS.index(tag) for tag in self.status_tags]],
        )


RISK: Final = Sort(RISKS, RISK_STATUSES, RISKS, tuple(f"risk:{s}" for s in RISK_STATUSES))
REFERRAL: Final = Sort(
    PURPOSES,
    REFERRAL_STATUSES,
    tuple(f"purpose:{p}" for p in PURPOSES),
    tuple(f"referral:{s}" for s in REFERRAL_STATUSES),
)
