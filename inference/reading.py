"""A note as the spaCy pipeline read it, in frozen values without anything of spaCy in them.

Offsets count Unicode code points in the note exactly as it was given.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Cue:
    """The words that decided a judgement, and the id of the knowledge entry that they met."""

    start: int
    end: int
    text: str
    rule: str


@dataclass(frozen=True, slots=True)
class Judgement:
    """One answer about a clause with the cues behind it; no cues means the default was kept."""

    value: str
    cues: tuple[Cue, ...] = ()


@dataclass(frozen=True, slots=True)
class Clause:
    """A stretch of one sentence about which who, when and whether hold alike.

    `who` is one of `labels.WHO`, `when` of `labels.WHEN`, `whether` of `labels.WHETHER`.
    "Denies feeling unsafe but left at night" is two clauses: denied, then stated.
    """

    start: int
    end: int
    sentence: int
    who: Judgement
    when: Judgement
    whether: Judgement


@dataclass(frozen=True, slots=True)
class Section:
    """A headed part of the note; `kind` is the heading's meaning (`subjective`, `plan`, ...).

    `start` is where the heading begins, `body` where the text under it begins.
    """

    kind: str
    start: int
    body: int
    end: int


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence, bullet or log entry without its heading; `section` is a kind or None."""

    start: int
    end: int
    section: str | None


@dataclass(frozen=True, slots=True)
class Reading:
    """All that the pipeline found in one note."""

    text: str
    sections: tuple[Section, ...]
    sentences: tuple[Sentence, ...]
    clauses: tuple[Clause, ...]

    def clause_at(self, offset: int) -> Clause | None:
        """The clause that holds the character at `offset`, or None between clauses."""
        return next((c for c in self.clauses if c.start <= offset < c.end), None)
