"""Which author batches say how much notes of a new author may differ."""

from __future__ import annotations

import pytest

from models.corpus import Note, load_corpus
from models.reference import one_sided
from models.splits import load_splits


@pytest.fixture(scope="module")
def corpus() -> tuple[Note, ...]:
    return load_corpus()


@pytest.mark.parametrize(
    ("batch", "about_one"),
    [
        ("train-114", True),
        ("train-117", True),
        ("train-128", True),
        ("train-118", False),  # two barriers
        ("train-125", False),  # posts, many of them about money
        ("train-01", False),
        ("train-12", False),  # hardly any barrier at all
    ],
)
def test_batches_about_one_barrier_are_told(
    corpus: tuple[Note, ...], batch: str, about_one: bool
) -> None:
    notes = [note for note in corpus if note.batch == batch]
    assert one_sided(notes) is about_one, load_splits().batches[batch].register


def test_notes_without_a_barrier_are_about_none(corpus: tuple[Note, ...]) -> None:
    plain = [note for note in corpus if not note.barriers][:20]
    assert not one_sided(plain)
