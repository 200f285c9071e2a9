"""The words by which identifiers are told from other words: `identifier_words.json`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from ..errors import KnowledgeError
from .loading import load_entries
from .patterns import WordGroup

FILE: Final = "identifier_words.json"


@dataclass(frozen=True, slots=True)
class IdentifierWords:
    """Groups of words, all in lower case; a word may be a phrase of several."""

    groups: Mapping[str, frozenset[str]]

    def __getitem__(self, id: str) -> frozenset[str]:
        """The words of a group.

        Raises
        ------
        KnowledgeError
            There is no such group.
        """
        if id not in self.groups:
            raise KnowledgeError(f"{FILE} has no group {id!r}; known are {sorted(self.groups)}.")
        return self.groups[id]

    def either(self, *ids: str) -> str:
        """A regular expression for any word of these groups, the longest first.

        Blanks match any run of blanks and one hyphen; it holds no capturing group.
        """
        words = sorted({word for id in ids for word in self[id]}, key=lambda w: (-len(w), w))
        return "(?:" + "|".join(re.escape(w).replace(r"\ ", "[ -]+") for w in words) + ")"


def load_identifier_words() -> IdentifierWords:
    """All groups.

    Raises
    ------
    KnowledgeError
        The file breaks its schema, or a word is not in lower case.
    """
    entries = load_entries(FILE, WordGroup)
    for entry in entries:
        if odd := [word for word in entry.words if word != word.lower()]:
            raise KnowledgeError(f"{FILE}, {entry.id}: not in lower case: {odd}.")
    return IdentifierWords({entry.id: frozenset(entry.words) for entry in entries})
