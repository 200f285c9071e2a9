"""The knowledge with its names, and with what to do about a danger, in the language of the page.

Names of barriers, stances, reactions and the like are what people choose from, and a danger cannot
wait for a dictionary, so these are in the catalogues; other texts and all sample sentences stay
English. What is in no catalogue, such as the texts of a site's overlay, stays as it is.
"""

from __future__ import annotations

from dataclasses import fields, is_dataclass, replace
from typing import Any, Final, TypeVar

from . import ENGLISH, gettext, language

K = TypeVar("K")

# Fields of an entry that may be in a catalogue.
_SAID: Final = (
    *("name", "tick", "shows", "means", "question", "hint"),
    *("message", "if_not_current", "keep_in_mind", "principle", "do", "avoid", "watch_for"),
)
# By language, with what it was made of, so that no other can come to have the same identity.
_made: dict[tuple[int, str], tuple[Any, Any]] = {}


def named(knowledge: K) -> K:
    """`knowledge`, a frozen dataclass of `inference`, its entries named in the page's language."""
    if language() == ENGLISH:
        return knowledge
    key = (id(knowledge), language())
    if key not in _made:
        _made[key] = (knowledge, _renamed(knowledge))
    made: K = _made[key][1]
    return made


def _renamed(value: Any) -> Any:
    """With every entry renamed in the tuples of `value`, and in the knowledge that it holds."""
    found: dict[str, Any] = {}
    for field in fields(value):
        held = getattr(value, field.name)
        if isinstance(held, tuple) and held and all(map(_is_entry, held)):
            found[field.name] = tuple(map(_entry, held))
        elif _is_entry(held):
            found[field.name] = _renamed(held)
    return replace(value, **found)


def _is_entry(value: Any) -> bool:
    return is_dataclass(value) and not isinstance(value, type)


def _entry(entry: Any) -> Any:
    own = {field.name for field in fields(entry)}.intersection(_SAID)
    return replace(entry, **{name: _said(getattr(entry, name)) for name in own})


def _said(value: Any) -> Any:
    if isinstance(value, str):
        return gettext(value)
    return tuple(map(_said, value)) if isinstance(value, tuple) else value
