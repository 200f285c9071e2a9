"""What one check has found."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at.

    `said` tells what was found; `mend` what to do about it, empty when it is well. What is `grave`
    keeps Middle Ground from working, or from working as it was tested.
    """

    what: str
    said: str
    mend: str = ""
    grave: bool = True

    @property
    def well(self) -> bool:
        """Whether there is nothing to mend."""
        return not self.mend
