"""What stands in the place of identifiers: the same for the same, within a text or a case."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from ..word_lists import bare
from .found import Found
from .lexicon import short_forms

_PLAIN: Final = re.compile(r"[^\w@]+")
_NAMES: Final = ("person", "organisation", "place", "address")
_POSSESSIVE: Final = re.compile(r"['’]s$")
_WITHOUT_NUMBER: Final = frozenset({"age"})


@dataclass(slots=True)
class Surrogates:
    """Stand-ins given so far; pass the same object again and a case keeps its stand-ins.

    It holds the identifiers themselves: keep it as safely as the notes they came from.
    """

    given: dict[str, dict[str, str]] = field(default_factory=dict)

    def stand_in(self, found: Found, text: str) -> str:
        """What stands for `text`, which was found as `found`: that given before, or a new one."""
        if found.kind in _WITHOUT_NUMBER:
            return f"[{found.noun}]"
        forms = self.given.setdefault(found.kind, {})
        key = _key(found.kind, text)
        if key not in forms:
            same = self._same_person(key) if found.kind == "person" else None
            forms[key] = self._same_name(found.kind, key) or same or self._next(found.noun)
        return forms[key]

    def known(self) -> Mapping[str, Mapping[str, str]]:
        """Kind to the forms that were given stand-ins, all in plain small letters."""
        return self.given

    def to_dict(self) -> dict[str, Any]:
        """All of it as plain JSON."""
        return {kind: dict(forms) for kind, forms in self.given.items()}

    @classmethod
    def from_dict(cls, value: Mapping[str, Mapping[str, str]]) -> Surrogates:
        """What `to_dict` gave out."""
        return cls({kind: dict(forms) for kind, forms in value.items()})

    def _next(self, noun: str) -> str:
        return numbered(noun, {s for forms in self.given.values() for s in forms.values()})

    def _same_name(self, kind: str, key: str) -> str | None:
        """The stand-in of what was written alike and taken for something of another kind."""
        if kind not in _NAMES:
            return None
        return next((self.given[k][key] for k in _NAMES if key in self.given.get(k, {})), None)

    def _same_person(self, key: str) -> str | None:
        """The stand-in of the one person who may also be called this; None if none or several."""
        fits = {
            stand_in for other, stand_in in self.given["person"].items() if _may_be_one(key, other)
        }
        return fits.pop() if len(fits) == 1 else None


def numbered(noun: str, taken: Collection[str]) -> str:
    """The first stand-in of `noun` that is not `taken`.

    >>> numbered("Person", {"[Person 1]"})
    '[Person 2]'
    """
    number = 1
    while f"[{noun} {number}]" in taken:
        number += 1
    return f"[{noun} {number}]"


def _key(kind: str, text: str) -> str:
    if kind in ("phone", "number", "account"):
        return re.sub(r"\W", "", text.lower())
    return _PLAIN.sub(" ", _POSSESSIVE.sub("", bare(text))).strip()


def _may_be_one(one: str, other: str) -> bool:
    """Whether two forms may be one person: a part, initials, or the short form of a first name."""
    a, b = one.split(), other.split()
    if len(a) > len(b):
        a, b = b, a
    if not a or not b:
        return False
    if all(len(part) == 1 for part in a):
        return len(a) > 1 and [p[0] for p in b] == a
    if len(a) == 1:
        if len(a[0]) in (2, 3) and a[0] == "".join(p[0] for p in b) and len(b) > 1:
            return True
        return a[0] in b or (len(b[0]) > 1 and b[0] in short_forms(a[0]))
    if a[-1] != b[-1] and not (len(a[-1]) == 1 and b[-1].startswith(a[-1])):
        return False
    return a[0] == b[0] or (len(a[0]) == 1 and b[0].startswith(a[0])) or b[0] in short_forms(a[0])
