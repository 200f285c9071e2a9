"""Identifiers with a check digit or a strict form, by Presidio's recognisers.

Only those are asked that work on patterns alone. Presidio's e-mail and web recognisers are left
out: they look for a list of domain endings on the network. Of its name recogniser the same English
model is at work here, through `note`.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from .found import CHECKED, FORMAL, Found
from .note import Note

if TYPE_CHECKING:
    from presidio_analyzer import EntityRecognizer

# Class of Presidio's -> our kind, the stand-in's noun, the lowest score that counts, trust.
_ASKED: Final = {
    "CreditCardRecognizer": ("account", "Account", 0.9, CHECKED),
    "IbanRecognizer": ("account", "Account", 0.9, CHECKED),
    "CryptoRecognizer": ("account", "Account", 0.9, CHECKED),
    "IpRecognizer": ("ip", "IP address", 0.6, FORMAL),
    "MacAddressRecognizer": ("ip", "IP address", 0.5, FORMAL),
    "MedicalLicenseRecognizer": ("number", "Number", 0.9, CHECKED),
    "NhsRecognizer": ("number", "Number", 0.9, FORMAL),
    "PhoneRecognizer": ("phone", "Phone", 0.4, FORMAL),
}


class Checked:
    """Asks Presidio; the first use imports it, which takes a second or more."""

    def __init__(self) -> None:
        from presidio_analyzer import predefined_recognizers

        self._recognisers: list[tuple[EntityRecognizer, tuple[str, str, float, int]]] = [
            (getattr(predefined_recognizers, name)(), kind) for name, kind in _ASKED.items()
        ]

    def find(self, note: Note) -> Iterator[Found]:
        """Everything of this kind in `note`."""
        for recogniser, (kind, noun, lowest, trust) in self._recognisers:
            asked = recogniser.supported_entities
            results = recogniser.analyze(note.straight, asked, None)  # type: ignore[arg-type]
            for result in results or ():
                if result.score >= lowest:
                    yield Found(result.start, result.end, kind, noun, trust)
