"""A name that was found once is replaced wherever it stands: whole, in part, in other casing."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from ..knowledge.identifiers import IdentifierWords
from .broad import of_the_trade
from .found import GUESSED, Found
from .lexicon import Lexicon, short_forms
from .note import Note
from .surrogates import Surrogates

_KINDS: Final = ("person", "organisation", "place", "address", "handle", "email", "plate")
_SHORTEST: Final = 3
_LISTED: Final = re.compile(r"(?<![\w'-])(?P<name>[A-Z][a-z'-]{2,})(?:, | and | & |/)$")
_LISTS: Final = re.compile(
    r"(?:, | and | & |/)(?P<name>[A-Z][a-z'-]{2,})(?=[,.;:)/\n]|$| and | & )"
)
_PART: Final = re.compile(r"[^\W\d_]+(?:['-][^\W\d_]+)*")


class Repeats:
    """Finds again what was found, or is known from the case."""

    def __init__(self, words: IdentifierWords, lexicon: Lexicon) -> None:
        self._lexicon = lexicon
        self._roles = words["roles"] | words["titles"] | words["fields"] | words["generic"]

    def find(self, note: Note, found: Sequence[Found], known: Surrogates) -> Iterator[Found]:
        """All further mentions in `note` of what is in `found` and in the case's `known`."""
        forms: dict[str, Found] = {}
        for one in found:
            if one.kind in _KINDS:
                for form in self._forms(note.folded[one.start : one.end], one.kind):
                    forms.setdefault(form, one)
        for kind, given in known.known().items():
            if kind in _KINDS:
                for key in given:
                    noun = given[key].strip("[]").rpartition(" ")[0]
                    for form in self._forms(key, kind):
                        forms.setdefault(form, Found(0, 0, kind, noun, GUESSED))
        yield from self._beside(note, found)
        for form, one in forms.items():
            pattern = r"\W{1,3}".join(map(re.escape, re.findall(r"\w+", form)))
            for match in re.finditer(rf"(?<!\w){pattern}(?!\w)", note.folded):
                if self._is_meant(note, match.start(), match.end(), form):
                    yield Found(*match.span(), one.kind, one.noun, GUESSED)

    def _beside(self, note: Note, found: Sequence[Found]) -> Iterator[Found]:
        """A capital that stands with a name in a list: "Tiny, Slim and Marcus"."""
        for one in found:
            if one.kind != "person":
                continue
            for pattern, text in ((_LISTED, note.straight[: one.start]), (_LISTS, note.straight)):
                at = one.end if pattern is _LISTS else 0
                match = (
                    pattern.match(text, at) if at else pattern.search(text, max(0, len(text) - 24))
                )
                if match and not self._is_ordinary(match.group("name")):
                    yield Found(*match.span("name"), "person", "Person", GUESSED)

    def _is_ordinary(self, word: str) -> bool:
        plain = word.lower()
        return (
            plain in self._lexicon.never
            or plain in self._roles
            or self._lexicon.is_known(word)
            or of_the_trade(plain)
        )

    def _forms(self, text: str, kind: str) -> Iterator[str]:
        if len(text) >= _SHORTEST and any(c.isalpha() for c in text):
            yield text
        if kind != "person":
            return
        parts = _PART.findall(text)
        for part in parts:
            if len(part) >= _SHORTEST and part not in self._lexicon.never:
                yield part
        if parts and self._lexicon.is_first(parts[0]):
            for short in short_forms(parts[0]):
                if len(short) >= _SHORTEST and short not in self._lexicon.never:
                    yield short

    def _is_meant(self, note: Note, start: int, end: int, form: str) -> bool:
        """A form that is also a word counts only where it is written like a name."""
        if " " in form or not (self._lexicon.is_word(form) or self._lexicon.is_known(form)):
            return True
        number = note.at(start)
        if number >= len(note.words) or note.words[number].start != start:
            return False
        word = note.words[number]
        if word.flat:
            return word.tag.startswith("NN")
        return word.capital and not (word.initial and word.lower in self._lexicon.never)
