"""Plain words with a capital where none is called for: "Open Table", "at Crossroads", "told Hawk".

Programmes, roles, parts of a note and words that only describe are written large, too, and name
nobody; they are listed, and a run needs one word that is not.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from ..knowledge.identifiers import IdentifierWords
from .found import GUESSED, Found
from .lexicon import Lexicon
from .note import Note, Word

_LINKS: Final = frozenset({"of", "the", "for", "and", "de", "la", "del", "&"})
_NUMBERED: Final = re.compile(
    r"\b(?:Exit|Pier|Terminal|Platform|Department|Dept\.?|Mile(?:post)?|Super|Motel|Studio|"
    r"Precinct|"
    r"District|Post|Local|Tent City|Station|Engine|Zone|Sector|Loop|Courtroom|Division|"
    r"Gate|Bay|Dock|"
    r"Camp|Shelter|Site|Pod|Tower|Building)\s+#?\d{1,4}[A-Z]?\b"
)
_WING: Final = re.compile(r"(?<![\w.])\d{1,2}[ -]?(?:North|South|East|West)\b(?!\s+[A-Z])")
_WHERE: Final = frozenset(
    {
        "at",
        "from",
        "outside",
        "behind",
        "near",
        "in",
        "to",
        "under",
        "into",
        "off",
        "via",
        "leaving",
        "around",
        "by",
        "past",
        "toward",
        "towards",
    }
)
_IN_THE: Final = frozenset({"at", "from", "outside", "behind", "near", "under", "by", "in", "to"})
_LONGEST: Final = 6


class WrittenLarge:
    """Finds names made of plain words."""

    def __init__(self, words: IdentifierWords, lexicon: Lexicon) -> None:
        self._lexicon = lexicon
        self._leads = words["person_leads"]
        self._verbs = words["person_verbs"]
        self._titles = words["short_titles"] | words["titles"]
        self._describing = (
            words["generic"]
            | words["roles"]
            | words["titles"]
            | words["fields"]
            | words["short_titles"]
            | words["appointment"]
        )

    def find(self, note: Note) -> Iterator[Found]:
        """Everything of this kind in `note`."""
        for match in _NUMBERED.finditer(note.straight):
            yield Found(*match.span(), "place", "Place", GUESSED)
        for match in _WING.finditer(note.straight):
            yield Found(*match.span(), "room", "Room", GUESSED)
        number = 0
        while number < len(note.words):
            last = self._run(note, number)
            yield from self._judge(note, number, last)
            number = last + 1

    def _run(self, note: Note, number: int) -> int:
        """Number of the last word of the run of large words that begins here."""
        if not self._is_large(note.words[number]):
            return number
        last = at = number
        while (
            at + 1 < len(note.words) and at - number < _LONGEST and not note.words[at + 1].initial
        ):
            gap = note.straight[note.words[at].end : note.words[at + 1].start]
            if gap not in (" ", "-", " & ", "'s "):
                break
            at += 1
            if self._is_large(note.words[at]):
                last = at
            elif note.words[at].lower not in _LINKS:
                break
        return last

    @staticmethod
    def _is_large(word: Word) -> bool:
        return word.cased and len(word.text) > 1 and word.text[0].isupper() and not word.shouted

    def _tells(self, word: Word) -> bool:
        return (
            self._is_large(word)
            and word.lower not in self._describing
            and word.lower not in self._lexicon.never
            and not self._lexicon.is_known(word.text)
        )

    def _leads_only(self, word: Word) -> bool:
        """Whether it stands before a name without being part of it: "Opened", "Mr", "Tuesday"."""
        return (
            word.initial  # its capital is due to its place
            or word.lower in _LINKS
            or word.lower in self._titles
            or (self._lexicon.is_known(word.text) and word.lower not in self._describing)
        )

    @staticmethod
    def _is_heading(note: Note, first: int, last: int) -> bool:
        """Whether the words make up a line, or what stands before a colon."""
        start, end = note.words[first].start, note.words[last].end
        line = note.straight[:start].rpartition("\n")[2] + note.straight[start:].partition("\n")[0]
        return note.straight[end : end + 1] == ":" or len(line.split()) <= last - first + 2

    def _judge(self, note: Note, first: int, last: int) -> Iterator[Found]:
        while first <= last and self._leads_only(note.words[first]):
            first += 1
        while last > first and self._lexicon.is_known(note.words[last].text):
            last -= 1
        words = note.words[first : last + 1]
        if not any(self._tells(word) for word in words) or self._is_heading(note, first, last):
            return
        number = first
        before = note.before(number)
        if before and before.lower in ("the", "old", "downtown"):
            before = note.before(number, 2)
            led = before is not None and before.lower in _IN_THE
        else:
            led = before is not None and before.lower in _WHERE
        start, end = words[0].start, words[-1].end
        large = sum(self._is_large(word) for word in words)
        if led or large > 1:
            kind = (
                ("place", "Place")
                if before and before.lower in ("in", "near", "under", "around")
                else ("organisation", "Organisation")
            )
            yield Found(start, end, *kind, GUESSED)
            return
        after = note.after(last)
        acts = after is not None and after.lower in self._verbs and not after.capital
        if (before and before.lower in self._leads) or acts or words[0].possessive:
            yield Found(start, end, "person", "Person", GUESSED)
