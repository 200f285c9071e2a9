"""Places and organisations told by their head word: "Harbor Light Shelter", "Alder Park"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from ..knowledge.identifiers import IdentifierWords
from .found import NAMED, Found
from .lexicon import Lexicon
from .note import Note, Word

_LINKS: Final = frozenset({"of", "the", "for", "and", "de", "la", "del", "los", "las"})
_GAP: Final = re.compile(r"^(?:'s)?(?:\.? {1,2}| ?& ?|-|'s? )$")
_LONGEST: Final = 6
# A sentence may open with one of these before the name: "Visited Harbor House".
_NOT_IN_NAMES: Final = frozenset(
    "VB VBD VBG VBZ VBP VBN IN PRP PRP$ DT CC MD RB RBR WRB TO UH WP EX".split()
)
_PREFIXES: Final = {
    "camp": "Camp",
    **dict.fromkeys("lake mount mt fort ft port san santa los las el cape isla".split(), "Place"),
}
_LED_BY: Final = frozenset({"at", "from", "in", "near", "under", "behind", "outside", "by", "into"})
_SAINTS: Final = frozenset({"st", "saint", "sts", "ste", "santo"})


class Headed:
    """Finds names that end in, or begin with, a word that says what is named."""

    def __init__(self, words: IdentifierWords, lexicon: Lexicon) -> None:
        self._lexicon = lexicon
        self._generic = words["generic"]
        self._organisations = words["organisation_heads"]
        self._places = words["place_heads"]
        self._rooms = words["room_heads_after"]
        self._owned = words["owned_heads"]
        self._loose = words["loose_small_heads"]
        self._nouns = {
            **dict.fromkeys(words["shelter_heads"], "Shelter"),
            **dict.fromkeys(words["hospital_heads"], "Hospital"),
            **dict.fromkeys(words["clinic_heads"], "Clinic"),
            **dict.fromkeys(words["school_heads"], "School"),
            **dict.fromkeys(("camp", "encampment", "jungle"), "Camp"),
            **dict.fromkeys(("park", "skatepark"), "Park"),
            **dict.fromkeys(("bridge", "overpass", "underpass", "viaduct", "trestle"), "Bridge"),
        }

    def find(self, note: Note) -> Iterator[Found]:
        """Everything of this kind in `note`."""
        for number, word in enumerate(note.words):
            if word.lower in self._organisations | self._places | self._rooms:
                yield from self._with_head(note, number)
            if word.lower in _PREFIXES or word.lower in _SAINTS:
                yield from self._with_prefix(note, number)

    def _with_head(self, note: Note, number: int) -> Iterator[Found]:
        head = note.words[number]
        first = self._first(note, number)
        if first == number:
            return
        names = note.words[first:number]
        telling = [w for w in names if w.lower not in _LINKS and self._tells(w)]
        large = [w for w in names if w.capital and not w.initial]
        if head.flat and not self._is_led(note, first, head):
            return
        if not telling and not (head.lower in self._places and head.capital and len(large) > 1):
            return
        if not head.capital or head.flat:
            if head.lower in self._loose or (not head.flat and all(w.initial for w in telling)):
                return
            if names[-1].possessive and head.lower in self._owned:
                return
        last = self._last(note, number)
        yield Found(names[0].start, note.words[last].end, *self._kind(head), NAMED)

    def _first(self, note: Note, number: int) -> int:
        """Number of the first word of the name that ends with the word `number`."""
        at = number
        while at and number - at < _LONGEST and not note.words[at].initial:
            word = note.words[at - 1]
            if not (self._may_belong(word) or word.lower in _LINKS) or not _GAP.match(
                note.straight[word.end : note.words[at].start]
            ):
                break
            at -= 1
        while at < number and self._opens_only(note.words[at]):
            at += 1
        return at

    def _is_led(self, note: Note, first: int, head: Word) -> bool:
        """In a note without capitals a name needs a preposition before it, or to be strange."""
        before = note.before(first)
        if before and before.lower == "the":
            before = note.before(first, 2)
        words = note.words[first : note.at(head.start)]
        return any(self._lexicon.is_strange(word.text) for word in words) or (
            before is not None and before.lower in _LED_BY
        )

    def _may_belong(self, word: Word) -> bool:
        if word.flat:
            return word.lower not in self._lexicon.never and not word.tag.startswith(
                ("VBD", "VBZ", "IN")
            )
        return word.capital

    def _opens_only(self, word: Word) -> bool:
        if word.lower in _LINKS:
            return True
        return (
            word.initial
            and (word.tag in _NOT_IN_NAMES or word.lower in self._lexicon.never)
            and not self._lexicon.is_name(word.text)
        )

    def _tells(self, word: Word) -> bool:
        """Whether the word can tell one shelter or park from another."""
        return (
            self._may_belong(word)
            and word.lower not in self._generic
            and word.lower not in self._places
            and not (word.lower in self._lexicon.known and not self._lexicon.may_be_name(word.text))
        )

    def _last(self, note: Note, number: int) -> int:
        """The name may go on behind its head: "University of Alder", "House of Ruth"."""
        at = number
        while at + 1 < len(note.words) and not note.words[at + 1].initial:
            word = note.words[at + 1]
            if not _GAP.match(note.straight[note.words[at].end : word.start]):
                break
            is_head = word.lower in self._organisations | self._places
            if word.capital and is_head and note.words[at].capital:
                at += 1
                continue
            following = note.after(at, 2)
            if word.lower == "of" and following and following.capital and note.words[at].capital:
                at += 2
                continue
            break
        return at

    def _kind(self, head: Word) -> tuple[str, str]:
        if head.lower in self._rooms and head.lower not in ("lodge", "hall", "villa", "suite"):
            return "room", "Room"
        if head.lower in self._places:
            return "place", self._nouns.get(head.lower, "Place")
        return "organisation", self._nouns.get(head.lower, "Organisation")

    def _with_prefix(self, note: Note, number: int) -> Iterator[Found]:
        word, following = note.words[number], note.after(number)
        if not following or not (
            (word.capital and following.capital)
            or (word.flat and word.lower in _SAINTS and not self._lexicon.is_plain(following.text))
        ):
            return
        if not re.fullmatch(r"\.? ?", note.straight[word.end : following.start]) or (
            word.initial and (word.tag.startswith("VB"))
        ):
            return
        end = following.end
        further = note.after(number, 2)
        if (
            further
            and further.capital
            and note.straight[following.end : further.start] == " "
            and not self._lexicon.is_known(further.text)
        ):
            end = further.end
        if following.possessive:
            end = following.end + 2
        if word.lower in _SAINTS:
            yield Found(word.start, end, "organisation", "Organisation", NAMED)
        elif not self._lexicon.is_known(following.text):
            yield Found(word.start, end, "place", _PREFIXES[word.lower], NAMED)
