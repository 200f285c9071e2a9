"""Names that nothing announces: capitals where none are called for.

A worker capitalises in the middle of a sentence what names somebody or something. What is no
dictionary word and no known programme, drug or language is therefore taken for a name there; at
the start of a sentence lists of names and the words around decide.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from ..knowledge.identifiers import IdentifierWords
from .found import GUESSED, Found
from .lexicon import Lexicon
from .note import Note, Word
from .people import People

_WORKS: Final = re.compile(
    r"\b(?:works?|worked|working|job|shifts?|hired|employed|employment|interview|"
    r"interviewed|position|fired|"
    r"volunteers?|cashier|cook|dishwasher|stocker|internship|applied|laid off|banned|"
    r"trespassed|stays?|staying|stayed|"
    r"sleeps?|sleeping|slept|lives?|living|lived|bed|bunk|residing|resides|placed|enrolled|"
    r"attends|attending|graduated|student)"
    r"\s+(?:\w+\s+){0,2}(?:at|for|with|by|from|in|into|under|behind|outside|near)\s+(?:the\s+)?$"
)
_ACRONYM: Final = 6


class Capitals:
    """Finds names by their capitals, lists and surroundings."""

    def __init__(self, words: IdentifierWords, lexicon: Lexicon, people: People) -> None:
        self._lexicon = lexicon
        self._people = people
        self._verbs = words["person_verbs"]
        self._leads = words["person_leads"]
        self._roles = words["roles"]
        self._places = words["places_before"]
        self._formal = words["short_titles"]
        self._titles = words["titles"]
        self._generic = words["generic"]

    def find(self, note: Note) -> Iterator[Found]:
        """Everything of this kind in `note`."""
        number = 0
        while number < len(note.words):
            last = self._name_at(note, number)
            if last is None:
                number += 1
                continue
            first, end = note.words[number], note.words[last]
            yield Found(first.start, end.end, *self._kind(note, number, last), GUESSED)
            number = last + 1

    def _name_at(self, note: Note, number: int) -> int | None:
        word = note.words[number]
        if len(word.text) < 2:
            return None
        if word.capital and self._stands_for_name(note, number):
            return self._people.run(note, number)
        return None

    def _stands_for_name(self, note: Note, number: int) -> bool:
        word, lexicon = note.words[number], self._lexicon
        if word.lower in lexicon.never or self._is_title(note, number):
            return False
        if (
            word.shouted
            and len(word.text) <= _ACRONYM
            and not (lexicon.is_first(word.text) and not lexicon.is_known(word.text))
        ):
            return False
        if lexicon.is_known(word.text) and not lexicon.may_be_name(word.text):
            return False
        if word.lower in self._generic and not lexicon.is_first(word.text):
            return False
        if lexicon.is_name(word.text):
            if not word.initial or not lexicon.is_word(word.text):
                return True
            return self._acts(note, number) or word.tag.startswith("NNP")
        if lexicon.may_be_name(word.text):
            return self._is_meant(note, number)
        if lexicon.is_plain(word.text) or (word.initial and lexicon.is_word(word.text)):
            return not word.initial and self._is_place_of_work(note, number)
        return not word.initial or word.tag.startswith("NNP")

    def _is_title(self, note: Note, number: int) -> bool:
        word, after = note.words[number], note.after(number)
        if word.lower in self._formal or word.lower in self._roles:
            return True
        return word.lower in self._titles and after is not None and after.capital

    def _is_meant(self, note: Note, number: int) -> bool:
        """Whether a word that may be a name ("Grace") is meant as one here."""
        word = note.words[number]
        before, after = note.before(number), note.after(number)
        known = self._lexicon.is_known(word.text)
        if (
            after
            and after.capital
            and note.between(number, number + 1) == " "
            and not after.shouted
        ):
            if self._lexicon.is_name(after.text) or (
                not known
                and not self._lexicon.is_word(after.text)
                and not self._lexicon.is_known(after.text)
            ):
                return True
        if self._acts(note, number) and (not known or not self._modal(after)):
            return (
                not word.initial
                or word.tag.startswith("NNP")
                or (word.tag == "MD" and after is not None and after.tag in ("VBD", "VBZ"))
            )
        if word.initial:
            return not known and (word.entity == "PERSON" or self._in_company(note, number))
        if word.possessive and not known:
            return True
        if before and (before.lower in self._leads or before.lower in self._roles):
            return not known or word.entity == "PERSON"
        if known:
            return False
        return word.tag.startswith("NNP") and (
            word.entity in ("PERSON", "GPE", "ORG", "FAC", "LOC")
            or not self._lexicon.is_word(word.text)
            or self._is_place_of_work(note, number)
        )

    def _in_company(self, note: Note, number: int) -> bool:
        """Whether it stands beside another name: "Grace and Destiny", "Frosty and Ms. Delgado"."""
        after, other = note.after(number), note.after(number, 2)
        if not after or not note.words[number].tag.startswith("NNP"):
            return False
        if after.lower == "and" and other:
            return other.capital or other.lower in ("her", "his", "their", "i")
        return (
            after.capital
            and note.between(number, number + 1) in (", ", " & ", "/")
            and (self._lexicon.may_be_name(after.text))
        )

    def _modal(self, word: Word | None) -> bool:
        return word is not None and word.lower in ("will", "is", "was", "has")

    def _acts(self, note: Note, number: int) -> bool:
        after = note.after(number)
        return (
            after is not None
            and after.lower in self._verbs
            and not after.capital
            and note.between(number, number + 1).strip() in ("", ",")
        )

    def _is_place_of_work(self, note: Note, number: int) -> bool:
        """Whether a capitalised dictionary word stands where only a name would be one."""
        word = note.words[number]
        if word.lower in self._generic or word.lower in self._roles or word.shouted:
            return False
        return bool(_WORKS.search(note.folded, max(0, word.start - 60), word.start))

    def _kind(self, note: Note, first: int, last: int) -> tuple[str, str]:
        word = note.words[first]
        before, after = note.before(first), note.after(last)
        if before and before.lower == "the":
            before = note.before(first, 2)
        lead = before.lower if before else ""
        listed = self._lexicon.is_first(word.text) or (
            self._lexicon.may_be_name(word.text) and word.lower in self._lexicon.first
        )
        if listed and word.entity not in ("GPE", "ORG", "LOC", "FAC"):
            return "person", "Person"
        if listed and last > first and word.entity != "GPE":
            return "person", "Person"
        if after and after.lower in self._verbs and lead not in self._places:
            return "person", "Person"
        if word.entity in ("GPE", "LOC") or (lead in ("in", "near", "around", "toward", "towards")):
            return "place", "Place"
        if word.entity in ("ORG", "FAC", "PRODUCT") or lead in ("at", "outside", "behind"):
            return "organisation", "Organisation"
        if (
            lead in self._places
            and word.entity != "PERSON"
            and lead not in ("by", "off", "to", "from")
        ):
            return "place", "Place"
        return "person", "Person"
