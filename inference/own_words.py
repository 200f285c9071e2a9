"""A look at the writer's own words: what blames, labels or doubts, and what kind of sentence it is.

For the writer's eyes only. Nothing is changed, counted or kept, and what the note quotes of the
client is left alone: those are the client's words.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from .formulation import Quote
from .knowledge.own_words import loaded_words
from .knowledge.patterns import fold
from .reading import Reading, Sentence
from .speech import QUOTED, REPORTED

_OWN: Final = re.compile(
    r"\bi (?:think|feel|felt|believe|suspect|wonder|guess|doubt|worry|fear)\b|"
    r"\bin my (?:view|opinion)\b|\bi(?: am|'m) sure\b"
)
# After a verb of saying these are what was said, not how the writer takes it: "he said maybe".
_HEDGE: Final = re.compile(
    r"\b(?:seem(?:s|ed)?|appear(?:s|ed)? to|presumably|probably|perhaps|maybe|may be|might be|"
    r"likely|obviously|clearly|must be|must have|impression|suggest(?:s|ing)? that|as if|"
    r"because (?:he|she|they) (?:want|like)s?)\b"
)


@dataclass(frozen=True, slots=True)
class WordHint:
    """Words to look at again: what they do (`blame`, `label`, `doubt`), what could stand instead,
    and why; `id` is that of the entry in `own_words.json`."""

    quote: Quote
    id: str
    kind: str
    plainer: str
    why: str


@dataclass(frozen=True, slots=True)
class Told:
    """A sentence as `observation` (seen or done), `report` (somebody says so) or `opinion`."""

    quote: Quote
    kind: str


@dataclass(frozen=True, slots=True)
class OwnWords:
    """What the writer may want to look at again, in the order of the note."""

    hints: tuple[WordHint, ...]
    told: tuple[Told, ...]


def look_at_own_words(reading: Reading) -> OwnWords:
    """Loaded words outside of quotations, and what kind each sentence is."""
    folded = fold(reading.text)
    quoted = [match.span() for match in QUOTED.finditer(folded)]
    hints = sorted(_hints(reading.text, folded, quoted), key=lambda hint: hint.quote.start)
    marked = [(hint.quote.start, hint.quote.end) for hint in hints]
    told = tuple(
        Told(_quote(reading.text, s.start, s.end), _kind(folded, s, quoted, marked))
        for s in reading.sentences
        if reading.text[s.start : s.end].strip()
    )
    return OwnWords(tuple(hints), told)


def _hints(text: str, folded: str, quoted: list[tuple[int, int]]) -> Iterator[WordHint]:
    taken: list[tuple[int, int]] = []
    for search in loaded_words():
        for start, end in search.pattern.spans(folded, search.unless):
            if _touches(start, end, quoted) or _touches(start, end, taken):
                continue
            taken.append((start, end))
            entry = search.entry
            words = _quote(text, start, end)
            yield WordHint(words, entry.id, entry.kind, entry.plainer, entry.why)


def _kind(
    folded: str, sentence: Sentence, quoted: list[tuple[int, int]], marked: list[tuple[int, int]]
) -> str:
    """Opinion before report before observation: who reads wants to know the first the most."""
    start, end = sentence.start, sentence.end
    outside = list(folded[start:end])
    for first, last in quoted:
        for at in range(max(first, start), min(last, end)):
            outside[at - start] = " "
    own = "".join(outside)
    said, hedge = REPORTED.search(own), _HEDGE.search(own)
    if _OWN.search(own) or _touches(start, end, marked):
        return "opinion"
    if hedge and not (said and said.start() < hedge.start()):
        return "opinion"
    return "report" if said or _touches(start, end, quoted) else "observation"


def _touches(start: int, end: int, spans: list[tuple[int, int]]) -> bool:
    return any(first < end and start < last for first, last in spans)


def _quote(text: str, start: int, end: int) -> Quote:
    while end > start and text[end - 1].isspace():
        end -= 1
    return Quote(start, end, text[start:end])
