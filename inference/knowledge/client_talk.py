"""Wordings of change talk and sustain talk: what people say for a change, and for no change."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Final

from ..errors import KnowledgeError
from .clinical_entries import Source
from .loading import load_entries
from .patterns import Expression, any_of, word_groups

KINDS: Final = ("change", "sustain")
CATEGORIES: Final = ("desire", "ability", "reason", "need", "commitment", "taking_steps")


@dataclass(frozen=True, slots=True)
class TalkEntry:
    """Wordings of one `category` of `change` or `sustain` talk.

    A hit counts unless it overlaps a match of `unless`. `examples` must be found, `traps` must not.
    """

    id: str
    kind: str
    category: str
    patterns: tuple[str, ...]
    unless: tuple[str, ...]
    examples: tuple[str, ...]
    traps: tuple[str, ...]
    source: tuple[str, ...]
    note: str


@dataclass(frozen=True, slots=True)
class TalkSearch:
    """An entry with its expressions."""

    entry: TalkEntry
    pattern: Expression
    unless: Expression | None


@cache
def client_talk_wordings() -> tuple[TalkSearch, ...]:
    """All entries of `client_talk.json`, read once; groups are those of `client_talk_words.json`.

    Raises
    ------
    KnowledgeError
        A file is malformed, or an entry has an unknown kind, category or source, or no pattern.
    """
    sources = load_entries("client_talk_sources.json", Source)
    known = {source.id for source in (*sources, *load_entries("sources.json", Source))}
    groups = word_groups("client_talk_words.json")
    searches = []
    for entry in load_entries("client_talk.json", TalkEntry):
        if entry.kind not in KINDS or entry.category not in CATEGORIES:
            raise KnowledgeError(f"client_talk.json: {entry.id} is {entry.kind} {entry.category}.")
        if not entry.source or not known.issuperset(entry.source):
            raise KnowledgeError(f"client_talk.json: {entry.id} names no source that is known.")
        pattern = any_of(entry.patterns, groups, entry.id)
        if pattern is None:
            raise KnowledgeError(f"client_talk.json: {entry.id} has no pattern.")
        searches.append(TalkSearch(entry, pattern, any_of(entry.unless, groups, entry.id)))
    return tuple(searches)
