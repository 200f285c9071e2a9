"""Whatever is pasted: either a clear refusal, or a formulation whose quotes are in the text."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, Final

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from inference import Formulation, FormulationError, NoteError, Reader

NOTE: Final = (
    "Offered Dee the Tuesday clinic slot again. She said part of her wants it and part of her "
    "would rather not know, then joked about my shoes. No fare this week. Denies SI. "
    "I caught myself wanting to book the cab for her."
)


def quotes_in(part: Any) -> Iterator[dict[str, Any]]:
    if isinstance(part, list):
        for item in part:
            yield from quotes_in(item)
    elif isinstance(part, dict):
        if part.keys() == {"start", "end", "text"}:
            yield part
        for value in part.values():
            yield from quotes_in(value)


def assert_sound(formulation: Formulation, text: str) -> None:
    """Exact quotes, numbers within their bounds, and a round trip through JSON."""
    plain = formulation.to_dict()
    for quote in quotes_in(plain):
        assert text[quote["start"] : quote["end"]] == quote["text"] != ""
    assert all(0 <= score <= 1 for score in formulation.scores.values())
    for coordinate in (formulation.style.control, formulation.style.affiliation):
        assert coordinate is None or -1 <= coordinate <= 1
    if not formulation.enough.answer:
        assert formulation.hypotheses == formulation.stances == ()
        assert formulation.enough.reason
    assert Formulation.from_dict(json.loads(json.dumps(plain, allow_nan=False))) == formulation


def read_or_refuse(reader: Reader, text: str) -> Formulation | NoteError:
    try:
        formulation = reader.read(text)
    except NoteError as refusal:
        assert refusal.kind.replace("_", "").isalpha()
        assert str(refusal).endswith(".")
        return refusal
    assert_sound(formulation, text)
    return formulation


@pytest.mark.parametrize("stored", ["text", 7, None, [], True, {}, {"schema": "formulation/2"}])
def test_what_is_no_stored_formulation_is_refused(stored: Any) -> None:
    """Found by fuzzing: JSON from outside may be no object at all."""
    with pytest.raises(FormulationError, match="formulation/1"):
        Formulation.from_dict(stored)


REFUSED: Final = [
    ("", "empty"),
    (" \t\r\n ", "white space"),
    ("\u200b\u2060\ufeff", "invisible"),
    ("\0\0\0", "NUL"),
    ("\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + "\0\x01\x02" * 200, "a picture"),
    (NOTE * 5_000, "more than a megabyte"),
    ("\ud83d" + NOTE, "half a surrogate pair"),
]


@pytest.mark.parametrize("text", [pytest.param(t, id=why) for t, why in REFUSED])
def test_no_note_is_refused(reader: Reader, text: str) -> None:
    refusal = read_or_refuse(reader, text)
    assert isinstance(refusal, NoteError)
    assert len(str(refusal)) < 300


READ: Final = [
    (NOTE, "as typed"),
    (NOTE.replace(". ", ".\r\n"), "Windows line ends"),
    (NOTE.replace(". ", ".\r"), "old Macintosh line ends"),
    (NOTE.replace(" ", "\u00a0"), "no-break spaces"),
    (NOTE.replace(" ", "  \t"), "tabs and runs of blanks"),
    (f"\u202e{NOTE}\u202c", "right-to-left override"),
    (NOTE.replace("She", "\u200fShe\u200e"), "direction marks"),
    (NOTE.replace("e", "e\u0301"), "combining marks"),
    (NOTE.replace(". ", ". \U0001f469\U0001f3fd\u200d\U0001f9bd "), "emoji of four code points"),
    (NOTE.upper(), "all capitals"),
    (NOTE.replace(".", ""), "no full stops"),
    (f"<b>{NOTE}</b> [red] {{{{ 7*7 }}}} %s \\n", "markup"),
    ("\n".join(f"- {part}" for part in NOTE.split(". ")), "bullets"),
]


@pytest.mark.parametrize("text", [pytest.param(t, id=why) for t, why in READ])
def test_odd_text_is_read_with_exact_quotes(reader: Reader, text: str) -> None:
    formulation = read_or_refuse(reader, text)
    assert isinstance(formulation, Formulation)


@pytest.mark.parametrize(
    "text",
    [
        "Ich habe ihr den Termin noch einmal angeboten, sie möchte aber lieber nicht hingehen.",
        "Le rendez-vous lui a été proposé encore une fois, mais elle préfère ne pas y aller.",
        "Се отказа да дойде днес, макар че вчера искаше да говори с лекаря за лечението си.",
        "他今天又拒绝了预约,但是昨天他说想去看医生。",
        "قال إنه لا يريد الذهاب إلى العيادة اليوم.",
        "12 34 56 78 90 11 22 33 44 55 66 77 88 99 00 12 23",
        "x",
        "?!",
    ],
)
def test_what_is_no_english_note_gets_no_hypotheses(reader: Reader, text: str) -> None:
    answer = read_or_refuse(reader, text)
    if isinstance(answer, Formulation):
        assert not answer.enough.answer


def test_words_of_no_language_get_no_hypotheses(reader: Reader) -> None:
    text = "lorem ipsum dolor sit amet consectetur adipiscing elit sed do eiusmod tempor"
    assert reader.read(text).hypotheses == ()


def test_risk_is_shown_even_when_there_is_too_little_to_go_on(reader: Reader) -> None:
    formulation = reader.read("Says she will kill herself tonight.")
    assert [(risk.kind, risk.status) for risk in formulation.risks] == [("suicide", "current")]


PIECES: Final = st.one_of(
    st.sampled_from(
        [
            *NOTE.split(),
            *("\n", "\r\n", "\t", "\0", "S:", "Plan:", "- ", "denies", "no", "SI", "he", "I"),
            *("\u202e", "\u200d", "e\u0301", "\U0001f600", "“", "…", "ǅ", "ß", "İ", "ﬁ"),
        ]
    ),
    st.text(max_size=12),
)


@settings(
    max_examples=60,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(pieces=st.lists(PIECES, max_size=40), glue=st.sampled_from([" ", "", "\n", ". "]))
@example(pieces=["İİİİ she said", "no"], glue=" ")
@example(pieces=["He left.", "\u0301", "Denies SI"], glue="\n")
def test_any_text_is_read_or_refused(reader: Reader, pieces: list[str], glue: str) -> None:
    read_or_refuse(reader, glue.join(pieces))


@settings(max_examples=15, deadline=None, derandomize=True)
@given(texts=st.lists(st.sampled_from([NOTE, "", "\0", NOTE.upper(), "Went well."]), max_size=20))
def test_many_are_read_as_each_alone(reader: Reader, texts: list[str]) -> None:
    together = list(reader.read_many(texts))
    assert len(together) == len(texts)
    for text, answer in zip(texts, together, strict=True):
        alone = read_or_refuse(reader, text)
        if isinstance(alone, NoteError):
            assert isinstance(answer, NoteError)
            assert (answer.kind, str(answer)) == (alone.kind, str(alone))
        else:
            assert answer == alone
