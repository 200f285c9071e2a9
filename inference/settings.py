"""Where to draw the lines between scores: found by training, kept in the artefacts' manifests."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

# Bands of calibrated probability behind the words of support. A reading that is shown at all but
# lies under the first is "worth asking"; "several signs" also needs more than one quote.
SOME_SUPPORT: Final = 0.65
SEVERAL_SIGNS: Final = 0.85


@dataclass(frozen=True, slots=True)
class Settings:
    """Thresholds by label, as chosen on out-of-fold scores of the training notes.

    `show` is on calibrated probabilities in [0, 1], `quote` is how far below the best
    clause, in log odds, another may lie and still be quoted.
    """

    show: Mapping[str, float]
    quote: Mapping[str, float]

    @classmethod
    def from_manifests(cls, settings: Mapping[str, float]) -> Settings:
        """Read `show:LABEL` and `quote:LABEL` entries."""
        return cls(_group(settings, "show:"), _group(settings, "quote:"))

    def to_manifest(self) -> dict[str, float]:
        """The same entries again."""
        return {f"show:{k}": v for k, v in self.show.items()} | {
            f"quote:{k}": v for k, v in self.quote.items()
        }


def support_words(probability: float, quotes: int) -> str:
    """How well supported a shown reading is, in the words of `labels.SUPPORT`."""
    if probability >= SEVERAL_SIGNS and quotes > 1:
        return "several signs"
    return "some support" if probability >= SOME_SUPPORT else "worth asking"


def _group(settings: Mapping[str, float], prefix: str) -> dict[str, float]:
    return {k.removeprefix(prefix): v for k, v in settings.items() if k.startswith(prefix)}
