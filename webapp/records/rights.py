"""Who may do what: one table, and nothing else that decides by role."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal, get_args

from ..language import N_, Worded

Role = Literal["own", "trainee", "worker", "supervisor", "administrator", "auditor"]

# What roles are for.
ROLES: Final = Worded(
    {
        "trainee": N_(
            "learns: practises, takes part in supervision rounds, keeps no notes of clients"
        ),
        "worker": N_("keeps own cases, holds and takes part in supervision rounds"),
        "supervisor": N_(
            "the same, and sees the cases of the team, and agreement over the rounds they are in"
        ),
        "administrator": N_("invites people, sets roles, sees what was reported; sees no case"),
        "auditor": N_("reads and verifies the audit; sees no case"),
    }
)

# The name of each, as the pages write it.
ROLE_NAMES: Final = Worded(
    {
        "trainee": N_("trainee"),
        "worker": N_("worker"),
        "supervisor": N_("supervisor"),
        "administrator": N_("administrator"),
        "auditor": N_("auditor"),
    }
)

Act = Literal[
    "practise",
    "take_part",
    "hold_rounds",
    "keep_cases",
    "see_team_cases",
    "see_agreement",
    "export",
    "administer",
    "see_audit",
]

_MAY: Final[dict[str, frozenset[str]]] = {
    # The one person of a machine without accounts: everything but what needs others.
    "own": frozenset(
        {"practise", "take_part", "hold_rounds", "keep_cases", "see_agreement", "export"}
        | {"administer", "see_audit"}
    ),
    "trainee": frozenset({"practise", "take_part"}),
    "worker": frozenset({"practise", "take_part", "hold_rounds", "keep_cases", "export"}),
    "supervisor": frozenset(
        {"practise", "take_part", "hold_rounds", "keep_cases", "export"}
        | {"see_team_cases", "see_agreement"}
    ),
    "administrator": frozenset({"practise", "administer"}),
    "auditor": frozenset({"practise", "see_audit"}),
}

Site = Literal["ordinary", "training", "victim_services"]
SITES: Final = get_args(Site)

# What a site as a whole never does, whoever asks.
_NEVER: Final[dict[str, frozenset[str]]] = {
    "ordinary": frozenset(),
    # No note about a real client is kept.
    "training": frozenset({"keep_cases", "see_team_cases"}),
    # Nothing about a client goes to anybody else: not to the team, not out of the program.
    "victim_services": frozenset({"see_team_cases", "export"}),
}


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who is signed in, or the one person of a machine without accounts."""

    id: str
    name: str
    role: Role
    team: str | None = None


ONE_PERSON: Final = Person("own", N_("You"), "own")


def may(person: Person, act: Act, site: Site = "ordinary") -> bool:
    """Whether the person may do this at all; whose case it is, is asked in `cases`."""
    return act in _MAY[person.role] and act not in _NEVER[site]
