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
_NEVER_NAMES: Final = ("generic", "roles", "titles", "days", "months", "not_names")
_SPOTS: Final = frozenset({"at", "near", "behind", "outside", "past"})
_TOWARDS: Final = frozenset({"at", "from", "in", "near", "to", "by", "with", "w/", "via"})
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
    r"leaving|til|check|try|tried|(?P<on>on))\s+(?P<the>the\s+)?$"
)
_NOUN: Final = ("NN", "JJ", "FW", "NNP")
_ACTS: Final = ("VBD", "VBZ", "MD")
_MAY_BE: Final = ("NN", "NNS", "NNP", "NNPS", "VB", "JJ")
_PET: Final = re.compile(
    r"(?P<name>[A-Z][\w'-]+),? the (?:\w+ )?(?:dog|cat|puppy|kitten|ferret|spaniel|beagle|pit ?bull|parrot|rabbit)\b"
)
_Y: Final = re.compile(r"\b(?:at|to|from|near|behind|outside) the (?P<name>Y)\b")
_HYPHENED: Final = re.compile(
    r"(?<![\w-])(?!x-ray|t-shirt|e-mail|u-haul|u-turn|a-fib|c-section|i-)[b-hj-z]-[a-z]{3,}(?![\w-])"
)
_SHORT: Final = re.compile(r"(?<![\w.'/&@#-])(?P<name>[A-Z]{2})(?![\w&/@.#:-])(?! ?\d)")
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
        names = (words["names_as_words"] & lexicon.first) - frozenset().union(
            *(words[id] for id in _NEVER_NAMES)
        )
        self._ordinary = frozenset().union(*(words[id] for id in _ORDINARY)) - names
        self._leads = words["person_leads"] | words["roles"]
        self._programmes = words["acronyms"] | words["drugs"] | words["generic"] | words["roles"]
        self._verbs = words["person_verbs"]
        self._human = words["human_verbs"]
        self._states = words["person_states"]
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
        for pattern in (_SIGNED, _PET):
            for match in pattern.finditer(note.straight):
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
        """Whether several capitals make a name of words that alone name nobody: "Youth Continuum"."""
        large = [word for word in words if self._is_large(word)]
        if len(large) < 2 or note.folded[words[0].start : words[-1].end] in self._phrases:
            return False
        return any(w.lower not in self._programmes and not w.shouted for w in large) and (
            note.straight[words[-1].end : words[-1].end + 1] != ":" or large[-1].initial is False
        )

    def _belongs(self, word: Word) -> bool:
        """Whether a sentence's first word is part of the name it stands before."""
        return word.tag.startswith(("NN", "JJ")) and word.lower not in self._not_names

    def _opens(self, note: Note, number: int) -> bool:
        """Whether the first word of a sentence is a name: it is rare, or it does what people do."""
        word, after = note.words[number], note.after(number)
        if len(word.text) < 3 or word.shouted or word.lower in self._ordinary:
            return False
        if self._lexicon.is_strange(word.text):
            return not _TRADE.search(word.lower) or self._lexicon.is_listed(word.text)
        if after is not None and after.lower in self._states and word.tag in _MAY_BE:
            return note.between(number, number + 1) == " "
        if not word.tag.startswith("NN") or note.straight[word.end : word.end + 1] == ":":
            return False
        if not self._lexicon.is_plain(word.text) and not _TRADE.search(word.lower):
            return True
        if after is None or after.capital or note.between(number, number + 1) != " ":
            return (
                after is not None and self._lexicon.may_be_name(word.text) and after.lower == "and"
            )
        if word.lower in self._lexicon.both:
            return after.tag in _ACTS or after.lower in self._states
        if word.tag in ("NN", "NNP") and not _TRADE.search(word.lower):
            return after.lower in self._human or after.lower in self._states
        return False

    def _is_spot(self, note: Note, first: int, words: tuple[Word, ...]) -> bool:
        """Whether a programme's name or a common one is somewhere to be: "at Fusion"."""
        before = note.before(first)
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
        """In a note without capitals: somebody by a rare word, or somewhere by a preposition."""
        word = note.words[number]
        before = note.folded[max(0, word.start - 24) : word.start]
        if len(word.text) < 3 or word.lower in self._lexicon.never:
            return
        if called := _CALLS.search(before):
            start = max(0, word.start - 24) + called.start()
            yield Found(start, word.end, "person", "Person", GUESSED)
        elif word.lower not in self._ordinary and self._is_somebody(note, number):
            yield Found(word.start, word.end, "person", "Person", GUESSED)
        led = _BARE.search(before)
        if led is None or not word.tag.startswith(_NOUN):
            return
        if led.group("the") and (self._lexicon.is_plain(word.text) or word.lower in self._bare):
            return
        last = self._small_run(note, number)
        words = note.words[number : last + 1]
        idle = self._bare if len(words) > 1 else self._bare | self._ordinary
        if all(w.lower in idle or w.lower.rstrip("s") in idle for w in words):
            return
        if led.group("on") and any(self._lexicon.is_plain(w.text) for w in words):
            return
        yield Found(word.start, words[-1].end, "place", "Place", GUESSED)

    def _is_somebody(self, note: Note, number: int) -> bool:
        word, after, lexicon = note.words[number], note.after(number), self._lexicon
        if lexicon.is_plain(word.text):
            return (
                after is not None
                and word.initial
                and word.tag in _MAY_BE
                and (after.lower in self._human or after.lower in self._states)
            )
        if lexicon.is_listed(word.text):
            return True
        if lexicon.is_strange(word.text):
            return not _TRADE.search(word.lower) and word.tag.startswith(_NOUN)
        lead = note.before(number)
        if lead is not None and lead.lower in self._leads and word.tag.startswith("NN"):
            return True
        acts = (
            after is not None
            and (after.lower in self._human or after.lower in self._states)
            and note.between(number, number + 1) == " "
        )
        return acts and word.tag.startswith("NN")

    def _small_run(self, note: Note, number: int) -> int:
        """Number of the last noun of those that begin here."""
        last = number
        while last - number < 2 and not note.words[last].possessive:
            following = note.after(last)
            if (
                following is None
                or note.between(last, last + 1) != " "
                or not following.tag.startswith(_NOUN)
                or following.lower in self._lexicon.never
                or following.lower in self._verbs
            ):
                break
            last += 1
        return last
