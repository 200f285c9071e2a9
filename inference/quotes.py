"""From scored clauses to quotes: which words of the note are shown for, and against, a reading."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from .features import Features
from .formulation import Quote
from .heads import Scores
from .reading import Clause

# Log odds under which a clause that does not hold is beside the point.
_AGAINST: Final = -4.0
# As many as the codebook's annotators mark; a wall of quotes shows nothing.
_MOST: Final = 4
_EDGES: Final = " \t\r\n\u00a0,;:-–—•*"


def quotes_for(
    features: Features, scores: Scores, label: str, *, reach: float
) -> tuple[Quote, ...]:
    """The sentences that speak for `label`: the best, and up to three more within `reach` of it.

    A sentence speaks as the best of its clauses does that hold for this client now (of any clause,
    where the note has none that hold), and is then quoted whole: cut out of it, a clause that does
    not hold would take the sense of the others with it.
    """
    values = scores.clause_scores(label)
    held = [i for i in range(len(values)) if features.asserted[i]] or list(range(len(values)))
    if not held:
        return ()
    speaking: dict[int, float] = {}
    for i in sorted(held, key=lambda i: -values[i]):
        speaking.setdefault(features.clauses[i].sentence, values[i])
    least = max(speaking.values()) - reach
    quoted = {s for s in list(speaking)[:_MOST] if speaking[s] >= least}
    return join(features.text, (c for c in features.clauses if c.sentence in quoted))


def quotes_against(
    features: Features, scores: Scores, label: str, *, reach: float
) -> tuple[Quote, ...]:
    """Clauses that would speak for `label` about as well as the best of all does, if the note did
    not say that they do not hold: denied, past and over, another person's, supposed, or general."""
    values = scores.clause_scores(label)
    if not len(values):
        return ()
    least = max(values.max() - reach, _AGAINST)
    chosen = [i for i in range(len(values)) if not features.asserted[i] and values[i] >= least]
    return join(features.text, (features.clauses[i] for i in chosen))


def join(text: str, clauses: Iterable[Clause]) -> tuple[Quote, ...]:
    """Quotes of `clauses` (in order), neighbours in one sentence as one quote."""
    spans: list[tuple[int, int, int]] = []
    for clause in clauses:
        if (
            spans
            and spans[-1][2] == clause.sentence
            and not _words(text, spans[-1][1], clause.start)
        ):
            spans[-1] = (spans[-1][0], clause.end, clause.sentence)
        else:
            spans.append((clause.start, clause.end, clause.sentence))
    return tuple(quote for start, end, _ in spans if (quote := trim(text, start, end)) is not None)


def widest(quotes: Iterable[Quote]) -> tuple[Quote, ...]:
    """`quotes` without those whose words all stand in another, longer one."""
    given = tuple(quotes)
    return tuple(
        q for q in given if not any(o != q and o.start <= q.start and q.end <= o.end for o in given)
    )


def trim(text: str, start: int, end: int) -> Quote | None:
    """The quote `text[start:end]` without blanks and dangling marks; None when nothing is left."""
    while start < end and text[start] in _EDGES:
        start += 1
    while end > start and text[end - 1] in _EDGES:
        end -= 1
    return Quote(start, end, text[start:end]) if start < end else None


def _words(text: str, start: int, end: int) -> bool:
    return any(character.isalnum() for character in text[start:end])
