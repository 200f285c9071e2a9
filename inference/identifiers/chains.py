"""Shops, restaurants, banks and charities that are known by name in many towns."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from ..knowledge.identifiers import IdentifierWords
from .found import NAMED, Found
from .lexicon import Lexicon
from .note import Note

_BEFORE: Final = re.compile(
    r"\b(?:at|from|for|outside|behind|by|near|to|via|with|into|in|of|called|and|&|or|past|inside)"
    r"(?:\s+(?:the|old|local))?\s+$"
)


class Chains:
    """Finds known names: in any casing where they are no plain words, with a capital where so."""

    def __init__(self, words: IdentifierWords, lexicon: Lexicon) -> None:
        self._lexicon = lexicon
        self._any = re.compile(rf"(?<![\w'@.-]){words.either('chains')}(?:'s)?(?![\w@'-])")
        self._after = re.compile(rf"(?<![\w'-]){words.either('chains_also_words')}(?![\w'-])")

    def find(self, note: Note) -> Iterator[Found]:
        """Everything of this kind in `note`."""
        for match in self._any.finditer(note.folded):
            written = note.straight[slice(*match.span())]
            if self._is_large(written) or not self._lexicon.is_plain(written.replace(" ", "-")):
                yield Found(*match.span(), "organisation", "Organisation", NAMED)
        for match in self._after.finditer(note.folded):
            written = note.straight[slice(*match.span())]
            if self._is_large(written) and _BEFORE.search(
                note.folded, max(0, match.start() - 24), match.start()
            ):
                yield Found(*match.span(), "organisation", "Organisation", NAMED)

    @staticmethod
    def _is_large(written: str) -> bool:
        return written[0].isupper() or written[0].isdigit()
