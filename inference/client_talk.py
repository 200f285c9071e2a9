"""Change talk and sustain talk: what a note or transcript has the client say for a change, or not.

A help for seeing both sides of somebody in two minds, and nothing more: rules on words, for the
client's own speech alone, quoted, reported or under a speaker's label. All other speech is neutral
and not listed, and a wish to die or to hurt somebody is no side to weigh. Nothing is counted into a
score.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Final

from .formulation import Quote, Risk
from .knowledge.client_talk import TalkEntry, client_talk_wordings
from .knowledge.patterns import fold
from .reading import Clause, Reading, Sentence
from .risks import find_risks
from .speech import QUOTED, REPORTED

_CLIENT_SPEAKS: Final = "client_speech"
_NO_SIDE: Final = frozenset({"suicide", "harm_to_others"})
_PHRASE_ENDS: Final = re.compile(r"[.,;:!?\"\n]| (?:but|though|only|and|because|so|if) ")
_LONGEST: Final = 60  # characters that are looked through for the end of the phrase


@dataclass(frozen=True, slots=True)
class TalkQuote:
    """Words of the client's: `kind` is `change` or `sustain`, `category` is one of MISC."""

    quote: Quote
    kind: str
    category: str


def find_client_talk(
    reading: Reading, risks: Iterable[Risk] | None = None, *, all_theirs: bool = False
) -> tuple[TalkQuote, ...]:
    """Every stretch of change or sustain talk, in the order of the text.

    `risks` are those that `find_risks` has found in it, where that was done already, and
    `all_theirs` says that the whole text is the client's own speech. Of two that overlap the one
    that says no is kept, as a denied wish is none.
    """
    danger = [
        quote
        for risk in (find_risks(reading) if risks is None else risks)
        if risk.kind in _NO_SIDE and risk.status in ("current", "hypothetical")
        for quote in risk.evidence
    ]
    weighed = (
        talk
        for talk in _found(reading, all_theirs)
        if not any(talk.quote.overlaps(quote) for quote in danger)
    )
    found = sorted(weighed, key=lambda t: (t.kind != "sustain", -_length(t)))
    apart: list[TalkQuote] = []
    for talk in found:
        if not any(talk.quote.overlaps(other.quote) for other in apart):
            apart.append(talk)
    apart.sort(key=lambda talk: talk.quote.start)
    ends = [*(talk.quote.start for talk in apart[1:]), len(reading.text)]
    return tuple(_whole(talk, end, reading) for talk, end in zip(apart, ends, strict=False))


def _whole(talk: TalkQuote, before: int, reading: Reading) -> TalkQuote:
    """The talk to the end of its phrase, so that no thought breaks off, but `before` the next."""
    start, end = talk.quote.start, talk.quote.end
    stop = _PHRASE_ENDS.search(fold(reading.text), end, min(before, end + _LONGEST))
    if stop:
        end = stop.start()
    return replace(talk, quote=Quote(start, end, reading.text[start:end]))


def _found(reading: Reading, all_theirs: bool) -> Iterator[TalkQuote]:
    folded = fold(reading.text)
    quoted = [match.span() for match in QUOTED.finditer(folded)]
    for search in client_talk_wordings():
        for start, end in search.pattern.spans(folded, search.unless):
            clause = reading.clause_at(start)
            entry = search.entry
            if clause is None or not _holds(clause, entry):
                continue
            if all_theirs or _is_theirs(clause, start, reading, quoted):
                quote = Quote(start, end, reading.text[start:end])
                yield TalkQuote(quote, entry.kind, entry.category)


def _holds(clause: Clause, entry: TalkEntry) -> bool:
    """Whether it is said of now, and not denied; a step that was taken lies behind one."""
    if clause.when.value == "past" and entry.category != "taking_steps":
        return False
    denied = clause.whether.value == "denied" and entry.category != "reason"
    return not (denied and entry.kind == "change")


def _is_theirs(clause: Clause, at: int, reading: Reading, quoted: list[tuple[int, int]]) -> bool:
    """Whether the client says it: under their label, in quotation marks, or by a verb of saying."""
    sentence = reading.sentences[clause.sentence]
    in_label = sentence.section == _CLIENT_SPEAKS
    if clause.who.value != "client" and not in_label:
        return False
    if in_label or any(first <= at < last for first, last in quoted):
        return True
    return _they_say_so(reading, sentence, at)


def _they_say_so(reading: Reading, sentence: Sentence, at: int) -> bool:
    """Whether the verb of saying nearest before `at`, or else after it, is the client's."""
    said = [
        match.start() + sentence.start
        for match in REPORTED.finditer(fold(reading.text[sentence.start : sentence.end]))
    ]
    before = [place for place in said if place <= at]
    place = before[-1] if before else next(iter(said), None)
    clause = None if place is None else reading.clause_at(place)
    return clause is not None and clause.who.value == "client"


def _length(talk: TalkQuote) -> int:
    return talk.quote.end - talk.quote.start
