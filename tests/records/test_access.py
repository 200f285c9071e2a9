"""Whose case it is: each person, each way to a case, and ids that were guessed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest

from webapp.records.access import Access
from webapp.records.case_values import Keeping
from webapp.records.errors import NotAllowed, Refused
from webapp.records.hypotheses import Hypotheses
from webapp.records.rights import Person
from webapp.records.sealed_values import CaseFacts, Consent, Living

WHO = {
    "owner": ("worker", "east"),
    "colleague": ("worker", "east"),
    "supervisor": ("supervisor", "east"),
    "other supervisor": ("supervisor", "west"),
    "supervisor without team": ("supervisor", None),
    "trainee": ("trainee", "east"),
    "administrator": ("administrator", "east"),
    "auditor": ("auditor", "east"),
}
SEE = {"owner", "supervisor"}
GUESSED = ["", "guessed", "\0", "x" * 400, "' or 1=1 --", "é", "own"]

Way = Callable[[Any, datetime, Person, str, str], object]
CONSENT = Consent("2026-03-01", "2026-09-01", "the clinic", "a bed", "")
LIVING = Living("confusion", "", "open")

# Every way to a case: desk, moment, person, case and note.
WAYS: dict[str, Way] = {
    "case": lambda d, now, p, c, n: d.cases.case(now, p, c),
    "change": lambda d, now, p, c, n: d.cases.change(now, p, c, 2, CaseFacts("Other")),
    "consent": lambda d, now, p, c, n: d.cases.record_consent(now, p, c, CONSENT),
    "close": lambda d, now, p, c, n: d.cases.close(now, p, c),
    "export": lambda d, now, p, c, n: d.cases.everything(now, p, c, "json"),
    "delete": lambda d, now, p, c, n: d.cases.delete(now, p, c),
    "note": lambda d, now, p, c, n: d.notes.note(now, p, c, n),
    "delete note": lambda d, now, p, c, n: d.notes.delete(now, p, c, n),
    "add hypothesis": lambda d, now, p, c, n: d.hypotheses.add(now, p, c, LIVING),
}


@pytest.fixture
def teams(accounts: Any, now: datetime) -> dict[str | None, str | None]:
    return {None: None} | {
        name: accounts.make_team(now, "command", name) for name in ("east", "west")
    }


@pytest.fixture
def everybody(join: Any, teams: dict[str | None, str | None]) -> dict[str, Person]:
    return {who: join(who, role, teams[team]).person for who, (role, team) in WHO.items()}


@pytest.fixture
def kept(
    desk: Any, everybody: dict[str, Person], keeping: Callable[..., Keeping], now: datetime
) -> tuple[str, str]:
    """A case of the owner with one note."""
    case = desk.cases.begin(now, everybody["owner"], "Marlow", False)
    return case, desk.notes.keep(now, everybody["owner"], case, keeping())


@pytest.mark.parametrize("way", WAYS)
def test_every_way_is_open_to_owner_and_supervisor_alone(
    way: str, desk: Any, everybody: dict[str, Person], kept: tuple[str, str], now: datetime
) -> None:
    for who, person in everybody.items():
        if who not in SEE:
            with pytest.raises(NotAllowed):
                WAYS[way](desk, now, person, *kept)
    WAYS[way](desk, now, everybody["supervisor"], *kept)
    if not way.startswith("delete"):
        assert desk.cases.case(now, everybody["owner"], kept[0])


def test_lists_hold_what_somebody_may_see(
    desk: Any, everybody: dict[str, Person], kept: tuple[str, str], now: datetime
) -> None:
    listed = {}
    for who, person in everybody.items():
        try:
            listed[who] = [head.id for head in desk.cases.all(person)]
        except NotAllowed:
            listed[who] = ["not allowed"]
    assert listed == {
        "owner": [kept[0]],
        "colleague": [],
        "supervisor": [kept[0]],
        "other supervisor": [],
        "supervisor without team": [],
        "trainee": ["not allowed"],
        "administrator": ["not allowed"],
        "auditor": ["not allowed"],
    }


def test_whoever_kept_cases_and_may_not_any_more_sees_none_of_them(
    desk: Any, accounts: Any, everybody: dict[str, Person], kept: tuple[str, str], now: datetime
) -> None:
    owner = everybody["owner"]
    as_trainee = Person(owner.id, owner.name, "trainee", owner.team)
    with pytest.raises(NotAllowed):
        desk.cases.all(as_trainee)
    with pytest.raises(NotAllowed):
        desk.cases.case(now, as_trainee, kept[0])


@pytest.mark.parametrize("guess", GUESSED)
def test_guessed_ids_are_just_not_there(
    guess: str, desk: Any, everybody: dict[str, Person], kept: tuple[str, str], now: datetime
) -> None:
    owner = everybody["owner"]
    for way in WAYS.values():
        with pytest.raises(NotAllowed):
            way(desk, now, owner, guess, kept[1])
    for way in ("note", "delete note"):
        with pytest.raises(NotAllowed):
            WAYS[way](desk, now, owner, kept[0], guess)
    assert desk.cases.case(now, owner, kept[0]).head.notes == 1


def test_what_is_refused_tells_no_difference_between_not_there_and_not_yours(
    desk: Any, everybody: dict[str, Person], kept: tuple[str, str], now: datetime
) -> None:
    said = set()
    for case in (kept[0], "guessed"):
        with pytest.raises(NotAllowed) as told:
            desk.cases.case(now, everybody["colleague"], case)
        said.add(str(told.value))
    assert len(said) == 1


def test_a_note_is_reached_through_its_own_case_alone(
    desk: Any, everybody: dict[str, Person], kept: tuple[str, str], now: datetime
) -> None:
    colleague = everybody["colleague"]
    theirs = desk.cases.begin(now, colleague, "Own", False)
    for way in ("note", "delete note"):
        with pytest.raises(NotAllowed):
            WAYS[way](desk, now, colleague, theirs, kept[1])
    held = desk.cases.case(now, everybody["owner"], kept[0]).hypotheses
    assert held == ()
    desk.hypotheses.add(now, everybody["owner"], kept[0], LIVING)
    (hypothesis,) = desk.cases.case(now, everybody["owner"], kept[0]).hypotheses
    with pytest.raises(Refused):
        desk.hypotheses.save(now, colleague, theirs, hypothesis.id, 1, LIVING)


class TestHandingOver:
    def test_the_case_and_what_is_in_it_change_hands(
        self, desk: Any, everybody: dict[str, Person], kept: tuple[str, str], now: datetime
    ) -> None:
        desk.cases.hand_over(now, everybody["supervisor"], kept[0], everybody["colleague"])
        assert desk.cases.case(now, everybody["colleague"], kept[0]).head.owner == (
            everybody["colleague"].id
        )
        with pytest.raises(NotAllowed):
            desk.cases.case(now, everybody["owner"], kept[0])
        # What the first one felt stays their own.
        assert desk.notes.note(now, everybody["colleague"], *kept).facts.felt == ()

    @pytest.mark.parametrize("who", set(WHO) - {"supervisor"})
    def test_nobody_but_their_supervisor_does_it(
        self, who: str, desk: Any, everybody: dict[str, Person], kept: Any, now: datetime
    ) -> None:
        with pytest.raises((NotAllowed, Refused)):
            desk.cases.hand_over(now, everybody[who], kept[0], everybody["colleague"])
        assert desk.cases.case(now, everybody["owner"], kept[0])

    @pytest.mark.parametrize(
        "to", ["other supervisor", "supervisor without team", "trainee", "administrator", "auditor"]
    )
    def test_it_goes_to_nobody_else(
        self, to: str, desk: Any, everybody: dict[str, Person], kept: Any, now: datetime
    ) -> None:
        with pytest.raises(Refused, match="somebody of your team"):
            desk.cases.hand_over(now, everybody["supervisor"], kept[0], everybody[to])

    def test_whoever_has_no_team_hands_over_to_nobody(
        self, desk: Any, join: Any, everybody: dict[str, Person], now: datetime
    ) -> None:
        alone = everybody["supervisor without team"]
        case = desk.cases.begin(now, alone, "Marlow", False)
        with pytest.raises(Refused, match="somebody of your team"):
            desk.cases.hand_over(now, alone, case, join("ruth").person)

    def test_it_goes_to_nobody_who_was_shut_out_or_has_another_role_since(
        self, desk: Any, accounts: Any, everybody: dict[str, Person], kept: Any, now: datetime
    ) -> None:
        colleague = everybody["colleague"]
        for role, active in (("worker", False), ("trainee", True)):
            accounts.change(now, "command", colleague.id, role, colleague.team, active=active)
            with pytest.raises(Refused, match="somebody of your team"):
                desk.cases.hand_over(now, everybody["supervisor"], kept[0], colleague)


@pytest.mark.parametrize(
    ("site", "works"),
    [
        ("ordinary", {"own", "team's", "export", "hand over"}),
        ("training", set()),
        ("victim_services", {"own"}),
    ],
)
def test_a_site_as_a_whole(
    site: Any, works: set[str], desk: Any, everybody: dict[str, Person], kept: Any, now: datetime
) -> None:
    there = type(desk)(Access(desk.records, site))
    owner, supervisor = everybody["owner"], everybody["supervisor"]
    done = set()
    for what, act in {
        "own": lambda: there.cases.case(now, owner, kept[0]),
        "team's": lambda: there.cases.case(now, supervisor, kept[0]),
        "export": lambda: there.cases.everything(now, owner, kept[0], "json"),
        "hand over": lambda: there.cases.hand_over(now, supervisor, kept[0], owner),
    }.items():
        try:
            act()
        except NotAllowed:
            continue
        done.add(what)
    assert done == works
    assert isinstance(there.hypotheses, Hypotheses)
