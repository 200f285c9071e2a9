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
    r"\bin my (?:view|opinion)\b|\bi(?: am|'m| was)(?: (?:so|just|very|quite|a bit|[a-z]+ly)){0,2} "
    r"(?:sure|certain|convinced|past caring|fed up|at a loss|losing patience|done with|sick of|"
    r"tired of|worried|concerned|angry|annoyed|frustrated|disappointed|sorry|surprised)\b"
)
# What the writer said or asked is what the writer did, and no report of somebody else's words.
_I_SAID: Final = re.compile(
    r"\b(?:i|we)(?: have|'ve| had|'d)?(?: (?:then|again|also|just|[a-z]+ly))? "
    r"(?:said|say|told|tell|asked|ask|mentioned|explained|described|replied|answered|wrote|texted|"
    r"reported|shared|agreed)\b"
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
        Told(_quote(reading.text, start, s.end), _kind(folded, s, quoted, marked))
        for start, s in _with_headings(reading)
        if reading.text[s.start : s.end].strip()
    )
    return OwnWords(tuple(hints), told)


def _with_headings(reading: Reading) -> Iterator[tuple[int, Sentence]]:
    """Each sentence with where it begins to be read: at the headings in front of it, if any.

    "Plan: final warning." without its first word would be another thing than the note says.
    """
    headings = [s.start for s in reading.sections if s.start < s.body]
    before = at = 0
    for sentence in reading.sentences:
        while at < len(headings) and headings[at] < before:
            at += 1
        start = headings[at] if at < len(headings) else sentence.start
        start = min(start, sentence.start)
        while reading.text[start].isspace():
            start += 1
        yield start, sentence
        before = sentence.end


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
    theirs = REPORTED.search(_I_SAID.sub(" ", own))
    return "report" if theirs or _touches(start, end, quoted) else "observation"


def _touches(start: int, end: int, spans: list[tuple[int, int]]) -> bool:
    return any(first < end and start < last for first, last in spans)


def _quote(text: str, start: int, end: int) -> Quote:
    while end > start and text[end - 1].isspace():
        end -= 1
    return Quote(start, end, text[start:end])
