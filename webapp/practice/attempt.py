"""What a learner has decided about a case, before anything of the reference is shown."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from ..language import N_, Worded
from ..spans import Span

# How sure one is, in chances of 100: steps that a person can tell apart.
CONFIDENCE: Final = Worded(
    {
        25: N_("a hunch: 1 in 4"),
        50: N_("even: 1 in 2"),
        75: N_("likely: 3 in 4"),
        95: N_("nearly sure: 19 in 20"),
    }
)


@dataclass(frozen=True, slots=True)
class Guess:
    """A barrier that may be in the way, with how sure one is, a key of `CONFIDENCE`."""

    barrier: str
    confidence: int


@dataclass(frozen=True, slots=True)
class Attempt:
    """A learner's reading of a case.

    No `guesses` means that nothing is in the way. `felt` are the learner's own reactions, `danger`
    says that something has to be seen to now. `stance` is the id of an offered one; without it
    there are `words` of the learner's own.
    """

    spans: tuple[Span, ...]
    guesses: tuple[Guess, ...]
    control: str
    affiliation: str
    felt: tuple[str, ...]
    danger: bool
    stance: str | None
    words: str = ""

    def confidence(self, barrier: str) -> int | None:
        """How sure the learner is of this barrier, or None where it was not chosen."""
        return next((g.confidence for g in self.guesses if g.barrier == barrier), None)
