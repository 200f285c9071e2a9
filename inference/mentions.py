"""A mention and the text around it: where cues may stand, and how the mention is quoted."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

from .formulation import Quote
from .knowledge.phrases import Cue
from .reading import Clause, Reading


@dataclass(frozen=True, slots=True)
class Stretches:
    """The sentences of a note with their headings ("SI: denied" is read whole), end to end."""

    bounds: tuple[tuple[int, int], ...]

    @classmethod
    def of(cls, reading: Reading) -> Stretches:
        """The stretches of `reading`; a heading goes with the sentence after it."""
        ends = [*(sentence.end for sentence in reading.sentences[:-1]), len(reading.text)]
        return cls(tuple(pairwise((0, *ends))))

    def index(self, offset: int) -> int:
        """Which stretch holds the character at `offset`."""
        return max(0, bisect_right(self.bounds, offset, key=lambda bound: bound[0]) - 1)


@dataclass(frozen=True, slots=True)
class Surroundings:
    """The folded text around a mention, one piece per scope of `phrases.SCOPES`."""

    before: str
    after: str
    near: str
    chunk: str
    sentence: str
    thread: str
    next: str

    @classmethod
    def of(
        cls,
        folded: str,
        stretches: Stretches,
        start: int,
        end: int,
        scope_end: re.Pattern[str],
        until: int | None = None,
    ) -> Surroundings:
        """Cut the text around the mention at `start`-`end`.

        `until` is where the next mention's sentence begins; what is said there is not about this
        one.
        """
        number = stretches.index(start)
        opening, closing = stretches.bounds[number]
        first, last = opening, max(closing, end)
        for match in scope_end.finditer(folded, first, last):
            if match.end() <= start:
                first = match.end()
            elif match.start() >= end:
                last = match.start()
                break
        comma = folded.rfind(",", first, start)
        next_comma = folded.find(",", end, last)
        after = stretches.bounds[number + 1 : number + 2]
        following = folded[slice(*after[0])].lstrip() if after else ""
        thread_end = after[0][1] if after else closing
        return cls(
            before=folded[first:start].lstrip(),
            after=folded[end:last],
            near=folded[
                comma + 1 if comma >= 0 else first : next_comma if next_comma > 0 else last
            ],
            chunk=folded[first:last],
            sentence=folded[opening:closing],
            thread=folded[
                opening : thread_end if until is None else max(closing, min(until, thread_end))
            ],
            next=following,
        )

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
        return any(cue.pattern.spans(text, cue.unless))


def clauses_over(reading: Reading, start: int, end: int) -> tuple[Clause, ...]:
    """The clauses that `start`-`end` touches; for a heading, the first one of its sentence."""
    touched = tuple(c for c in reading.clauses if c.start < end and start < c.end)
    return touched or tuple(c for c in reading.clauses if c.start >= end)[:1]


def quote(reading: Reading, start: int, end: int) -> Quote:
    """The clause, or clauses, around `start`-`end` as a quote, without blanks at its ends."""
    touched = clauses_over(reading, start, end)
    first = min([start, *(c.start for c in touched)])
    last = max([end, *(c.end for c in touched)])
    text = reading.text[first:last]
    first += len(text) - len(text.lstrip())
    text = text.strip()
    return Quote(first, first + len(text), text)
