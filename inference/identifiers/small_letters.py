"""Names where casing tells nothing: in small letters, in lines of capitals, in notes without any.

In a note that uses capitals only first names that are no words, and towns behind a preposition, are
taken for names in small letters. In one that uses none, or a line of nothing else, words that no
dictionary has count, too, when something beside them says that a person or a place is meant.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from ..knowledge.identifiers import IdentifierWords
from .found import GUESSED, Found
from .lexicon import Lexicon
from .note import Note, Word

_BEFORE_TOWNS: Final = frozenset(
    {"in", "from", "to", "near", "at", "outside", "around", "of", "via", "leaving", "toward"}
)
_BEFORE_PLACES: Final = frozenset(
    {"in", "from", "near", "at", "outside", "around", "under", "behind", "by", "on"}
)
_TOLD: Final = frozenset(
    {
        "told",
        "asked",
        "called",
        "texted",
        "met",
        "saw",
        "w/",
        "with",
        "tell",
        "ask",
        "call",
        "text",
        "and",
    }
)
_LONGEST_TOWN: Final = 3
_SPEAKER: Final = re.compile(r"^(?P<name>[a-z]{2,12})(?=: )", re.MULTILINE)


class SmallLetters:
    """Finds names without the help of capitals."""

    def __init__(self, words: IdentifierWords, lexicon: Lexicon) -> None:
        self._lexicon = lexicon
        self._verbs = words["person_verbs"]
        self._leads = words["person_leads"] | words["roles"]
        self._not_people = words["roles"] | words["titles"] | words["fields"] | words["generic"]

    def find(self, note: Note) -> Iterator[Found]:
        """Everything of this kind in `note`."""
        for number, word in enumerate(note.words):
            yield from self._town(note, number)
            if word.capital or len(word.text) < 2:
                continue
            if self._is_person(note, number):
                last = self._last(note, number)
                yield Found(word.start, note.words[last].end, "person", "Person", GUESSED)
            elif word.flat and self._is_place(note, number):
                yield Found(word.start, word.end, "place", "Place", GUESSED)
        speakers = list(_SPEAKER.finditer(note.text))
        if len(speakers) > 1:
            for match in speakers:
                name = match.group("name")
                if name not in self._not_people and not self._lexicon.is_plain(name):
                    yield Found(*match.span("name"), "person", "Person", GUESSED)

    def _is_person(self, note: Note, number: int) -> bool:
        word, lexicon = note.words[number], self._lexicon
        if word.lower in lexicon.never or lexicon.is_known(word.text):
            return False
        if lexicon.is_first(word.text):
            return True
        if not word.flat or word.lower in self._not_people:
            return False
        before, after = note.before(number), note.after(number)
        lead = before.lower if before else ""
        acts = after is not None and after.lower in self._verbs
        if lexicon.may_be_name(word.text) and not lexicon.is_plain(word.text):
            return word.lower in lexicon.first or lead in self._leads or acts or word.possessive
        if lexicon.may_be_name(word.text):
            if word.lower in lexicon.first and self._is_surname(after):
                return True
            return word.lower in lexicon.both and lead in _TOLD and acts
        return (
            lexicon.is_strange(word.text)
            and len(word.text) > 2
            and (lead in self._leads or acts or word.possessive)
        )

    def _is_surname(self, word: Word | None) -> bool:
        if word is None or word.lower in self._verbs or len(word.text) < 3:
            return False
        return self._lexicon.is_name(word.text) or self._lexicon.is_strange(word.text)

    def _last(self, note: Note, number: int) -> int:
        """The number of the surname, if one stands behind the first name."""
        word, after = note.words[number], note.after(number)
        if word.possessive or after is None or note.between(number, number + 1) != " ":
            return number
        if after.cased and after.capital:
            return number
        listed = (
            after.flat
            and self._lexicon.may_be_name(after.text)
            and not (self._lexicon.is_plain(after.text))
        )
        return number + 1 if listed or self._is_surname(after) else number

    def _is_place(self, note: Note, number: int) -> bool:
        before = note.before(number)
        if before and before.lower == "the":
            before = note.before(number, 2)
        return (
            before is not None
            and before.lower in _BEFORE_PLACES
            and self._lexicon.is_strange(note.words[number].text)
            and len(note.words[number].text) > 3
        )

    def _town(self, note: Note, number: int) -> Iterator[Found]:
        before = note.before(number)
        if before is None or before.lower not in _BEFORE_TOWNS:
            return
        for length in range(_LONGEST_TOWN, 0, -1):
            words = note.words[number : number + length]
            name = note.folded[words[0].start : words[-1].end]
            if name not in self._lexicon.towns:
                continue
            large = words[0].capital
            usual = length == 1 and (
                self._lexicon.is_plain(name)
                or name in self._lexicon.known
                or name in self._lexicon.both
            )
            if (large and name not in self._lexicon.known) or not usual:
                yield Found(words[0].start, words[-1].end, "place", "Place", GUESSED)
                return
