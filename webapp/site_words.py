"""The site's own words in the words of the pages: what stands in the templates themselves.

What a template is given to show, a note above all, is not touched, and neither is anything inside
a tag but the texts that are read out or shown.
"""

from __future__ import annotations

import re
from typing import Final

from flask import Flask
from markupsafe import escape

from inference import Overlay, reworded

from .language.pages import let_templates_speak

# A tag, or the place of a value: neither is text.
_PARTS: Final = re.compile(r"(<[^>]*>|%\(\w+\)s)")


def in_words(sentence: str, words: dict[str, str]) -> str:
    """A sentence of a template in the site's `words`.

    >>> in_words('<a href="/client">A client</a> of %(client)s', {"client": "guest"})
    '<a href="/client">A guest</a> of %(client)s'
    """
    parts = _PARTS.split(sentence)
    return "".join(
        part if number % 2 else reworded(part, words) for number, part in enumerate(parts)
    )


def install(app: Flask, overlay: Overlay | None) -> None:
    """Let the templates of `app` speak in the words of the site's overlay, if it has some."""
    if overlay and (words := overlay.words):
        # A sentence of a template is markup in which `%` begins the place of a value.
        marked = {word: str(escape(own)).replace("%", "%%") for word, own in words.items()}
        let_templates_speak(app, lambda sentence: in_words(sentence, marked))
