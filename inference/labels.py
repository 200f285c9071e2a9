"""The label vocabularies of `training_data/CODEBOOK.md`, once, in the codebook's order."""

from __future__ import annotations

from typing import Final

BARRIERS: Final = (
    "coercion_sensitivity",
    "confusion",
    "street_community",
    "power_dynamics",
    "ambivalence",
    "referral_as_rejection",
    "practical_obstacle",
)
LEVELS: Final = ("clear", "possible")
CONTROL: Final = ("dominant", "submissive", "balanced", "unclear")
AFFILIATION: Final = ("friendly", "hostile", "mixed", "unclear")
REACTIONS: Final = (
    "intimidated",
    "on_eggshells",
    "pulled_to_take_charge",
    "protective",
    "overwhelmed",
    "frustrated",
    "helpless",
    "pushed_away",
    "distanced",
    "guilty",
    "warmth",
)
RISKS: Final = (
    "suicide",
    "harm_to_others",
    "harmed_by_others",
    "child_safety",
    "overdose_withdrawal",
    "medical_emergency",
    "exposure",
    "grave_disability",
)
RISK_STATUSES: Final = ("current", "denied", "past", "other_person", "hypothetical")
PURPOSES: Final = (
    "clarify_diagnosis",
    "manage_crisis",
    "improve_circumstances",
    "recommended_practice",
    "other",
)
REFERRAL_STATUSES: Final = (
    "offered",
    "accepted",
    "declined",
    "not_followed_up",
    "completed",
    "needed",
)
STRENGTHS: Final = ("own_goal", "took_a_step", "support", "skill", "values")
TRAPS: Final = (
    "negation",
    "past_resolved",
    "other_person",
    "hypothetical",
    "general_statement",
    "worker_self",
    "keyword_only",
    "no_keyword",
)
FORMATS: Final = (
    "narrative",
    "soap",
    "dap",
    "birp",
    "bullets",
    "log",
    "email",
    "form",
    "transcript",
)
SETTINGS: Final = (
    "shelter",
    "outreach",
    "drop_in",
    "supportive_housing",
    "clinic",
    "phone",
    "jail_reentry",
    "youth",
    "family",
    "hospital_discharge",
    "psychotherapy",
)

# Eight octants of the interpersonal circle, counter-clockwise from the friendly pole (0 degrees).
OCTANTS: Final = (
    "friendly",
    "friendly-dominant",
    "dominant",
    "hostile-dominant",
    "hostile",
    "hostile-submissive",
    "submissive",
    "friendly-submissive",
)

# What a clause is about: see `inference.reading.Clause`.
WHO: Final = ("client", "family", "other_client", "worker")
WHEN: Final = ("now", "past_over", "past_driving")
WHETHER: Final = ("stated", "denied", "hypothetical", "general")

SUPPORT: Final = ("worth asking", "some support", "several signs")
