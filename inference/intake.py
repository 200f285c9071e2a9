"""Whether a text can be read as a note at all, before any work is done on it."""

from __future__ import annotations

import re
import runpy
from functools import cache
from pathlib import Path
from typing import Final

from spacy import lang

from .errors import NoteError

LONGEST: Final = 20_000

# Languages that a note is most likely to be in when it is not in English, by spaCy's stop words.
_OTHER_LANGUAGES: Final = ("de", "es", "fr", "it", "nl", "pl", "pt", "sv", "tl", "tr", "vi")
_WORD: Final = re.compile(r"[^\W\d_]+")
_SURROGATE: Final = re.compile(r"[\ud800-\udfff]")  # half a character, from a broken copy
_CONTROL: Final = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")
_WORDS_TO_JUDGE: Final = 12
_PLAINLY_ENGLISH: Final = 0.25
_SOME_ENGLISH: Final = 0.12
_NOT_LATIN: Final = re.compile(r"[^\0-\u024f]")
_CONTROL_SHARE: Final = 0.01


def check(text: str) -> None:
    """Refuse what is no note: nothing, a file that is not text, or far too much.

    Raises
    ------
    NoteError
        `kind` is `empty`, `not_text` or `too_long`; the message is for the person who pasted it.
    """
    if not text.strip():
        raise NoteError("empty", "There is no note yet: paste or type a few sentences.")
    if len(text) > LONGEST:
        raise NoteError(
            "too_long",
            f"This text has {len(text):,} characters; a note may have up to {LONGEST:,}. "
            "Paste the part about one contact with one client.",
        )
    if (
        "\ufffd" in text
        or _SURROGATE.search(text)
        or len(_CONTROL.findall(text)) > _CONTROL_SHARE * len(text)
    ):
        raise NoteError(
            "not_text",
            "This does not look like plain text: it holds characters that no note has. Copy the "
            "note's words rather than the file they are in.",
        )
    if not _WORD.search(text):
        raise NoteError("not_text", "There are no words in this text.")


def words_in(text: str) -> int:
    """Number of words, numbers not counted."""
    return len(_WORD.findall(text))


def looks_english(text: str) -> bool:
    """Whether the note is in Latin letters and has most function words of English.

    Terse logs may have as many of another language ("was", "is", "in"), which words of no language
    can only match by having hardly any of either.
    """
    words = [word.lower() for word in _WORD.findall(text)]
    letters = "".join(words)
    latin = len(letters) - len(_NOT_LATIN.findall(letters))
    if 2 * latin < len(letters):
        return False
    if len(words) < _WORDS_TO_JUDGE:
        return True
    english = _share(words, "en")
    if english >= _PLAINLY_ENGLISH:
        return True
    other = max(_share(words, language) for language in _OTHER_LANGUAGES)
    return other < english or (other == english and english >= _SOME_ENGLISH)


def _share(words: list[str], language: str) -> float:
    return sum(word in _stop_words(language) for word in words) / len(words)


@cache
def _stop_words(language: str) -> frozenset[str]:
    # Run by itself: importing it would import all of its language, and French takes seconds.
    file = Path(lang.__path__[0]) / language / "stop_words.py"
    return frozenset(runpy.run_path(str(file))["STOP_WORDS"])
