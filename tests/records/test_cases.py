"""Cases, notes, hypotheses and judgements: what goes in comes out, and two at once lose nothing."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import func, select

from webapp.records import audit
from webapp.records.case_values import Keeping
from webapp.records.errors import NotAllowed, Overtaken, RecordsError, Refused
from webapp.records.rights import Person
from webapp.records.sealed_values import (
    CaseFacts,
    Consent,
    Living,
    NoteFacts,
    Quoted,
    Trial,
    built,
    due,
    event,
)
from webapp.records.tables import formulations, hypotheses, judgements, notes

Make = Callable[..., Keeping]
DAY = timedelta(days=1)
NOW = datetime.fromisoformat("2026-03-09T08:30:00+00:00")


@pytest.fixture
def worker(join: Any) -> Person:
    return join("dana").person  # type: ignore[no-any-return]


@pytest.fixture
def case(desk: Any, worker: Person, now: datetime) -> str:
    return str(desk.cases.begin(now, worker, "Marlow", False))


class TestCases:
    def test_what_was_kept_comes_back(self, desk: Any, worker: Person, now: datetime) -> None:
        case = desk.cases.begin(now, worker, "  Mar   low ", True)
        file = desk.cases.case(now, worker, case)
        assert file.facts == CaseFacts("Mar low", True)
        assert (file.head.pseudonym, file.head.owner) == ("Mar low", worker.id)
        assert file.head.created == file.head.changed == "2026-03-09T08:30:00.000Z"
        assert (file.head.closed, file.head.notes, file.version) == (None, 0, 1)

    @pytest.mark.parametrize("text", ["Ménage à 3", "Ф-17", "🌻", "x" * 60, "' or 1=1 --", "\0"])
    def test_any_pseudonym_comes_back(
        self, desk: Any, worker: Person, now: datetime, text: str
    ) -> None:
        case = desk.cases.begin(now, worker, text, False)
        assert desk.cases.case(now, worker, case).head.pseudonym == text

    @pytest.mark.parametrize(
        ("text", "says"),
        [
            ("", "needs a pseudonym"),
            (" \n ", "needs a pseudonym"),
            ("x" * 61, "60 characters at most"),
            ("MARLOW", "an open case of this name"),
        ],
    )
    def test_a_pseudonym_that_will_not_do(
        self, desk: Any, worker: Person, case: str, now: datetime, text: str, says: str
    ) -> None:
        with pytest.raises(Refused, match=says):
            desk.cases.begin(now, worker, text, False)
        other = desk.cases.begin(now, worker, "Other", False)
        with pytest.raises(Refused, match=says):
            desk.cases.change(now, worker, other, 1, CaseFacts(text))

    def test_a_pseudonym_is_taken_by_open_cases_of_ones_own(
        self, desk: Any, join: Any, worker: Person, case: str, now: datetime
    ) -> None:
        assert desk.cases.begin(now, join("omar").person, "Marlow", False)
        desk.cases.close(now, worker, case)
        assert desk.cases.begin(now, worker, "Marlow", False)

    def test_large_and_small_letters_of_a_pseudonym_can_be_changed(
        self, desk: Any, worker: Person, case: str, now: datetime
    ) -> None:
        desk.cases.change(now, worker, case, 1, CaseFacts("MARLOW"))
        assert desk.cases.case(now, worker, case).head.pseudonym == "MARLOW"

    def test_changing_the_name_leaves_consents_and_stand_ins_alone(
        self, desk: Any, worker: Person, case: str, keeping: Make, now: datetime
    ) -> None:
        consent = Consent("2026-03-01", "2026-09-01", "the clinic", "a bed", worker.id)
        desk.cases.record_consent(now, worker, case, consent)
        desk.notes.keep(now, worker, case, keeping(salt="s", stand_ins=(("d", "[Person 1]"),)))
        desk.cases.change(now, worker, case, 3, CaseFacts("Other", True))
        facts = desk.cases.case(now, worker, case).facts
        assert facts == CaseFacts("Other", True, "s", (("d", "[Person 1]"),), (consent,))

    def test_of_two_who_change_at_once_the_second_is_told(
        self, desk: Any, worker: Person, case: str, now: datetime
    ) -> None:
        desk.cases.change(now, worker, case, 1, CaseFacts("First"))
        for version in (1, 3, 0, -1, 10**30):
            with pytest.raises(Overtaken):
                desk.cases.change(now, worker, case, version, CaseFacts("Second"))
        assert desk.cases.case(now, worker, case).head.pseudonym == "First"

    def test_lists_are_open_or_closed_and_last_changed_first(
        self, desk: Any, worker: Person, case: str, keeping: Make, now: datetime
    ) -> None:
        second = desk.cases.begin(now + DAY, worker, "Second", False)
        third = desk.cases.begin(now + 2 * DAY, worker, "Third", False)
        desk.notes.keep(now + 3 * DAY, worker, case, keeping())
        desk.cases.close(now + 4 * DAY, worker, second)
        heads = desk.cases.all(worker)
        assert [(head.id, head.notes) for head in heads] == [(case, 1), (third, 0)]
        (closed,) = desk.cases.all(worker, closed=True)
        assert (closed.id, closed.closed) == (second, "2026-03-13T08:30:00.000Z")
        desk.cases.close(now + 5 * DAY, worker, second, again=True)
        assert desk.cases.all(worker, closed=True) == ()

    def test_a_closed_case_takes_nothing_until_it_is_opened_again(
        self, desk: Any, worker: Person, case: str, keeping: Make, now: datetime
    ) -> None:
        desk.hypotheses.add(now, worker, case, Living("confusion", "", "open"))
        (held,) = desk.cases.case(now, worker, case).hypotheses
        desk.cases.close(now, worker, case)
        for act in (
            lambda: desk.notes.keep(now, worker, case, keeping()),
            lambda: desk.hypotheses.add(now, worker, case, Living("", "own", "open")),
            lambda: desk.hypotheses.save(now, worker, case, held.id, 1, held.living),
        ):
            with pytest.raises(Refused, match="closed"):
                act()
        assert desk.cases.case(now, worker, case).hypotheses == (held,)
        desk.cases.close(now, worker, case, again=True)
        assert desk.notes.keep(now, worker, case, keeping())


class TestConsent:
    @pytest.mark.parametrize(
        ("day", "holds"),
        [(-40, False), (-8, True), (0, True), (30, True), (31, False), (400, False)],
    )
    def test_protected_records_leave_while_consent_holds(
        self, desk: Any, worker: Person, now: datetime, day: int, holds: bool
    ) -> None:
        case = desk.cases.begin(now, worker, "Marlow", True)
        given = Consent("2026-03-01", "2026-04-08", "the clinic", "a bed", worker.id)
        desk.cases.record_consent(now, worker, case, given)
        moment = now + day * DAY
        if holds:
            file, found = desk.cases.everything(moment, worker, case, "json")
            assert (file.facts.consents, found) == ((given,), ())
        else:
            with pytest.raises(Refused, match="consent to disclosure"):
                desk.cases.everything(moment, worker, case, "json")
        exports = audit.entries(desk.records, action="case_exported")
        assert len(exports) == holds

    def test_protected_records_without_consent_stay_and_others_may_go(
        self, desk: Any, worker: Person, case: str, keeping: Make, now: datetime
    ) -> None:
        note = desk.notes.keep(now, worker, case, keeping())
        _, found = desk.cases.everything(now, worker, case, "json")
        assert [each.id for each in found] == [note]
        protected = desk.cases.begin(now, worker, "Other", True)
        with pytest.raises(Refused, match="consent to disclosure"):
            desk.cases.everything(now, worker, protected, "json")

    def test_what_was_withdrawn_holds_no_more_then_or_later(
        self, desk: Any, worker: Person, now: datetime
    ) -> None:
        case = desk.cases.begin(now, worker, "Marlow", True)
        for given, ends in (
            ("2026-01-01", "2026-03-08"),
            ("2026-03-01", "2026-04-08"),
            ("2026-03-20", "2026-09-01"),
        ):
            made = Consent(given, ends, "the clinic", "a bed", worker.id)
            desk.cases.record_consent(now, worker, case, made)
        for _ in range(2):  # pressed twice
            desk.cases.withdraw_consent(now, worker, case)
        consents = desk.cases.case(now, worker, case).facts.consents
        assert [one.withdrawn for one in consents] == ["", "2026-03-09", "2026-03-09"]
        for day in (0, 15):
            with pytest.raises(Refused, match="consent to disclosure"):
                desk.cases.everything(now + day * DAY, worker, case, "json")
        assert len(audit.entries(desk.records, action="consent_withdrawn")) == 1

    def test_a_consent_from_before_one_could_be_withdrawn_holds(self) -> None:
        kept = {"given": "2026-03-01", "ends": "2026-04-08", "to": "the clinic", "purpose": "a bed"}
        assert built(Consent, {**kept, "recorded_by": "dana"}).withdrawn == ""

    @pytest.mark.parametrize(
        "wrong",
        [{"given": "yesterday"}, {"ends": ""}, {"to": "x" * 2001}, {"purpose": "x" * 2001}],
    )
    def test_what_could_not_be_read_back_is_not_kept(
        self, desk: Any, worker: Person, case: str, now: datetime, wrong: dict[str, str]
    ) -> None:
        given = Consent("2026-03-01", "2026-04-08", "the clinic", "a bed", worker.id)
        with pytest.raises(Refused):
            desk.cases.record_consent(now, worker, case, replace(given, **wrong))
        assert desk.cases.case(now, worker, case).facts.consents == ()


class TestNotes:
    def test_a_note_comes_back_whole(
        self, desk: Any, worker: Person, case: str, keeping: Make, now: datetime
    ) -> None:
        kept = keeping()
        note = desk.notes.keep(now, worker, case, kept)
        found = desk.notes.note(now, worker, case, note)
        assert (found.facts, found.formulation) == (kept.facts, kept.formulation)
        assert (found.judgements, found.day) == (kept.judgements, "2026-03-08")
        assert (found.author, found.kept) == (worker.id, "2026-03-09T08:30:00.000Z")

    def test_one_without_formulation_and_judgements_too(
        self, desk: Any, worker: Person, case: str, keeping: Make, now: datetime
    ) -> None:
        kept = keeping(formulation=None, judgements=())
        found = desk.notes.note(now, worker, case, desk.notes.keep(now, worker, case, kept))
        assert (found.formulation, found.judgements) == (None, ())

    def test_they_are_listed_by_their_days_with_first_words(
        self, desk: Any, worker: Person, case: str, keeping: Make, now: datetime
    ) -> None:
        days = ("2026-03-08", "2026-01-31", "2025-12-24")
        for day in days:
            desk.notes.keep(now, worker, case, keeping(day=day))
        heads = desk.cases.case(now, worker, case).notes
        assert [head.day for head in heads] == sorted(days)
        assert heads[0].begins.startswith("[Person 1] said the form was a trick")
        assert heads[0].begins.endswith(" …")
        assert len(heads[0].begins) <= 92

    @pytest.mark.parametrize("day", ["", "today", "2026-02-30", "20260308", "2026-03-08T00:00"])
    def test_one_needs_a_day(
        self, desk: Any, worker: Person, case: str, keeping: Make, now: datetime, day: str
    ) -> None:
        with pytest.raises(Refused, match="on which day"):
            desk.notes.keep(now, worker, case, keeping(day=day))
        assert desk.cases.case(now, worker, case).notes == ()

    def test_own_reactions_are_for_nobody_else(
        self, desk: Any, accounts: Any, join: Any, keeping: Make, now: datetime
    ) -> None:
        team = accounts.make_team(now, "command", "East")
        author = join("author", "worker", team).person
        supervisor = join("super", "supervisor", team).person
        case = desk.cases.begin(now, author, "Marlow", False)
        note = desk.notes.keep(now, author, case, keeping())
        _, (exported,) = desk.cases.everything(now, supervisor, case, "json")
        for found in (desk.notes.note(now, supervisor, case, note), exported):
            assert (found.facts.felt, found.formulation.reactions) == ((), ())
            assert "tired" not in repr(found)  # what the author wrote about the reaction
            style = found.formulation.style
            assert (style.from_reactions, style.agree, style.octant) == (None, None, None)
            assert (style.control, style.affiliation) == (0.1, -0.4)  # from the words alone
        own = desk.notes.note(now, author, case, note)
        assert own.facts.felt == ("annoyed",)
        assert own.formulation == keeping().formulation

    def test_own_reactions_can_be_shared(
        self, desk: Any, accounts: Any, join: Any, keeping: Make, now: datetime
    ) -> None:
        team = accounts.make_team(now, "command", "East")
        author = join("author", "worker", team).person
        case = desk.cases.begin(now, author, "Marlow", False)
        kept = keeping()
        kept = replace(kept, facts=replace(kept.facts, shares_reactions=True))
        note = desk.notes.keep(now, author, case, kept)
        found = desk.notes.note(now, join("super", "supervisor", team).person, case, note)
        assert (found.facts, found.formulation) == (kept.facts, kept.formulation)
        assert found.judgements == kept.judgements

    def test_deleting_takes_all_that_was_made_of_it_and_its_quotes(
        self, desk: Any, worker: Person, case: str, keeping: Make, now: datetime
    ) -> None:
        living = Living("confusion", "", "open", (Quoted("", "a trick"),))
        first = desk.notes.keep(now, worker, case, keeping(), [living])
        second = desk.notes.keep(now, worker, case, keeping(), [living])
        (held,) = desk.cases.case(now, worker, case).hypotheses
        assert [quote.note for quote in held.living.quotes] == [first, second]
        desk.notes.delete(now, worker, case, first)
        (left,) = desk.cases.case(now, worker, case).hypotheses
        assert [quote.note for quote in left.living.quotes] == [second]
        assert left.version == held.version + 1
        with desk.records.reading() as connection:
            for table in (notes, formulations, judgements):
                assert connection.scalar(select(func.count()).select_from(table)) == 1
        for act in (desk.notes.note, desk.notes.delete):
            with pytest.raises(NotAllowed):
                act(now, worker, case, first)


class TestStandInsOfNotes:
    def _keep(self, desk: Any, worker: Person, case: str, keeping: Make, **names: str) -> None:
        pairs = tuple(names.items())
        desk.notes.keep(NOW, worker, case, keeping(salt="s", stand_ins=pairs))

    def test_notes_kept_at_once_add_what_does_not_collide(
        self, desk: Any, worker: Person, case: str, keeping: Make
    ) -> None:
        self._keep(desk, worker, case, keeping, a="[Person 1]")
        self._keep(desk, worker, case, keeping, a="[Person 1]", b="[Person 2]")
        self._keep(desk, worker, case, keeping, a="[Person 1]", c="[Place 1]")
        facts = desk.cases.case(NOW, worker, case).facts
        assert dict(facts.stand_ins) == {"a": "[Person 1]", "b": "[Person 2]", "c": "[Place 1]"}

    def test_of_two_that_would_make_one_of_two_people_the_second_is_told(
        self, desk: Any, worker: Person, case: str, keeping: Make
    ) -> None:
        self._keep(desk, worker, case, keeping, a="[Person 1]", b="[Person 2]")
        with pytest.raises(Overtaken, match="names once more"):
            self._keep(desk, worker, case, keeping, a="[Person 1]", d="[Person 2]")
        file = desk.cases.case(NOW, worker, case)
        assert (len(file.notes), len(file.facts.stand_ins)) == (1, 2)

    def test_of_two_that_give_a_case_its_salt_the_second_is_told(
        self, desk: Any, worker: Person, case: str, keeping: Make
    ) -> None:
        self._keep(desk, worker, case, keeping, a="[Person 1]")
        with pytest.raises(Overtaken):
            desk.notes.keep(NOW, worker, case, keeping(salt="t", stand_ins=()))

    def test_a_note_without_any_leaves_them_alone(
        self, desk: Any, worker: Person, case: str, keeping: Make
    ) -> None:
        self._keep(desk, worker, case, keeping, a="[Person 1]")
        desk.notes.keep(NOW, worker, case, keeping())
        assert desk.cases.case(NOW, worker, case).facts.stand_ins == (("a", "[Person 1]"),)


class TestHypotheses:
    def _held(self, desk: Any, worker: Person, case: str) -> Any:
        (held,) = desk.cases.case(NOW, worker, case).hypotheses
        return held

    def test_all_of_it_comes_back(
        self, desk: Any, worker: Person, case: str, now: datetime
    ) -> None:
        living = Living(
            "confusion",
            "the letter, not the place",
            "supported",
            (Quoted("note", "a trick — “they” said"),),
            "Which letter?",
            (Trial("2026-03-09", "open_hand", "read it together", "partly"),),
        )
        desk.hypotheses.add(now, worker, case, living)
        held = self._held(desk, worker, case)
        assert held.living == living.after(event(now, worker.id, "opened"))
        later = now + 40 * DAY
        assert due(held.living, held.looked_at, later)
        changed = held.living.after(
            event(later, worker.id, "status", "set_aside", "read it alone"), status="set_aside"
        )
        desk.hypotheses.save(later, worker, case, held.id, held.version, changed)
        again = self._held(desk, worker, case)
        assert (again.living, again.version) == (changed, 2)
        assert (again.opened, again.looked_at) == (held.opened, "2026-04-18T08:30:00.000Z")
        assert not due(again.living, again.looked_at, later + 40 * DAY)  # it was set aside

    @pytest.mark.parametrize(("days", "asks"), [(0, False), (30, False), (31, True), (-400, False)])
    def test_it_asks_to_be_looked_at_after_thirty_days(
        self, now: datetime, days: int, asks: bool
    ) -> None:
        living = Living("confusion", "", "open")
        assert due(living, "2026-03-09T08:30:00.000Z", now + days * DAY) == asks

    def test_quotes_are_added_to_the_one_of_the_same_label_once(
        self, desk: Any, worker: Person, case: str, now: datetime
    ) -> None:
        first, second = Quoted("n1", "a trick"), Quoted("n2", "a trap")
        desk.hypotheses.add(now, worker, case, Living("confusion", "mine", "open", (first,)))
        desk.hypotheses.add(now, worker, case, Living("confusion", "", "open", (first, second)))
        held = self._held(desk, worker, case)
        assert held.living.quotes == (first, second)
        assert (held.living.words, held.version) == ("mine", 2)
        assert [(e.what, e.state) for e in held.living.events] == [("opened", ""), ("quotes", "1")]

    def test_those_in_own_words_stay_apart(
        self, desk: Any, worker: Person, case: str, now: datetime
    ) -> None:
        for words in ("the dog", "the dog", "the bus"):
            desk.hypotheses.add(now, worker, case, Living("", words, "open"))
        assert len(desk.cases.case(now, worker, case).hypotheses) == 3

    @pytest.mark.parametrize("version", [0, 2, -1, 10**30])
    def test_of_two_who_save_at_once_the_second_is_told(
        self, desk: Any, worker: Person, case: str, now: datetime, version: int
    ) -> None:
        desk.hypotheses.add(now, worker, case, Living("confusion", "", "open"))
        held = self._held(desk, worker, case)
        other = replace(held.living, words="overwritten")
        with pytest.raises(Overtaken):
            desk.hypotheses.save(now, worker, case, held.id, version, other)
        with pytest.raises(Overtaken):
            desk.hypotheses.save(now, worker, case, "guessed", 1, other)
        assert self._held(desk, worker, case) == held

    @pytest.mark.parametrize("part", ["words", "question"])
    def test_a_text_too_long_is_refused_and_nothing_is_lost(
        self, desk: Any, worker: Person, case: str, now: datetime, part: str
    ) -> None:
        desk.hypotheses.add(now, worker, case, Living("confusion", "", "open"))
        held = self._held(desk, worker, case)
        longer = replace(held.living, **{part: "x" * 2001})
        with pytest.raises(Refused, match="2,000 characters at most"):
            desk.hypotheses.save(now, worker, case, held.id, 1, longer)
        with pytest.raises(Refused, match="2,000 characters at most"):
            desk.hypotheses.add(now, worker, case, replace(longer, label="ambivalence"))
        assert self._held(desk, worker, case) == held
        as_long = replace(held.living, **{part: "x" * 2000})
        desk.hypotheses.save(now, worker, case, held.id, 1, as_long)
        assert self._held(desk, worker, case).living == as_long

    def test_a_sentence_of_any_length_can_be_quoted(
        self, desk: Any, worker: Person, case: str, keeping: Make, now: datetime
    ) -> None:
        sentence = "and then " * 600
        living = Living("confusion", "", "open", (Quoted("", sentence),))
        desk.notes.keep(now, worker, case, keeping(), [living])
        assert self._held(desk, worker, case).living.quotes[0].text == sentence


def test_what_a_newer_version_wrote_is_told(
    desk: Any, worker: Person, case: str, now: datetime
) -> None:
    with pytest.raises(RecordsError, match="newer Middle Ground"):
        built(NoteFacts, {"text": "words", "mood": "new"})
    with pytest.raises(RecordsError, match="newer Middle Ground"):
        built(Living, json.loads('{"label": "", "words": "", "status": "resolved"}'))


def test_every_reading_and_change_is_in_the_audit_and_no_word_of_it(
    desk: Any, worker: Person, case: str, keeping: Make, now: datetime
) -> None:
    note = desk.notes.keep(now, worker, case, keeping(), [Living("", "my own words", "open")])
    desk.notes.note(now, worker, case, note)
    (held,) = desk.cases.case(now, worker, case).hypotheses
    desk.hypotheses.save(now, worker, case, held.id, 1, held.living)
    desk.cases.everything(now, worker, case, "csv")
    desk.notes.delete(now, worker, case, note)
    desk.cases.close(now, worker, case)
    desk.cases.close(now, worker, case, again=True)
    desk.cases.delete(now, worker, case)
    entries = [e for e in reversed(audit.entries(desk.records)) if e.who == worker.id]
    assert [entry.action for entry in entries] == [
        *("joined", "case_opened", "note_kept", "note_read", "case_read", "hypothesis_changed"),
        *("case_read", "case_exported", "note_deleted", "case_closed", "case_reopened"),
        "case_deleted",
    ]
    assert {entry.subject for entry in entries} == {worker.id, case, note, held.id}
    assert {key for entry in entries for key in entry.detail} == {"role", "case", "kind"}
    with desk.records.reading() as connection:
        for table in (notes, hypotheses, formulations, judgements):
            assert connection.scalar(select(func.count()).select_from(table)) == 0


def test_a_case_with_its_first_note_is_begun_whole_or_not_at_all(
    desk: Any, keeping: Callable[..., Keeping], now: datetime
) -> None:
    worker = Person("one", "One", "worker")
    with pytest.raises(Refused, match="which day"):
        desk.cases.begin_with(now, worker, "Heron", False, keeping(day="soon"))
    assert desk.cases.all(worker) == ()
    case, note = desk.cases.begin_with(now, worker, "Heron", False, keeping())
    assert [head.pseudonym for head in desk.cases.all(worker)] == ["Heron"]
    assert desk.notes.note(now, worker, case, note).day
