"""Accounts from the invitation to the end, and signing in, with all that must not work."""

from __future__ import annotations

import statistics
import time
from datetime import datetime, timedelta
from typing import Any

import pyotp
import pytest
from argon2 import PasswordHasher
from sqlalchemy import func, select, update

from webapp.records import audit
from webapp.records import secrets_of_people as hidden
from webapp.records.errors import NotAllowed, Refused
from webapp.records.people import INVITED, Accounts, login_digest
from webapp.records.sign_in import LOCKED, LONGEST, TRIES, SignIns
from webapp.records.tables import failures, people

IDLE = timedelta(minutes=20)
GOOD = "tugboat violet ladder"
MINUTE = timedelta(minutes=1)


def accept(accounts: Accounts, now: datetime, token: str, **changes: str) -> Any:
    """Take up an invitation as "dana" with all that is right but `changes`."""
    secret = hidden.fresh_code_secret()
    right = {"login": "dana", "password": GOOD, "code": pyotp.TOTP(secret).at(now)}
    return accounts.accept(now, token, secret=secret, **{**right, **changes})


class TestInvitations:
    def test_one_that_is_taken_up_makes_the_person(self, accounts: Any, now: datetime) -> None:
        team = accounts.make_team(now, "command", "East  side")
        token = accounts.invite(now, "command", " Dana   Webb ", "supervisor", team)
        offered = accounts.invited(now, token)
        assert (offered.name, offered.login, offered.role) == ("Dana Webb", "", "supervisor")
        assert not offered.again
        person = accept(accounts, now, token, login="Dana")
        assert (person.name, person.role, person.team) == ("Dana Webb", "supervisor", team)
        (account,) = accounts.everyone(now)
        assert account.person == person
        assert (account.login, account.team, account.active, account.locked) == (
            *("Dana", "East side"), True, False,
        )  # fmt: skip
        assert accounts.find(" DANA ") == person.id

    @pytest.mark.parametrize(
        "after", [INVITED, INVITED + MINUTE], ids=["at its end", "after its end"]
    )
    def test_one_that_is_over_is_none(self, accounts: Any, now: datetime, after: timedelta) -> None:
        token = accounts.invite(now, "command", "Dana", "worker")
        assert accounts.invited(now + INVITED - MINUTE, token)
        assert accounts.invited(now + after, token) is None
        with pytest.raises(Refused, match="used or is over"):
            accept(accounts, now + after, token)

    @pytest.mark.parametrize("token", ["", "guessed", "\0", "é" * 43])
    def test_one_that_was_never_made_is_none(
        self, accounts: Any, now: datetime, token: str
    ) -> None:
        assert accounts.invited(now, token) is None
        with pytest.raises(Refused, match="used or is over"):
            accept(accounts, now, token)

    def test_one_is_taken_up_once(self, accounts: Any, now: datetime) -> None:
        token = accounts.invite(now, "command", "Dana", "worker")
        accept(accounts, now, token)
        assert accounts.invited(now, token) is None
        with pytest.raises(Refused, match="used or is over"):
            accept(accounts, now, token, login="somebody-else")
        assert len(accounts.everyone(now)) == 1

    @pytest.mark.parametrize(
        ("changes", "says"),
        [
            ({"login": "  "}, "sign-in name is missing"),
            ({"login": "d" * 81}, "80 characters at most"),
            ({"password": "eleven char"}, "12 characters or more"),
            ({"password": "x" * 201}, "200 characters at most"),
            ({"password": "abababababab"}, "repeats few characters"),
            ({"password": "my name is dana"}, "holds your name or sign-in name"),
            ({"password": "WEBB-at-the-desk"}, "holds your name or sign-in name"),
            ({"login": "d.webb@clinic", "password": "ask D.Webb at nine"}, "holds your name"),
            ({"code": ""}, "code does not fit"),
            ({"code": "000000"}, "code does not fit"),
            ({"code": "١٢٣٤٥٦"}, "code does not fit"),
        ],
    )
    def test_what_will_not_do_is_told_and_the_invitation_stays(
        self, accounts: Any, now: datetime, changes: dict[str, str], says: str
    ) -> None:
        token = accounts.invite(now, "command", "Dana Webb", "worker")
        with pytest.raises(Refused, match=says):
            accept(accounts, now, token, **changes)
        assert accounts.everyone(now) == ()
        assert accept(accounts, now, token)

    @pytest.mark.parametrize("password", ["fünf Wörter für Öl", "𝕥ugboat violet ladder"])
    def test_letters_of_any_kind_make_a_password(
        self, accounts: Any, sign_ins: SignIns, now: datetime, password: str
    ) -> None:
        token = accounts.invite(now, "command", "Dana", "worker")
        secret = hidden.fresh_code_secret()
        totp = pyotp.TOTP(secret)
        accounts.accept(now, token, "Zoë", password, secret, totp.at(now))
        later = now + MINUTE
        # Typed on another keyboard: the accent as a letter of its own.
        assert sign_ins.sign_in(later, "zoe\u0308", password, totp.at(later))

    @pytest.mark.parametrize("login", ["dana", "DANA", " dana "])
    def test_a_sign_in_name_is_had_once(
        self, accounts: Any, join: Any, now: datetime, login: str
    ) -> None:
        join("dana")
        token = accounts.invite(now, "command", "Dana the second", "worker")
        with pytest.raises(Refused, match="has this sign-in name already"):
            accept(accounts, now, token, login=login)
        assert accept(accounts, now, token, login="dana2").name == "Dana the second"

    @pytest.mark.parametrize(
        ("name", "role", "team", "says"),
        [
            ("Dana", "own", None, "no role 'own'"),
            ("Dana", "owner", None, "no role 'owner'"),
            ("", "worker", None, "name is missing"),
            ("D" * 81, "worker", None, "80 characters at most"),
            ("Dana", "worker", "no-team", "no such team"),
        ],
    )
    def test_nobody_is_invited_to_what_is_not_there(
        self, accounts: Any, now: datetime, name: str, role: str, team: str | None, says: str
    ) -> None:
        with pytest.raises(Refused, match=says):
            accounts.invite(now, "command", name, role, team)

    def test_way_back_in_keeps_the_person_and_ends_the_old_way(
        self, accounts: Any, sign_ins: SignIns, join: Any, now: datetime
    ) -> None:
        dana = join("dana", "supervisor")
        inside = sign_ins.sign_in(now, "dana", GOOD, dana.code(now))
        token = accounts.invite_again(now, "command", dana.person.id)
        assert accounts.invited(now, token).login == "dana"
        # Until it is taken up, the old way holds; the role is the one of today, not of then.
        assert sign_ins.who(now, inside, IDLE) == dana.person
        accounts.invite(now, "command", "Ines", "administrator")
        admin = join("ines", "administrator")
        accounts.change(now, admin.person.id, dana.person.id, "worker", None, active=True)
        again = accept(accounts, now, token, password="another tugboat here")  # noqa: S106
        assert (again.id, again.role) == (dana.person.id, "worker")
        assert sign_ins.who(now, inside, IDLE) is None
        later = now + MINUTE
        assert sign_ins.sign_in(later, "dana", GOOD, dana.code(later)) is None

    def test_way_back_ends_when_the_person_is_shut_out_but_a_new_one_lets_them_in(
        self, accounts: Any, join: Any, now: datetime
    ) -> None:
        join("ines", "administrator")
        dana = join("dana")
        token = accounts.invite_again(now, "command", dana.person.id)
        accounts.change(now, "command", dana.person.id, "worker", None, active=False)
        assert accounts.invited(now, token) is None
        with pytest.raises(Refused, match="used or is over"):
            accept(accounts, now, token)
        assert not next(a for a in accounts.everyone(now) if a.login == "dana").active
        accept(accounts, now, accounts.invite_again(now, "command", dana.person.id))
        assert next(a for a in accounts.everyone(now) if a.login == "dana").active


