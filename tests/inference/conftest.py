"""What the tests of the language pipeline share."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from spacy.language import Language

from inference.pipeline import read_note
from inference.reading import Clause


@pytest.fixture(scope="session")
def clause_of(nlp: Language) -> Callable[[str, str], Clause]:
    """The clause of a text that holds the middle of these words of it."""

    def find(text: str, words: str) -> Clause:
        start = text.index(words)
        clause = read_note(nlp, text).clause_at(start + len(words) // 2)
        assert clause is not None
        return clause

    return find
