"""Days as the language of the page writes them. Babel is imported when a day is first written."""

from __future__ import annotations

from datetime import date
from typing import Final

from . import ENGLISH, language

# Spelling, dates and numbers of each language (CLDR): British English, Spanish of Latin America.
LOCALES: Final = {ENGLISH: "en_GB", "es": "es_419"}


def long_day(of: date) -> str:
    """A day in a sentence.

    >>> long_day(date(2026, 3, 2))
    '2 March 2026'
    """
    return _written(of, "long")


def day(text: str) -> str:
    """A day in a list, given as ISO 8601 writes it; what is no day stays as it is.

    English keeps the order of ISO 8601, which no reader takes for another day.

    >>> day("2026-03-02")
    '2026-03-02'
    """
    try:
        of = date.fromisoformat(text)
    except ValueError:
        return text
    return text if language() == ENGLISH else _written(of, "medium")


def _written(of: date, length: str) -> str:
    from babel.dates import format_date

    return str(format_date(of, length, locale=LOCALES[language()]))
