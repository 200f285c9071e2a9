"""Lists of names and words that `python -m models.word_lists` makes, one word a line.

All words are in lower case and without accents; look one up by its `bare` form.
"""

from __future__ import annotations

import unicodedata
from functools import cache
from typing import Final

from .errors import ArtefactError
from .locations import DEFAULT_ARTEFACTS

WORD_LISTS: Final = DEFAULT_ARTEFACTS / "word_lists"


@cache
def bare(word: str) -> str:
    """In lower case and without accents."""
    if word.isascii():
        return word.lower()
    parts = unicodedata.normalize("NFKD", word.lower())
    return "".join(part for part in parts if not unicodedata.combining(part))


def read_list(name: str) -> frozenset[str]:
    """The words of the list `name`.

    Raises
    ------
    ArtefactError
        There is no such list, or it cannot be read.
    """
    path = WORD_LISTS / f"{name}.txt"
    try:
        return frozenset(path.read_text(encoding="utf-8").split("\n")) - {""}
    except (OSError, UnicodeDecodeError) as error:
        raise ArtefactError(f"{path} cannot be read: run `python -m models.word_lists`.") from error