class TestTeams:
    @pytest.mark.parametrize(
        ("name", "says"),
        [("", "missing"), ("x" * 81, "80 characters"), ("EAST", "a team of this name")],
    )
    def test_a_name_that_will_not_do(
        self, accounts: Any, now: datetime, name: str, says: str
    ) -> None:
        accounts.make_team(now, "command", "East")
        with pytest.raises(Refused, match=says):
            accounts.make_team(now, "command", name)

    def test_they_are_listed_by_name(self, accounts: Any, now: datetime) -> None:
        for name in ("west", "East"):
            accounts.make_team(now, "command", name)
        assert list(accounts.teams().values()) == ["East", "west"]


class TestChanges:
    def test_whoever_is_shut_out_is_out_at_once(
        self, accounts: Any, sign_ins: SignIns, join: Any, now: datetime
    ) -> None:
        join("ines", "administrator")
        dana = join("dana")
        token = sign_ins.sign_in(now, "dana", GOOD, dana.code(now))
        accounts.change(now, "command", dana.person.id, "worker", None, active=False)
        assert sign_ins.who(now, token, IDLE) is None
        later = now + MINUTE
        assert sign_ins.sign_in(later, "dana", GOOD, dana.code(later)) is None
        assert sign_ins.sign_in_known(later, "dana") is None

    def test_another_role_ends_the_sign_in_another_team_does_not(
        self, accounts: Any, sign_ins: SignIns, join: Any, now: datetime
    ) -> None:
        join("ines", "administrator")
        dana = join("dana")
        team = accounts.make_team(now, "command", "East")
        token = sign_ins.sign_in(now, "dana", GOOD, dana.code(now))
        accounts.change(now, "command", dana.person.id, "worker", team, active=True)
        assert sign_ins.who(now, token, IDLE).team == team
        accounts.change(now, "command", dana.person.id, "supervisor", team, active=True)
        assert sign_ins.who(now, token, IDLE) is None

    @pytest.mark.parametrize(("role", "active"), [("worker", True), ("administrator", False)])
    def test_somebody_stays_who_may_administer(
        self, accounts: Any, join: Any, now: datetime, role: Any, active: bool
    ) -> None:
        first = join("ines", "administrator").person
        with pytest.raises(Refused, match="has to stay"):
            accounts.change(now, first.id, first.id, role, None, active=active)
        assert accounts.everyone(now)[0].person.role == "administrator"
        second = join("omar", "administrator").person
        accounts.change(now, second.id, first.id, role, None, active=active)
        with pytest.raises(Refused, match="has to stay"):
            accounts.change(now, second.id, second.id, role, None, active=active)

    @pytest.mark.parametrize(
        ("role", "team", "says"), [("own", None, "no role"), ("worker", "none", "no such team")]
    )
    def test_nobody_is_made_what_is_not_there(
        self, accounts: Any, join: Any, now: datetime, role: Any, team: str | None, says: str
    ) -> None:
        join("ines", "administrator")
        with pytest.raises(Refused, match=says):
            accounts.change(now, "command", join("dana").person.id, role, team, active=True)

    @pytest.mark.parametrize("person", ["", "guessed", "\0", "x" * 400])
    def test_somebody_who_is_not_there(self, accounts: Any, now: datetime, person: str) -> None:
        for act in (
            lambda: accounts.change(now, "command", person, "worker", None, active=True),
            lambda: accounts.unlock(now, "command", person),
            lambda: accounts.invite_again(now, "command", person),
        ):
            with pytest.raises(NotAllowed):
                act()


