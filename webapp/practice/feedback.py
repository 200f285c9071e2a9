"""A learner's attempt beside the reference: what was seen, missed, read in, and why.

Pure: a case and an attempt in, frozen values out; the words for it are found in `views`. A reading
that the pack calls defensible is never counted as an error.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from inference import Quote

from ..spans import Span, joined
from .attempt import Attempt
from .pack import Case, Hypothesis, LookAlike, Rival, Stance

# Verdicts on a barrier.
SEEN: Final = "seen"  # chosen, and in the reference
MISSED: Final = "missed"  # in the reference, and not chosen
RIVAL: Final = "rival"  # chosen; another reading that can be defended
LOOK_ALIKE: Final = "look_alike"  # chosen; the words tempt, and it is not there
READ_IN: Final = "read_in"  # chosen; the note does not say it
LEFT_OUT: Final = "left_out"  # not chosen, though the words tempt

# How far the words of the note carry, in the learner's steps of confidence: lowest and highest.
_CARRIES: Final = {
    "several_signs": (75, 95),
    "some_support": (50, 75),
    "worth_asking": (25, 50),
}
_NOT_THERE: Final = (0, 50)
# More of the note than this is no choice of words any more.
MOST_OF_IT: Final = 0.6


@dataclass(frozen=True, slots=True)
class Words:
    """A quote of the pack, and whether the learner has marked it."""

    quote: Quote
    marked: bool


@dataclass(frozen=True, slots=True)
class OnBarrier:
    """What there is to say about one barrier.

    `reference` is there for seen and missed, `rivals` where another reading names the barrier,
    `look_alike` where the pack says why it is not there. `sure` is "fits", "too_sure" or
    "too_careful", None where nothing was chosen.
    """

    barrier: str
    verdict: str
    confidence: int | None
    sure: str | None
    speaks_for: tuple[Words, ...] = ()
    against: tuple[Words, ...] = ()
    reference: Hypothesis | None = None
    rivals: tuple[Rival, ...] = ()
    look_alike: LookAlike | None = None


@dataclass(frozen=True, slots=True)
class OnMarks:
    """What the marks have caught: `found` of the `of` quotes that matter, `share` of the note.

    `stray` are marked words that no part of the reference uses.
    """

    found: int
    of: int
    share: float
    stray: tuple[Quote, ...]


@dataclass(frozen=True, slots=True)
class OnAxis:
    """One axis of style: what was chosen and what the reference has."""

    chosen: str
    reference: str

    @property
    def same(self) -> bool:
        """Whether the two agree."""
        return self.chosen == self.reference


@dataclass(frozen=True, slots=True)
class OnReaction:
    """A reaction: the writer's with its words, the learner's, or one that they share."""

    kind: str
    words: Words | None
    own: bool


@dataclass(frozen=True, slots=True)
class Feedback:
    """All of it. `danger` is "seen", "missed", "alarm" (called without one) or "none"."""

    danger: str
    on_barriers: tuple[OnBarrier, ...]
    marks: OnMarks
    control: OnAxis
    affiliation: OnAxis
    style_words: tuple[Words, ...]
    reactions: tuple[OnReaction, ...]
    strengths: tuple[tuple[str, Words], ...]
    stance: Stance | None

    def with_verdict(self, *verdicts: str) -> tuple[OnBarrier, ...]:
        """The barriers about which one of these is said."""
        return tuple(each for each in self.on_barriers if each.verdict in verdicts)


def compare(case: Case, attempt: Attempt) -> Feedback:
    """The attempt beside the reference of its case."""
    return Feedback(
        danger=_danger(case, attempt),
        on_barriers=tuple(_on_barriers(case, attempt)),
        marks=_on_marks(case, attempt),
        control=OnAxis(attempt.control, case.reference.style.control),
        affiliation=OnAxis(attempt.affiliation, case.reference.style.affiliation),
        style_words=_words(case, case.reference.style.quotes, attempt),
        reactions=_on_reactions(case, attempt),
        strengths=tuple(
            (strength.strength, _words(case, (strength.quote,), attempt)[0])
            for strength in case.reference.strengths
        ),
        stance=case.stance(attempt.stance) if attempt.stance else None,
    )


def place(note: str, quote: str) -> Quote:
    """Where the quote stands first in the note."""
    start = note.index(quote)
    return Quote(start, start + len(quote), quote)


def marked(quote: Quote, spans: Iterable[Span]) -> bool:
    """Whether the spans hold at least half of the quote, or lie inside it with four letters."""
    covered = 0
    for span in joined(tuple(spans)):
        common = min(quote.end, span.end) - max(quote.start, span.start)
        if common >= 4 and common == span.end - span.start:
            return True
        covered += max(common, 0)
    return 2 * covered >= quote.end - quote.start


def _words(case: Case, quotes: Iterable[str], attempt: Attempt) -> tuple[Words, ...]:
    placed = (place(case.note, quote) for quote in quotes)
    return tuple(Words(quote, marked(quote, attempt.spans)) for quote in placed)


def _danger(case: Case, attempt: Attempt) -> str:
    if case.dangerous_now:
        return "seen" if attempt.danger else "missed"
    return "alarm" if attempt.danger else "none"


def _on_barriers(case: Case, attempt: Attempt) -> Iterable[OnBarrier]:
    """The reference first, then what was chosen beside it, then what was rightly left alone."""
    for hypothesis in case.reference.hypotheses:
        confidence = attempt.confidence(hypothesis.barrier)
        yield OnBarrier(
            barrier=hypothesis.barrier,
            verdict=MISSED if confidence is None else SEEN,
            confidence=confidence,
            sure=_sure(confidence, _CARRIES[hypothesis.support]),
            speaks_for=_words(case, hypothesis.speaks_for, attempt),
            against=_words(case, hypothesis.against, attempt),
            reference=hypothesis,
        )
    for guess in attempt.guesses:
        if guess.barrier not in case.barriers:
            yield _beside(case, attempt, guess.barrier, guess.confidence)
    for look_alike in case.look_alikes:
        if attempt.confidence(look_alike.barrier) is None:
            words = _words(case, look_alike.quotes, attempt)
            yield OnBarrier(look_alike.barrier, LEFT_OUT, None, None, words, look_alike=look_alike)


def _beside(case: Case, attempt: Attempt, barrier: str, confidence: int) -> OnBarrier:
    """A barrier that was chosen and that the reference does not have."""
    rivals = tuple(rival for rival in case.rivals if rival.barrier == barrier)
    look_alike = next((each for each in case.look_alikes if each.barrier == barrier), None)
    quotes = [q for rival in rivals for q in rival.quotes]
    if look_alike:
        quotes += look_alike.quotes
    verdict = RIVAL if rivals else LOOK_ALIKE if look_alike else READ_IN
    return OnBarrier(
        barrier=barrier,
        verdict=verdict,
        confidence=confidence,
        sure=_sure(confidence, _CARRIES["some_support"] if rivals else _NOT_THERE),
        speaks_for=_words(case, dict.fromkeys(quotes), attempt),
        rivals=rivals,
        look_alike=look_alike,
    )


def _sure(confidence: int | None, carries: tuple[int, int]) -> str | None:
    if confidence is None:
        return None
    lowest, highest = carries
    return "too_careful" if confidence < lowest else "too_sure" if confidence > highest else "fits"


def _on_marks(case: Case, attempt: Attempt) -> OnMarks:
    """Quotes that carry the reading count; those for style, strengths and traps are no strays."""
    reference = case.reference
    carrying = dict.fromkeys(
        [quote for h in reference.hypotheses for quote in (*h.speaks_for, *h.against)]
        + [risk.quote for risk in reference.risks]
    )
    used = [
        *carrying,
        *reference.style.quotes,
        *(reaction.quote for reaction in reference.reactions),
        *(strength.quote for strength in reference.strengths),
        *(quote for rival in case.rivals for quote in rival.quotes),
        *(quote for look_alike in case.look_alikes for quote in look_alike.quotes),
    ]
    spans = joined(attempt.spans)
    places = [place(case.note, quote) for quote in used]
    stray = tuple(
        Quote(span.start, span.end, case.note[span.start : span.end])
        for span in spans
        if not any(span.start < p.end and p.start < span.end for p in places)
    )
    found = sum(marked(place(case.note, quote), spans) for quote in carrying)
    share = sum(span.end - span.start for span in spans) / len(case.note)
    return OnMarks(found, len(carrying), share, stray)


def _on_reactions(case: Case, attempt: Attempt) -> tuple[OnReaction, ...]:
    theirs = {r.reaction: _words(case, (r.quote,), attempt)[0] for r in case.reference.reactions}
    shared = tuple(OnReaction(kind, w, kind in attempt.felt) for kind, w in theirs.items())
    own = tuple(OnReaction(kind, None, True) for kind in attempt.felt if kind not in theirs)
    return shared + own
