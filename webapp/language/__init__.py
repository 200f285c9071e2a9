"""The language in which a page speaks: English sentences, and what stands for them elsewhere.

Nothing of Flask is in here, since the command line shows some of the same words and goes without.
Outside a request every sentence stays as it was written. `pages` says which language a page takes.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextvars import ContextVar
from gettext import NullTranslations
from typing import Any, Final, TypeVar

K = TypeVar("K")

ENGLISH: Final = "en"
# What a site or a reader may choose, each by the name that it gives itself.
LANGUAGES: Final = {ENGLISH: "English", "es": "Español"}

_AS_WRITTEN: Final = NullTranslations()
_spoken: ContextVar[tuple[str, NullTranslations]] = ContextVar("spoken")


def language() -> str:
    """Which of `LANGUAGES` is spoken now."""
    return _spoken.get((ENGLISH, _AS_WRITTEN))[0]


def speak(chosen: str, translations: NullTranslations) -> None:
    """Speak `chosen` from now on in this context, out of its catalogue."""
    _spoken.set((chosen, translations))


def speak_as_written() -> None:
    """Speak English from now on in this context, as everywhere outside of a request."""
    speak(ENGLISH, _AS_WRITTEN)


def gettext(text: str, **values: Any) -> str:
    """`text` in the language of the page, `values` put into its places `%(name)s`.

    >>> gettext("%(done)s of %(all)s", done=1, all=3)
    '1 of 3'
    """
    said = _catalogue().gettext(text) if text else text  # the empty one names the catalogue
    return said % values if values else said


def ngettext(one: str, many: str, num: int, **values: Any) -> str:
    """As `gettext`, of which a language may have several for several numbers.

    >>> ngettext("%(num)s note", "%(num)s notes", 2)
    '2 notes'
    """
    return plural(one, many, num) % {"num": num, **values}


def plural(one: str, many: str, num: int) -> str:
    """As `ngettext`, the places still open."""
    return _catalogue().ngettext(one, many, num)


class Worded(Mapping[K, str]):
    """Words by a key, each in the language of the page at the moment at which it is asked for."""

    def __init__(self, words: Mapping[K, str]) -> None:
        self._words = words

    def __getitem__(self, key: K) -> str:
        return gettext(self._words[key])

    def __iter__(self) -> Iterator[K]:
        return iter(self._words)

    def __len__(self) -> int:
        return len(self._words)


def N_(text: str) -> str:
    """`text` as it is: says to whoever gathers sentences that this one is translated later."""
    return text


def _catalogue() -> NullTranslations:
    return _spoken.get((ENGLISH, _AS_WRITTEN))[1]
