"""Which words are names, which are words, which are both.

Names come from Faker (MIT), lists for many countries, short forms from `nicknames` (Apache 2.0),
dictionary words from the index of lemmas that the English model brings along (WordNet's).
"""

from __future__ import annotations

import importlib
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from spacy.language import Language

from ..errors import ArtefactError
from ..knowledge.identifiers import IdentifierWords

if TYPE_CHECKING:
    from nicknames import NickNamer

# Faker's lists in Latin letters.
_LISTS: Final = (
    *("en", "en_GB", "en_IE", "en_IN", "en_KE", "en_NG", "en_NZ", "en_PK", "en_US"),
    *("az_AZ", "cs_CZ", "de_DE", "es_AR", "es_CL", "es_CO", "es_ES", "es_MX", "fr_CA", "fr_DZ"),
    *("fr_FR", "ga_IE", "ha_NG", "hr_HR", "id_ID", "ig_NG", "it_IT", "nl_NL", "pl_PL", "pt_BR"),
    *("ro_RO", "sv_SE", "sw", "tr_TR", "tw_GH", "uz_UZ", "vi_VN", "yo_NG", "zu_ZA"),
)
_COMMON: Final = ("en_US", "en_GB", "es_MX")
_SHORTEST: Final = 2
# Made by `python -m models.plain_words`.
PLAIN_WORDS: Final = (
    Path(__file__).resolve().parents[2] / "models" / "artefacts" / "plain_words" / "words.txt"
)


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Sets of words in lower case, without accents.

    `first` and `last` are names; `common` first names that nearly everybody has met; `lemmas` is
    what a dictionary holds, by its lemmas; `plain` what notes hold in small letters; `never` is no
    name whatever the lists say; `both` may be either.
    """

    first: frozenset[str]
    last: frozenset[str]
    common: frozenset[str]
    never: frozenset[str]
    both: frozenset[str]
    known: frozenset[str]
    plain: frozenset[str]
    lemmas: frozenset[str]
    endings: tuple[tuple[str, str], ...]

    def is_name(self, word: str) -> bool:
        """Whether a list of names has it and it is not also a word."""
        plain = bare(word)
        return (plain in self.first or plain in self.last) and not (
            plain in self.never or plain in self.both or plain in self.known
        )

    def is_first(self, word: str) -> bool:
        """Whether it is a first name that may stand in small letters ("maria")."""
        plain = bare(word)
        if plain in self.never or plain in self.both or plain in self.known:
            return False
        return plain in self.common or (plain in self.first and not self.is_word(plain))

    def may_be_name(self, word: str) -> bool:
        """Whether it is a name that is also a word ("Grace")."""
        plain = bare(word)
        return plain not in self.never and (
            plain in self.both or plain in self.first or plain in self.last
        )

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

    def _each_part(self, word: str, among: frozenset[str]) -> bool:
        parts = [part for part in bare(word).replace("'", "-").split("-") if part]
        return all(self._is_form(part, among) for part in parts)

    def _is_form(self, word: str, among: frozenset[str]) -> bool:
        if word in among or word in self.never or word in self.known or word in self.plain:
            return True
        return any(
            word.endswith(ending) and word[: len(word) - len(ending)] + instead in among
            for ending, instead in self.endings
        )


def bare(word: str) -> str:
    """In lower case and without accents."""
    if word.isascii():
        return word.lower()
    parts = unicodedata.normalize("NFKD", word.lower())
    return "".join(part for part in parts if not unicodedata.combining(part))


def load_lexicon(nlp: Language, words: IdentifierWords) -> Lexicon:
    """Read the lists; `nlp` must have brought its lemmatiser along.

    Raises
    ------
    ArtefactError
        The list of plain words is missing.
    """
    tables: Any = nlp.get_pipe("lemmatizer").lookups  # type: ignore[attr-defined]
    lemmas = {word for index in tables.get_table("lemma_index").values() for word in index}
    lemmas |= {form for table in tables.get_table("lemma_exc").values() for form in table}
    endings = {tuple(r) for rules in tables.get_table("lemma_rules").values() for r in rules}
    first = set(_names("first_name", _LISTS))
    common = set(_names("first_name", _COMMON)) | set(_nicknames())
    known = frozenset().union(*(words[id] for id in ("days", "months", "seasons", "acronyms",
                                                    "field_words", "drugs")))
    return Lexicon(
        first=frozenset(first | common),
        last=frozenset(_names("last_name", _LISTS)),
        common=frozenset(common),
        never=frozenset(words["not_names"]),
        both=frozenset(words["names_as_words"]),
        known=known,
        plain=_plain_words(),
        lemmas=frozenset(lemmas),
        endings=tuple((a, b) for a, b in endings if len(a) >= 1),
    )


def short_forms(name: str) -> frozenset[str]:
    """What somebody of this first name is called, and what somebody so called may be named."""
    plain, nicknames = bare(name), _nicknamer()
    return frozenset(nicknames.nicknames_of(plain) | nicknames.canonicals_of(plain))


@cache
def _nicknamer() -> NickNamer:
    from nicknames import NickNamer

    return NickNamer()


def _names(part: str, lists: Iterable[str]) -> Iterator[str]:
    for name in lists:
        provider = importlib.import_module(f"faker.providers.person.{name}").Provider
        for attribute in dir(provider):
            if attribute.startswith(part):
                values = getattr(provider, attribute)
                if isinstance(values, tuple | list | dict):
                    for value in values:
                        yield from (w for w in bare(value).split() if len(w) >= _SHORTEST)


def _plain_words() -> frozenset[str]:
    try:
        return frozenset(PLAIN_WORDS.read_text(encoding="utf-8").split())
    except (OSError, UnicodeDecodeError) as error:
        raise ArtefactError(f"{PLAIN_WORDS} cannot be read: run models.plain_words.") from error


def _nicknames() -> Iterator[str]:
    lookup = _nicknamer().nickname_lookup
    for name, shorts in lookup.items():
        yield from (w for w in (name, *shorts) if w.isalpha() and len(w) > _SHORTEST)
