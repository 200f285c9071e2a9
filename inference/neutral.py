"""Who a person is by birth or faith is no evidence: the models read such words as one and the same.

He and she, woman and man, Somali and Polish, Chidi Okonkwo and Emily Baker become one word each
before the encoder and the view of the words see the note, in training and in reading; so that no
barrier can be shown or hidden by them. Names are those of a list. The rules, the quotes and the
reader of the answer keep the note as it was written.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Final

import numpy as np
import numpy.typing as npt

from .encoder import Offsets
from .knowledge.loading import load_entries
from .word_lists import bare, read_list

NAMES: Final = "names"  # the list of names that are no words

_GENDERED: Final = {
    **dict.fromkeys(("he", "she"), "he"),
    **dict.fromkeys(("himself", "herself"), "himself"),
    **dict.fromkeys(("his", "hers"), "his"),
    **dict.fromkeys(("man", "woman", "lady", "gentleman"), "man"),
    **dict.fromkeys(("men", "women", "ladies", "gentlemen"), "men"),
    **dict.fromkeys(("boy", "girl"), "boy"),
    **dict.fromkeys(("male", "female"), "male"),
    **dict.fromkeys(("mr", "mrs", "ms", "mx"), "mr"),
    "him": "him",
}
# "her" is "his" before a thing of hers and "him" elsewhere; the word after it tells nearly always.
_NO_THING: Final = (
    "to|the|a|an|in|on|at|for|and|or|but|that|if|when|with|by|about|into|out|up|down|off|over|"
    "again|as|it|what|how|because|from|where|who|is|was|so|not|i|we|he|she|they|this|there|here|"
    "today|tonight|tomorrow|yesterday|twice|once|before|after|until|while|why|then|than"
)
HERS: Final = rf"her(?=\s+(?!(?:{_NO_THING})\b)[a-z])"  # to be searched whatever the case
_CAPITAL: Final = r"[^\W\d_a-z][^\W\d_A-Z]+"
_GROUP: Final = "local"
_NAME: Final = "Sam"
_PEOPLE: Final = (
    "man|woman|men|women|male|female|person|people|guy|lady|gentleman|boy|girl|teen|teenager|youth|"
    "mother|father|mom|mum|dad|parent|family|couple|client|resident|patient|national|citizen|"
    "immigrant|refugee|descent|origin|background|accent|heritage|born|speaking|speaker|elder|adult"
)


@dataclass(frozen=True, slots=True)
class GroupWords:
    """Words for groups of people; those `among_people` count only where a person is told of."""

    id: str
    words: tuple[str, ...]
    among_people: tuple[str, ...]
    source: str
    note: str


@dataclass(frozen=True, slots=True, eq=False)
class Neutral:
    """A text with those words made one, and how to find its places in the text as written.

    `cuts` are the ends of stretches in `text`, `starts` and `ends` where each lies in the text as
    written; what is not `kept` is a replaced word.
    """

    text: str
    cuts: Offsets
    starts: Offsets
    ends: Offsets
    kept: npt.NDArray[np.bool_]

    def original(self, offsets: Offsets) -> Offsets:
        """Where tokens at `offsets` (tokens x 2) of `text` lie in the text as written.

        A token within a replaced word lies where that word does; a token that stands nowhere, as
        the special ones do, stays there.
        """
        if not len(offsets) or not len(self.cuts):
            return offsets
        first, last = offsets[:, 0], offsets[:, 1]
        final = len(self.cuts) - 1
        here = np.searchsorted(self.cuts, first, side="right").clip(max=final)
        there = np.searchsorted(self.cuts, last, side="left").clip(max=final)
        # In a kept stretch both texts run alike, counted from its end.
        start = np.where(
            self.kept[here], self.ends[here] - self.cuts[here] + first, self.starts[here]
        )
        end = np.where(
            self.kept[there], self.ends[there] - self.cuts[there] + last, self.ends[there]
        )
        nowhere = (first == last)[:, None]
        return np.where(nowhere, offsets, np.stack([start, end], axis=1))


def neutral(text: str) -> Neutral:
    """`text` as the models read it."""
    parts: list[str] = []
    stretches: list[tuple[int, int, int, bool]] = []  # cut, start, end, kept
    at = length = 0
    for start, end, one in _replaced(text):
        parts += text[at:start], one
        length += start - at
        stretches.append((length, at, start, True))
        length += len(one)
        stretches.append((length, start, end, False))
        at = end
    parts.append(text[at:])
    stretches.append((length + len(text) - at, at, len(text), True))
    cuts, starts, ends, kept = zip(*stretches, strict=True)
    return Neutral("".join(parts), *map(np.array, (cuts, starts, ends, kept)))


def _one(match: re.Match[str]) -> str:
    if match["group"] or match["people"] or match["being"]:
        return _GROUP
    if match["article"]:  # "an American" and "a Scottish accent" must not differ by it
        return "a"
    if match["title"]:
        return "mr"
    if match["name"]:
        return _NAME
    if match["hers"]:
        return "his"
    if match["her"]:
        return "him"
    return _GENDERED[match["gendered"].lower()]


def _replaced(text: str) -> Iterator[tuple[int, int, str]]:
    """Start, end and stand-in of each stretch, in order.

    A word with a capital is a name where the list has it, and right after a name or a title.
    """
    held: tuple[int, int, str] | None = None  # the last stretch: a name in it may yet go on
    for match in _search().finditer(text):
        start, end = match.span()
        one = _one(match)
        if one == _NAME:
            between = text[held[1] : start] if held else ""
            if held and held[2] == _NAME and between == " ":
                held = held[0], end, _NAME
                continue
            titled = held and held[2] == "mr" and between in (" ", ". ")
            if not titled and not _is_name(match["name"]):
                continue
        if held:
            yield held
        held = start, end, one
    if held:
        yield held


def _is_name(word: str) -> bool:
    return all(bare(part) in _names() for part in word.split("-"))


@cache
def _names() -> frozenset[str]:
    return read_list(NAMES)


@cache
def _search() -> re.Pattern[str]:
    entries = load_entries("group_words.json", GroupWords)
    words = _any(word for entry in entries for word in entry.words)
    among = _any(word for entry in entries for word in entry.among_people)
    titled = _any(word for entry in entries for word in entry.among_people if word[0].isupper())
    return re.compile(
        rf"\b(?:(?i:(?P<gendered>{_any(_GENDERED)})"
        rf"|(?P<hers>{HERS})|(?P<her>her)"
        rf"|(?P<article>an)(?= (?:{words}|(?:{among})[ -](?:{_PEOPLE})s?)\b)"
        rf"|(?P<group>(?:{words}))|(?P<people>(?:{among}))(?=[ -](?:{_PEOPLE})s?\b))"
        rf"|(?P<title>Miss)(?= [A-Z])"
        rf"|(?<=\bis )(?P<being>{titled})(?=[,.;)]|\s(?:and|in|who|but)\b|$)"
        rf"|(?P<name>{_CAPITAL}(?:-{_CAPITAL})*))\b(?!['’]t)"
    )


def _any(words: Iterable[str]) -> str:
    """A pattern for any of `words`, the longest first."""
    return "|".join(map(re.escape, sorted(words, key=len, reverse=True)))