class TestSigningIn:
    def test_with_all_three(self, sign_ins: SignIns, join: Any, now: datetime) -> None:
        dana = join("dana")
        token = sign_ins.sign_in(now, "DANA", GOOD, dana.code(now))
        assert sign_ins.who(now, token, IDLE) == dana.person
        sign_ins.sign_out(now, token)
        assert sign_ins.who(now, token, IDLE) is None
        sign_ins.sign_out(now, token)  # twice does no harm

    @pytest.mark.parametrize(
        ("login", "password", "steps"),
        [
            ("dana", GOOD.upper(), 0),
            ("dana", GOOD + " ", 0),
            ("dana", "", 0),
            ("dana", GOOD, 2),
            ("dana", GOOD, -2),
            ("nobody", GOOD, 0),
            ("", "", 0),
            ("dana\0", GOOD, 0),
        ],
    )
    def test_with_one_of_them_wrong(
        self, sign_ins: SignIns, join: Any, now: datetime, login: str, password: str, steps: int
    ) -> None:
        dana = join("dana")
        assert sign_ins.sign_in(now, login, password, dana.code(now, steps)) is None

    @pytest.mark.parametrize("code", ["", "12345", "abcdef", "٠١٢٣٤٥", "0" * 5000, "\0"])
    def test_with_no_code_at_all(
        self, sign_ins: SignIns, join: Any, now: datetime, code: str
    ) -> None:
        join("dana")
        assert sign_ins.sign_in(now, "dana", GOOD, code) is None

    @pytest.mark.parametrize("steps", [-1, 0, 1])
    def test_clocks_may_be_a_step_apart(
        self, sign_ins: SignIns, join: Any, now: datetime, steps: int
    ) -> None:
        dana = join("dana")
        code = dana.code(now, steps)
        assert sign_ins.sign_in(now, "dana", GOOD, f"{code[:3]} {code[3:]}")

    @pytest.mark.parametrize("steps", [0, -1])
    def test_no_code_is_used_twice_nor_an_older_one_after(
        self, sign_ins: SignIns, join: Any, now: datetime, steps: int
    ) -> None:
        dana = join("dana")
        assert sign_ins.sign_in(now, "dana", GOOD, dana.code(now))
        assert sign_ins.sign_in(now, "dana", GOOD, dana.code(now, steps)) is None
        assert sign_ins.sign_in(now, "dana", GOOD, dana.code(now, 1))

    def test_the_code_that_took_up_the_invitation_does_not_sign_in(
        self, accounts: Any, sign_ins: SignIns, now: datetime
    ) -> None:
        token = accounts.invite(now, "command", "Dana", "worker")
        secret = hidden.fresh_code_secret()
        code = pyotp.TOTP(secret).at(now)
        accounts.accept(now, token, "dana", GOOD, secret, code)
        assert sign_ins.sign_in(now, "dana", GOOD, code) is None

    def test_an_outdated_hash_is_made_anew(
        self, sign_ins: SignIns, join: Any, now: datetime
    ) -> None:
        dana = join("dana")
        weaker = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1, hash_len=16)
        assert hidden.outdated(weaker.hash(GOOD))
        with sign_ins.records.writing() as connection:
            connection.execute(update(people).values(password=weaker.hash(GOOD)))
        assert sign_ins.sign_in(now, "dana", GOOD, dana.code(now))
        with sign_ins.records.reading() as connection:
            kept = connection.scalar(select(people.c.password))
        assert not hidden.outdated(kept)
        assert hidden.fits(GOOD, kept)

    def test_a_site_that_vouches_signs_in_who_is_known(
        self, sign_ins: SignIns, join: Any, now: datetime
    ) -> None:
        dana = join("dana")
        token = sign_ins.sign_in_known(now, "Dana")
        assert sign_ins.who(now, token or "", IDLE) == dana.person
        assert sign_ins.sign_in_known(now, "nobody") is None


