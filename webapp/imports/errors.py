"""What is wrong with a whole file; a fault of one row is a `Problem` of its line."""

from __future__ import annotations


class ImportFault(Exception):
    """The file cannot be read as notes at all; the message says why and what to do."""
