"""Who may do what: every cell of the table, role by role, act by act, at each kind of site."""

from __future__ import annotations

from typing import get_args

import pytest

from webapp.records.rights import ONE_PERSON, ROLES, SITES, Act, Person, Role, may

ACTS = [
    *("practise", "take_part", "hold_rounds", "keep_cases", "see_team_cases", "see_agreement"),
    *("export", "administer", "see_audit"),
]

# A row for every role and kind of site; a cross for every act in the order of ACTS.
MAY = """
own            ordinary         x x x x . x x x x
own            training         x x x . . x x x x
own            victim_services  x x x x . x . x x
trainee        ordinary         x x . . . . . . .
trainee        training         x x . . . . . . .
trainee        victim_services  x x . . . . . . .
worker         ordinary         x x x x . . x . .
worker         training         x x x . . . x . .
worker         victim_services  x x x x . . . . .
supervisor     ordinary         x x x x x x x . .
supervisor     training         x x x . . x x . .
supervisor     victim_services  x x x x . x . . .
administrator  ordinary         x . . . . . . x .
administrator  training         x . . . . . . x .
administrator  victim_services  x . . . . . . x .
auditor        ordinary         x . . . . . . . x
auditor        training         x . . . . . . . x
auditor        victim_services  x . . . . . . . x
"""
ROWS = [row.split() for row in MAY.strip().splitlines()]


@pytest.mark.parametrize(("role", "site", "crosses"), [(r[0], r[1], r[2:]) for r in ROWS])
def test_cell_by_cell(role: Role, site: str, crosses: list[str]) -> None:
    person = Person("somebody", "Somebody", role, "team")
    allowed = [act for act in ACTS if may(person, act, site)]
    assert allowed == [act for act, cross in zip(ACTS, crosses, strict=True) if cross == "x"]


def test_the_table_has_every_cell() -> None:
    assert set(ACTS) == set(get_args(Act))
    assert {(row[0], row[1]) for row in ROWS} == {
        (role, site) for role in get_args(Role) for site in SITES
    }
    assert len(ROWS) == len(get_args(Role)) * len(SITES)


def test_the_one_person_of_a_machine_is_no_role_to_be_given() -> None:
    assert ONE_PERSON.role == "own"
    assert set(ROLES) == set(get_args(Role)) - {"own"}
