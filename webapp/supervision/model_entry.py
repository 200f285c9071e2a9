"""What the model makes of a round's note, as an entry like everybody's."""

from __future__ import annotations

from datetime import datetime

from inference import Formulation, Quote

from ..practice.vocabulary import known
from ..spans import MOST_MARKS, Span
from .entry import MODEL, MODEL_NAME, SCHEMA, Entry, Held, Place, Reading


def model_entry(formulation: Formulation, at: datetime) -> Entry | None:
    """The entry, or None where the model abstains: that is no reading that nothing is in the way.

    It has no reactions, and no confidence in the whole: it knows a probability for each barrier,
    of which the strength is made.
    """
    if not formulation.enough.answer:
        return None
    style = formulation.style.from_text
    stances = [stance.id for stance in formulation.stances if stance.id in known("stance")]
    return Entry(
        schema=SCHEMA,
        rater=MODEL,
        name=MODEL_NAME,
        at=at,
        reading=Reading(
            held=tuple(
                Held(h.label, h.support.replace(" ", "_"), _spans(h.evidence))
                for h in formulation.hypotheses
            ),
            style=Place(style.control, style.affiliation) if style else None,
            stance=stances[0] if stances else None,
            say="",
        ),
    )


def _spans(evidence: tuple[Quote, ...]) -> tuple[Span, ...]:
    return tuple(Span(quote.start, quote.end) for quote in evidence[:MOST_MARKS])
