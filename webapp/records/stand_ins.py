"""Stand-ins that stay the same from note to note of a case, without keeping what they stand for.

A case keeps digests of the words, made with the keyring's own key: a later note's "Marcus" gets the
stand-in of "Marcus Webb", and nobody who opens the record learns either.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

from inference import Deidentified, Identifier

from .keyring import Keyring

_NUMBERED = re.compile(r"^\[(.+?) (\d+)\]$")


def continued(
    note: str, made: Deidentified, known: Mapping[str, str], keys: Keyring, salt: str
) -> tuple[Deidentified, dict[str, str]]:
    """The note with the stand-ins that the case has, and new ones numbered on from them.

    `salt` is the case's own. The second value is what the case has to keep: digest to stand-in.
    """
    kept = dict(known)
    renamed: dict[str, str] = {}
    # The fullest wording first, so that its parts follow it.
    for one in sorted(made.found, key=lambda f: -(f.end - f.start)):
        forms = [keys.digest(salt, form) for form in _forms(note[one.start : one.end], one.kind)]
        if one.replacement not in renamed:
            before = next((kept[form] for form in forms if form in kept), None)
            renamed[one.replacement] = before or _next(one.replacement, kept, renamed)
        for form in forms:
            kept.setdefault(form, renamed[one.replacement])
    found = tuple(replace(one, replacement=renamed[one.replacement]) for one in made.found)
    return Deidentified(_replaced(note, found), found), kept


def _forms(words: str, kind: str) -> list[str]:
    """The wording as a whole and, of a person's name, each part of more than one letter."""
    whole = " ".join(re.findall(r"\w+", words.casefold()))
    parts = whole.split() if kind == "person" else []
    return [f"{kind} {form}" for form in dict.fromkeys((whole, *(p for p in parts if len(p) > 1)))]


def _next(stand_in: str, kept: Mapping[str, str], renamed: Mapping[str, str]) -> str:
    numbered = _NUMBERED.match(stand_in)
    if numbered is None:  # one for all of its kind, as an age
        return stand_in
    noun, number = numbered[1], 1
    taken = {*kept.values(), *renamed.values()}
    while f"[{noun} {number}]" in taken:
        number += 1
    return f"[{noun} {number}]"


def _replaced(note: str, found: tuple[Identifier, ...]) -> str:
    pieces, at = [], 0
    for one in found:
        pieces += [note[at : one.start], one.replacement]
        at = one.end
    return "".join([*pieces, note[at:]])
