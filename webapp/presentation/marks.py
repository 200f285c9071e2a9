"""The quotes of a formulation as marks in the note, and the note cut so that they may overlap."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from itertools import pairwise

from inference import Quote

from ..language import gettext


@dataclass(frozen=True, slots=True)
class Mark:
    """A quote as it is marked in the note.

    `code` is printed after the quote and again in the reading ("A1"), `anchor` names it in
    addresses, `look` is its style class, `says` is what a screen reader hears.
    """

    start: int
    end: int
    code: str
    anchor: str
    look: str
    says: str


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of the note over which the same marks hold.

    `marks` are all that cover it, widest first, so that they nest; `closing` those that end here
    and whose code is printed after it.
    """

    text: str
    marks: tuple[Mark, ...]
    closing: tuple[Mark, ...]


@dataclass(frozen=True, slots=True)
class Passage:
    """A quote as the reading shows it, tied to its mark in the note by `anchor`.

    `home` is where the note's mark leads back to: the first place that shows the quote.
    """

    text: str
    code: str
    anchor: str
    home: bool = True


class Marker:
    """Hands out codes: one call per part of the reading; `marks` are all of them so far."""

    def __init__(self) -> None:
        self.marks: list[Mark] = []
        self._numbered: dict[tuple[int, int], Passage] = {}
        self._risks = 0

    def speaking_for(self, quotes: Iterable[Quote], letter: str, look: str, name: str) -> _Passages:
        """Quotes for the hypothesis `letter`: A1, A2, ..."""
        return tuple(
            self._mark(
                q, f"{letter}{i}", f"{letter}{i}", look, gettext("quote for: %(name)s", name=name)
            )
            for i, q in enumerate(quotes, 1)
        )

    def speaking_against(
        self, quotes: Iterable[Quote], letter: str, look: str, name: str
    ) -> _Passages:
        """Quotes against it: −A1, −A2, ..."""
        look, what = f"against {look}", gettext("quote against: %(name)s", name=name)
        return tuple(
            self._mark(q, f"−{letter}{i}", f"against-{letter}{i}", look, what)
            for i, q in enumerate(quotes, 1)
        )

    def risk(self, quotes: Iterable[Quote], name: str) -> _Passages:
        """Mentions of danger, counted through all risks: !1, !2, ..."""
        passages = []
        for quote in quotes:
            self._risks += 1
            n = self._risks
            what = gettext("mention of danger: %(name)s", name=name)
            passages.append(self._mark(quote, f"!{n}", f"risk-{n}", "risk", what))
        return tuple(passages)

    def noted(self, quotes: Iterable[Quote]) -> _Passages:
        """Other quotes, as plain footnote numbers; the same words keep the same number."""
        passages = []
        for quote in quotes:
            span = (quote.start, quote.end)
            if known := self._numbered.get(span):
                passages.append(replace(known, home=False))
                continue
            n = str(len(self._numbered) + 1)
            self._numbered[span] = self._mark(quote, n, f"quote-{n}", "noted", gettext("quote"))
            passages.append(self._numbered[span])
        return tuple(passages)

    def _mark(self, quote: Quote, code: str, anchor: str, look: str, what: str) -> Passage:
        # What is heard begins with what is seen, so that either can be said to a screen reader.
        says = f"{code}, {what}"
        self.marks.append(Mark(quote.start, quote.end, code, anchor, look, says))
        return Passage(quote.text, code, anchor)


_Passages = tuple[Passage, ...]


def cut(note: str, marks: Iterable[Mark]) -> tuple[Segment, ...]:
    """Cut `note` at every edge of a mark; the texts of the segments joined are the note again."""
    ordered = sorted(marks, key=lambda m: (m.start, -m.end, m.anchor))
    edges = sorted({0, len(note), *(m.start for m in ordered), *(m.end for m in ordered)})
    return tuple(
        Segment(
            text=note[start:end],
            marks=tuple(m for m in ordered if m.start <= start and end <= m.end),
            closing=tuple(m for m in ordered if m.end == end),
        )
        for start, end in pairwise(edges)
    )
