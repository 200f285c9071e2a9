"""Stand-ins that stay the same from note to note of a case, without keeping what they stand for.

A case keeps digests of the words, made with the keyring's own key: a later note's "Marcus" gets the
stand-in of "Marcus Webb", and nobody who opens the record learns either.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from inference import Deidentified, numbered_stand_in

from .keyring import Keyring

_NUMBERED = re.compile(r"^\[(.+?) \d+\]$")


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
        name = _name(note[one.start : one.end], one.kind, keys, salt)
        if one.replacement not in renamed:
            before = name.known(kept)
            # What the note tells apart stays apart, whatever earlier notes called it.
            if before is None or (_NUMBERED.match(before) and before in renamed.values()):
                before = _next(one.replacement, kept, renamed)
            renamed[one.replacement] = before
        name.learn(kept, renamed[one.replacement])
    found = tuple(replace(one, replacement=renamed[one.replacement]) for one in made.found)
    return Deidentified.of(note, found), kept


@dataclass(frozen=True, slots=True)
class _Name:
    """Digests of a wording: as a whole; of a person's full name each word `alone` and as `part`.

    A word alone is the one person who has it in the name; where two have it, it is neither. And two
    full names are never one for a surname that they share. What is kept as "" stands for nobody.
    """

    whole: str
    alone: tuple[str, ...]
    part: tuple[str, ...]

    def known(self, kept: Mapping[str, str]) -> str | None:
        """What stands for it already, None where that is nothing or not clear."""
        if stand_in := kept.get(self.whole):
            return stand_in
        full = self.alone or self.part
        fits = {stand_in for word in full if (stand_in := kept.get(word))}
        return fits.pop() if len(fits) == 1 else None

    def learn(self, kept: dict[str, str], stand_in: str) -> None:
        """Let `stand_in` stand for it from now on."""
        if self.alone:
            for word in self.alone:  # now a part of a fuller name
                if kept.get(word) == stand_in:
                    kept[word] = ""
            for word in self.part:
                kept[word] = stand_in if kept.get(word, stand_in) == stand_in else ""
        elif stand_in in {kept.get(word) for word in self.part}:
            return
        kept[self.whole] = kept.get(self.whole) or stand_in


def _name(words: str, kind: str, keys: Keyring, salt: str) -> _Name:
    plain = re.findall(r"\w+", words.casefold())

    def digests(what: str, words: Iterable[str]) -> tuple[str, ...]:
        return tuple(keys.digest(salt, f"{what} {word}") for word in words)

    (whole,) = digests(kind, [" ".join(plain)])
    if kind != "person":
        return _Name(whole, (), ())
    parts = [word for word in dict.fromkeys(plain) if len(word) > 1]
    alone = digests(kind, parts) if len(plain) > 1 else ()
    return _Name(whole, alone, digests("part of person", parts))


def _next(stand_in: str, kept: Mapping[str, str], renamed: Mapping[str, str]) -> str:
    found = _NUMBERED.match(stand_in)
    if found is None:  # one for all of its kind, as an age
        return stand_in
    return numbered_stand_in(found[1], {*kept.values(), *renamed.values()})
