"""Where somebody lives or sleeps, by form: streets, post codes, rooms, beds and units."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final

from ..knowledge.identifiers import IdentifierWords
from .found import FORMAL, NAMED, SHAPED, Found
from .lexicon import Lexicon
from .note import Note

_COMPASS: Final = r"(?:(?:NE|NW|SE|SW|N|S|E|W|North|South|East|West|ne|nw|se|sw)\.?\s+)?"
_NAME: Final = (
    r"(?:\d{1,3}(?:st|nd|rd|th)|(?:St\.|[A-Z][\w'-]*)(?:\s+(?:[A-Z][\w'-]*|de|la|del|of)){0,3})"
)
_HOUSE: Final = r"\d{1,6}(?:-\d{1,4})?[A-Za-z]?(?:\s*1/2)?"
_POST_CODES: Final = re.compile(
    r"\b[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}\b|\b[ABCEGHJ-NPRSTVXY]\d[A-Z][ -]?\d[A-Z]\d\b|"
    r"\b\d{5}-\d{4}\b"
)
_LED_CODE: Final = re.compile(
    r"\b(?:zip|zip ?code|post ?code|postal code)\b\s*(?:is|:|"
    r"=)?\s*(?P<code>[a-z0-9]{3,5}(?: ?[a-z0-9]{3})?(?:-\d{4})?)\b"
)
_PO_BOX: Final = re.compile(r"\bp\.?\s?o\.?\s+box\s+#?\s*\w+")
_STATES: Final = (
    "AL|AK|AZ|AR|CA|CO|CT|DE|DC|FL|GA|HI|ID|IL|IN|IA|KS|KY|LA|ME|MD|MA|MI|MN|MS|MO|MT|NE|NV|NH|NJ|"
    "NM|NY|NC|ND|OH|OK|OR|PA|RI|SC|SD|TN|TX|UT|VT|VA|WA|WV|WI|WY|ON|BC|AB|QC|NSW|VIC|QLD|"
    "Alabama|Alaska|Arizona|Arkansas|California|Colorado|Connecticut|Delaware|Florida|"
    "Georgia|Hawaii|"
    "Idaho|Illinois|Indiana|Iowa|Kansas|Kentucky|Louisiana|Maine|Maryland|Massachusetts|Michigan|"
    "Minnesota|Mississippi|Missouri|Montana|Nebraska|Nevada|New Hampshire|New Jersey|New Mexico|"
    "New York|North Carolina|North Dakota|Ohio|Oklahoma|Oregon|Pennsylvania|Rhode Island|"
    "South Carolina|South Dakota|Tennessee|Texas|Utah|Vermont|Virginia|Washington|West Virginia|"
    "Wisconsin|Wyoming|Ontario|Alberta|Manitoba|Quebec|Nova Scotia|Mexico|Honduras|Guatemala"
)
_UNIT_OF_TIME: Final = re.compile(
    r"^\s*(?:days?|weeks?|months?|years?|hours?|hrs?|minutes?|nights?|times?|people|beds\b|"
    r"of (?:the|his|her|their|my|our|a|them|these|those|it|us|water|\d+)\b|am\b|pm\b|:|mg)"
)


_UNITS: Final = (
    r"days?|weeks?|months?|years?|hours?|hrs?|minutes?|mins?|nights?|times?|people|beds?|"
    r"am|pm|mg|:|of|percent|%"
)
# "Paulette in 6 -", "at Neeta's, 5C", "Xiomara De León, 3R".
_ALONE: Final = re.compile(
    rf"[A-Za-z] in (?P<room>\d{{1,3}}[A-Z]?)(?=\s*[-:.,;)]|\s*$|"
    rf"\s+(?!(?:{_UNITS})\b)[a-z]+(?:s|ed|ing)?\b)(?!\s*(?:{_UNITS}))(?![:.]\d)"
    r"|\b(?:in|at|to|from|of) (?P<lettered>\d{1,3}[A-HJ-NP-Z])(?![\w-])|"
    r", (?P<flat>\d{1,3}[A-EJNRTW])(?![\w-])"
    r"|(?<![\w-])(?P<wing>\d{1,2}[A-Z]{1,2}-\d{1,3})(?![\w-])"
    r"|\b(?:in|at|to|from|bed|bunk|room) (?P<code>[A-HJ-Z]-?\d{1,3}(?:-\d+)?)(?![\w-])|"
    r"(?<![\w/.])(?P<stair>\d{1,2}/\d{1,3}) (?=[A-Z][a-z]+ (?:St|Rd|Ave|Cres|Street|Road|"
    r"Place|Pl|Terrace))"
    r"|(?<![\w/.-])(?P<dashed>\d{1,3}-[A-D])(?![\w-])"
    r"|(?:^|[.;\n] )(?P<door>\d{1,2}[a-f])(?= [a-z])"
)


def _either_case(words: Iterable[str]) -> str:
    """A regular expression for any of these words in any casing, the longest first."""
    cased = (
        "".join(f"[{c.upper()}{c}]" if c.isalpha() else c for c in word)
        for word in sorted(words, key=lambda w: (-len(w), w))
    )
    return f"(?:{'|'.join(cased)})"


class Addresses:
    """Finds street addresses, streets, crossings, towns with their state, and post codes."""

    def __init__(self, words: IdentifierWords, lexicon: Lexicon) -> None:
        self._lexicon = lexicon
        kinds, sure = words.either("street_types"), words.either("street_types_sure")
        any_case, sure_case = map(_either_case, (words["street_types"], words["street_types_sure"]))
        unit = (
            r"(?:,?\s*(?:[Aa]pt\.?|[Aa]partment|[Uu]nit|[Ss]te\.?|[Ss]uite|[Rr]oom|"
            r"[Rr]m\.?|[Ff]loor|[Ll]ot|[Ss]pace|[Ss]pc\.?|#)"
            r"\s*#?\s*[A-Z]?-?\d*[A-Z]?\b)?"
        )
        town = (
            rf"(?:,?\s+[A-Z][a-z]+(?:\s[A-Z][a-z]+)?,?\s+(?:{_STATES})\b(?:\s+\d{{5}}(?:-\d"
            rf"{{4}})?)?)?"
        )
        self._cased = (
            re.compile(
                rf"\b{_HOUSE}\s+{_COMPASS}{_NAME}\s+{any_case}\b\.?(?:\s+(?:NE|NW|SE|SW|N|"
                rf"S|E|W)\b)?{unit}{town}"
            ),
            re.compile(rf"\b{_COMPASS}{_NAME}\s+{sure_case}\b\.?{unit}"),
            re.compile(
                rf"\b{_COMPASS}{_NAME}\s+(?:St|Ave?|Rd|Blvd|Ln|Ct|Hwy|Pkwy|"
                rf"Ter)\b\.?(?! [A-Z][a-z]){unit}"
            ),
            re.compile(rf"\b{_HOUSE}\s+(?:NE|NW|SE|SW|N|S|E|W)\.?\s+{_NAME}{unit}{town}"),
            re.compile(r"\b(?:NE|NW|SE|SW)\s+(?:\d{1,3}(?:st|nd|rd|th)|[A-Z][a-z]+)\b"),
        )
        self._number_first = re.compile(
            rf"\b\d{{1,6}}\s+(?:[nsew]{{1,2}}\.?\s+|north\s+|south\s+|east\s+|"
            rf"west\s+)?(?:(?!and\b|on\b|the\b|in\b|at\b|to\b|"
            rf"of\b)[a-z0-9'.-]+\s+){{1,3}}{sure}\b"
        )
        stop = (
            "(?:the|and|his|her|she|they|was|were|had|has|not|then|after|before|for|with|"
            "from|is|are|but|brought|"
            "went|came|said|got|will|when|until|that|this|again|floor|grade|time|day)"
        )
        self._ordinal_street = re.compile(
            rf"\b(?:[nsew]{{1,2}}\s+)?\d{{1,3}}(?:st|nd|rd|th)\s+(?:and|&|/|"
            rf"n)\s+(?:\d{{1,3}}(?:st|nd|rd|th)|"
            rf"(?!{stop}\b)[a-z']{{3,}}(?:\s+{sure})?)\b(?!\s+(?:i|he|she|they|we)\b)"
            rf"|\b(?:on|off|off of|near|by|at|down|along)\s+(?P<one>\d{{2,3}}(?:st|nd|rd|"
            rf"th))(?!\s+(?:floor|birthday|day|time|of))\b"
            rf"|\b\d{{1,3}}(?:st|nd|rd|th)\s+{kinds}\b"
        )
        part = (
            rf"(?:{_COMPASS}(?:\d{{1,3}}(?:st|nd|rd|th)|"
            rf"[A-Z][a-z']+(?:\s[A-Z][a-z']+)?)(?:\s+{any_case}\b\.?)?)"
        )
        self._crossing = re.compile(
            rf"\b(?:corner of|corner at|intersection of|between|near|off|by|on|at|"
            rf"around)\s+(?P<where>{part}\s*(?:and|&|/|x|@)\s*{part})"
        )
        not_streets = "|".join(sorted(words["days"] | words["months"]))
        # A number and a name without the kind of street: "417 East 8th", "2114 Cherry, unit B".
        self._short = re.compile(
            rf"(?<![\w$.,/:#-])(?!(?:19|20)\d{{2}}\s)(?!0)\d{{2,5}} {_COMPASS}(?!(?i:"
            rf"{not_streets})\b)(?:\d{{1,3}}(?:st|nd|rd|th)|"
            rf"[A-Z][a-z'-]{{2,}}){unit}(?![\w-])"
        )
        self._short_folded = re.compile(
            r"\b(?:at|to|from|addr(?:ess)?:?|lives|living|"
            r"staying)\s+(?P<where>\d{2,5}\s+(?:[nsew]\.?\s+)?(?P<name>[a-z]{4,}))\b"
        )
        self._folded_street = re.compile(
            rf"\b(?:on|off|at|near|by|down|along|from|to|past|behind)\s+(?P<where>(?:[nsew]\.? )?"
            rf"(?!the\b|a\b|my\b|his\b|her\b|this\b|that\b|our\b|"
            rf"same\b)[a-z']{{3,}}(?: [a-z']{{3,}})? (?:{sure}|(?:st|dr|ct|pl|"
            rf"ter)(?=[.,;)]|$)))\b",
            re.MULTILINE,
        )
        self._posts = re.compile(
            r"\b(?:exit|mile ?marker|mile|mm|mp|milepost|pier|gate|platform|berth|slip|"
            r"dock)\s+#?\d{1,3}[a-z]?\b(?!\s*(?:am|pm|mg|:))"
            rf"|\b(?!(?:{stop}|on|of|at|to|a|an|my|between|may|march|june|july|"
            rf"april)\b)[a-z']{{3,}}(?: {sure})? (?:and|&|n) \d{{1,3}}(?:st|nd|rd|"
            rf"th)\b(?!\s+(?:floor|day|time|of|grade))"
            r"|\b(?:off|under|near|along|above|beneath|"
            r"from) the (?P<road>\d{2,3})\b(?![./:%]|\s*(?:%|mg|days|hours|people|beds))"
            r"|\b(?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|"
            r"tenth) (?:and|&) (?!(?:last|final|only|then|second|third|fourth|fifth|sixth|"
            r"the)\b)[a-z]{4,}\b"
        )
        self._known_street = re.compile(
            rf"\b(?:on|off|along|down|up|corner of|across) (?P<street>(?!(?i:{not_streets}|"
            rf"{words.either('seasons')})\b)(?i:{words.either('generic')})|"
            rf"{_STATES})(?=[.,;:)!?\n]|$| (?:and|by|near|at|to|with|w/|&|between|past|"
            rf"behind|this|last|today|again|every)\b)"
        )
        self._lettered = re.compile(r"\b\d{1,3}(?:st|nd|rd|th)\s*(?:and|&|/)\s*[A-HJ-Z]\b(?!\w)")
        self._numbered = re.compile(
            r"\b(?:3[2-9]|[4-9]\d|1\d\d|2\d\d)(?:st|nd|rd|th)\b(?!\s+(?:floor|birthday|day|"
            r"time|of|percentile|visit|session|anniversary|meeting|year))"
            r"|\b(?:hc|rr|rural route|star route)\s*#?\d+(?:\W+box\s+\d+\w*)?\b|\bbox\s+#?\d{1,5}\b"
        )
        roads = words.either("road_names")
        self._road = re.compile(rf"\b(?:{roads})[- ]\d{{1,4}}[a-z]?\b(?!\s*(?:mg|days|hours))")
        self._town = re.compile(
            rf"\b[A-Z][a-z]+(?:[ -][A-Z][a-z]+){{0,2}},\s*(?:{_STATES})\b\.?(?:\s+\d{{5}}(?"
            rf":-\d{{4}})?)?"
        )
        self._state_code = re.compile(rf"\b(?:{_STATES})\s+(?P<code>\d{{5}}(?:-\d{{4}})?)\b")

    def find(self, note: Note) -> Iterator[Found]:
        """Everything of this kind in `note`."""
        straight, folded = note.straight, note.folded
        for pattern in self._cased:
            for match in pattern.finditer(straight):
                yield Found(*match.span(), "address", "Address", SHAPED)
        for pattern in (self._number_first, _PO_BOX, self._road):
            for match in pattern.finditer(folded):
                yield Found(*match.span(), "address", "Address", SHAPED)
        for match in self._ordinal_street.finditer(folded):
            yield Found(
                *match.span("one" if match.group("one") else 0), "address", "Address", SHAPED
            )
        for match in self._short.finditer(straight):
            yield Found(*match.span(), "address", "Address", NAMED)
        for match in self._short_folded.finditer(folded):
            number = note.at(match.start("name"))
            if note.words[number].flat or not self._lexicon.is_plain(match.group("name")):
                yield Found(*match.span("where"), "address", "Address", NAMED)
        for match in (*self._numbered.finditer(folded), *self._lettered.finditer(straight)):
            yield Found(*match.span(), "address", "Address", NAMED)
        for match in self._posts.finditer(folded):
            yield Found(
                *match.span("road" if match.group("road") else 0), "address", "Address", NAMED
            )
        for match in self._known_street.finditer(straight):
            if match.group("street").istitle():
                yield Found(*match.span("street"), "address", "Address", NAMED)
        for match in self._folded_street.finditer(folded):
            yield Found(*match.span("where"), "address", "Address", NAMED)
        for match in self._crossing.finditer(straight):
            yield Found(*match.span("where"), "address", "Address", NAMED)
        for match in self._town.finditer(straight):
            yield Found(*match.span(), "place", "Town", SHAPED)
        for match in _POST_CODES.finditer(straight):
            yield Found(*match.span(), "address", "Post code", SHAPED)
        for match in self._state_code.finditer(straight):
            yield Found(*match.span("code"), "address", "Post code", SHAPED)
        for match in _LED_CODE.finditer(folded):
            if any(c.isdigit() for c in match.group("code")):
                yield Found(*match.span("code"), "address", "Post code", FORMAL)


class Rooms:
    """Finds beds, rooms and units by number, letter or name."""

    def __init__(self, words: IdentifierWords) -> None:
        heads = sorted(words["room_heads"] - {"house no"}, key=lambda w: -len(w))
        cased = "(?:" + "|".join(f"[{h[0].upper()}{h[0]}]{h[1:]}|{h.upper()}" for h in heads) + ")"
        self._numbered = re.compile(
            rf"\b{cased}\.?[ \t]*:?[ \t]*(?:[Nn]o\.?\s*|"
            rf"[Nn]umber\s+)?(?:#\s*)?(?:(?:[Ee]ast|[Ww]est|[Nn]orth|"
            rf"[Ss]outh)[ \t]+(?=\d))?"
            rf"(?P<number>[A-Z]{{0,2}}-?\d{{1,4}}(?:-?[A-Za-z]\b|-\d+)?|[A-Z](?:-?\d+)?)(?![\w'])"
        )

        self._towers = re.compile(
            r"(?<![\w.])\d{1,2}[ -]?(?:tower|north|south|east|west)\b(?:[ ,]+(?:rm |"
            r"room )?\d{2,4}[a-z]?)?(?! [a-z]+ (?:st|street|ave)\b)"
        )
        small = "|".join(heads)
        self._small = re.compile(
            rf"\b(?:{small}|chair|ch|desk|window|part|tier|kennel|hall|flr|level|loft|"
            rf"motel|hotel|inn|hostel|room no|fl|floor)(?:\.?[ \t]|[ \t]?#|"
            rf"\.)[ \t]*(?:#[ \t]*)?"
            rf"(?:\d{{1,4}}[a-z]?|[a-z]{{1,2}}\d{{1,3}}|[b-hj-z])(?![\w'])(?!\s*(?:{_UNITS}))"
            rf"|\b(?:{small})[ \t]+(?:one|two|three|four|five|six|seven|eight|nine|ten|"
            rf"eleven|twelve|fourteen|twenty)\b(?!\s*(?:{_UNITS}))"
            rf"|(?<![\w#])(?<!step )(?<!reason )(?<!goal )(?<!priority )(?<!problem )#\s?\d"
            rf"{{1,3}}[a-z]?\b(?!\s*(?:{_UNITS}))"
            rf"|\b\d{{1,2}}(?:st|nd|rd|th)\s+(?:floor|fl)\b"
            rf"|\b(?:north|south|east|west|upper|lower)\s+(?:dorm|wing|tower|ward|annex|"
            rf"pod|unit|hall|side dorm)\b"
        )

    def find(self, note: Note) -> Iterator[Found]:
        """Everything of this kind in `note`."""
        for match in (*self._small.finditer(note.folded), *self._towers.finditer(note.folded)):
            yield Found(*match.span(), "room", "Room", NAMED)
        for match in _ALONE.finditer(note.straight):
            yield Found(*match.span(match.lastgroup or 0), "room", "Room", NAMED)
        for match in self._numbered.finditer(note.straight):
            rest = note.folded[match.end() :]
            number = match.group("number")
            if number == "I" or (not number[-1].isdigit() and ". " in match.group()):
                continue
            if not _UNIT_OF_TIME.match(rest):
                bed = match.group()[:3].lower() in ("bed", "bun", "cot", "mat")
                yield Found(*match.span(), "room", "Bed" if bed else "Room", SHAPED)
