"""Change talk and sustain talk: what a note or transcript has the client say for a change, or not.

A help for seeing both sides of somebody in two minds, and nothing more: rules on words, for the
client's own speech alone, quoted, reported or under a speaker's label. All other speech is neutral
and not listed. Nothing is counted into a score.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from .formulation import Quote
from .knowledge.client_talk import client_talk_wordings
from .knowledge.patterns import fold
from .reading import Clause, Reading
from .speech import QUOTED, REPORTED

_CLIENT_SPEAKS = "client_speech"


@dataclass(frozen=True, slots=True)
class TalkQuote:
    """Words of the client's: `kind` is `change` or `sustain`, `category` what of it."""

    quote: Quote
    kind: str
    category: str


def find_client_talk(reading: Reading) -> tuple[TalkQuote, ...]:
    """Every stretch of change or sustain talk, in the order of the text; of two that overlap the
    one that says no is kept, as a denied wish is none."""
    found = sorted(_found(reading), key=lambda t: (t.kind != "sustain", -_length(t)))
    apart: list[TalkQuote] = []
    for talk in found:
        if not any(_overlap(talk.quote, other.quote) for other in apart):
            apart.append(talk)
    return tuple(sorted(apart, key=lambda talk: talk.quote.start))


def _found(reading: Reading) -> Iterator[TalkQuote]:
    folded = fold(reading.text)
    quoted = [match.span() for match in QUOTED.finditer(folded)]
    for search in client_talk_wordings():
        harmless = [] if search.unless is None else search.unless.compiled.finditer(folded)
        apart = [match.span() for match in harmless]
        for match in search.pattern.compiled.finditer(folded):
            start, end = match.span()
            if any(first < end and start < last for first, last in apart):
                continue
            clause = reading.clause_at(start)
            entry = search.entry
            if clause and _is_theirs(clause, entry.kind, entry.category, start, reading, quoted):
                quote = Quote(start, end, reading.text[start:end])
                yield TalkQuote(quote, entry.kind, entry.category)


def _is_theirs(
    clause: Clause,
    kind: str,
    category: str,
    at: int,
    reading: Reading,
    quoted: list[tuple[int, int]],
) -> bool:
    sentence = reading.sentences[clause.sentence]
    in_label = sentence.section == _CLIENT_SPEAKS
    if clause.who.value != "client" and not in_label:
        return False
    if clause.when.value == "past" and category != "taking_steps":
        return False
    if clause.whether.value == "denied" and kind == "change" and category != "reason":
        return False
    if in_label or any(first <= at < last for first, last in quoted):
        return True
    return bool(REPORTED.search(fold(reading.text[sentence.start : sentence.end])))


def _length(talk: TalkQuote) -> int:
    return talk.quote.end - talk.quote.start


def _overlap(one: Quote, other: Quote) -> bool:
    return one.start < other.end and other.start < one.end
