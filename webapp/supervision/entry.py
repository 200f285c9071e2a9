"""How somebody reads a note: a frozen value, `entry/1` in JSON.

People, the model and the agreed formulation are all raters, so one `Reading` serves the three.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import Annotated, Any, Final, Literal, Self

from pydantic import AfterValidator, AwareDatetime, Field

from ..language import N_
from ..practice.attempt import CONFIDENCE
from ..practice.vocabulary import SUPPORT, BarrierId, ReactionId, StanceId, Support
from ..spans import MOST_MARKS, Span
from ..strict import Line, Strict, Text, dumped
from .stored import load

SCHEMA: Final = "entry/1"
NOT_HELD: Final = N_("not held")
STRENGTHS: Final = (NOT_HELD, *SUPPORT)
# A shorter vector has no direction; the reader draws the same line for "no clear style".
CLEAR: Final = 0.3
MODEL: Final = "model"  # the rater id of the model; no person may have it
AGREED: Final = "agreed"  # and that of what all agreed on
MODEL_NAME: Final = "Middle Ground"

RaterId = Annotated[str, Field(min_length=1, max_length=200)]


def _offered(value: int) -> int:
    if value not in CONFIDENCE:
        raise ValueError("is no confidence that the page offers.")
    return value


@dataclass(frozen=True, slots=True)
class Held(Strict):
    """A barrier that a reading holds to be in the way, how strongly, and the words it rests on."""

    barrier: BarrierId
    strength: Support
    spans: Annotated[tuple[Span, ...], Field(max_length=MOST_MARKS)]


@dataclass(frozen=True, slots=True)
class Place(Strict):
    """A place on the interpersonal circle, both axes from -1 to 1."""

    control: Annotated[float, Field(ge=-1, le=1)]
    affiliation: Annotated[float, Field(ge=-1, le=1)]


@dataclass(frozen=True, slots=True)
class Reading(Strict):
    """What one rater makes of a note.

    No `held` means that nothing which the note shows is in the way; no `style` that it does not
    show one. `stance` is an id of the clinical knowledge, `say` what one would say in own words.
    """

    held: Annotated[tuple[Held, ...], Field(max_length=20)]
    style: Place | None
    stance: StanceId | None
    say: Text | Literal[""]

    @property
    def barriers(self) -> frozenset[str]:
        """The barriers that are held to be in the way."""
        return frozenset(each.barrier for each in self.held)

    @property
    def direction(self) -> float | None:
        """Where the style points, in degrees counter-clockwise from warm; None without a clear one.

        >>> Reading((), Place(1.0, 0.0), None, "").direction
        90.0
        """
        if self.style is None or math.hypot(self.style.control, self.style.affiliation) < CLEAR:
            return None
        return math.degrees(math.atan2(self.style.control, self.style.affiliation))

    def strength(self, barrier: str) -> str | None:
        """How strongly this barrier is held, or None."""
        return next((each.strength for each in self.held if each.barrier == barrier), None)

    def spans(self, barrier: str) -> tuple[Span, ...]:
        """The words that this barrier rests on."""
        return next((each.spans for each in self.held if each.barrier == barrier), ())


@dataclass(frozen=True, slots=True)
class Entry(Strict):
    """A rater's reading in a round.

    `version` 1 is what was submitted first, a higher one what was changed later; `blind` says that
    nothing of the others' could be seen before. The first two are set by `Round`, whatever they
    were. Reactions and confidence are the rater's own: `seen` shows them to others only where they
    are shared.
    """

    schema: Literal["entry/1"]
    rater: RaterId
    name: Line
    at: AwareDatetime
    reading: Reading
    reactions: Annotated[tuple[ReactionId, ...], Field(max_length=20)] = ()
    share_reactions: bool = False
    confidence: Annotated[int, AfterValidator(_offered)] | None = None
    share_confidence: bool = False
    version: Annotated[int, Field(ge=1, le=1_000)] = 1
    blind: bool = True

    def to_dict(self) -> dict[str, Any]:
        """The JSON-ready object of `entry/1`."""
        return dumped(self)

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> Entry:
        """Read a stored entry back.

        Raises
        ------
        StoredError
            It is no `entry/1`, or was changed.
        """
        return load(cls, data)

    def stamped(self, version: int, blind: bool) -> Self:
        """The entry with its place among the rater's versions."""
        return replace(self, version=version, blind=blind)
