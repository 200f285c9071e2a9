"""A note as the finders see it: its words, what the tagger says of them, where casing tells."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from typing import Final

from spacy.language import Language
from spacy.tokens import Doc

from ..knowledge.patterns import fold

_WORD: Final = re.compile(r"[^\W\d_]+(?:['’ʼ-][^\W\d_]+)*")
_POSSESSIVE: Final = re.compile(r"['’ʼ]s$", re.IGNORECASE)
_STRAIGHT: Final = str.maketrans("‘’ʼ“”–—\xa0", "'''\"\"-- ")
_LINE: Final = re.compile(r"[^\n\r]+")
# Behind these a new sentence, heading or list item begins, whose first letter may be a capital.
_OPENS: Final = re.compile(r"(?:^|[.!?:;\n\r\t*•·|>=]|(?:^|\s)[-]+|\d[.)])[\s\"'(\[*_]*$")
_ABBREVIATED: Final = re.compile(
    r"(?:^|[\s(])(?:mr|mrs|ms|mx|dr|prof|rev|sgt|lt|ofc|capt|det|st|sts|ste|mt|ft|fr|sr|jr|"
    r"vs|e\.g|i\.e|"
    r"approx|appt|dept|no|ave|rd|blvd|hwy|apt|[a-z])\.\s*$",
    re.IGNORECASE,
)
_OPENING: Final = re.compile(r"(?:^|[.!?]\s|\n)[\s\"'(-]*([^\W\d_])")
_LOOK_BACK: Final = 24


@dataclass(frozen=True, slots=True)
class Word:
    """A word of letters, without a possessive ending.

    `initial`: it opens a sentence, so that its capital tells nothing; `cased`: casing tells
    something on this line at all; `flat`: nothing here is written large to set it off, because all
    of the line is, or nothing in the note. `tag` and `entity` are those of the English model.
    """

    start: int
    end: int
    text: str
    lower: str
    possessive: bool
    initial: bool
    cased: bool
    flat: bool
    tag: str
    entity: str

    @property
    def capital(self) -> bool:
        """Whether it is written like a name: a capital first, or one inside ("deShawn")."""
        return self.cased and (
            self.text[0].isupper() or (not self.text[1:].islower() and not self.text.islower())
        )

    @property
    def shouted(self) -> bool:
        """Whether it is all in capitals, as acronyms are."""
        return len(self.text) > 1 and self.text.isupper()


@dataclass(frozen=True, slots=True)
class Note:
    """`straight` and `folded` are the text with plain quotes and also in lower case; all offsets
    hold in all three, and in `doc`, which is what the English model has read."""

    text: str
    straight: str
    folded: str
    words: tuple[Word, ...]
    doc: Doc

    @classmethod
    def of(cls, text: str, nlp: Language) -> Note:
        """Read `text` with the English model's tagger and entity recogniser."""
        straight = text.translate(_STRAIGHT)
        doc = nlp(straight)
        starts = [token.idx for token in doc]
        lines = {m.start(): _casing_tells(m.group()) for m in _LINE.finditer(text)}
        line_starts = list(lines)
        small = _uses_no_capitals(straight)
        words = []
        for match in _WORD.finditer(straight):
            start, whole = match.span()
            possessive = _POSSESSIVE.search(match.group())
            end = whole - 2 if possessive else whole
            token = doc[max(0, bisect_right(starts, start) - 1)]
            cased = lines[line_starts[bisect_right(line_starts, start) - 1]]
            words.append(
                Word(
                    start,
                    end,
                    straight[start:end],
                    fold(straight[start:end]),
                    possessive is not None,
                    opens(straight, start),
                    cased,
                    small or not cased,
                    token.tag_,
                    token.ent_type_,
                )
            )
        return cls(text, straight, fold(straight), tuple(words), doc)

    def at(self, start: int) -> int:
        """Number of the first word that begins at `start` or behind it."""
        return bisect_left(self.words, start, key=lambda word: word.start)

    def between(self, left: int, right: int) -> str:
        """The text between two words by their numbers."""
        return self.straight[self.words[left].end : self.words[right].start]

    def before(self, number: int, distance: int = 1) -> Word | None:
        """The word `distance` places before, if it stands in the same sentence."""
        at = number - distance
        if at < 0 or self.words[at + 1].initial:
            return None
        return self.words[at]

    def after(self, number: int, distance: int = 1) -> Word | None:
        """The word `distance` places behind, if it stands in the same sentence."""
        at = number + distance
        if at >= len(self.words) or self.words[at].initial:
            return None
        return self.words[at]


def opens(straight: str, start: int) -> bool:
    """Whether a sentence, heading or list item begins at `start`."""
    before = straight[max(0, start - _LOOK_BACK) : start]
    return bool(_OPENS.search(before)) and not _ABBREVIATED.search(before)


def _uses_no_capitals(text: str) -> bool:
    """Whether sentences begin with small letters: then names do, too."""
    openings = _OPENING.findall(text)
    return bool(openings) and 4 * sum(letter.isupper() for letter in openings) < len(openings)


def _casing_tells(line: str) -> bool:
    """Not in a line of capitals; in one of small letters a capital tells all the more."""
    letters = [letter for letter in line if letter.isalpha()]
    capitals = sum(letter.isupper() for letter in letters)
    return len(letters) < 12 or capitals < 0.6 * len(letters)
