"""Phrases and cues for the rules: entries of the JSON files, indexed for fast search.

`patterns` says how patterns are written. `exact` patterns are matched in the note as written: for
abbreviations that would be other words in lower case ("SI", "ED", "DT").
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
from .patterns import Expression, any_of, word_groups

SCOPES: Final = ("before", "after", "near", "chunk", "sentence", "thread", "next")


@dataclass(frozen=True, slots=True)
class RiskPhrase:
    """Wordings of one danger.

    `pairs` are two expressions that must stand within 45 characters of each other in one sentence,
    in either order. A hit counts unless it overlaps a match of `unless` (the harmless sense of the
    same words) or, where `needs` is given, the note has no match of it. `status` is what the
    wording itself says ("no such thoughts"); `default` is the status when no cue says otherwise.
    Cues whose ids are in `deaf_to` say nothing here; a hit whose status is one of `silent` is none
    (a symptom that is denied is an ordinary finding). `plain` words are shown however unlikely the
    heads find them. `examples` must be found, `traps` must not.
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
    plain: bool = False


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
    `next` sentence. `reach` bounds the distance in characters for `before` and `after`. `kinds`
    limits the cue to risks of these kinds or referrals of these purposes. Cues are tried in file
    order.
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
    """An entry of the phrase files with its harmless senses and conditions."""

    entry: E
    exact: Expression | None
    unless: Expression | None
    needs: Expression | None

    def harmless(self, folded: str, start: int, end: int, first: int, last: int) -> bool:
        """Whether the hit `start`-`end` in the sentence `first`-`last` means something else."""
        if self.needs is not None and not self.needs.compiled.search(folded):
            return True
        return self.unless is not None and any(
            trap.start() < end and start < trap.end()
            for trap in self.unless.compiled.finditer(folded, first, last)
        )


@dataclass(frozen=True, slots=True)
class Cue:
    """A status cue with its patterns."""

    entry: StatusCue
    pattern: Expression
    unless: Expression | None


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
        for first, last in stretches:
            found = list(self.index.matches(folded, first, last))
            for wording in self.wordings:
                if wording.exact:
                    for match in wording.exact.compiled.finditer(text, first, last):
                        found.append((match.start(), match.end(), wording))
            for start, end, wording in found:
                if not wording.harmless(folded, start, end, first, last):
                    yield start, end, wording.entry

    def compile(self) -> None:
        """Compile every expression now, in half a second, not when a note first meets it.

        Raises
        ------
        KnowledgeError
            One does not compile.
        """
        expressions = [expression for expression, _ in self.index.entries]
        for wording in self.wordings:
            expressions += filter(None, [wording.exact, wording.unless, wording.needs])
        for cue in self.cues:
            expressions += filter(None, [cue.pattern, cue.unless])
        for expression in expressions:
            expression.compiled  # noqa: B018  (kept by the expression)

    def cues_for(self, label: str) -> tuple[Cue, ...]:
        """The cues that bear on this kind or purpose, in file order."""
        return tuple(c for c in self.cues if not c.entry.kinds or label in c.entry.kinds)


@cache
def risk_phrases() -> Phrases[RiskPhrase]:
    """Phrases and status cues for risks, read once.

    Raises
    ------
    KnowledgeError
        A file is malformed, a label is unknown, or a pattern names an unknown word group.
    """
    phrases = load_entries("risk_phrases.json", RiskPhrase)
    for phrase in phrases:
        _known(phrase.id, phrase.kind, RISKS)
        for status in (phrase.default, *phrase.silent, *filter(None, [phrase.status])):
            _known(phrase.id, status, RISK_STATUSES)
    return _phrases(phrases, "risk_status_cues.json", RISKS, RISK_STATUSES)


@cache
def referral_phrases() -> Phrases[ReferralService]:
    """Services and status cues for referrals, read once.

    Raises
    ------
    KnowledgeError
        As for `risk_phrases`.
    """
    services = load_entries("referral_services.json", ReferralService)
    for service in services:
        _known(service.id, service.purpose, PURPOSES)
    return _phrases(services, "referral_status_cues.json", PURPOSES, REFERRAL_STATUSES)


def _phrases(
    entries: tuple[E, ...], cue_file: str, labels: tuple[str, ...], statuses: tuple[str, ...]
) -> Phrases[E]:
    words = word_groups()
    cues = []
    for cue in load_entries(cue_file, StatusCue):
        _known(cue.id, cue.status, statuses)
        _known(cue.id, cue.scope, SCOPES)
        for kind in cue.kinds:
            _known(cue.id, kind, labels)
        pattern = any_of(cue.patterns, words, cue.id)
        if pattern is None:
            raise KnowledgeError(f"{cue_file}: {cue.id} has no pattern.")
        cues.append(Cue(cue, pattern, any_of(cue.unless, words, cue.id)))
    wordings = tuple(_wording(entry, words) for entry in entries)
    index = HeadIndex(
        (Expression([pattern], words, wording.entry.id), wording)
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
        any_of(entry.exact, words, entry.id, exact=True),
        any_of(entry.unless, words, entry.id),
        any_of(needs, words, entry.id),
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
