"""People and places told by a form around a name: signed below, in a bed, a pet, a speaker."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import Final

from ..knowledge.identifiers import IdentifierWords
from .broad import ordinary
from .found import GUESSED, Found
from .lexicon import Lexicon
from .note import Note

_PET: Final = re.compile(
    r"(?P<name>[A-Z][\w'-]+),? the (?:\w+ )?(?:dog|cat|puppy|kitten|ferret|spaniel|beagle|"
    r"pit ?bull|parrot|rabbit)\b"
)
_IN_BED: Final = re.compile(
    r"(?<![\w'-])(?P<name>[A-Z][a-z'-]+) in (?:\d{1,3}[A-Z]?\b(?![:./%]| ?(?:days?|weeks?|"
    r"months?|hours?|min|am|pm|of))|bed \d|room \d|rm \d)"
)
_REALLY: Final = re.compile(
    r"(?P<name>[A-Z][\w'-]+(?: [A-Z][\w'-]+)?) \((?:real|legal|given|birth|born|aka|full|"
    r"not (?:her|his|their) real)\b"
)
_SPEAKER: Final = re.compile(r"^(?P<name>[A-Z][a-z'-]+(?: [A-Z][\w.'-]*)?): ", re.M)
_Y: Final = re.compile(r"\b(?:at|to|from|near|behind|outside) the (?P<name>Y)\b")
_HYPHENED: Final = re.compile(
    r"(?<![\w-])(?!x-ray|t-shirt|e-mail|u-haul|u-turn|a-fib|c-section|"
    r"i-)[b-hj-z]-[a-z]{3,}(?![\w-])"
)
_SHORT: Final = re.compile(r"(?<![\w.'&@#-])(?P<name>[A-Z]{2,3})(?![\w&@#-]|[./:]\w)(?! ?\d)")
_DASHED: Final = re.compile(r"(?<![\w-])(?!X-R|T-C|E-M|T-S)(?P<name>[A-Z]-[A-Z][a-z]{2,})\b")
_LETTER: Final = re.compile(r"\b(?:Dr|Mr|Ms|Mrs|Miss|Mx)\.? (?P<name>[A-Z])\b(?!\.?[A-Z])")
_ALONE: Final = re.compile(r"(?<![\w.'&/-])(?P<name>[B-HJ-Z]) (?P<verb>[a-z]+)\b")
_SIGNED: Final = re.compile(
    r"(?:^|[\n.!?)])[ \t]*(?:[-–—~]+|xx?o?)[ \t]*(?P<name>[A-Z][\w'-]+(?: [A-Z][\w'.-]*){0,"
    r"2})[ \t]*$",
    re.M,
)


class Forms:
    """Finds names by what stands around them, whatever the name."""

    def __init__(self, words: IdentifierWords, lexicon: Lexicon) -> None:
        self._lexicon = lexicon
        self._ordinary = ordinary(words, lexicon)
        self._human = words["human_verbs"]
        self._both = lexicon.both - words["not_names"]

    def find(self, note: Note) -> Iterator[Found]:
        """Everything of this kind in `note`."""
        for pattern in (_SIGNED, _PET, _IN_BED, _REALLY, _DASHED, _LETTER):
            for match in pattern.finditer(note.straight):
                yield Found(*match.span("name"), "person", "Person", GUESSED)
        for match in _ALONE.finditer(note.straight):
            if match.group("verb") in self._human:
                yield Found(*match.span("name"), "person", "Person", GUESSED)
        for match in _Y.finditer(note.straight):
            yield Found(*match.span("name"), "organisation", "Organisation", GUESSED)
        for match in _HYPHENED.finditer(note.straight):
            if (
                not self._lexicon.is_plain(match.group()[2:])
                or note.words[note.at(match.start())].flat
            ):
                yield Found(*match.span(), "person", "Person", GUESSED)
        for match in _SHORT.finditer(note.straight):
            letters = match.group().lower()
            known = letters in self._ordinary or self._lexicon.is_plain(letters)
            if not known and note.words[note.at(match.start())].cased:
                yield Found(*match.span(), "person", "Person", GUESSED)
        spoken = Counter(match.group("name") for match in _SPEAKER.finditer(note.straight))
        for match in _SPEAKER.finditer(note.straight):
            name = match.group("name")
            if spoken[name] > 1 and not self._ordinary & set(name.lower().split()):
                yield Found(*match.span("name"), "person", "Person", GUESSED)
        for number, word in enumerate(note.words):
            after = note.after(number)
            if after is None or note.between(number, number + 1) != " ":
                continue
            if word.capital and not word.shouted and word.lower in self._both and word.tag != "MD":
                if after.lower in self._human:
                    yield Found(word.start, word.end, "person", "Person", GUESSED)
