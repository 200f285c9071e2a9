"""Whatever is sealed comes back as it was: any words, any number of them."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from webapp.records.errors import RecordsError, Refused
from webapp.records.keyring import Keyring
from webapp.records.sealed_values import (
    MOST_WORDS,
    CaseFacts,
    Consent,
    Event,
    Judgement,
    Living,
    NoteFacts,
    Quoted,
    Trial,
    built,
    plain,
)

RING = Keyring.new()
WORDS = st.text(max_size=40) | st.just("x" * MOST_WORDS)
DAYS = st.dates().map(lambda day: day.isoformat())
HAPPENED = st.sampled_from(["opened", "status", "looked", "question", "quotes", "trial", "words"])
EVENTS = st.builds(Event, st.text(), st.text(), HAPPENED, st.text(), WORDS)
TRIALS = st.builds(
    Trial, DAYS, st.text(), WORDS, st.sampled_from(["took_it_up", "partly", "not", "unknown"])
)
QUOTES = st.builds(Quoted, st.text(), st.text())


def several(what: st.SearchStrategy[Any]) -> st.SearchStrategy[tuple[Any, ...]]:
    return st.lists(what, max_size=3).map(tuple)


VALUES = st.one_of(
    st.builds(
        Living,
        st.text(),
        WORDS,
        st.sampled_from(["open", "supported", "set_aside"]),
        several(QUOTES),
        WORDS,
        several(TRIALS),
        several(EVENTS),
    ),
    st.builds(
        Judgement, st.text(), st.sampled_from(["accepted", "edited", "rejected"]), st.text(), WORDS
    ),
    st.builds(
        CaseFacts,
        st.text(),
        st.booleans(),
        st.text(),
        several(st.tuples(st.text(), st.text())),
        several(st.builds(Consent, DAYS, DAYS, WORDS, WORDS, st.text())),
    ),
    st.builds(NoteFacts, st.text(), several(st.text()), st.booleans()),
)


@settings(max_examples=80, deadline=None)
@given(VALUES)
def test_it_comes_back_as_it_was(value: Any) -> None:
    assert built(type(value), RING.open("row", RING.seal("row", plain(value)))) == value


@settings(max_examples=40, deadline=None)
@given(VALUES, st.text(min_size=1))
def test_what_has_more_than_is_known_is_not_read_as_if_it_had_not(value: Any, name: str) -> None:
    data = plain(value)
    if name not in data:
        with pytest.raises(RecordsError, match="newer Middle Ground"):
            built(type(value), {**data, name: 1})


@pytest.mark.parametrize(
    "value",
    [
        Living("x", "w" * (MOST_WORDS + 1), "open"),
        Living("x", "", "resolved"),  # type: ignore[arg-type]
        Living("x", "", "open", question="q" * (MOST_WORDS + 1)),
        Living("x", "", "open", trials=(Trial("9 March", "", "", "not"),)),
        Living("x", "", "open", events=(Event("", "", "seen"),)),  # type: ignore[arg-type]
        Judgement("x", "maybe"),  # type: ignore[arg-type]
        NoteFacts(7),  # type: ignore[arg-type]
        CaseFacts("x", "yes"),  # type: ignore[arg-type]
    ],
)
def test_what_could_not_be_read_back_is_refused_when_it_is_written(value: Any) -> None:
    with pytest.raises(Refused):
        plain(value)


def test_an_error_does_not_quote_what_was_written() -> None:
    with pytest.raises(Refused) as told:
        plain(Living("x", "wordsofaclient " * 400, "open"))
    assert "wordsofaclient" not in str(told.value)
    assert told.value.__suppress_context__
