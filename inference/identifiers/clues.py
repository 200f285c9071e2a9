"""What tells of a word of a note, by itself and by its neighbours, whether it may identify.

Clues are plain strings such as "prev.word=at": the finder `Weighed` adds up what each of them
weighs, and `models.identifier_weights` has learned it from them.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from spacy.tokens import Token

from ..knowledge.identifiers import IdentifierWords
from ..word_lists import bare
from .lexicon import Lexicon
from .note import Note, opens

# Groups of `identifier_words.json` that say something of a word or of what stands beside it.
GROUPS: Final = (
    *("days", "months", "seasons", "acronyms", "chains", "chains_also_words", "field_words"),
    *("drugs", "generic", "titles", "roles", "fields", "person_verbs", "person_leads", "naming"),
    *("places_before", "street_types", "street_types_sure", "road_names", "place_heads"),
    *("organisation_heads", "room_heads", "room_heads_after", "id_leads", "account_leads"),
    *("plate_leads", "handle_leads", "appointment", "names_as_words", "not_names", "bare_places"),
    *("human_verbs", "person_states", "loose_heads", "nicknamed"),
)
_DIGITS: Final = re.compile(r"\d")
_SMALL: Final = re.compile(r"[^\W\d_A-Z]")
_LARGE: Final = re.compile(r"[A-Z]")
_RUNS: Final = re.compile(r"(.)\1{2,}")
_EDGE: Final = "edge"
# Tags of words that join others; with a capital they may be somebody's initials.
_JOINING: Final = frozenset(
    {"IN", "DT", "CC", "PRP", "PRP$", "TO", "MD", "WP", "WDT", "WRB", "EX", "RP", "UH"}
)
_LARGE_CASES: Final = ("large", "opening", "shouted", "inner")


@dataclass(frozen=True, slots=True)
class Clued:
    """A token with a letter or digit; `number` is its place in the note's `doc`.

    `telling`: it may name somebody without a neighbour that does, unlike "Dr" or "at".
    """

    number: int
    start: int
    end: int
    clues: tuple[str, ...]
    has_digit: bool
    telling: bool


@dataclass(frozen=True, slots=True)
class _Look:
    """What a token looks like, apart from its neighbours."""

    word: str
    case: str
    lexical: str
    tag: str
    shape: str
    groups: tuple[str, ...]
    possessive: bool


class Clues:
    """Gathers clues with the groups and lists of the other finders."""

    def __init__(self, words: IdentifierWords, lexicon: Lexicon) -> None:
        self._lexicon = lexicon
        self._idle = (
            (words["titles"] - words["nicknamed"]) | words["short_titles"] | words["drugs"]
        ) | words["appointment"]
        self._dated = words["days"] | words["months"] | words["acronyms"] | words["fields"]
        # In a note without capitals these name somebody only beside a word that does.
        self._common = words["bare_places"] | words["generic"] | words["roles"]
        self._common |= words["organisation_heads"] | words["place_heads"] | words["room_heads"]
        self._groups: dict[str, tuple[str, ...]] = {}
        for group in GROUPS:
            for word in words[group]:
                self._groups[word] = (*self._groups.get(word, ()), group)

    def of(self, note: Note) -> Iterator[Clued]:
        """Every token of `note` that has a letter or digit, in order."""
        tokens = [token for token in note.doc if not token.is_space]
        looks = self._looks(note, tokens)
        large = Counter(k.word for k in looks if k.case in ("large", "shouted"))
        often = Counter(k.word for k in looks)
        for i, token in enumerate(tokens):
            if any(c.isalnum() for c in token.text):
                clues = (
                    *self._own(token, looks[i], often, large),
                    *_around(looks, i),
                    *_between(note, tokens, i),
                )
                end = token.idx + len(token.text)
                has_digit = any(c.isdigit() for c in token.text)
                yield Clued(token.i, token.idx, end, clues, has_digit, self._is_telling(looks[i]))

    def _is_telling(self, look: _Look) -> bool:
        word = look.word.rstrip(".")  # the English model leaves "Dr." whole
        if word in self._idle or look.case == "small":
            return False
        if word in (self._common if look.case == "flat" else self._dated):
            return False
        return look.tag not in _JOINING or look.case in _LARGE_CASES

    def _looks(self, note: Note, tokens: list[Token]) -> list[_Look]:
        lexical: dict[str, str] = {}
        looks = []
        for token in tokens:
            text, lower = token.text, token.lower_
            number = note.at(token.idx)
            word = note.words[number] if number < len(note.words) else None
            flat = word.flat if word else False
            if lower not in lexical:
                lexical[lower] = self._lexical(lower)
            looks.append(
                _Look(
                    lower,
                    _case(text, flat, opens(note.straight, token.idx)),
                    lexical[lower],
                    token.tag_,
                    _shape(text),
                    self._groups.get(lower, ()),
                    token.whitespace_ == "" and token.i + 1 < len(note.doc)
                    and note.doc[token.i + 1].lower_ == "'s",
                )
            )  # fmt: skip
        return looks

    def _lexical(self, word: str) -> str:
        lexicon = self._lexicon
        if not any(c.isalpha() for c in word):
            return "digits" if any(c.isdigit() for c in word) else "mark"
        if any(c.isdigit() for c in word):
            return "mixed"
        plain = bare(word)
        told = (
            ("never", plain in lexicon.never),
            ("known", lexicon.is_known(word)),
            ("both", plain in lexicon.both),
            ("common", plain in lexicon.common),
            ("first", plain in lexicon.first),
            ("last", plain in lexicon.last),
            ("town", plain in lexicon.towns),
            ("plain", lexicon.is_plain(word)),
            ("word", lexicon.is_word(word)),
        )
        return "+".join(name for name, holds in told if holds) or "strange"

    @staticmethod
    def _own(token: Token, look: _Look, often: Counter[str], large: Counter[str]) -> Iterator[str]:
        word = look.word
        yield f"word={word}"
        yield f"case={look.case}"
        yield f"lexical={look.lexical}"
        yield f"case+lexical={look.case}/{look.lexical}"
        for part in look.lexical.split("+"):
            yield f"is={part}"
            yield f"case+is={look.case}/{part}"
        yield f"tag={look.tag}"
        yield f"case+tag={look.case}/{look.tag}"
        yield f"shape={look.shape}"
        yield f"entity={token.ent_type_}/{token.ent_iob_}"
        yield f"case+entity={look.case}/{token.ent_type_}"
        yield f"length={min(len(word), 9)}"
        for group in look.groups:
            yield f"group={group}"
            yield f"case+group={look.case}/{group}"
        for size in (2, 3, 4):
            if len(word) > size:
                yield f"ends={word[-size:]}"
                yield f"begins={word[:size]}"
        if look.possessive:
            yield f"possessive={look.case}"
        if often[word] > 1:
            yield f"again={look.case}"
        if large[word] and look.case not in ("large", "shouted"):
            yield f"elsewhere={look.case}"


def _around(looks: list[_Look], i: int) -> Iterator[str]:
    own = looks[i]
    kind = f"{own.case}/{own.lexical}"
    for where, at in (("prev", i - 1), ("next", i + 1), ("prev2", i - 2), ("next2", i + 2)):
        if not 0 <= at < len(looks):
            yield f"{where}={_EDGE}"
            yield f"{where}+case={own.case}/{_EDGE}"
            continue
        look = looks[at]
        yield f"{where}.word={look.word}"
        yield f"{where}.tag={look.tag}"
        yield f"{where}.case={look.case}"
        yield f"{where}.lexical={look.lexical}"
        yield f"{where}.shape={look.shape}"
        yield f"{where}.word+case={own.case}/{look.word}"
        yield f"{where}.tag+tag={own.tag}/{look.tag}"
        yield f"{where}.case+case={own.case}/{look.case}"
        for group in look.groups:
            yield f"{where}.group={group}"
            yield f"{where}.group+case={own.case}/{group}"
            yield f"{where}.group+kind={kind}/{group}"
        if where in ("prev", "next"):
            yield f"{where}.word+kind={kind}/{look.word}"
            yield f"{where}.tag+kind={kind}/{look.tag}"
            yield f"{where}.shape+shape={own.shape}/{look.shape}"
    for at in (i - 3, i + 3):
        if 0 <= at < len(looks):
            yield f"{'third' if at > i else 'third before'}={looks[at].word}"
    if 0 < i < len(looks) - 1:
        before, after = looks[i - 1], looks[i + 1]
        yield f"inside={own.case}/{before.word}/{after.tag}"
        yield f"within={own.case}/{before.tag}/{after.tag}"
        yield f"amid={own.shape}/{before.word}/{after.shape}"


def _between(note: Note, tokens: list[Token], i: int) -> Iterator[str]:
    """Whether it stands close to its neighbours, as parts of one string do."""
    token = tokens[i]
    end = token.idx + len(token.text)
    before = note.straight[token.idx - 1] if token.idx else "\n"
    after = note.straight[end] if end < len(note.straight) else "\n"
    for where, mark in (("before", before), ("after", after)):
        yield f"{where}={_beside(mark)}"


def _beside(mark: str) -> str:
    if mark.isalpha():
        return "letter"
    if mark.isdigit():
        return "digit"
    return "line" if mark in "\r\n" else mark


def _case(text: str, flat: bool, initial: bool) -> str:
    if not any(c.isalpha() for c in text):
        return "digits" if any(c.isdigit() for c in text) else "mark"
    if flat:
        return "flat"
    if text.isupper() and len(text) > 1:
        return "shouted"
    if text[0].isupper():
        return "opening" if initial else "large"
    return "inner" if any(c.isupper() for c in text) else "small"


def _shape(text: str) -> str:
    return _RUNS.sub(r"\1\1\1", _LARGE.sub("X", _SMALL.sub("x", _DIGITS.sub("0", text))))[:12]
