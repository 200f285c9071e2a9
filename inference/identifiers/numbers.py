"""Numbers that belong to one person, case, account or vehicle."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from ..knowledge.identifiers import IdentifierWords
from .found import FORMAL, NAMED, SHAPED, Found
from .note import Note

# A code has a digit; hyphens, points and blanks between groups of digits belong to it.
_CODE: Final = (
    r"(?P<code>(?:[a-z]{0,6}[-./]?|[a-z]{1,4} [a-z]?)\d[a-z0-9]*(?:[-./][a-z0-9]+)*(?:[ ]\d"
    r"{2,4}[a-z]?\b)*)"
)
_MASKED: Final = r"(?:[x*#•]{1,6}[- ]?)*"
_SSN: Final = re.compile(r"(?<![\w-])(?:\d{3}|[x*]{3})-(?:\d{2}|[x*]{2})-\d{4}(?![\w-])")
_MASK: Final = re.compile(r"(?<!\w)[x*•]{2,}[- ]?\d{3,4}\b")
_ENDING: Final = re.compile(
    r"\b(?:ending(?: in| with)?|ends (?:in|with)|last (?:4|"
    r"four)(?: digits)?(?: of \w+)?(?: (?:is|are))?:?)"
    r"\s*#?\s*(?P<code>\d{3,4})\b"
)
_MIXED: Final = re.compile(
    r"(?<![\w/$.@-])(?=[a-z0-9-]*\d)(?=[a-z0-9-]*[a-z])[a-z]{1,6}-?\d[a-z0-9]*(?:-[a-z0-9]+"
    r")*(?![\w-])"
    r"|(?<![\w/$.@-])\d+[a-z]+\d[a-z0-9-]*(?![\w-])|"
    r"(?<![\w/$.@-])\d{5,}[a-z]{1,3}(?![\w-])|"
    r"(?<![\w/$.@-])\d{2,}-\d{3,}[a-z]{1,2}(?![\w-])"
)
_HASH: Final = re.compile(r"(?<![\w#])#\s?[a-z]{0,4}-?\d{3,}[a-z0-9-]*")
_LONG: Final = re.compile(r"(?<![\w$.,/:-])\d{2,}(?:-\d{2,})*(?![\w/%:]|[.,]\d|-\w)")
_ALIEN: Final = re.compile(r"(?<!\w)a[- ]?\d{3}[- ]\d{3}[- ]\d{3}(?!\w)")
_DOCKET: Final = re.compile(r"\bno\. ?\d+(?:-\d+)+")
_FEWEST: Final = 5  # digits of a number that stands for itself
_AMOUNT: Final = re.compile(
    r"^\s*(?:mg|mcg|ml|g|kg|lbs?|oz|dollars|bucks|miles|steps|people|hours|%)\b"
)
_NOT_CODES: Final = re.compile(
    r"^(?:\d{1,2}(?:am|pm|st|nd|rd|th|mg|mcg|ml|hrs?|yo|y|f|m|x|k|d|w|g|a|p)|covid-?19|"
    r"f-?150|phq-?\d|gad-?7|"
    r"b-?12|a1c|h1n1|k-?2|x\d|[a-z]\d|t2dm|dm2|4x4|w-?2|w-?9|i-?9|mp3|ps[45]|s\d|24-?7|r-?\d{2}|"
    r"[fz]\d{2}(?:\.\d+)?|i-?\d{1,3}|(?:19|20)\d{2}s?|\d+(?:x\d+)+|\d{1,4}[a-z]{1,2}|"
    r"\d+h\d\d|(?:19|20)\d\d-(?:19|20)?\d\d|\d+-(?:year|yr|day|week|month|hour).*|aaox?\d|"
    r"a?ox\d|q\d+h?|dsm-?\d\w*|"
    r"icd-?\d+|b\d|d\d|c\d|l\d|so\d|spo2)$"
)
_TIME_UNIT: Final = re.compile(
    r"^\s*(?:days?|weeks?|months?|years?|hours?|hrs?|minutes?|mins?|nights?|times?|am|pm|a\.m|p\.m|"
    r"of\b|people|mg|st\b|nd\b|rd\b|th\b)"
)


class Numbers:
    """Finds numbers behind a word that says what they are, and those of a telling form."""

    def __init__(self, words: IdentifierWords) -> None:
        joined = (
            r"(?:\s*(?:no\.?|nos\.?|num(?:ber)?s?|nbr|#|id|card|code|ending|exp))*"
            r"\s*(?:[:#=(]|is|was|are|changed to|set to|now|-|–)*\s*(?:the\s+)?#?\s*"
        )
        lead = words.either("id_leads")
        self._led = re.compile(rf"(?<!\w)(?P<lead>{lead})(?!\w){joined}{_MASKED}{_CODE}")
        self._account = re.compile(rf"^(?:{words.either('account_leads')})$")
        plates = words.either("plate_leads")
        self._plate = re.compile(
            rf"\b{plates}\b(?:\s*(?:no\.?|number|#|is|was|:|=|reads?|says?))*\s*"
            r"(?:[a-z]{2,14}\s+(?:plates?\s+|tags?\s+)?)?"
            r"(?P<code>(?=[a-z0-9 -]*\d)[a-z0-9]{1,4}[- ]?[a-z0-9]{1,4}(?:[- ][a-z0-9]{1,3}"
            r")?)(?!\w)"
        )
        known = {w for w in words["acronyms"] if w.isalpha()}
        self._known = known
        self._bare_plate = re.compile(
            r"(?<![\w-])(?:[A-Z]{2} (?=[A-Z\d-]*\d))?(?:[A-Z]{3}[- ]?\d{3,4}|"
            r"\d{3}[- ]?[A-Z]{3}|\d[A-Z]{3}\d{3}|[A-Z]{2}\d{2} ?[A-Z]{3}|"
            r"\d{1,2}[A-Z]{2,3} ?\d{2,3}"
            r"|[A-Z]{2,3}[- ](?:[A-Z]\d{2}|\d[A-Z]\d)|[A-Z]\d{2}[- ][A-Z]{3})(?![\w-])"
        )

    def find(self, note: Note) -> Iterator[Found]:
        """Everything of this kind in `note`."""
        text = note.folded
        for match in _SSN.finditer(text):
            yield Found(*match.span(), "number", "Number", FORMAL)
        for match in _MASK.finditer(text):
            yield Found(*match.span(), "number", "Number", SHAPED)
        for match in _ENDING.finditer(text):
            yield Found(*match.span("code"), "number", "Number", SHAPED)
        yield from self._with_lead(note)
        for match in self._plate.finditer(text):
            code = match.group("code")
            if any(c.isdigit() for c in code) and len(code) > 3:
                yield Found(*match.span("code"), "plate", "Plate", FORMAL)
        for match in self._bare_plate.finditer(note.straight):
            letters = "".join(c for c in match.group() if c.isalpha()).lower()
            if letters not in self._known:
                yield Found(*match.span(), "plate", "Plate", NAMED)
        for match in (*_ALIEN.finditer(text), *_DOCKET.finditer(text)):
            yield Found(*match.span(), "number", "Number", FORMAL)
        for match in _HASH.finditer(text):
            yield Found(*match.span(), "number", "Number", SHAPED)
        yield from self._bare(text)

    def _with_lead(self, note: Note) -> Iterator[Found]:
        text = note.folded
        for match in self._led.finditer(text):
            code = match.group("code")
            digits = sum(c.isdigit() for c in code)
            if digits < 3 and not (digits and any(c.isalpha() for c in code) and len(code) > 3):
                continue
            letters = note.straight[match.start("code") : match.end("code")].partition(" ")[0]
            if letters.isalpha() and not letters.isupper():
                continue
            if _NOT_CODES.match(code) or _TIME_UNIT.match(text[match.end() :]):
                continue
            account = bool(self._account.match(match.group("lead")))
            kind, noun = ("account", "Account") if account else ("number", "Number")
            yield Found(*match.span("code"), kind, noun, SHAPED)

    def _bare(self, text: str) -> Iterator[Found]:
        for match in _MIXED.finditer(text):
            code = match.group()
            if sum(c.isdigit() for c in code) >= 3 and not _NOT_CODES.match(code):
                yield Found(*match.span(), "number", "Number", NAMED)
        for match in _LONG.finditer(text):
            digits = sum(c.isdigit() for c in match.group())
            if (
                digits >= _FEWEST
                and not _NOT_CODES.match(match.group())
                and not _AMOUNT.match(text[match.end() :])
            ):
                yield Found(*match.span(), "number", "Number", NAMED)
