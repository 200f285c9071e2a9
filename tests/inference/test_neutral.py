"""What the models read as one and the same word, and where it lies in the note as written."""

from __future__ import annotations

import re

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from inference.neutral import neutral


@pytest.mark.parametrize(
    ("text", "read_as"),
    [
        ("She gave her her coat, hers, herself.", "he gave his his coat, his, himself."),
        ("I told her to wait, and saw her.", "I told him to wait, and saw him."),
        ("Ms. Okonkwo and Miss K.", "mr. Sam and mr K."),
        ("Told Nguyen Thi Lan. José Hernández-Baker, too", "Told Sam. Sam, too"),
        ("Grace Hope and Will may march in May.", "Grace Hope and Will may march in May."),
        ("emily said no", "emily said no"),
        ("A Polish woman with nail polish.", "A local man with nail polish."),
        ("a black man in a black coat", "a local man in a black coat"),
        ("Client is Black, in their 40s.", "Client is local, in their 40s."),
        ("Native American, Muslim, somali", "local, local, local"),
        ("They did not miss the shell of the heron.", "They did not miss the shell of the heron."),
        ("Christian said no. A Christian family.", "Christian said no. A local family."),
        ("", ""),
    ],
)
def test_read_as(text: str, read_as: str) -> None:
    assert neutral(text).text == read_as


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("He said his sister told him.", "She said her sister told her."),
        ("Mr. Baker, a man of 40", "Mrs. Hussain, a woman of 40"),
        ("Emily Baker said no.", "Lakisha Washington said no."),
        ("a Somali refugee", "an Ethiopian refugee"),
        ("He himself is Sikh", "She herself is Hindu"),
    ],
)
def test_what_is_the_same_to_the_models(one: str, other: str) -> None:
    assert neutral(one).text == neutral(other).text


def test_what_is_not_the_same_to_the_models() -> None:
    assert neutral("He said no.").text != neutral("He said yes.").text
    assert neutral("They said no.").text != neutral("I said no.").text


@given(st.lists(st.sampled_from(["She", "her", "a", "Polish woman", "É🙂", "\n", "bed,", "Emily"])))
def test_every_kept_word_lies_where_it_was_written(words: list[str]) -> None:
    text = " ".join(words)
    read_as = neutral(text)
    found = [match.span() for match in re.finditer(r"\S+", read_as.text)]
    places = read_as.original(np.array(found, np.int64).reshape(-1, 2))
    assert (places[1:, 0] >= places[:-1, 1]).all()
    for (start, end), (first, last) in zip(found, places.tolist(), strict=True):
        before, after = read_as.text[start:end], text[first:last]
        assert 0 <= first < last <= len(text)
        assert before == after or {before, after} & {"he", "him", "his", "local", "man", "Sam"}
