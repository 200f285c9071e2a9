"""A wide net under the other finders: what is written large, or stands where a name would.

Recall matters more than precision here: a word too many that is replaced costs a reader little, a
name too few that is replaced may cost a client much. So any capital that nothing accounts for
counts.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from ..knowledge.identifiers import IdentifierWords
from .found import GUESSED, Found
from .lexicon import Lexicon
from .note import Note, Word

_ORDINARY: Final = (
    *("generic", "roles", "titles", "fields", "field_words", "acronyms", "drugs"),
    *("days", "months", "seasons", "appointment", "not_names"),
)
_NEVER_NAMES: Final = ("generic", "roles", "titles", "days", "months", "not_names")
_SPOTS: Final = frozenset({"at", "near", "behind", "outside", "past"})
_TOWARDS: Final = frozenset({"at", "from", "in", "near", "to", "by", "with", "w/", "via"})
_INSIDE: Final = frozenset({"of", "the", "for", "de", "la", "del", "&", "y", "du"})
_GAP: Final = re.compile(r"'?s? | ?& ?|-|\. ")
_LONGEST: Final = 5
_CONTRACTED: Final = re.compile(r"(?:n't|'(?:m|ve|ll|d|re|all))$")
# Endings of words of the trade that no dictionary has: "Perimenopausal", "Deworming".
_TRADE: Final = re.compile(
    r"(?:ed|ing|al|ic|ics|ous|ology|ologist|ly|scopy|tomy|emia|aemia|itis|osis|ated|ive|"
    r"ment|tion|ness|able|less|ism|ary|pathy|gram|uria|ates?)$"
)
_ACTS: Final = ("VBD", "VBZ", "MD")
_MAY_BE: Final = ("NN", "NNS", "NNP", "NNPS", "VB", "JJ")
_BESIDE: Final = re.compile(r"(?:'s\b|, \d|,? and\b| ?[&/(]| - |, [A-Z])")


def ordinary(words: IdentifierWords, lexicon: Lexicon) -> frozenset[str]:
    """Words that name nobody even with a capital; first names that are also programmes are not."""
    names = (words["names_as_words"] & lexicon.first) - frozenset().union(
        *(words[id] for id in _NEVER_NAMES)
    )
    return frozenset().union(*(words[id] for id in _ORDINARY)) - names


def of_the_trade(word: str) -> bool:
    """Whether a word ends as words of the trade do that no dictionary has: "Perimenopausal"."""
    return bool(_TRADE.search(word))


class Broad:
    """Finds what the lists and forms of the other finders leave."""

    def __init__(self, words: IdentifierWords, lexicon: Lexicon) -> None:
        self._lexicon = lexicon
        self._ordinary = ordinary(words, lexicon)
        self._programmes = words["acronyms"] | words["drugs"] | words["generic"] | words["roles"]
        self._human = words["human_verbs"]
        self._states = words["person_states"]
        self._phrases = words["capital_phrases"]
        self._dates = words["months"] | words["days"] | words["seasons"]
        self._not_names = (
            self._dates
            | _INSIDE
            | words["fields"]
            | words["handle_leads"]
            | (words["titles"] - words["nicknamed"])
        )
        self._before_people = words["person_verbs"]

    def find(self, note: Note) -> Iterator[Found]:
        """Everything of this kind in `note`."""
        number = 0
        while number < len(note.words):
            word = note.words[number]
            if self._is_large(word):
                last = self._run(note, number)
                yield from self._judge(note, number, last)
                number = last
            number += 1

    @staticmethod
    def _is_large(word: Word) -> bool:
        return (
            word.cased
            and not word.flat
            and word.text[0].isupper()
            and not _CONTRACTED.search(word.lower)
            and word.text != "I"
        )

    def _run(self, note: Note, number: int) -> int:
        """Number of the last word of the capitals that begin here."""
        last = at = number
        while at + 1 < len(note.words) and at - number < _LONGEST:
            if note.words[at + 1].initial or not _GAP.fullmatch(
                note.straight[note.words[at].end : note.words[at + 1].start]
            ):
                break
            at += 1
            if note.words[at].lower in self._dates:
                break
            if self._is_large(note.words[at]):
                last = at
            elif note.words[at].lower not in _INSIDE:
                break
        return last

    def _tells(self, word: Word) -> bool:
        if not self._is_large(word) or len(word.text) < 2 or word.lower in self._ordinary:
            return word.possessive and word.lower not in self._programmes and not word.shouted
        if word.shouted:
            return self._lexicon.is_listed(word.text) and not self._lexicon.is_word(word.text)
        return True

    def _judge(self, note: Note, first: int, last: int) -> Iterator[Found]:
        opening: int | None = None
        if note.words[first].initial:
            if self._opens(note, first):
                yield Found(
                    note.words[first].start,
                    note.words[last].end,
                    *self._kind(note, first, last),
                    GUESSED,
                )
                return
            opening = first
            first += 1
        while (
            first <= last
            and note.words[first].lower in self._not_names
            and not (note.words[first].lower == "the" and note.words[first].capital)
        ):
            first += 1
        while last >= first and note.words[last].lower in self._dates:
            last -= 1
        words = note.words[first : last + 1]
        if words and (
            any(map(self._tells, words))
            or self._is_spot(note, first, words)
            or self._is_title(note, words)
        ):
            start = words[0].start
            if opening is not None and first == opening + 1 and self._belongs(note.words[opening]):
                start = note.words[opening].start
            yield Found(start, words[-1].end, *self._kind(note, first, last), GUESSED)

    def _is_title(self, note: Note, words: tuple[Word, ...]) -> bool:
        """Whether capitals make a name of words that alone name nobody: "Youth Continuum"."""
        large = [word for word in words if self._is_large(word)]
        if len(large) < 2 or note.folded[words[0].start : words[-1].end] in self._phrases:
            return False
        return any(w.lower not in self._programmes and not w.shouted for w in large) and (
            note.straight[words[-1].end : words[-1].end + 1] != ":" or large[-1].initial is False
        )

    def _belongs(self, word: Word) -> bool:
        """Whether a sentence's first word is part of the name it stands before."""
        no_part = self._not_names | self._before_people
        return word.tag.startswith(("NN", "JJ")) and word.lower not in no_part

    def _opens(self, note: Note, number: int) -> bool:
        """Whether the first word of a sentence is a name: it is rare, or it does what people do."""
        word, after = note.words[number], note.after(number)
        if len(word.text) < 3 or word.shouted or word.lower in self._ordinary:
            return False
        if self._lexicon.is_strange(word.text):
            return not of_the_trade(word.lower) or self._lexicon.is_listed(word.text)
        if after is not None and after.lower in self._states and word.tag in _MAY_BE:
            return note.between(number, number + 1) == " "
        if not word.tag.startswith("NN") or note.straight[word.end : word.end + 1] == ":":
            return False
        if not self._lexicon.is_plain(word.text) and not of_the_trade(word.lower):
            return True
        if after is None or after.capital or note.between(number, number + 1) != " ":
            return self._lexicon.may_be_name(word.text) and bool(
                _BESIDE.match(note.straight, word.end)
            )
        if word.lower in self._lexicon.both or self._lexicon.is_listed(word.text):
            return after.tag in (*_ACTS, "VBN") or after.lower in ("and", "&")
        if word.tag in ("NN", "NNP") and not of_the_trade(word.lower):
            return after.lower in self._human or after.lower in self._states
        return False

    def _is_spot(self, note: Note, first: int, words: tuple[Word, ...]) -> bool:
        """Whether a programme's name or a common one is somewhere to be: "at Fusion"."""
        before = note.before(first)
        if before is not None and before.lower == "the":
            before = note.before(first, 2)
        if before is None:
            return False
        if before.lower in _TOWARDS and len(words) == 1:
            word = words[0]
            if word.shouted:
                return word.lower not in self._ordinary and len(word.text) > 2
            if before.lower in ("in", "from", "near") and word.lower in self._lexicon.towns:
                return True
        if before.lower in ("at", "from", "to") and len(words) > 1 and words[0].shouted:
            return words[-1].capital and not words[-1].shouted
        if before.lower not in _SPOTS:
            return False
        if sum(self._is_large(word) and not word.shouted for word in words) > 1:
            return True
        return any(
            word.lower not in self._programmes and not word.shouted and len(word.text) > 2
            for word in words
            if self._is_large(word)
        )

    def _kind(self, note: Note, first: int, last: int) -> tuple[str, str]:
        before = note.before(first)
        if before and before.lower == "the":
            before = note.before(first, 2)
        lead = before.lower if before else ""
        if lead in ("in", "near", "under", "around", "on", "toward", "behind", "off", "along"):
            return "place", "Place"
        if lead in ("at", "from", "to", "outside", "past"):
            return "organisation", "Organisation"
        return "person", "Person"
