"""Formulations into what the pages show, as frozen values; pure, and nothing of Flask in it.

`pages` has a dataclass for each page about a note, and for its parts; `answer` fills them. What
other pages show, such as a plan or the coach's answer, is in the module of that name.
"""

from .answer import about_page, guess_page, reading_page, ticks
from .own_words import own_words_page
from .pages import Carried, WritePage

__all__ = [
    "Carried",
    "WritePage",
    "about_page",
    "guess_page",
    "own_words_page",
    "reading_page",
    "ticks",
]
