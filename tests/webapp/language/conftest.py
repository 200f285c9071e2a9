"""What a reader sees and hears of a page, and whether English is left in it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from html.parser import HTMLParser
from pathlib import Path
from typing import Final

import pytest
from babel.messages.pofile import read_po

from webapp.language import ENGLISH

PO: Final = Path(__file__).parents[3] / "webapp/translations/es/LC_MESSAGES/messages.po"
# Elements without an end tag, and those whose text is no sentence of ours.
_VOID: Final = {"br", "col", "hr", "img", "input", "link", "meta", "source", "wbr"}
_NOT_OURS: Final = {"script", "style", "textarea"}
_READ_OUT: Final = ("aria-label", "aria-description", "title", "alt", "placeholder")
_PLACES: Final = re.compile(r"%\(\w+\)s|\{\w+\}|<[^>]*>")
_LETTERS: Final = re.compile(r"[^\W\d_]{3}")
# A part of a sentence that is as long as this is looked for inside of a text, a shorter one
# has to be all of it.
_LONG: Final = 16


@pytest.fixture(scope="session")
def translated() -> dict[str, str]:
    """English to Spanish, as the catalogue has it; plurals apart."""
    found: dict[str, str] = {}
    with PO.open("rb") as file:
        for message in read_po(file):
            ids = message.id if isinstance(message.id, list | tuple) else [message.id]
            said = message.string if isinstance(message.string, tuple) else [message.string]
            found.update(zip(ids, said, strict=True))
    return {english: spanish for english, spanish in found.items() if english}


class Words(HTMLParser):
    """The texts of a page outside of what is marked as English."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self._open: list[tuple[str, bool, bool]] = []  # element, English, not ours
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        own = dict(attrs)
        english, not_ours = self._open[-1][1:] if self._open else (False, False)
        if "lang" in own:
            english = own["lang"] == ENGLISH
        if not english:
            self.found += [own[name] or "" for name in _READ_OUT if name in own]
        if tag not in _VOID:
            self._open.append((tag, english, not_ours or tag in _NOT_OURS))

    def handle_endtag(self, tag: str) -> None:
        while self._open and self._open.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        text = " ".join(data.split())
        if text and self._open and not any(self._open[-1][1:]):
            self.found.append(text)


def parts(sentence: str) -> Iterator[str]:
    """What stands between the places and tags of a sentence."""
    for part in _PLACES.split(sentence):
        text = " ".join(part.split()).strip(" .,:;·“”()")
        if _LETTERS.search(text):
            yield text


def left_in_english(page: str, translated: Mapping[str, str]) -> set[str]:
    """Texts of the page that are, or hold, a part of an English sentence that has a translation."""
    spanish = {part for said in translated.values() for part in parts(said)}
    english = {part for sentence in translated for part in parts(sentence)} - spanish
    long = [part for part in english if len(part) >= _LONG]
    return {
        text
        for text in Words(page).found
        if text.strip(" .,:;·“”()") in english or any(part in text for part in long)
    }
