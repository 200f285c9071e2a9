"""How the phrase and cue files write their patterns, and how these become regular expressions.

Patterns are regular expressions over the *folded* note (`fold`: lower case, straight quotes, every
white space a blank, same length), so they are written in lower case with plain blanks, and hardly
any needs a backslash:

- a blank stands for one or more blanks;
- `<name>` stands for any of the words of that group in `phrase_words.json`;
- a star after a letter leaves the word's end open: `suicid*`;
- every pattern begins and ends at a word's edge.

Quantified groups are bounded or end at a mark that the group cannot hold, so that search time
grows with the note's length and no faster.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from ..errors import KnowledgeError
from .loading import load_entries

# A blank outside of character classes and look-behinds, which must keep their width.
_BLANK: Final = re.compile(r"(\(\?<[=!][^)]*\))| (?![^\[\]]*\])(?![+*?])")

_SAME_LENGTH: Final = {
    **dict.fromkeys(map(ord, "\t\n\v\f\r\x85\xa0\u2002\u2003\u2009\u2028\u2029\u202f"), " "),
    **dict.fromkeys(map(ord, "‘’ʼ`´′"), "'"),
    **dict.fromkeys(map(ord, "“”„«»″"), '"'),
    **dict.fromkeys(map(ord, "–—−‑‐"), "-"),
}


@dataclass(frozen=True, slots=True)
class WordGroup:
    """Words that patterns share: `<id>` in a pattern stands for any of `words`."""

    id: str
    words: tuple[str, ...]
    source: str
    note: str


def fold(text: str) -> str:
    """`text` in lower case with straight quotes and plain blanks, every character in its place."""
    lower = text.lower()
    if len(lower) != len(text):  # a few letters (İ) grow when lowered
        lower = "".join(c.lower() if len(c.lower()) == 1 else c for c in text)
    return lower.translate(_SAME_LENGTH)


def word_groups(name: str = "phrase_words.json") -> dict[str, str]:
    """The groups of this knowledge file as expressions; a group may use the groups before it.

    Raises
    ------
    KnowledgeError
        The file is malformed or a group uses one that is not before it.
    """
    groups: dict[str, str] = {}
    for entry in load_entries(name, WordGroup):
        inner = (expand(word, groups, f"{name}, {entry.id}") for word in entry.words)
        groups[entry.id] = f"(?:{'|'.join(inner)})"
    return groups


def expand(pattern: str, words: dict[str, str], where: str) -> str:
    """The regular expression that `pattern` stands for; `where` is for messages.

    Raises
    ------
    KnowledgeError
        There is no such word group.
    """

    def group(match: re.Match[str]) -> str:
        try:
            return words[match[1]]
        except KeyError:
            raise KnowledgeError(f"{where}: there is no word group <{match[1]}>.") from None

    with_words = re.sub(r"<([a-z_0-9]+)>", group, pattern)
    open_ended = re.sub(r"(?<=[a-z])\*", "[a-z]*", with_words)
    return _BLANK.sub(lambda match: match[1] or " +", open_ended)


class Expression:
    """Any of some patterns as one regular expression, compiled when it is first asked for.

    There are well over a thousand in the knowledge files, and a note meets the beginnings of few.
    `exact` patterns are for the note as written, so capitals count as letters at a word's edge.

    Raises
    ------
    KnowledgeError
        A word group is unknown.
    """

    def __init__(
        self, patterns: Iterable[str], words: dict[str, str], where: str, *, exact: bool = False
    ) -> None:
        expanded = "|".join(expand(pattern, words, where) for pattern in patterns)
        edge = "a-zA-Z0-9" if exact else "a-z0-9"
        self._where = where
        self.source: Final = f"(?<![{edge}])(?:{expanded})(?![{edge}])"

    @cached_property
    def compiled(self) -> re.Pattern[str]:
        """The regular expression.

        Raises
        ------
        KnowledgeError
            It does not compile, or it matches nothing at all. Tests compile every expression of the
            knowledge files, so that reading a note does not raise this.
        """
        try:
            compiled = re.compile(self.source)
        except re.error as error:
            raise KnowledgeError(f"{self._where}: a pattern does not compile: {error}.") from error
        if compiled.search(""):
            raise KnowledgeError(f"{self._where}: a pattern matches the empty string.")
        return compiled

    def spans(self, text: str, unless: Expression | None = None) -> Iterator[tuple[int, int]]:
        """Start and end of each match in `text`, in order, but for those that overlap a match of
        `unless`, the harmless sense of the words."""
        harmless: list[tuple[int, int]] | None = None
        for match in self.compiled.finditer(text):
            start, end = match.span()
            if harmless is None:  # most texts have no match, and need no second search
                harmless = list(unless.spans(text)) if unless else []
            if not any(first < end and start < last for first, last in harmless):
                yield start, end


def any_of(
    patterns: Collection[str], words: dict[str, str], where: str, *, exact: bool = False
) -> Expression | None:
    """One expression for any of `patterns`, or None where there are none."""
    return Expression(patterns, words, where, exact=exact) if patterns else None
