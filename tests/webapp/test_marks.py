from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inference import Quote
from webapp.presentation.marks import Mark, Marker, cut


def mark(start: int, end: int, code: str) -> Mark:
    return Mark(start, end, code, code, "", "")


def drawn(note: str, *marks: Mark) -> str:
    """The segments as text: "(codes)text" for marked ones, and codes after where they close."""
    parts = []
    for segment in cut(note, marks):
        codes = "".join(m.code for m in segment.marks)
        closing = "".join(f"[{m.code}]" for m in segment.closing)
        parts.append((f"({codes}){segment.text}" if codes else segment.text) + closing)
    return "|".join(parts)


@pytest.mark.parametrize(
    ("note", "marks", "expected"),
    [
        ("one two", [], "one two"),
        ("", [], ""),
        ("one two", [(0, 7, "A")], "(A)one two[A]"),
        ("one two", [(0, 3, "A")], "(A)one[A]| two"),
        ("one two", [(4, 7, "A")], "one |(A)two[A]"),
        ("one two", [(0, 3, "A"), (3, 7, "B")], "(A)one[A]|(B) two[B]"),
        ("one two six", [(0, 7, "A"), (4, 11, "B")], "(A)one |(AB)two[A]|(B) six[B]"),
        ("one two six", [(0, 11, "A"), (4, 7, "B")], "(A)one |(AB)two[B]|(A) six[A]"),
        ("one two six", [(4, 7, "B"), (0, 11, "A")], "(A)one |(AB)two[B]|(A) six[A]"),
        ("one", [(0, 3, "A"), (0, 3, "B")], "(AB)one[A][B]"),
        ("a🙂b", [(1, 2, "A")], "a|(A)🙂[A]|b"),
    ],
)
def test_cut(note, marks, expected):
    assert drawn(note, *(mark(*m) for m in marks)) == expected


@st.composite
def marked_notes(draw) -> tuple[str, list[Mark]]:
    note = draw(st.text(min_size=1, max_size=40))
    places = st.tuples(st.integers(0, len(note) - 1), st.integers(1, len(note)))
    spans = draw(st.lists(places.filter(lambda place: place[0] < place[1]), max_size=6))
    return note, [mark(start, end, f"A{i}") for i, (start, end) in enumerate(spans)]


@given(marked_notes())
def test_any_overlap_gives_the_note_again_and_marks_each_quote_whole(drawn):
    note, marks = drawn
    segments = cut(note, marks)
    assert "".join(segment.text for segment in segments) == note
    assert all(segment.text for segment in segments)
    for each in marks:
        covered = [segment for segment in segments if each in segment.marks]
        assert "".join(segment.text for segment in covered) == note[each.start : each.end]
        assert [segment for segment in segments if each in segment.closing] == covered[-1:]


class TestMarker:
    one, two = Quote(0, 3, "one"), Quote(4, 7, "two")

    def test_hypotheses_have_letters_and_against_a_minus(self):
        marker = Marker()
        spoken_for = marker.speaking_for([self.one, self.two], "B", "h-x", "In two minds")
        against = marker.speaking_against([self.one], "B", "h-x", "In two minds")
        assert [(p.code, p.anchor) for p in spoken_for] == [("B1", "B1"), ("B2", "B2")]
        assert [(p.code, p.anchor) for p in against] == [("−B1", "against-B1")]
        assert [m.says for m in marker.marks] == [
            "B1, quote for: In two minds",
            "B2, quote for: In two minds",
            "−B1, quote against: In two minds",
        ]

    def test_dangers_are_counted_through(self):
        marker = Marker()
        codes = [p.code for n in (self.one, self.two) for p in marker.risk([n], "Suicide")]
        assert codes == ["!1", "!2"]

    def test_the_same_words_keep_their_number_and_have_one_home(self):
        marker = Marker()
        first = marker.noted([self.one, self.two])
        again = marker.noted([self.two])
        assert [(p.code, p.home) for p in first] == [("1", True), ("2", True)]
        assert [(p.code, p.home) for p in again] == [("2", False)]
        assert len(marker.marks) == 2
