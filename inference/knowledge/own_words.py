"""Words of a note that say more about its writer than about the client, with a plainer wording."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Final

from ..errors import KnowledgeError
from .clinical_entries import Source
from .loading import load_entries
from .patterns import Expression, any_of, word_groups

KINDS: Final = ("blame", "label", "doubt")


@dataclass(frozen=True, slots=True)
class LoadedWords:
    """Words that `blame`, `label` or `doubt`: what could stand instead (`plainer`), and `why`.

    A hit counts unless it overlaps a match of `unless`, the harmless sense of the same words. Both
    may use the groups of `phrase_words.json`.
    `examples` must be found, `traps` must not.
    """

    id: str
    kind: str
    patterns: tuple[str, ...]
    plainer: str
    why: str
    examples: tuple[str, ...]
    traps: tuple[str, ...]
    source: tuple[str, ...]
    note: str
    unless: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Search:
    """An entry with its expressions."""

    entry: LoadedWords
    pattern: Expression
    unless: Expression | None


@cache
def loaded_words() -> tuple[Search, ...]:
    """All entries of `own_words.json`, read once.

    Raises
    ------
    KnowledgeError
        A file is malformed, or an entry names an unknown kind or source, or has no pattern.
    """
    known = {source.id for source in load_entries("own_words_sources.json", Source)}
    groups = word_groups()
    searches = []
    for entry in load_entries("own_words.json", LoadedWords):
        if entry.kind not in KINDS:
            raise KnowledgeError(f"{entry.id}: {entry.kind!r} is none of {list(KINDS)}.")
        if unknown := sorted(set(entry.source) - known):
            raise KnowledgeError(f"{entry.id}: own_words_sources.json does not have {unknown}.")
        pattern = any_of(entry.patterns, groups, entry.id)
        if pattern is None:
            raise KnowledgeError(f"own_words.json: {entry.id} has no pattern.")
        searches.append(Search(entry, pattern, any_of(entry.unless, groups, entry.id)))
    return tuple(searches)
