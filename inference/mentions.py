"""A mention and the text around it: where cues may stand, and how the mention is quoted."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass

from .formulation import Quote
from .knowledge.phrases import Cue
from .reading import Clause, Reading


@dataclass(frozen=True, slots=True)
class Surroundings:
    """The folded text around a mention, one stretch per scope of `phrases.SCOPES`."""

    before: str
    after: str
    near: str
    chunk: str
    sentence: str
    thread: str
    next: str

    def first(self, cues: Iterable[Cue]) -> Cue | None:
        """The first cue that applies here, in the order given."""
        return next((cue for cue in cues if self._applies(cue)), None)

    def _applies(self, cue: Cue) -> bool:
        scope, reach = cue.entry.scope, cue.entry.reach
        text: str = getattr(self, scope)
        if scope == "before":
            text = text[-reach:]
        elif scope == "after":
            text = text[:reach]
        hits = [m.span() for m in cue.pattern.finditer(text)]
        if not hits:
            return False
        if cue.unless is None:
            return True
        harmless = [m.span() for m in cue.unless.finditer(text)]
        return any(not any(a < last and first < b for a, b in harmless) for first, last in hits)


def surroundings(
    reading: Reading,
    folded: str,
    start: int,
    end: int,
    scope_end: re.Pattern[str],
    until: int | None = None,
) -> Surroundings:
    """Cut the text around the mention at `start`-`end` into the stretches that cues look at.

    `until` is where the next mention's sentence begins; what is said there is not about this one.
    """
    index = sentence_index(reading, start)
    sentence = reading.sentences[index]
    first, last = sentence.start, max(sentence.end, end)
    for match in scope_end.finditer(folded, first, last):
        if match.end() <= start:
            first = match.end()
        elif match.start() >= end:
            last = match.start()
            break
    until = max(sentence.end, len(folded) if until is None else until)
    comma = max(folded.rfind(",", first, start), first - 1)
    next_comma = folded.find(",", end, last)
    following = reading.sentences[index + 1] if index + 1 < len(reading.sentences) else None
    return Surroundings(
        before=folded[first:start],
        after=folded[end:last],
        near=folded[comma + 1 : next_comma if next_comma > 0 else last],
        chunk=folded[first:last],
        sentence=folded[sentence.start : sentence.end],
        thread=folded[sentence.start : min(until, following.end if following else sentence.end)],
        next=folded[following.start : following.end] if following else "",
    )


def sentence_index(reading: Reading, offset: int) -> int:
    """Index of the sentence that holds `offset`, or of the last one that starts before it."""
    starts = [sentence.start for sentence in reading.sentences]
    return max(0, bisect_right(starts, offset) - 1)


def clauses_over(reading: Reading, start: int, end: int) -> tuple[Clause, ...]:
    """The clauses that the stretch `start`-`end` touches."""
    return tuple(c for c in reading.clauses if c.start < end and start < c.end)


def quote(reading: Reading, start: int, end: int) -> Quote:
    """The clause, or clauses, around `start`-`end` as a quote, without blanks at its ends."""
    touched = clauses_over(reading, start, end)
    first = min([start, *(c.start for c in touched)])
    last = max([end, *(c.end for c in touched)])
    text = reading.text[first:last]
    first += len(text) - len(text.lstrip())
    text = text.strip()
    return Quote(first, first + len(text), text)
