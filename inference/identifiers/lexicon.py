"""Which words are names, which are words, which are both.

The lists are made by `python -m models.word_lists`; short forms of first names come from the
package `nicknames` (Apache 2.0), dictionary words from the index of lemmas that the English model
brings along (WordNet's).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any, Final

from spacy.language import Language

from ..knowledge.identifiers import IdentifierWords
from ..word_lists import bare, read_list

if TYPE_CHECKING:
    from nicknames import NickNamer

LISTS: Final = ("common", "first", "last", "towns", "plain")
_KNOWN: Final = ("days", "months", "seasons", "acronyms", "field_words", "drugs")
_CONTRACTED: Final = re.compile(r"(?:n't|'(?:m|ve|ll|d|re|s|t))$")


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Sets of words in lower case, without accents.

    `first` and `last` are names, `common` first names that many people have; `towns` may be several
    words; `plain` is what notes hold in small letters, `lemmas` what a dictionary holds; `never` is
    no name whatever the lists say, `both` may be a name or a word, `known` is written with a
    capital and names nobody.
    """

    common: frozenset[str]
    first: frozenset[str]
    last: frozenset[str]
    towns: frozenset[str]
    plain: frozenset[str]
    lemmas: frozenset[str]
    endings: tuple[tuple[str, str], ...]
    never: frozenset[str]
    both: frozenset[str]
    known: frozenset[str]

    def is_listed(self, word: str) -> bool:
        """Whether a list of names has it, or each part of it between hyphens."""
        parts = bare(word).replace("'", "").split("-")
        return all(part in self.first or part in self.last for part in parts)

    def is_name(self, word: str) -> bool:
        """Whether a list of names has it and it is not also a word."""
        return self.is_listed(word) and not self._is_more(bare(word))

    def is_first(self, word: str) -> bool:
        """Whether it is a first name that may stand in small letters ("maria")."""
        plain = bare(word)
        if self._is_more(plain):
            return False
        return plain in self.common or (plain in self.first and not self.is_word(plain))

    def may_be_name(self, word: str) -> bool:
        """Whether it is a name, if perhaps also a word ("Grace")."""
        plain = bare(word)
        return plain not in self.never and (plain in self.both or self.is_listed(plain))

    def is_known(self, word: str) -> bool:
        """Whether it is a capitalised word that names nobody: a programme, drug, language."""
        plain = word.lower()
        return plain in self.known or (plain.endswith("s") and plain[:-1] in self.known)

    def is_word(self, word: str) -> bool:
        """Whether it, or each part of it between hyphens, is a dictionary word in any form."""
        return self._each_part(word, self.lemmas)

    def is_plain(self, word: str) -> bool:
        """Whether notes have it, or each part of it, in small letters, in any form."""
        return self._each_part(word, self.plain)

    def is_strange(self, word: str) -> bool:
        """Whether neither notes nor dictionary nor the lists of what names nobody have it."""
        return not (self.is_plain(word) or self.is_word(word) or self.is_known(word))

    def _is_more(self, plain: str) -> bool:
        return any(plain in words for words in (self.never, self.both, self.known, self.plain))

    def _each_part(self, word: str, among: frozenset[str]) -> bool:
        parts = _CONTRACTED.sub("", bare(word)).replace("'", "-").split("-")
        return all(self._is_form(part, among) for part in parts if part)

    def _is_form(self, word: str, among: frozenset[str]) -> bool:
        if any(word in words for words in (among, self.plain, self.never, self.known)):
            return True
        return any(
            word.endswith(ending) and word[: len(word) - len(ending)] + instead in among
            for ending, instead in self.endings
        )


def load_lexicon(nlp: Language, words: IdentifierWords) -> Lexicon:
    """Read the lists; `nlp` must have brought its lemmatiser along.

    Raises
    ------
    ArtefactError
        A list is missing.
    """
    tables: Any = nlp.get_pipe("lemmatizer").lookups  # type: ignore[attr-defined]
    lemmas = {word for index in tables.get_table("lemma_index").values() for word in index}
    lemmas |= {form for table in tables.get_table("lemma_exc").values() for form in table}
    endings = {(a, b) for rules in tables.get_table("lemma_rules").values() for a, b in rules if a}
    common, first, last, towns, plain = map(read_list, LISTS)
    return Lexicon(
        common=common,
        first=first,
        last=last,
        towns=towns,
        plain=plain,
        lemmas=frozenset(lemmas),
        endings=tuple(sorted(endings)),
        never=words["not_names"],
        both=words["names_as_words"],
        known=frozenset().union(*(words[id] for id in _KNOWN)),
    )


def short_forms(name: str) -> frozenset[str]:
    """What somebody of this first name is called, and what somebody so called may be named."""
    plain, nicknames = bare(name), _nicknamer()
    return frozenset(nicknames.nicknames_of(plain) | nicknames.canonicals_of(plain))


@cache
def _nicknamer() -> NickNamer:
    from nicknames import NickNamer

    return NickNamer()