class TestLock:
    def _fail(self, sign_ins: SignIns, now: datetime, login: str, times: int) -> list[Any]:
        said: list[Any] = []
        for _ in range(times):
            try:
                said.append(sign_ins.sign_in(now, login, "wrong password", "000000"))
            except Refused as error:
                said.append(str(error))
        return said

    def test_five_tries_lock_whether_the_name_is_known_or_not(
        self, sign_ins: SignIns, join: Any, now: datetime
    ) -> None:
        dana = join("dana")
        known = self._fail(sign_ins, now, "dana", TRIES + 2)
        unknown = self._fail(sign_ins, now, "nobody", TRIES + 2)
        assert known == unknown
        assert known[:TRIES] == [None] * TRIES
        assert "Too many tries" in known[TRIES]
        with pytest.raises(Refused):  # not even with all that is right
            sign_ins.sign_in(now, "dana", GOOD, dana.code(now))
        assert [entry.action for entry in audit.entries(sign_ins.records)][:2] == [
            "locked_out", "sign_in_failed",
        ]  # fmt: skip

    def test_it_is_told_to_the_administrator_who_can_end_it(
        self, accounts: Any, sign_ins: SignIns, join: Any, now: datetime
    ) -> None:
        dana = join("dana")
        self._fail(sign_ins, now, "dana", TRIES)
        assert accounts.everyone(now)[0].locked
        accounts.unlock(now, "command", dana.person.id)
        assert not accounts.everyone(now)[0].locked
        assert sign_ins.sign_in(now, "dana", GOOD, dana.code(now))

    def test_it_ends_after_a_quarter_of_an_hour_and_counts_anew(
        self, accounts: Any, sign_ins: SignIns, join: Any, now: datetime
    ) -> None:
        dana = join("dana")
        self._fail(sign_ins, now, "dana", TRIES)
        with pytest.raises(Refused):
            sign_ins.sign_in(now + LOCKED - MINUTE, "dana", GOOD, dana.code(now))
        later = now + LOCKED
        assert not accounts.everyone(later)[0].locked
        assert self._fail(sign_ins, later, "dana", TRIES - 1) == [None] * (TRIES - 1)
        assert sign_ins.sign_in(later, "dana", GOOD, dana.code(later))

    def test_signing_in_clears_what_went_wrong_before(
        self, sign_ins: SignIns, join: Any, now: datetime
    ) -> None:
        dana = join("dana")
        self._fail(sign_ins, now, "dana", TRIES - 1)
        assert sign_ins.sign_in(now, "dana", GOOD, dana.code(now))
        with sign_ins.records.reading() as connection:
            assert connection.scalar(select(func.count()).select_from(failures)) == 0
        assert self._fail(sign_ins, now, "dana", TRIES - 1) == [None] * (TRIES - 1)

    def test_a_clock_set_back_does_not_make_it_last(
        self, accounts: Any, sign_ins: SignIns, join: Any, now: datetime
    ) -> None:
        dana = join("dana")
        self._fail(sign_ins, now + timedelta(days=400), "dana", TRIES)
        assert sign_ins.sign_in(now, "dana", GOOD, dana.code(now))
        assert not accounts.everyone(now)[0].locked

    def test_finding_out_takes_as_long_for_a_name_that_nobody_has(
        self, sign_ins: SignIns, join: Any, now: datetime, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        slow = PasswordHasher(time_cost=2, memory_cost=16384, parallelism=1)
        monkeypatch.setattr(hidden, "_hasher", slow)
        nobody = slow.hash("nobody")
        monkeypatch.setattr(hidden, "of_nobody", lambda: nobody)
        join("dana")
        known, unknown = [], []
        for number in range(8):  # in turns, a lock away from each other
            moment = now + number * LOCKED
            for login, seconds in (("dana", known), ("nobody", unknown)):
                began = time.process_time()
                sign_ins.sign_in(moment, login, "wrong password", "000000")
                seconds.append(time.process_time() - began)
        ratio = statistics.median(known) / statistics.median(unknown)
        assert 0.5 < ratio < 2
        began = time.process_time()
        login_digest(sign_ins.records, "dana")
        # What would be saved by not hashing at all is far more than that.
        assert (time.process_time() - began) < statistics.median(unknown) / 4


class TestBeingIn:
    @pytest.fixture
    def token(self, sign_ins: SignIns, join: Any, now: datetime) -> str:
        dana = join("dana")
        return str(sign_ins.sign_in(now, "dana", GOOD, dana.code(now)))

    @pytest.mark.parametrize(
        ("after", "inside"),
        [
            (timedelta(0), True),
            (IDLE - MINUTE, True),
            (IDLE, False),
            (timedelta(days=400), False),
            (-MINUTE, True),
            (-3 * MINUTE, False),
            (-timedelta(days=400), False),
        ],
    )
    def test_until_idle_for_too_long_or_the_clock_is_set_back(
        self, sign_ins: SignIns, now: datetime, token: str, after: timedelta, inside: bool
    ) -> None:
        assert (sign_ins.who(now + after, token, IDLE) is not None) == inside
        if not inside:  # and it does not come back when the clock does
            assert sign_ins.who(now, token, IDLE) is None

    def test_whoever_works_on_stays_in_but_not_longer_than_a_day_of_work(
        self, sign_ins: SignIns, now: datetime, token: str
    ) -> None:
        moment = now
        while (moment := moment + IDLE - MINUTE) < now + LONGEST:
            assert sign_ins.who(moment, token, IDLE)
        assert sign_ins.who(now + LONGEST, token, IDLE) is None

    @pytest.mark.parametrize("token", ["", "guessed", "\0"])
    def test_with_a_token_that_was_never_given(
        self, sign_ins: SignIns, now: datetime, token: str
    ) -> None:
        assert sign_ins.who(now, token, IDLE) is None
