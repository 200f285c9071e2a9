"""A round of three people and the model on an invented note."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from webapp.spans import Span
from webapp.supervision.entry import MODEL, MODEL_NAME, Entry, Held, Place, Reading
from webapp.supervision.round import Invited, Round, Sitting, submitted

START = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
NOTE = (
    "Offered Mr D. the ground floor room. He leaned over the desk and said nobody tells him where "
    "to sleep. He kept his bag on. Later he asked if the list is still open."
)
PEOPLE = (Invited("ada", "Ada"), Invited("ben", "Ben"), Invited("cem", "Cem"))


def span(words: str) -> Span:
    start = NOTE.index(words)
    return Span(start, start + len(words))


def held(barrier: str, strength: str = "some_support", *words: str) -> Held:
    return Held(barrier, strength, tuple(map(span, words)))


def reading(*holds: Held, **parts: Any) -> Reading:
    given: dict[str, Any] = {
        "style": Place(0.6, -0.4),
        "stance": "level_and_firm",
        "say": "",
        **parts,
    }
    return Reading(held=holds, **given)


def entry(rater: str, of: Reading | None = None, minutes: int = 1, **parts: Any) -> Entry:
    name = MODEL_NAME if rater == MODEL else rater.title()
    given: dict[str, Any] = {
        "reading": of or reading(),
        "at": START + timedelta(minutes=minutes),
        **parts,
    }
    return Entry(schema="entry/1", rater=rater, name=name, **given)


def a_round(**parts: Any) -> Round:
    given: dict[str, Any] = {
        "id": "round-0001",
        "title": "The ground floor room",
        "note": NOTE,
        "case": None,
        "holder": "ada",
        "invited": PEOPLE,
        "seats": 3,
        "created": START,
        **parts,
    }
    return Round(schema="round/1", **given)


def sitting(*entries: Entry, **parts: Any) -> Sitting:
    """A round into which these entries have come one after another."""
    found = Sitting(a_round(**parts))
    for each in entries:
        found = submitted(found, each)
    return found


POWER = reading(held("power_dynamics", "several_signs", "leaned over the desk"))
COERCION = reading(
    held("coercion_sensitivity", "some_support", "nobody tells him where to sleep"),
    style=Place(0.2, -0.7),
    stance="open_hand",
)
BOTH = reading(
    held("power_dynamics", "worth_asking", "leaned over the desk"),
    held("coercion_sensitivity", "several_signs", "nobody tells him", "He kept his bag on"),
    style=None,
    stance=None,
    say="What would make the room yours?",
)


def full(**parts: Any) -> Sitting:
    """All three and the model have submitted, so that it is revealed."""
    return sitting(
        entry(MODEL, POWER, 0),
        entry("ada", POWER, 1, reactions=("intimidated",), confidence=75, share_confidence=True),
        entry("ben", COERCION, 2, reactions=("guilty",), share_reactions=True, confidence=25),
        entry("cem", BOTH, 3, confidence=50),
        **parts,
    )
