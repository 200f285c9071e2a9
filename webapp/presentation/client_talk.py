"""What the client says for a change and for no change, side by side."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from inference import TalkQuote

from ..language import N_, Worded

_SHOWS: Final = Worded(
    {
        "desire": N_("wanting"),
        "ability": N_("being able"),
        "reason": N_("a reason"),
        "need": N_("needing"),
        "commitment": N_("meaning to"),
        "taking_steps": N_("a step"),
    }
)


@dataclass(frozen=True, slots=True)
class BothSides:
    """Quotes of each side, with what of it they may be ("a reason")."""

    change: tuple[tuple[str, str], ...]
    sustain: tuple[tuple[str, str], ...]


def both_sides(found: Sequence[TalkQuote]) -> BothSides | None:
    """The two sides, or None where no words of either are known."""
    if not found:
        return None
    sides = {
        kind: tuple((t.quote.text, _SHOWS[t.category]) for t in found if t.kind == kind)
        for kind in ("change", "sustain")
    }
    return BothSides(sides["change"], sides["sustain"])
