"""Dates that point to one day, and ages over 89.

Found: a day of a month in any form, with the weekday before and the clock time behind it; a month
with its year; birth years; an appointment's weekday with its clock time. Not found: weekdays,
months, years, seasons and clock times alone, and durations: many days answer to them, and a reader
needs them. Ages up to 89 stay (45 CFR 164.514(b)(2)(i)(C) draws that line).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from ..knowledge.identifiers import IdentifierWords
from .found import CHECKED, FORMAL, SHAPED, Found
from .note import Note

_DAY: Final = r"(?:0?[1-9]|[12]\d|3[01])"
_MONTH: Final = r"(?:0?[1-9]|1[0-2])"
_YEAR: Final = r"(?:(?:19|20)\d{2}|'?\d{2})"
_ORDINAL: Final = r"(?:[1-9]|[12]\d|3[01])(?:st|nd|rd|th)"
_WRITTEN: Final = (
    r"(?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|eleventh|twelfth|"
    r"thirteenth|fourteenth|fifteenth|sixteenth|seventeenth|eighteenth|nineteenth|twentieth|"
    r"twenty[- ](?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth)|thirtieth|"
    r"thirty[- ]first)"
)
_CLOCK: Final = (
    r"(?:\d{1,2}[:.]\d{2}(?:\s?(?:[ap]\.m\.|[ap]m?\b))?|\d{1,2}\s?(?:[ap]\.m\.|[ap]m?\b)|"
    r"\d{4}\s?(?:h(?:rs|ours)?)\b|noon|midnight|half (?:past )?[a-z]{3,6}\b|"
    r"quarter (?:past|to) [a-z]{3,6}\b|"
    r"\d{1,2}\s?o'clock|(?:[01]\d|2[0-3])[0-5]\d\b|[1-9][0-5]\d\b(?! ?(?:mg|days|people)))"
)
_UNITS: Final = "days|weeks|months|hours|people|times|mg|pounds|lbs|years|minutes|am|pm|yo"
_SCALE: Final = re.compile(
    r"\b(?:pain|rat(?:ed|es|ing)|mood|anxiety|scale|scored?|scores|level|motivation|"
    r"confidence|importance|"
    r"readiness|depression|cravings?|urges?|worry|stress|sleep|strength|insight|recall|"
    r"power|motor|reflexes|"
    r"moca|mmse|amts|attended|energy|hope|distress|suds|orient(?:ed|ation)|alert)\b[^.\n]{0,30}$"
)
_AGE: Final = re.compile(
    r"(?<![\d.$])(?P<age>9\d|1[01]\d)\s*(?:-|\s)?\s*(?:y/?o\b|yo[mf]\b|y\.o\.|yrs?\b|"
    r"years?)(?:[- ]*old)?"
    r"|\b(?:age[d]?|turn(?:ed|s|ing)?|aged)[: ]+(?P<age2>9\d|1[01]\d)\b(?!\s*(?:days|%|"
    r"minutes|hours|mg))"
    r"|(?:[a-z], |\b(?:is|was) )(?P<age6>9\d|1[01]\d)(?=[,;)]|\.(?!\d)|$)(?!, \d{1,2}[,.])"
    r"|(?<=[a-z]), (?P<age4>9\d|1[01]\d)(?=[,.;])(?!\.\d|, \d{1,2}[,.])|"
    r"(?<![\d.$,/] )(?<![\w.$/])(?P<age5>9\d|1[01]\d)(?=, (?:lives|living|widow|female|"
    r"male|frail|retired|alone)| ?[mf]\b)"
    r"|\b(?:he|she|they|who|client|mother|father|grandmother|grandfather)(?:'s|'re| is|"
    r" was| are)\s+"
    r"(?:now |already |almost |nearly )?(?P<age3>9\d|1[01]\d)\b(?!\s*(?:days|%|minutes|"
    r"hours|mg|\w*\s*(?:clean|sober)))"
)
_NOT_A_DAY: Final = re.compile(
    r"^\s*(?:and|&|/)\s*\w+\s+(?:st|street|ave|avenue)\b|^\s+(?:st|street|ave|avenue|floor|"
    r"fl|time|grade|"
    r"visit|attempt|night|day|week|month|year|step|place|shift|person|bed|birthday|anniversary|"
    r"grader|degree|offense|chance|try|call|appointment|appt|of (?:the )?(?:three|four|five|six))\b"
)


_COUNT: Final = r"(?:one|two|three|four|five|six|seven|eight|nine)"
_AGE_IN_WORDS: Final = re.compile(
    rf"\bninety(?:[- ]{_COUNT})?\b(?!\s*(?:-|days?|percent|per cent|minutes?|meetings?|"
    rf"dollars|pounds|hours|miles|cents|mg))"
    rf"|\b(?:a|one) hundred(?: and {_COUNT})?(?=[, ]+(?:years|yrs)[ -]old|[, ]+y/?o\b)"
)


class Dates:
    """Finds dates and ages over 89."""

    def __init__(self, words: IdentifierWords) -> None:
        months, days = words.either("months"), words.either("days")
        weekday = rf"(?:{days}\.?,?\s+(?:the\s+)?)?"
        clock = (
            rf"(?:,?\s*(?:at|@|by|from|around|about|btw|between|,|-|\()?\s*{_CLOCK}"
            rf"(?:\s*(?:-|to|until|and)\s*{_CLOCK})?"
            rf"|\s*(?:at|@|by|around|btw|between|from)\s+\d{{1,2}}(?:\s*(?:-|to|"
            rf"and)\s*\d{{1,2}})?(?![\w:/%]|\.\d))?"
        )
        named = (
            rf"(?:the\s+(?={_ORDINAL}|{_WRITTEN}))?(?:{months}\.?\s+(?:the\s+)?(?:"
            rf"{_ORDINAL}|{_DAY})(?!\d|:\d|\s*(?:mg|%|people|times))"
            rf"(?:,?\s+{_YEAR}(?!\d|[:.]\d))?"
            rf"|(?:{_ORDINAL}|{_DAY})[ -]+(?:of\s+)?{months}\.?(?:[ ,-]+{_YEAR}(?!\d|"
            rf"[:.]\d|\s?[ap]m))?"
            rf"|{_WRITTEN}\s+of\s+{months}|{months}\.?\s+(?:the\s+)?{_WRITTEN}"
            rf"|{months}\.?,?\s+(?:of\s+)?(?:19|20)\d{{2}})"
        )
        elsewhere = words.either("months_elsewhere")
        self._elsewhere = re.compile(
            rf"(?<!\w)(?:(?:le|el|il|den|am)\s+)?{_DAY}(?:er|º|"
            rf"\.)?[ -]+(?:de\s+)?{elsewhere}\.?(?:[ -]+(?:de[l]?\s+)?(?:19|"
            rf"20)\d{{2}})?(?!\w)"
        )
        self._weekday_numeric = re.compile(
            rf"(?<!\w){days}\.?,?\s+{_MONTH}[-.]{_DAY}(?!\w|[:.-]\d|\s*(?:[ap]m|hrs|hours)\b)"
        )
        numeric = (
            rf"(?:(?:19|20)\d{{2}}[-/.]{_MONTH}[-/.]{_DAY}(?:t[\d:]+z?)?"
            rf"|(?:{_MONTH}|{_DAY})/(?:{_DAY}|{_MONTH})(?:/{_YEAR})?(?!/|\d|-?\d)"
            rf"|(?:{_MONTH}|{_DAY})(?P<sep>[-.])(?:{_DAY}|{_MONTH})(?P=sep){_YEAR}"
            rf"|{_MONTH}/(?:19|20)\d{{2}})"
        )
        self._named = re.compile(rf"(?<!\w){weekday}{named}(?!\w){clock}")
        self._numeric = re.compile(rf"(?<![\w./$#-]){weekday}{numeric}(?![\w%]|\.\d){clock}")
        self._weekday_day = re.compile(
            rf"(?<!\w){days}\.?,?\s+(?:the\s+)?(?:{_ORDINAL}|{_WRITTEN})(?!\w){clock}"
        )
        self._ordinal = re.compile(
            rf"\b(?P<day>the\s+(?:{_ORDINAL}))(?=[.,;:)!?\s]|$)(?!\s+(?!at\b|and\b|or\b|"
            rf"for\b|to\b|with\b|"
            rf"by\b|in\b|on\b|he\b|she\b|they\b|we\b|i\b|so\b|but\b|if\b|when\b|because\b|"
            rf"as\b|from\b|"
            rf"unless\b|until\b|then\b|not\b|w/|@|\d|is\b|was\b)\w){clock}"
        )
        self._hyphened = re.compile(
            rf"\b(?:on|by|out|due|since|until|till|from|seen|date|dob|appt|court|d/c|adm|admitted|"
            rf"discharged|exp|expires|effective|"
            rf"eff)\.?:?\s+(?P<day>{_MONTH}-{_DAY})(?![\w-]|\s*(?:{_UNITS}))"
        )
        self._ordinal_clock = re.compile(rf"(?<!\w){_ORDINAL}\s+(?:at|@)\s+{_CLOCK}")
        appointment = words.either("appointment")
        self._appointment = re.compile(
            rf"\b{appointment}\b[^.\n;]{{0,48}}?(?P<when>\b{days}\b(?:\s+(?:morning|"
            rf"afternoon|evening))?"
            rf",?\s*(?:at|@)\s*{_CLOCK})"
        )
        self._birth = re.compile(
            r"\b(?:dob|d\.o\.b\.?|date of birth|birth ?date|birthday|born(?: on| in)?|"
            r"b\.)\s*(?:is|was|:|-|=)*\s*"
            rf"(?P<day>{_MONTH}[-/. ]{_DAY}[-/. ]{_YEAR}|{_DAY}[-/. ]{_MONTH}[-/. ]{_YEAR}"
            rf"|{_MONTH}/{_DAY}|{months}\.?\s+{_DAY}(?:,?\s+{_YEAR})?|(?:19|20)\d{{2}}|"
            rf"\d{{6,8}})(?!\d)"
        )

    def find(self, note: Note) -> Iterator[Found]:
        """Everything of this kind in `note`."""
        text = note.folded
        for match in self._birth.finditer(text):
            yield Found(*match.span("day"), "date", "Date", CHECKED)
        for pattern in (
            *(self._named, self._numeric, self._weekday_day),
            *(self._elsewhere, self._weekday_numeric, self._ordinal_clock),
        ):
            for match in pattern.finditer(text):
                end = match.end() - match.group().endswith(".")
                if not self._is_fraction(match.group(), text[: match.start()], text[match.end() :]):
                    yield Found(match.start(), end, "date", "Date", FORMAL)
        for match in self._hyphened.finditer(text):
            yield Found(*match.span("day"), "date", "Date", SHAPED)
        for match in self._ordinal.finditer(text):
            if not _NOT_A_DAY.match(text[match.end("day") :]):
                yield Found(match.start("day"), match.end(), "date", "Date", SHAPED)
        for match in self._appointment.finditer(text):
            yield Found(*match.span("when"), "date", "Date", SHAPED)
        for match in _AGE_IN_WORDS.finditer(text):
            yield Found(*match.span(), "age", "Age over 89", SHAPED)
        for match in _AGE.finditer(text):
            group = next(
                g for g in ("age", "age2", "age3", "age4", "age5", "age6") if match.group(g)
            )
            yield Found(*match.span(group), "age", "Age over 89", SHAPED)

    @staticmethod
    def _is_fraction(date: str, before: str, after: str) -> bool:
        """24/7, 12/12 steps, 1/2 of it, pain 7/10, blood pressure: no date."""
        if re.fullmatch(r"24/7|50/50|20/20|1/2|1/3|1/4|3/4|2/3", date):
            return True
        if re.fullmatch(r"\d{1,2}/(?:5|10|30|12)\b.*", date) and _SCALE.search(before[-48:]):
            return True
        return bool(
            re.match(r"\s*(?:of|full|mg|tab|tablet|pill|cup|mile|hour|sessions|scale)\b", after)
        )
