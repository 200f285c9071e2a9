"""In a note without capitals: somebody by a rare word, somewhere by what stands bare behind "at".

English puts an article before a common noun; "tell guest house" and "from union rescue" do without,
and so name something. What does without and names nothing ("at work") is listed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from ..knowledge.identifiers import IdentifierWords
from .broad import of_the_trade, ordinary
from .found import GUESSED, Found
from .lexicon import Lexicon
from .note import Note

_LOOK_BACK: Final = 24
_BARE: Final = re.compile(
    r"\b(?:at|from|to|by|near|behind|outside|toward|towards|under|past|via|into|off|with|"
    r"w/|sleeping|slept|"
    r"leaving|til|check|try|tried|(?P<on>on))\s+(?P<the>the\s+)?$"
)
_NOUN: Final = ("NN", "JJ", "FW", "NNP")
_CALLS: Final = re.compile(
    r"(?<!\w)(?:lil|lil'|big|ol|ol'|old man|miss|mama|papa|auntie|unc|cuz)\s+$"
)
_MAY_BE: Final = ("NN", "NNS", "NNP", "NNPS", "VB", "JJ")


class Bare:
    """Finds names in small letters that no list has."""

    def __init__(self, words: IdentifierWords, lexicon: Lexicon) -> None:
        self._lexicon = lexicon
        self._ordinary = ordinary(words, lexicon)
        self._leads = words["person_leads"] | words["roles"] | {"w"}
        self._verbs = words["person_verbs"]
        self._acts = words["human_verbs"] | words["person_states"]
        self._bare = words["bare_places"] | words["room_heads"]
        heads = words["organisation_heads"] | words["place_heads"]
        self._heads = heads - words["generic"] - words["loose_heads"]

    def find(self, note: Note) -> Iterator[Found]:
        """Everything of this kind in `note`."""
        for number, word in enumerate(note.words):
            if word.flat and len(word.text) > 2 and word.lower not in self._lexicon.never:
                yield from self._somebody(note, number)
                yield from self._somewhere(note, number)

    def _somebody(self, note: Note, number: int) -> Iterator[Found]:
        word = note.words[number]
        before = note.folded[max(0, word.start - _LOOK_BACK) : word.start]
        if called := _CALLS.search(before):
            start = max(0, word.start - _LOOK_BACK) + called.start()
            yield Found(start, word.end, "person", "Person", GUESSED)
        elif word.lower not in self._ordinary and self._is_somebody(note, number):
            yield Found(word.start, word.end, "person", "Person", GUESSED)

    def _somewhere(self, note: Note, number: int) -> Iterator[Found]:
        word = note.words[number]
        before = note.folded[max(0, word.start - _LOOK_BACK) : word.start]
        if word.lower in self._heads and self._is_headed(note, number):
            start = note.words[number - 1].start
            yield Found(start, word.end, "organisation", "Organisation", GUESSED)
        led = _BARE.search(before)
        if led is None or not word.tag.startswith(_NOUN):
            return
        if led.group("the") and (self._lexicon.is_plain(word.text) or word.lower in self._bare):
            return
        last = self._run(note, number)
        words = note.words[number : last + 1]
        idle = self._bare if len(words) > 1 else self._bare | self._ordinary
        if all(w.lower in idle or w.lower.rstrip("s") in idle for w in words):
            return
        if led.group("on") and any(self._lexicon.is_plain(w.text) for w in words):
            return
        yield Found(word.start, words[-1].end, "place", "Place", GUESSED)

    def _is_headed(self, note: Note, number: int) -> bool:
        """Whether a noun without an article makes a name of a head: "tell guest house"."""
        name, lead = note.before(number), note.before(number, 2)
        if name is None or lead is None or note.between(number - 1, number) != " ":
            return False
        return (
            name.tag.startswith(_NOUN)
            and name.lower not in self._lexicon.never
            and name.lower not in self._bare - self._heads
            and lead.tag.startswith(("IN", "VB", "TO"))
        )

    def _is_somebody(self, note: Note, number: int) -> bool:
        word, after, lexicon = note.words[number], note.after(number), self._lexicon
        if lexicon.is_plain(word.text):
            return (
                after is not None
                and word.initial
                and word.tag in _MAY_BE
                and after.lower in self._acts
            )
        if lexicon.is_listed(word.text):
            return True
        if lexicon.is_strange(word.text):
            return not of_the_trade(word.lower)
        lead = note.before(number)
        if lead is not None and lead.lower in self._leads and word.tag.startswith("NN"):
            return True
        acts = (
            after is not None
            and after.lower in self._acts
            and note.between(number, number + 1) == " "
        )
        return acts and word.tag.startswith("NN")

    def _run(self, note: Note, number: int) -> int:
        """Number of the last noun of those that begin here."""
        last = number
        while last - number < 2 and not note.words[last].possessive:
            following = note.after(last)
            if (
                following is None
                or note.between(last, last + 1) != " "
                or not following.tag.startswith(_NOUN)
                or following.lower in self._lexicon.never | {"w"}
                or following.lower in self._verbs
            ):
                break
            last += 1
        return last
