"""A wide net under the other finders: what is written large, or stands where a name would.

Recall matters more than precision here: a word too many that is replaced costs a reader little, a
name too few that is replaced may cost a client much. So any capital that nothing accounts for
counts, and in notes without capitals whatever stands bare behind "at", "from" or "toward".
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
_SPOTS: Final = frozenset({"at", "near", "behind", "outside", "past"})
_TOWARDS: Final = frozenset({"at", "from", "in", "near", "to", "by"})
_INSIDE: Final = frozenset({"of", "the", "for", "de", "la", "del", "&", "y", "du"})
_GAP: Final = re.compile(r"'?s? | ?& ?|-|\. ")
_LONGEST: Final = 5
_CONTRACTED: Final = re.compile(r"(?:n't|'(?:m|ve|ll|d|re|all))$")
# Endings of words of the trade that no dictionary has: "Perimenopausal", "Deworming".
_TRADE: Final = re.compile(
    r"(?:ed|ing|al|ic|ics|ous|ology|ologist|ly|scopy|tomy|emia|aemia|itis|osis|ated|ive|ment|tion|ness|able|less|ism|ary|pathy|gram|uria|ates?)$"
)
_BARE: Final = re.compile(
    r"\b(?:at|from|to|by|near|behind|outside|toward|towards|under|past|via|into|off|with|w/|sleeping|slept|"
    r"leaving|til|check|try|tried)\s+(?P<the>the\s+)?$"
)
_NOUN: Final = ("NN", "JJ", "FW", "NNP")
_ACTS: Final = ("VBD", "VBZ", "MD")
_CALLS: Final = re.compile(
    r"(?<!\w)(?:lil|lil'|big|ol|ol'|old man|miss|mama|papa|auntie|unc|cuz)\s+$"
)
_SIGNED: Final = re.compile(
    r"(?:^|[\n.!?)])[ \t]*(?:[-–—~]+|xx?o?)[ \t]*(?P<name>[A-Z][\w'-]+(?: [A-Z][\w'.-]*){0,2})[ \t]*$",
    re.M,
)


class Broad:
    """Finds what the lists and forms of the other finders leave."""

    def __init__(self, words: IdentifierWords, lexicon: Lexicon) -> None:
        self._lexicon = lexicon
        self._ordinary = frozenset().union(*(words[id] for id in _ORDINARY))
        self._programmes = words["acronyms"] | words["drugs"] | words["generic"] | words["roles"]
        self._verbs = words["person_verbs"]
        self._phrases = words["capital_phrases"]
        self._bare = words["bare_places"] | words["room_heads"]
        self._dates = words["months"] | words["days"] | words["seasons"]
        self._not_names = self._dates | _INSIDE | words["short_titles"] | words["fields"]

    def find(self, note: Note) -> Iterator[Found]:
        """Everything of this kind in `note`."""
        number = 0
        while number < len(note.words):
            word = note.words[number]
            if self._is_large(word):
                last = self._run(note, number)
                yield from self._judge(note, number, last)
                number = last
            elif word.flat:
                yield from self._small(note, number)
            number += 1
        for match in _SIGNED.finditer(note.straight):
            yield Found(*match.span("name"), "person", "Person", GUESSED)

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
        if note.words[first].initial:
            if self._opens(note, first):
                yield Found(
                    note.words[first].start,
                    note.words[last].end,
                    *self._kind(note, first, last),
                    GUESSED,
                )
                return
            first += 1
        while first <= last and note.words[first].lower in self._not_names:
            first += 1
        while last >= first and note.words[last].lower in self._dates:
            last -= 1
        words = note.words[first : last + 1]
        if words and (
            any(map(self._tells, words))
            or self._is_spot(note, first, words)
            or self._is_title(note, words)
        ):
            yield Found(words[0].start, words[-1].end, *self._kind(note, first, last), GUESSED)

    def _is_title(self, note: Note, words: tuple[Word, ...]) -> bool:
        """Whether several capitals make a name of words that alone name nobody: "Youth Continuum"."""
        large = [word for word in words if self._is_large(word)]
        if len(large) < 2 or note.folded[words[0].start : words[-1].end] in self._phrases:
            return False
        return any(w.lower not in self._programmes and not w.shouted for w in large) and (
            note.straight[words[-1].end : words[-1].end + 1] != ":" or large[-1].initial is False
        )

    def _opens(self, note: Note, number: int) -> bool:
        """Whether the first word of a sentence is a name: no dictionary has it, or it acts."""
        word, after = note.words[number], note.after(number)
        if (
            len(word.text) < 3
            or word.shouted
            or word.lower in self._ordinary
            or word.lower.endswith("'t")
        ):
            return False
        if self._lexicon.is_strange(word.text):
            return not _TRADE.search(word.lower) or self._lexicon.is_listed(word.text)
        if after is None or not word.tag.startswith("NN"):
            return False
        acts = not after.capital and (after.lower in self._verbs or after.tag in _ACTS)
        if self._lexicon.may_be_name(word.text):
            return acts or word.tag.startswith("NNP")
        return acts and not self._lexicon.is_plain(word.text)

    def _is_spot(self, note: Note, first: int, words: tuple[Word, ...]) -> bool:
        """Whether a programme's name or a common one is somewhere to be: "at Fusion"."""
        before = note.before(first)
        if before is None:
            return False
        if before.lower in _TOWARDS and len(words) == 1:
            word = words[0]
            if word.shouted:
                return word.lower not in self._lexicon.known and len(word.text) > 2
            if before.lower != "to" and word.lower in self._lexicon.towns:
                return True
        if before.lower not in _SPOTS:
            return False
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

    def _small(self, note: Note, number: int) -> Iterator[Found]:
        """In a note without capitals: somebody who acts, or somewhere behind a preposition."""
        word, after = note.words[number], note.after(number)
        lexicon = self._lexicon
        if len(word.text) < 3 or word.lower in self._ordinary or word.lower in lexicon.never:
            return
        before = note.folded[max(0, word.start - 24) : word.start]
        acts = (
            after is not None
            and after.lower in self._verbs
            and note.between(number, number + 1) == " "
        )
        modal = word.tag in ("MD", "VB", "VBD", "VBZ", "RB", "IN", "DT", "PRP")
        if called := _CALLS.search(before):
            yield Found(
                max(0, word.start - 24) + called.start(), word.end, "person", "Person", GUESSED
            )
        elif not lexicon.is_plain(word.text) and (
            lexicon.is_listed(word.text)
            or (acts and not modal and (word.initial or lexicon.may_be_name(word.text)))
        ):
            yield Found(word.start, word.end, "person", "Person", GUESSED)
        led = _BARE.search(before)
        if led is None or not word.tag.startswith(_NOUN):
            return
        if led.group("the") and (lexicon.is_plain(word.text) or word.lower in self._bare):
            return
        last = number
        while last - number < 2 and not note.words[last].possessive:
            following = note.after(last)
            if (
                following is None
                or note.between(last, last + 1) != " "
                or not following.tag.startswith(_NOUN)
                or following.lower in lexicon.never
                or following.lower in self._verbs
            ):
                break
            last += 1
        words = note.words[number : last + 1]
        if all(
            w.lower in self._bare or w.lower in self._ordinary or w.lower.rstrip("s") in self._bare
            for w in words
        ):
            return
        yield Found(word.start, words[-1].end, "place", "Place", GUESSED)
