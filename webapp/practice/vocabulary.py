"""The ids that a case may use, taken from the clinical knowledge that `inference` exports."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Annotated, Any, Final

from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic_core import core_schema

from inference import Clinical, load_clinical

from ..language import N_, Worded, gettext
from ..language.knowledge import named

SETTINGS: Final = Worded(
    {
        "shelter": N_("Shelter"),
        "outreach": N_("Outreach"),
        "drop_in": N_("Drop-in"),
        "supportive_housing": N_("Supportive housing"),
        "clinic": N_("Clinic"),
        "phone": N_("Phone"),
        "jail_reentry": N_("Jail and reentry"),
        "youth": N_("Youth"),
        "family": N_("Family"),
        "hospital_discharge": N_("Hospital discharge"),
        "psychotherapy": N_("Psychotherapy"),
    }
)
DIFFICULTIES: Final = Worded(
    {
        "introductory": N_("Introductory"),
        "intermediate": N_("Intermediate"),
        "hard": N_("Hard"),
    }
)
CONTROL: Final = Worded(
    {
        "dominant": N_("takes charge: demands, tests, instructs"),
        "submissive": N_("yields: defers, appeases, gives up"),
        "balanced": N_("neither, or both in turn"),
        "unclear": N_("the note does not show it"),
    }
)
AFFILIATION: Final = Worded(
    {
        "friendly": N_("warm: joking, thankful, open"),
        "hostile": N_("cold or angry: mocking, suspicious, shut off"),
        "mixed": N_("both, or plain neutral"),
        "unclear": N_("the note does not show it"),
    }
)
# In the order in which a learner grows surer.
SUPPORT: Final = ("worth_asking", "some_support", "several_signs")
RISK_STATUSES: Final = ("current", "denied", "past", "other_person", "hypothetical")
FITS: Final = ("fits", "partly", "misses")
# What a case may practise besides one barrier.
OTHER_PATHS: Final = ("look_alikes", "style_and_reaction", "no_barrier", "mixed")


def clinical() -> Clinical:
    """The knowledge, read when it is first needed, its names in the language of the page."""
    return named(load_clinical())


@cache
def known(what: str) -> tuple[str, ...]:
    """The ids of one kind, in the order in which they are shown."""
    found = clinical()
    kinds = {
        "barrier": tuple(b.id for b in found.barriers),
        "reaction": tuple(r.id for r in found.reactions),
        "risk": tuple(r.id for r in found.risks),
        "strength": tuple(s.id for s in found.strengths),
        "stance": tuple(s.id for s in (*found.stances, *found.combinations)),
        "setting": tuple(SETTINGS),
        "difficulty": tuple(DIFFICULTIES),
        "control": tuple(CONTROL),
        "affiliation": tuple(AFFILIATION),
        "support": SUPPORT,
        "status": RISK_STATUSES,
        "fit": FITS,
    }
    return {**kinds, "path": (*kinds["barrier"], *OTHER_PATHS)}[what]


@dataclass(frozen=True, slots=True)
class OneOf:
    """Marks a field as one of the ids of a kind: checked when it is built, listed in the schema."""

    what: str

    def __get_pydantic_core_schema__(
        self, source: Any, handler: GetCoreSchemaHandler
    ) -> core_schema.CoreSchema:
        return core_schema.no_info_after_validator_function(self.check, handler(source))

    def __get_pydantic_json_schema__(
        self, schema: core_schema.CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        return {**handler(schema), "enum": list(known(self.what))}

    def check(self, value: str) -> str:
        """The value itself.

        Raises
        ------
        ValueError
            It is none of the known ones, which are named.
        """
        if value not in known(self.what):
            raise ValueError(
                gettext(
                    "is no %(what)s; known are %(known)s.",
                    what=self.what,
                    known=", ".join(known(self.what)),
                )
            )
        return value


BarrierId = Annotated[str, OneOf("barrier")]
ReactionId = Annotated[str, OneOf("reaction")]
RiskId = Annotated[str, OneOf("risk")]
StrengthId = Annotated[str, OneOf("strength")]
StanceId = Annotated[str, OneOf("stance")]
Setting = Annotated[str, OneOf("setting")]
Difficulty = Annotated[str, OneOf("difficulty")]
Control = Annotated[str, OneOf("control")]
Affiliation = Annotated[str, OneOf("affiliation")]
Support = Annotated[str, OneOf("support")]
RiskStatus = Annotated[str, OneOf("status")]
Fit = Annotated[str, OneOf("fit")]
PathId = Annotated[str, OneOf("path")]
