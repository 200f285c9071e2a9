"""Phrases and cues for the rules: entries of the JSON files, compiled once for fast search.

How patterns are written
------------------------
Patterns are regular expressions over the *folded* note (`fold`: lower case, straight quotes, every
white space a blank, same length), so they are written in lower case with plain blanks, and no
entry needs a backslash. `<name>` stands for a word group of `phrase_words.json`; a blank matches
one or more. Each pattern is bounded by non-word characters unless it ends in `*`, which leaves the
end open (`suicid*`). `exact` patterns are matched in the note as written: for abbreviations that
would be other words in lower case ("SI", "ED", "DT").
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Final, Generic, TypeVar

from ..errors import KnowledgeError
from ..labels import PURPOSES, REFERRAL_STATUSES, RISK_STATUSES, RISKS
from .heads import HeadIndex
from .loading import load_entries

SCOPES: Final = ("before", "after", "near", "chunk", "sentence", "thread", "next")

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


@dataclass(frozen=True, slots=True)
class RiskPhrase:
    """Wordings of one danger.

    `pairs` are two expressions that must stand within 45 characters of each other in one sentence,
    in either order. A hit counts unless it overlaps a match of `unless` (the harmless sense of the same words) or,
    where `needs` is given, the note has no match of it. `status` is what the wording itself says
    ("no such thoughts"); `default` is the status when no cue says otherwise. Cues whose ids are in
    `deaf_to` say nothing here; a hit whose status is one of `silent` is none (a symptom that is
    denied is an ordinary finding). `examples` must be found, `traps` must not.
    """

    id: str
    kind: str
    source: str
    note: str
    examples: tuple[str, ...]
    traps: tuple[str, ...] = ()
    patterns: tuple[str, ...] = ()
    pairs: tuple[tuple[str, ...], ...] = ()
    exact: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    status: str | None = None
    default: str = "current"
    silent: tuple[str, ...] = ()
    deaf_to: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ReferralService:
    """Names of services with one purpose; `examples` and `traps` as for `RiskPhrase`."""

    id: str
    purpose: str
    source: str
    note: str
    examples: tuple[str, ...]
    traps: tuple[str, ...] = ()
    patterns: tuple[str, ...] = ()
    exact: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class StatusCue:
    """Words that decide a status when they stand in `scope` of a mention.

    Scopes are `before` and `after` the mention within its chunk (a sentence cut at "but" and the
    like), the whole `chunk`, the part of the chunk between the commas `near` the mention, the
    `sentence`, the `thread` (the sentence and the one after it, up to the next mention), or the
    `next` sentence.
    `reach` bounds the distance in characters for `before` and `after`. `kinds` limits the cue to
    risks of these kinds or referrals of these purposes. Cues are tried in file order.
    """

    id: str
    status: str
    scope: str
    patterns: tuple[str, ...]
    source: str
    note: str
    reach: int = 80
    kinds: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()


E = TypeVar("E", RiskPhrase, ReferralService)


@dataclass(frozen=True, slots=True)
class Wording(Generic[E]):
    """An entry of the phrase files with its harmless senses and conditions compiled."""

    entry: E
    exact: re.Pattern[str] | None
    unless: re.Pattern[str] | None
    needs: re.Pattern[str] | None

    def harmless(self, folded: str, start: int, end: int, first: int, last: int) -> bool:
        """Whether the hit `start`-`end` in the sentence `first`-`last` means something else."""
        if self.needs is not None and not self.needs.search(folded):
            return True
        return self.unless is not None and any(
            trap.start() < end and start < trap.end()
            for trap in self.unless.finditer(folded, first, last)
        )


@dataclass(frozen=True, slots=True)
class Cue:
    """A status cue with its patterns compiled."""

    entry: StatusCue
    pattern: re.Pattern[str]
    unless: re.Pattern[str] | None


@dataclass(frozen=True, slots=True)
class Phrases(Generic[E]):
    """Everything that one set of rules searches with."""

    wordings: tuple[Wording[E], ...]
    index: HeadIndex[Wording[E]]
    cues: tuple[Cue, ...]
    scope_end: re.Pattern[str]

    def hits(
        self, text: str, folded: str, stretches: Iterable[tuple[int, int]]
    ) -> Iterator[tuple[int, int, E]]:
        """Start, end and entry of all hits within the stretches (sentences) of a note."""
        exact = [(wording.exact, wording) for wording in self.wordings if wording.exact]
        for first, last in stretches:
            found = list(self.index.matches(folded, first, last))
            for pattern, wording in exact:
                found += [(*m.span(), wording) for m in pattern.finditer(text, first, last)]
            for start, end, wording in found:
                if not wording.harmless(folded, start, end, first, last):
                    yield start, end, wording.entry

    def cues_for(self, label: str) -> tuple[Cue, ...]:
        """The cues that bear on this kind or purpose, in file order."""
        return tuple(c for c in self.cues if not c.entry.kinds or label in c.entry.kinds)


@cache
def risk_phrases() -> Phrases[RiskPhrase]:
    """Phrases and status cues for risks, read and compiled once.

    Raises
    ------
    KnowledgeError
        A file is malformed, a label is unknown, or a pattern does not compile.
    """
    phrases = load_entries("risk_phrases.json", RiskPhrase)
    for phrase in phrases:
        _known(phrase.id, phrase.kind, RISKS)
        for status in (phrase.default, *phrase.silent, *filter(None, [phrase.status])):
            _known(phrase.id, status, RISK_STATUSES)
    return _phrases(phrases, "risk_status_cues.json", RISKS, RISK_STATUSES)


@cache
def referral_phrases() -> Phrases[ReferralService]:
    """Services and status cues for referrals, read and compiled once.

    Raises
    ------
    KnowledgeError
        As for `risk_phrases`.
    """
    services = load_entries("referral_services.json", ReferralService)
    for service in services:
        _known(service.id, service.purpose, PURPOSES)
    return _phrases(services, "referral_status_cues.json", PURPOSES, REFERRAL_STATUSES)


def fold(text: str) -> str:
    """`text` in lower case with straight quotes and plain blanks, every character in its place."""
    lower = text.lower()
    if len(lower) != len(text):  # a few letters (İ) grow when lowered
        lower = "".join(c.lower() if len(c.lower()) == 1 else c for c in text)
    return lower.translate(_SAME_LENGTH)


def compile_patterns(
    patterns: Iterable[str], words: dict[str, str], where: str, *, exact: bool = False
) -> re.Pattern[str] | None:
    """One regular expression for any of `patterns`, or None for none; `where` is for messages.

    Raises
    ------
    KnowledgeError
        A word group is unknown or the expression does not compile.
    """
    expanded = [_expand(pattern, words, where) for pattern in patterns]
    if not expanded:
        return None
    edge = "a-zA-Z0-9" if exact else "a-z0-9"
    try:
        compiled = re.compile(f"(?<![{edge}])(?:{'|'.join(expanded)})(?![{edge}])")
    except re.error as error:
        raise KnowledgeError(f"{where}: a pattern does not compile: {error}.") from error
    if compiled.search(""):
        raise KnowledgeError(f"{where}: a pattern matches the empty string.")
    return compiled


def _expand(pattern: str, words: dict[str, str], where: str) -> str:
    def group(match: re.Match[str]) -> str:
        try:
            return words[match[1]]
        except KeyError:
            raise KnowledgeError(f"{where}: there is no word group <{match[1]}>.") from None

    with_words = re.sub(r"<([a-z_0-9]+)>", group, pattern)
    open_ended = re.sub(r"(?<=[a-z])\*", "[a-z]*", with_words)
    return _BLANK.sub(lambda match: match[1] or " +", open_ended)


def _word_groups() -> dict[str, str]:
    groups: dict[str, str] = {}
    for entry in load_entries("phrase_words.json", WordGroup):
        # A group may use the groups before it.
        inner = (_expand(word, groups, f"phrase_words.json, {entry.id}") for word in entry.words)
        groups[entry.id] = f"(?:{'|'.join(inner)})"
    return groups


def _phrases(
    entries: tuple[E, ...], cue_file: str, labels: tuple[str, ...], statuses: tuple[str, ...]
) -> Phrases[E]:
    words = _word_groups()
    cues = []
    for cue in load_entries(cue_file, StatusCue):
        _known(cue.id, cue.status, statuses)
        _known(cue.id, cue.scope, SCOPES)
        for kind in cue.kinds:
            _known(cue.id, kind, labels)
        pattern = compile_patterns(cue.patterns, words, cue.id)
        if pattern is None:
            raise KnowledgeError(f"{cue_file}: {cue.id} has no pattern.")
        cues.append(Cue(cue, pattern, compile_patterns(cue.unless, words, cue.id)))
    wordings = tuple(_wording(entry, words) for entry in entries)
    index = HeadIndex(
        (_expand(pattern, words, wording.entry.id), wording)
        for wording in wordings
        for pattern in _all_patterns(wording.entry)
    )
    return Phrases(wordings, index, tuple(cues), re.compile(words["scope_end"]))


def _wording(entry: E, words: dict[str, str]) -> Wording[E]:
    patterns = _all_patterns(entry)
    if not patterns and not entry.exact:
        raise KnowledgeError(f"{entry.id}: neither patterns nor exact patterns.")
    needs = entry.needs if isinstance(entry, RiskPhrase) else ()
    return Wording(
        entry,
        compile_patterns(entry.exact, words, entry.id, exact=True),
        compile_patterns(entry.unless, words, entry.id),
        compile_patterns(needs, words, entry.id),
    )


def _all_patterns(entry: RiskPhrase | ReferralService) -> list[str]:
    """The entry's patterns with its pairs written out in both orders."""
    pairs = entry.pairs if isinstance(entry, RiskPhrase) else ()
    if any(len(pair) != 2 for pair in pairs):
        raise KnowledgeError(f"{entry.id}: a pair has two expressions.")
    orders = [order for pair in pairs for order in (pair, pair[::-1])]
    return [*entry.patterns, *(f"(?:{first})<apart>(?:{then})" for first, then in orders)]


def _known(entry: str, value: str, legal: tuple[str, ...]) -> None:
    if value not in legal:
        raise KnowledgeError(f"{entry}: {value!r} is unknown; known are {list(legal)}.")
