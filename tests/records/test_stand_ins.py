"""Stand-ins: the same for the same person in a case, never the same for two, and no name kept."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from inference import Deidentified, Identifier, load_deidentifier
from webapp.records.keyring import Keyring
from webapp.records.stand_ins import continued

KEYS = Keyring.new()
SALT = "of this case"


def taken_out(note: str, *names: tuple[str, str, str]) -> Deidentified:
    """The note with `names` (wording, kind, stand-in) found at every place."""
    found = [
        Identifier(match.start(), match.end(), kind, stand_in)
        for wording, kind, stand_in in names
        for match in re.finditer(rf"\b{re.escape(wording)}\b", note)
    ]
    found = [  # no name inside a longer one
        one
        for one in found
        if not any(o is not one and o.start <= one.start and one.end <= o.end for o in found)
    ]
    return Deidentified("", tuple(sorted(found, key=lambda one: one.start)))


Case = list[tuple[str, list[tuple[str, str, str]], str]]
P = "person"

# Notes of a case one after another, what the de-identifier found in each alone, what is kept.
CASES: dict[str, Case] = {
    "a name and its part, in one note and the next": [
        (
            "Marcus Webb came. Marcus left.",
            [("Marcus Webb", P, "[Person 1]"), ("Marcus", P, "[Person 1]")],
            "[Person 1] came. [Person 1] left.",
        ),
        ("Webb rang.", [("Webb", P, "[Person 1]")], "[Person 1] rang."),
        ("MARCUS rang.", [("MARCUS", P, "[Person 1]")], "[Person 1] rang."),
    ],
    "the part first, the whole later": [
        ("Marcus came.", [("Marcus", P, "[Person 1]")], "[Person 1] came."),
        ("Marcus Webb rang.", [("Marcus Webb", P, "[Person 1]")], "[Person 1] rang."),
        ("Webb rang.", [("Webb", P, "[Person 1]")], "[Person 1] rang."),
    ],
    "somebody new is numbered on": [
        ("Marcus came.", [("Marcus", P, "[Person 1]")], "[Person 1] came."),
        ("Ines came.", [("Ines", P, "[Person 1]")], "[Person 2] came."),
        (
            "Ines and Marcus and Omar.",
            [("Ines", P, "[Person 1]"), ("Marcus", P, "[Person 2]"), ("Omar", P, "[Person 3]")],
            "[Person 2] and [Person 1] and [Person 3].",
        ),
    ],
    "two of one surname in one note are two": [
        (
            "Marcus Webb hit Dana Webb.",
            [("Marcus Webb", P, "[Person 1]"), ("Dana Webb", P, "[Person 2]")],
            "[Person 1] hit [Person 2].",
        ),
        (
            "Dana said Marcus was gone.",
            [("Dana", P, "[Person 1]"), ("Marcus", P, "[Person 2]")],
            "[Person 2] said [Person 1] was gone.",
        ),
        # The surname alone may be either, so it is neither.
        ("Webb rang.", [("Webb", P, "[Person 1]")], "[Person 3] rang."),
        ("Webb rang.", [("Webb", P, "[Person 1]")], "[Person 3] rang."),
    ],
    "two of one surname in two notes are two": [
        ("Marcus Webb came.", [("Marcus Webb", P, "[Person 1]")], "[Person 1] came."),
        ("Dana Webb came.", [("Dana Webb", P, "[Person 1]")], "[Person 2] came."),
    ],
    "a surname known alone belongs to the first full name": [
        ("Webb came.", [("Webb", P, "[Person 1]")], "[Person 1] came."),
        ("Marcus Webb came.", [("Marcus Webb", P, "[Person 1]")], "[Person 1] came."),
        ("Dana Webb came.", [("Dana Webb", P, "[Person 1]")], "[Person 2] came."),
    ],
    "two of one first name": [
        (
            "Marcus Webb met Marcus Hale.",
            [("Marcus Webb", P, "[Person 1]"), ("Marcus Hale", P, "[Person 2]")],
            "[Person 1] met [Person 2].",
        ),
        ("Hale rang.", [("Hale", P, "[Person 1]")], "[Person 2] rang."),
        ("Marcus rang.", [("Marcus", P, "[Person 1]")], "[Person 3] rang."),
    ],
    "a person and a place of one name": [
        ("Lincoln came.", [("Lincoln", P, "[Person 1]")], "[Person 1] came."),
        ("Off to Lincoln.", [("Lincoln", "place", "[Place 1]")], "Off to [Place 1]."),
    ],
    "what has no number stays as it is": [
        ("He is 43.", [("43", "age", "[age]")], "He is [age]."),
        ("She is 17.", [("17", "age", "[age]")], "She is [age]."),
        ("Marcus is 43.", [("Marcus", P, "[Person 1]"), ("43", "age", "[age]")],
         "[Person 1] is [age]."),
    ],
    "letters with accents, and a name of none": [
        ("José Peña came.", [("José Peña", P, "[Person 1]")], "[Person 1] came."),
        ("JOSÉ rang.", [("JOSÉ", P, "[Person 1]")], "[Person 1] rang."),
        ("Нина rang.", [("Нина", P, "[Person 1]")], "[Person 2] rang."),
    ],
}  # fmt: skip


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_in_a_case_everybody_keeps_their_stand_in(case: Case) -> None:
    known: dict[str, str] = {}
    for note, names, kept in case:
        made, known = continued(note, taken_out(note, *names), known, KEYS, SALT)
        assert made.text == kept
        assert {o.replacement for o in made.found} <= {*known.values()}
        words = {w for wording, _, _ in names for w in wording.casefold().split()}
        words = {word for word in words if set(word) - set("0123456789abcdef")}
        assert not any(word in digest for digest in known for word in words)


def test_what_a_case_keeps_says_nothing_in_another_case_or_with_other_keys() -> None:
    note, names = "Marcus came.", ("Marcus", P, "[Person 1]")
    _, known = continued(note, taken_out(note, names), {}, KEYS, SALT)
    for keys, salt in ((KEYS, "of another case"), (Keyring.new(), SALT)):
        _, others = continued(note, taken_out(note, names), {}, keys, salt)
        assert not known.keys() & others.keys()
        made, _ = continued(note, taken_out(note, names), known, keys, salt)
        assert made.text == "[Person 2] came."


def test_with_the_de_identifier_itself() -> None:
    read = load_deidentifier().read
    first = "Marcus Webb said no. His sister Ines Webb left. Marcus came back."
    made, known = continued(first, read(first), {}, KEYS, SALT)
    people = re.findall(r"\[Person \d\]", made.text)
    assert people[0] == people[2] != people[1]
    second = "Met Marcus Webb today. Ines Webb was there, too."
    again, _ = continued(second, read(second), known, KEYS, SALT)
    assert re.findall(r"\[Person \d\]", again.text) == people[:2]


FIRST = st.sampled_from(["Marcus", "Dana", "Ines", "Omar"])
LAST = st.sampled_from(["Webb", "Hale", "Peña"])
NAMES = st.lists(st.tuples(FIRST, LAST).map(" ".join), min_size=1, max_size=4, unique=True)


def numbered(names: list[str]) -> Iterator[tuple[str, str, str]]:
    return ((name, P, f"[Person {n}]") for n, name in enumerate(names, 1))


@settings(max_examples=60, deadline=None)
@given(st.lists(NAMES, min_size=1, max_size=4))
def test_full_names_are_each_one_person_throughout_a_case(notes: list[list[str]]) -> None:
    known: dict[str, str] = {}
    given_out: dict[str, str] = {}
    for names in notes:
        note = "; ".join(names)
        made, known = continued(note, taken_out(note, *numbered(names)), known, KEYS, SALT)
        for name, stand_in in zip(names, made.text.split("; "), strict=True):
            assert given_out.setdefault(name, stand_in) == stand_in
    assert len(set(given_out.values())) == len(given_out)


@settings(max_examples=60, deadline=None)
@given(st.text(min_size=1), st.data())
def test_any_text_keeps_all_but_what_was_found(text: str, data: Any) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    found = Deidentified("", (Identifier(start, end, P, "[Person 1]"),))
    made, known = continued(text, found, {}, KEYS, SALT)
    assert made.text == f"{text[:start]}[Person 1]{text[end:]}"
    again, _ = continued(text, found, known, KEYS, SALT)
    assert again == made
