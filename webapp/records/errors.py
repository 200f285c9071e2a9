"""What can go wrong with records; each message says what to do."""

from __future__ import annotations


class RecordsError(Exception):
    """Something about the records is not as it must be."""


class KeyringError(RecordsError):
    """The file of keys is missing, faulty, or belongs to other records."""


class Unavailable(RecordsError):
    """The database cannot be reached or written to just now; nothing was changed."""


class NotAllowed(RecordsError):
    """This person may not do this, or what they ask for is not there: which, is not told."""


class Refused(RecordsError):
    """What was asked cannot be done as it was asked; the message is for the person who asked."""


class KeptAlready(Refused):
    """The very note is in the case already, as the note `note` of the case `case`."""

    def __init__(self, message: str, case: str, note: str) -> None:
        super().__init__(message)
        self.case = case
        self.note = note


class Overtaken(Refused):
    """Somebody else has changed it since it was opened; nothing was overwritten."""
