"""Ways to reach somebody: e-mail and web addresses, names in social media, telephone numbers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from ..knowledge.identifiers import IdentifierWords
from .found import CHECKED, FORMAL, SHAPED, Found
from .note import Note

_EMAIL: Final = re.compile(
    r"[\w.+'-]+\s?@\s?[a-z0-9-]+(?:\.[a-z0-9-]+)*\.[a-z]{2,}\b"
    r"|[\w.+-]+\s*(?:\(at\)|\[at\]|\bat\b|@)\s*[a-z0-9-]+\s*(?:\(dot\)|\[dot\]|"
    r"\bdot\b)\s*[a-z]{2,4}\b"
    r"|[\w.+-]+\s+at\s+(?:gmail|yahoo|hotmail|outlook|icloud|aol|proton(?:mail)?)(?:\.com)?\b"
)
_ENDINGS: Final = (
    "com|org|net|gov|edu|mil|info|biz|io|co|me|app|us|uk|ca|au|nz|ie|care|health|help|link|ly|gg|tv"
    "|social|page|site|online|place|community|example|test|dev|ai|xyz|club|store|shop|chat|live"
)
_WEB: Final = re.compile(
    rf"(?:https?://|www\.)[^\s<>\"')\]]+"
    rf"|(?<![\w@.])(?:[a-z0-9-]+\.)+(?:{_ENDINGS})\b(?:/[^\s<>\"')\]]*)?"
)
_AT_NAME: Final = re.compile(r"(?<![\w@.])@[a-z0-9_][a-z0-9_.-]*[a-z0-9_]")
_PATH_NAME: Final = re.compile(r"(?<![\w/])(?:u/|r/|/u/)[a-z0-9_-]{3,}")
_CASH_NAME: Final = re.compile(r"(?<!\w)\$[a-z][a-z0-9_-]{2,}")
_HANDLE: Final = (
    r"(?P<handle>[\"']?@?[a-z0-9]+(?:[._-][a-z0-9_]+|\d)[a-z0-9._-]*[\"']?|"
    r"[\"'][^\"'\n]{2,30}[\"'])"
)
_AREA: Final = r"(?:\(\d{3}\)[ ]?|\d{3}[-. /]+)"
_PHONE: Final = re.compile(
    rf"(?<![\w-])(?:\+?1[-. ]*)?{_AREA}\d{{3}}[-. ]+\d{{4}}(?!\d)(?:\s*(?:x|ext\.?|"
    rf"extension)\s*\d{{1,6}})?"
    r"|(?<![\w.$/-])\d{3}[-.]\d{4}(?![\d-])(?:\s*(?:x|ext\.?|extension)\s*\d{1,6})?"
    r"|(?<![\w.])\+\d{1,3}[-. ]?\(?\d{1,4}\)?(?:[-. ]?\d{2,5}){2,4}(?!\d)"
    r"|(?<![\w.])0\d{1,4}[ -]\d{3,4}[ -]?\d{3,4}(?!\d)|(?<![\w.])07\d{9}(?!\d)"
)
_LED: Final = re.compile(
    r"\b(?:phone|ph|cell|mobile|tel|telephone|call(?: (?:him|her|them|back))?|text|fax|"
    r"number|callback"
    r"|voicemail|vm|contact|reach(?:ed)?(?: (?:him|her|them))?|pager|whatsapp|direct|line|hotline"
    r"|landline)\b[^\n\d]{0,24}?(?P<number>\(?\+?\d(?:(?:\) ?|[ .-]| ?\()?\d){6,14})(?!\w)"
)
_DIGIT: Final = r"(?:zero|oh|one|two|three|four|five|six|seven|eight|nine|double|triple)"
_SPOKEN: Final = re.compile(
    rf"\b{_DIGIT}(?:[ ,-]+{_DIGIT}){{6,}}\b|"
    rf"\b{_DIGIT}(?:[ ,-]+{_DIGIT}){{2,}}[ ,-]+(?:\d{{2,4}}[ ,-]*){{1,3}}(?!\w)"
)
_UNDERLINED: Final = re.compile(r"(?<![\w@./-])[a-z0-9]+(?:_[a-z0-9]+)+(?!\w)")
_EXTENSION: Final = re.compile(r"\b(?:ext\.?|extension|x)\s*#?\s*(?P<number>\d{2,6})\b")
_FEWEST_DIGITS: Final = 7
_DATE_LIKE: Final = re.compile(r"^(?:\d{1,2}[-/.]\d{1,2}[-/.]\d{2,4}|\d{4}-\d\d-\d\d)$")


class Contact:
    """Finds ways to reach somebody."""

    def __init__(self, words: IdentifierWords) -> None:
        self._led_handle = re.compile(
            rf"\b{words.either('handle_leads')}\b"
            rf"(?:\s+(?:name|handle|account|acct|page|profile|user|username|id|tag))?"
            rf"(?:\s*(?:is|as|under|at|was|:|=|-|\()\s*|\s+)(?:named\s+|called\s+)?{_HANDLE}"
        )

    def find(self, note: Note) -> Iterator[Found]:
        """Everything of this kind in `note`."""
        text = note.folded
        for match in _EMAIL.finditer(text):
            yield Found(*match.span(), "email", "Email", CHECKED)
        for match in _WEB.finditer(text):
            end = match.start() + len(match.group().rstrip(".,;:!?"))
            yield Found(match.start(), end, "web", "Web address", FORMAL)
        for pattern in (_AT_NAME, _PATH_NAME, _CASH_NAME, _UNDERLINED):
            for match in pattern.finditer(text):
                yield Found(*match.span(), "handle", "Handle", SHAPED)
        for match in self._led_handle.finditer(text):
            yield Found(*match.span("handle"), "handle", "Handle", FORMAL)
        for match in _PHONE.finditer(text):
            if not _DATE_LIKE.match(match.group()):
                yield Found(*match.span(), "phone", "Phone", SHAPED)
        for match in _LED.finditer(text):
            number = match.group("number")
            if sum(c.isdigit() for c in number) >= _FEWEST_DIGITS and not _DATE_LIKE.match(number):
                yield Found(*match.span("number"), "phone", "Phone", SHAPED)
        for match in _SPOKEN.finditer(text):
            yield Found(
                match.start(),
                match.start() + len(match.group().rstrip(" ,-")),
                "phone",
                "Phone",
                SHAPED,
            )
        for match in _EXTENSION.finditer(text):
            yield Found(*match.span(), "phone", "Phone", SHAPED)
