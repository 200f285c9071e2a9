"""The site's own words in the words of the pages: what stands in the templates themselves.

What a template is given to show, a note above all, is not touched, and neither is anything inside
a tag but the texts that are read out or shown.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from flask import Flask
from jinja2.ext import Extension
from jinja2.lexer import Token, TokenStream

from inference import read_overlay, reworded

_WORDS: Final = "site_words"
_PARTS: Final = re.compile(r"(<[a-zA-Z/!]|>)")
_SPOKEN: Final = re.compile(r'((?:aria-label|title|alt|placeholder)=")([^"]*)(")')


class OwnWords(Extension):
    """Puts the site's words into the text of templates when they are compiled."""

    def filter_stream(self, stream: TokenStream) -> TokenStream | Iterator[Token]:
        """The tokens with the text among them reworded."""
        return _reworded(stream, dict(getattr(self.environment, _WORDS)))


def _reworded(stream: TokenStream, words: dict[str, str]) -> Iterator[Token]:
    inside = False  # a tag may begin in one token and end in another
    for token in stream:
        if token.type != "data":
            yield token
            continue
        made = []
        for part in _PARTS.split(token.value):
            if part == ">":
                inside = False
            elif part.startswith("<") and _PARTS.fullmatch(part):
                inside = True
            elif inside:
                part = _SPOKEN.sub(lambda m: m[1] + reworded(m[2], words) + m[3], part)
            else:
                part = reworded(part, words)
            made.append(part)
        yield Token(token.lineno, "data", "".join(made))


def install(app: Flask, overlay: str | None) -> None:
    """Let the templates of `app` speak in the words of the overlay, if it has some.

    Raises
    ------
    KnowledgeError
        The overlay cannot be used.
    """
    words: Any = read_overlay(Path(overlay)).words if overlay else None
    if words:
        app.jinja_env.extend(**{_WORDS: words})
        app.jinja_env.add_extension(OwnWords)
