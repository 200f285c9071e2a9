"""Finds that stand side by side and name one thing become one: "Delaware St" and "ramp"."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Final

from .found import GUESSED, NAMED, Found

_NAMES: Final = ("organisation", "place")
_WHERE: Final = ("address", "place")
_BETWEEN: Final = re.compile(r"\s+(?:near|at|on|and|off|by|btw|x|@)\s+|\s*[&/@]\s*|,\s+(?=[A-Z])")
_INITIAL: Final = re.compile(r" [B-HJ-Z]\b(?![-&/:'’])")
_SMALL_INITIAL: Final = re.compile(r" [bdfghjlmpqtvxz]\b(?![-&/:'’.])")
_TOWN: Final = re.compile(r", [A-Z][a-z]{2,}(?: [A-Z][a-z]+)?(?=[,.;)\n]|$)")
_NUMBERED: Final = re.compile(r"(?<=\w) \d{1,3}(?=[.,;:)]|\s*$| (?:back|to|from|for)\b)(?![.:]\d)")
# Behind a name these make "'s" part of it: "near Gold's.", "go to Bonnie's but", "Aaron's $90".
_OWN: Final = re.compile(
    r"['’]s(?=\s*(?:[.,;:)!?$(\n]|$)|\s(?:and|but|or|on|for|to|at|with|in|til|till|until|"
    r"today|tonight|"
    r"tomorrow|again|since|because|by|about|after|before|she|he|they|w/)\s)"
)
_CROSSING: Final = re.compile(r"\s+near\s+|\s*[&/]\s*")
# What makes a name in front of it that of an organisation: "mercy general".
_HEAD: Final = re.compile(
    r"\s(?:general|memorial|mission|shelter|house|hall|center|centre|clinic|hospital|high|"
    r"elementary|"
    r"apartments|arms|manor|inn|motel|hotel|market|pharmacy|church|place|court|gardens|"
    r"park|bridge|creek)\b",
    re.IGNORECASE,
)
_TAIL: Final = re.compile(
    r"(?:'s)?\s+(?:off-?ramp|on-?ramp|ramp|bridge|underpass|overpass|exit|trestle|"
    r"encampment|camp|lot|tunnel|"
    r"viaduct|station|stop|shelter|house|clinic|library|park|market|steps|alley|plaza|pier|"
    r"dorm|hall|"
    r"motel|hotel|apartments|apts|church|school|garage|yard|yards|crew|line)\b",
    re.IGNORECASE,
)


def joined(found: Sequence[Found], text: str) -> list[Found]:
    """`found`, settled and in order, with what belongs together in one."""
    result: list[Found] = []
    for one in found:
        if one.kind in (*_WHERE, "organisation") and (tail := _TAIL.match(text, one.end)):
            one = replace(one, end=tail.end())
        if one.kind in (*_WHERE, "organisation", "person") and (head := _HEAD.match(text, one.end)):
            one = replace(one, end=head.end())
            if one.kind == "person":
                one = replace(one, kind="organisation", noun="Organisation")
        if one.kind in _NAMES and (numbered := _NUMBERED.match(text, one.end)):
            one = replace(one, end=numbered.end())
        if one.kind == "address" and (town := _TOWN.match(text, one.end)):
            one = replace(one, end=town.end())
        if one.kind == "person" and (
            initial := _INITIAL.match(text, one.end)
            or (text[one.start].islower() and _SMALL_INITIAL.match(text, one.end))
        ):
            one = replace(one, end=initial.end())
        if one.kind in (*_NAMES, "person") and (own := _OWN.match(text, one.end)):
            one = replace(one, end=own.end())
        last = result[-1] if result else None
        if last and one.start <= last.end:
            if one.end > last.end:
                result[-1] = replace(last, end=one.end)
            continue
        if (
            last
            and one.kind in _WHERE
            and "address" in (last.kind, one.kind)
            and (_CROSSING if last.kind == "person" else _BETWEEN).fullmatch(
                text, last.end, one.start
            )
            and (last.kind in _WHERE or text[last.end] != ",")
            and last.kind in (*_WHERE, *_NAMES, "person")
        ):
            result[-1] = replace(last, end=one.end, kind="address", noun="Address")
            continue
        result.append(one)
    return result


def outgrown(found: Iterable[Found]) -> list[Found]:
    """A guess that holds a whole shorter name is to be trusted as that: "Harbor House"."""
    finds = list(found)
    named = [f for f in finds if f.trust == NAMED and f.kind in _NAMES]
    return [
        replace(f, trust=NAMED)
        if f.trust == GUESSED and f.kind in _NAMES and any(_holds(f, n) for n in named)
        else f
        for f in finds
    ]


def _holds(one: Found, other: Found) -> bool:
    return one.start <= other.start and other.end <= one.end and one != other
