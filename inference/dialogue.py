"""Whose line is it, where lines of the client's stand between those of the helper?

Without labels every line is the helper's. "Client: ..." is the client's, and where both sides have
labels that come back, as in a transcript, so is every line under theirs.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Final

from .components.speakers import Label, speakers
from .knowledge.cues import headings

_LINE: Final = re.compile(
    r"[ \t]*(?:(?P<name>[^\W\d_][^\n\r:.,;!?\"“”]{0,24}?)[ \t]*:(?=\s|[^\W\d_]|[\"“(]))?"
    r"(?P<words>[^\n\r]*)"
)
_OURS: Final = "worker_speech"
_THEIRS: Final = "client_speech"


@dataclass(frozen=True, slots=True)
class SpokenLine:
    """The words of a line, `text[start:end]` without a label; `ours` if the helper says them."""

    start: int
    end: int
    ours: bool


def spoken_lines(text: str) -> Iterator[SpokenLine]:
    """The lines of `text` that hold anything, in order.

    >>> [line.ours for line in spoken_lines("How are you?\\nClient: Leave me.\\nI hear you.")]
    [True, False, True]
    """
    lines = [match for match in _LINE.finditer(text) if match.group().strip()]
    roles = _roles(text, lines)
    # Where our own lines have labels, one without goes on with whoever spoke.
    goes_on, ours = _OURS in roles.values(), True
    for line in lines:
        role = roles.get(line["name"] or "")
        if role:
            ours = role == _OURS
        elif not goes_on:
            ours = True
        start = line.start("words") if role else line.start()
        while start < line.end() and text[start].isspace():
            start += 1
        if start < line.end():
            yield SpokenLine(start, line.end(), ours)


def _roles(text: str, lines: list[re.Match[str]]) -> dict[str, str]:
    """Who speaks under which label: known names, and those of a transcript with two sides."""
    labels = [
        Label(line["name"], line.start("name"), line.start("words"), line=True, dash=False)
        for line in lines
        if line["name"]
    ]
    kinds = _kinds()
    roles = {
        label.name: kind
        for label in labels
        if len(label.name) > 1 and (kind := kinds.get(label.name.lower()))
    }
    found = speakers(text, labels, kinds)
    under = sum(label.name in found for label in labels)
    if {_OURS, _THEIRS} <= set(found.values()) and 2 * under > len(lines):
        return found
    return roles


@cache
def _kinds() -> dict[str, str]:
    """Which side speaks under a label in small letters."""
    return {
        name.lower(): heading.kind
        for heading in headings()
        if heading.kind.endswith("_speech")
        for name in heading.names
    }
