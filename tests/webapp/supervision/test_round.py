"""What may happen to a round, what is refused, and what JSON keeps of it."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from inference import Enough, Position
from webapp.records import audit
from webapp.records.access import Access
from webapp.records.database import open_records
from webapp.records.rights import Person
from webapp.records.round_store import StoredRounds
from webapp.spans import Span
from webapp.supervision.entry import AGREED, MODEL, Entry, Held
from webapp.supervision.model_entry import model_entry
from webapp.supervision.round import (
    Agreed,
    Parting,
    Remark,
    Round,
    RoundError,
    Sitting,
    agreed,
    closed,
    discussed,
    revealed,
    submitted,
)
from webapp.supervision.seen import as_seen, may_see
from webapp.supervision.store import MOST_ROUNDS, MemoryStore, RoundStore
from webapp.supervision.stored import StoredError

from ..conftest import CASES
from .conftest import BOTH, COERCION, NOTE, POWER, START, a_round, entry, full, reading, sitting

ADA = Person("ada", "Ada", "supervisor")
REMARK = Remark("Ada", START, "The desk is what we part on.")
OUTCOME = Agreed(
    START, COERCION, "He asked again once nobody pressed.", (Parting("power_dynamics", "slip"),)
)
SEATS: dict[str, Any] = {"invited": (), "holder": "here", "seats": 2}


class TestSubmitting:
    def test_the_last_one_reveals(self) -> None:
        waiting = sitting(entry(MODEL), entry("ada"), entry("ben"))
        assert waiting.round.revealed is None
        done = submitted(waiting, entry("cem", minutes=9))
        assert done.round.revealed == entry("cem", minutes=9).at
        assert [e.rater for e in done.first] == ["ada", "ben", "cem", MODEL]

    def test_a_change_after_the_reveal_is_a_second_version(self) -> None:
        changed = submitted(full(), entry("ada", COERCION, 30))
        assert [(e.version, e.blind) for e in changed.versions("ada")] == [(1, True), (2, False)]
        assert changed.versions("ada")[0].reading == POWER
        assert {e.rater: e.reading for e in changed.latest}["ada"] == COERCION
        assert {e.rater: e.reading for e in changed.first}["ada"] == POWER

    def test_what_the_form_says_of_version_and_blindness_counts_for_nothing(self) -> None:
        sent = replace(entry("ada"), version=7, blind=False)
        found = sitting(sent).entries[0]
        assert (found.version, found.blind) == (1, True)

    def test_late_but_blind_with_an_account(self) -> None:
        early = revealed(sitting(entry("ada")), START)
        assert submitted(early, entry("ben")).versions("ben")[0].blind

    def test_late_at_the_shared_screen_is_not_blind(self) -> None:
        early = revealed(sitting(entry("name:ada"), **SEATS), START)
        assert not submitted(early, entry("name:ben")).versions("name:ben")[0].blind

    @pytest.mark.parametrize(
        ("before", "sent", "said"),
        [
            (lambda: sitting(), entry("dora"), "does not ask you"),
            (lambda: sitting(), entry(AGREED), "does not ask you"),
            (lambda: sitting(entry("ada")), entry("ada"), "Ada has submitted already"),
            (lambda: sitting(entry(MODEL)), entry(MODEL), "has submitted already"),
            (lambda: closed(full(), START), entry("ada"), "is closed"),
            (
                lambda: sitting(),
                entry("ada", reading(Held("confusion", "worth_asking", (Span(0, 999),)))),
                "do not stand in the note",
            ),
        ],
    )
    def test_refused(self, before: Callable[[], Sitting], sent: Entry, said: str) -> None:
        with pytest.raises(RoundError, match=said):
            submitted(before(), sent)

    def test_no_more_than_the_seats_before_the_reveal(self) -> None:
        one = sitting(entry("name:ada"), **{**SEATS, "seats": 1})
        assert one.round.revealed
        late = submitted(one, entry("name:ben"))
        assert late.people == 2


class TestAfterwards:
    @pytest.mark.parametrize(
        "step",
        [lambda s: discussed(s, REMARK), lambda s: agreed(s, OUTCOME), lambda s: closed(s, START)],
    )
    def test_nothing_before_the_reveal(self, step: Callable[[Sitting], Sitting]) -> None:
        with pytest.raises(RoundError, match="not revealed yet"):
            step(sitting(entry("ada")))

    @pytest.mark.parametrize(
        "step",
        [
            lambda s: discussed(s, REMARK),
            lambda s: agreed(s, OUTCOME),
            lambda s: revealed(s, START),
        ],
    )
    def test_nothing_after_the_close(self, step: Callable[[Sitting], Sitting]) -> None:
        done = closed(full(), START)
        assert closed(done, START) == done
        with pytest.raises(RoundError, match="is closed"):
            step(done)

    def test_nothing_to_reveal(self) -> None:
        with pytest.raises(RoundError, match="Nobody has submitted"):
            revealed(sitting(entry(MODEL)), START)

    def test_what_was_agreed_before_stays(self) -> None:
        twice = agreed(agreed(full(), OUTCOME), replace(OUTCOME, reading=BOTH))
        assert [a.reading for a in twice.agreements] == [COERCION, BOTH]
        assert twice.agreed and twice.agreed.reading == BOTH

    def test_marks_of_the_agreement_stand_in_the_note(self) -> None:
        beyond = reading(Held("confusion", "worth_asking", (Span(0, len(NOTE) + 1),)))
        with pytest.raises(RoundError, match="do not stand in the note"):
            agreed(full(), replace(OUTCOME, reading=beyond))


class TestSeen:
    def test_nobody_sees_anybody_before_the_reveal(self) -> None:
        waiting = sitting(entry(MODEL), entry("ada"), entry("ben"))
        assert [e.rater for e in as_seen(waiting, "ada").entries] == ["ada"]
        assert as_seen(waiting, "cem").entries == ()
        assert as_seen(waiting, "somebody").entries == ()
        assert not may_see(waiting, "ada")

    def test_who_has_not_submitted_sees_nothing_after_it_either(self) -> None:
        early = agreed(discussed(revealed(sitting(entry("ada")), START), REMARK), OUTCOME)
        assert may_see(early, "ada")
        hidden = as_seen(early, "ben")
        assert (hidden.entries, hidden.remarks, hidden.agreements) == ((), (), ())

    def test_reactions_and_confidence_are_private_unless_shared(self) -> None:
        def shown(person: str) -> dict[str, Any]:
            entries = as_seen(full(), person).first
            return {e.rater: (e.reactions, e.confidence) for e in entries if e.rater != MODEL}

        assert shown("ada") == {
            "ada": (("intimidated",), 75), "ben": (("guilty",), None), "cem": ((), None),
        }  # fmt: skip
        assert shown("cem") == {
            "ada": ((), 75), "ben": (("guilty",), None), "cem": ((), 50),
        }  # fmt: skip

    def test_at_the_shared_screen_nothing_is_anybodys_own(self) -> None:
        waiting = sitting(entry("name:ada", confidence=50), **SEATS)
        assert as_seen(waiting, "name:ada").entries == ()
        done = submitted(waiting, entry("name:ben", reactions=("guilty",)))
        assert [(e.reactions, e.confidence) for e in as_seen(done, "here").entries] == [
            ((), None),
            ((), None),
        ]


VALUES = [
    (Round, a_round()),
    (Round, a_round(case="pack/one", revealed=START, **SEATS)),
    (Entry, full().entries[1]),
    (Entry, entry("cem", BOTH)),
    (Remark, REMARK),
    (Agreed, OUTCOME),
]


class TestJson:
    @pytest.mark.parametrize(("kind", "value"), VALUES)
    def test_there_and_back(self, kind: Any, value: Any) -> None:
        assert kind.from_dict(json.loads(json.dumps(value.to_dict()))) == value

    @pytest.mark.parametrize(
        ("change", "said"),
        [
            ({"schema": "entry/2"}, "schema"),
            ({"more": 1}, "more"),
            ({"rater": ""}, "rater"),
            ({"version": "1"}, "version"),
            ({"confidence": 60}, "no confidence"),
            ({"at": "2026-03-02T09:00:00"}, "at"),
            ({"reactions": ["angry"]}, "reaction"),
            ({"name": "A\u202eb"}, "not text"),
        ],
    )
    def test_what_was_changed_is_refused(self, change: dict[str, Any], said: str) -> None:
        with pytest.raises(StoredError, match=said):
            Entry.from_dict({**entry("ada").to_dict(), **change})

    def test_no_message_holds_what_was_written(self) -> None:
        stored = {**entry("ada").to_dict(), "reading": "He leaned over the desk"}
        with pytest.raises(StoredError) as error:
            Entry.from_dict(stored)
        assert "desk" not in str(error.value)

    @pytest.mark.parametrize("data", [None, [], {"schema": {1, 2}}, {}])
    def test_no_object_at_all(self, data: Any) -> None:
        with pytest.raises(StoredError):
            Round.from_dict(data)


class TestModel:
    def test_its_reading_as_an_entry(self) -> None:
        note, formulation = CASES["several hypotheses"]
        found = model_entry(formulation, START)
        assert found
        assert found.reading.strength("power_dynamics") == "several_signs"
        words = [note[s.start : s.end] for s in found.reading.spans("power_dynamics")]
        assert "I felt intimidated" in words
        assert (found.reading.style, found.reading.stance) == (
            type(found.reading.style)(0.72, -0.5),  # type: ignore[misc]
            "level_and_firm",
        )
        assert (found.reactions, found.confidence) == ((), None)

    def test_abstaining_is_no_entry(self) -> None:
        _, formulation = CASES["not enough"]
        assert formulation.enough == Enough(False, formulation.enough.reason)
        assert model_entry(formulation, START) is None

    def test_a_place_from_reactions_alone_is_no_style(self) -> None:
        _, formulation = CASES["practical only"]
        felt = replace(formulation, style=replace(formulation.style, from_reactions=Position(1, 0)))
        found = model_entry(felt, START)
        assert found and found.reading.style is None


@pytest.fixture(params=["memory", "records"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[RoundStore]:
    """Each kind of store in turn: all refuse the same and lose nothing."""
    if request.param == "memory":
        yield MemoryStore()
        return
    records = open_records(f"sqlite:///{tmp_path}/data/records.db", tmp_path / "keys")
    yield StoredRounds(Access(records), lambda: ADA, lambda: START)
    assert audit.verify(records).wrong is None
    records.close()


class TestStores:
    def test_two_at_once_lose_nothing(self, store: RoundStore) -> None:
        store.create(a_round(invited=(), holder="here", seats=12), entry(MODEL))
        people = [f"name:{n}" for n in range(12)]
        with ThreadPoolExecutor(12) as together:
            list(together.map(lambda p: store.submit("round-0001", entry(p)), people))
        kept = store.load("round-0001")
        assert kept
        assert {e.rater for e in kept.entries} == {MODEL, *people}
        assert kept.round.revealed

    def test_twice_at_once_is_kept_once(self, store: RoundStore) -> None:
        store.create(a_round(), None)

        def send(_: int) -> bool:
            try:
                store.submit("round-0001", entry("ada"))
            except RoundError:
                return False
            return True

        with ThreadPoolExecutor(8) as together:
            assert sum(together.map(send, range(8))) == 1

    def test_whose_rounds(self, store: RoundStore) -> None:
        store.create(a_round(), None)
        store.create(a_round(id="round-0002", holder="eve", created=START.replace(hour=10)), None)
        store.create(a_round(id="round-0003", invited=(), holder="here"), None)
        assert [s.round.id for s in store.rounds("ada")] == ["round-0002", "round-0001"]
        assert [s.round.id for s in store.rounds("eve")] == ["round-0002"]
        assert store.rounds("zoe") == ()

    def test_every_step_and_forgetting(self, store: RoundStore) -> None:
        store.create(a_round(), entry(MODEL))
        with pytest.raises(RoundError, match="with this id"):
            store.create(a_round(), None)
        store.submit("round-0001", entry("ada"))
        store.reveal("round-0001", START)
        store.discuss("round-0001", REMARK)
        store.agree("round-0001", OUTCOME)
        done = store.close("round-0001", START)
        assert (done.remarks, done.agreed, done.round.closed) == ((REMARK,), OUTCOME, START)
        store.forget("round-0001")
        store.forget("round-0001")
        assert store.load("round-0001") is None
        with pytest.raises(RoundError, match="not there any more"):
            store.submit("round-0001", entry("ada"))

    def test_there_is_room_for_so_many(self) -> None:
        store = MemoryStore()
        for n in range(MOST_ROUNDS):
            store.create(a_round(id=f"round-{n:04}"), None)
        with pytest.raises(RoundError, match="Delete one first"):
            store.create(a_round(id="round-9999"), None)
