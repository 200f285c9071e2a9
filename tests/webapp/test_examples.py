from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

import webapp
from webapp.examples import load_examples

NOTES = Path(webapp.__file__).parents[1] / "training_data"


def runs_of_eight(text: str) -> Iterator[str]:
    words = text.lower().split()
    return (" ".join(words[i : i + 8]) for i in range(len(words) - 7))


def test_there_is_a_choice_and_each_has_its_own_name():
    examples = load_examples()
    assert len(examples) >= 4
    assert len({example.id for example in examples}) == len(examples)
    assert len({example.title for example in examples}) == len(examples)


@pytest.mark.parametrize("example", load_examples(), ids=lambda example: example.id)
def test_an_example_can_stand_in_an_address(example):
    assert example.id.replace("-", "").isalpha()
    assert example.title and example.about and example.text


def test_no_example_is_taken_from_the_corpus():
    ours = {run for example in load_examples() for run in runs_of_eight(example.text)}
    files = sorted(NOTES.rglob("*.jsonl"))
    assert files
    for file in files:
        for line in file.read_text("utf-8").splitlines():
            row = json.loads(line)
            assert ours.isdisjoint(runs_of_eight(row.get("text", ""))), f"{file.name}: {row['id']}"
