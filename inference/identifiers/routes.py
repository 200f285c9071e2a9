"""Bus lines, trains and roads that go by a number or letter: where somebody rides tells much."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from .found import SHAPED, Found
from .note import Note

_LINE: Final = r"#?(?:\d{1,3}[a-z]?|[a-z]\d{1,3})"
_VEHICLE: Final = (
    r"(?:bus(?:es)?|trains?|trams?|trolley|streetcar|light rail|ferry|express|limited|line|"
    r"subway|metro|tube)"
)
_NOT_LINES: Final = (
    r"(?!\s*(?:st|nd|rd|th|%|mg|hours?|hrs?|min(?:ute)?s?|days?|am|pm|years?|times?|passes|"
    r"tickets?|tokens?)\b|[:.,/-]\d)"
)
_LINES: Final = re.compile(
    rf"(?<![\w.$/:-]){_LINE}[ -]{_VEHICLE}\b(?<!buses)"
    rf"|\b(?:bus|tram|train|route|rte|line|trolley|transit|metro|max|muni|dart|septa|marta|"
    rf"stagecoach)\s+(?:line\s+|route\s+|no\.?\s*|number\s+)?{_LINE}\b{_NOT_LINES}"
    rf"|\b(?:take|takes|took|taking|rode|rides?|riding|catch|catches|caught|missed|misses|"
    rf"waiting for)\s+the\s+(?P<ridden>{_LINE}(?:[ -]{_VEHICLE})?)\b{_NOT_LINES}"
    rf"|\b(?:on|off|via|by|from)\s+the\s+(?P<on>{_LINE})(?=\s+(?:to|from|bus|home|back|"
    rf"downtown|out|into|past)\b)"
    rf"|\b(?:pass|token|ticket|fare|change|waiting) for the (?P<for>{_LINE})\b{_NOT_LINES}"
    r"|\b(?:red|blue|green|orange|yellow|purple|silver|gold|brown|pink|expo|central|"
    r"northern|district|"
    r"victoria|piccadilly|jubilee|circle|bakerloo|dart|luas|elizabeth) line\b"
)
_LETTERED: Final = re.compile(
    r"(?<![\w'])(?:the )?(?P<line>[B-HJ-Z]) (?:train|line|bus|tram)\b|"
    r"\bthe (?P<code>[A-Z]\d{1,3})\b"
)


class Routes:
    """Finds the names of lines of public transport."""

    def find(self, note: Note) -> Iterator[Found]:
        """Everything of this kind in `note`."""
        for match in _LINES.finditer(note.folded):
            group = next((g for g in ("ridden", "on", "for") if match.group(g)), 0)
            yield Found(*match.span(group), "place", "Line", SHAPED)
        for match in _LETTERED.finditer(note.straight):
            start = match.start("line") if match.group("line") else match.start("code")
            if not note.straight[start:].startswith("I "):
                yield Found(start, match.end(), "place", "Line", SHAPED)
