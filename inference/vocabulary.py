"""What the models give out: a list of labels for each output, in the order of its columns."""

from __future__ import annotations

from typing import Final

from .labels import (
    AFFILIATION,
    BARRIERS,
    CONTROL,
    PURPOSES,
    REACTIONS,
    REFERRAL_STATUSES,
    RISK_STATUSES,
    RISKS,
    STRENGTHS,
)

# What a clause can be evidence of. The names are unique across the codebook's sections.
SPANS: Final = (*BARRIERS, "style", *REACTIONS, *STRENGTHS, *RISKS)
# What a note as a whole is scored for: each barrier, reaction and strength, and both style axes.
NOTE_LABELS: Final = (
    *BARRIERS,
    *REACTIONS,
    *STRENGTHS,
    *(f"control:{value}" for value in CONTROL),
    *(f"affiliation:{value}" for value in AFFILIATION),
)


def mark(kind: str, status: str) -> str:
    """What is said of whom or what, as one label: "suicide/denied", "manage_crisis/offered"."""
    return f"{kind}/{status}"


RISK_MARKS: Final = tuple(mark(kind, status) for kind in RISKS for status in RISK_STATUSES)
REFERRAL_MARKS: Final = tuple(mark(p, status) for p in PURPOSES for status in REFERRAL_STATUSES)
# What the gist is scored for: as every note-level label, also risks and referrals with status.
GIST_LABELS: Final = (*NOTE_LABELS, *RISK_MARKS, *REFERRAL_MARKS)
# What a token can be marked as: what a clause can, and what is said of a risk or a referral.
TAGS: Final = (
    *SPANS,
    *(f"risk:{status}" for status in RISK_STATUSES),
    *(f"purpose:{purpose}" for purpose in PURPOSES),
    *(f"referral:{status}" for status in REFERRAL_STATUSES),
)
YES_NO: Final = (*BARRIERS, *REACTIONS, *STRENGTHS)
