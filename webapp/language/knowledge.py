"""The knowledge with its names in the language of the page.

Names of barriers, stances, reactions and the like are what people choose from, so they are in the
catalogues; longer texts and sample sentences stay English. A name that is in no catalogue, such as
one of a site's overlay, stays as it is.
"""

from __future__ import annotations

from dataclasses import fields, is_dataclass, replace
from typing import Any, Final, TypeVar

from . import ENGLISH, gettext, language

K = TypeVar("K")

# Fields of an entry that are short enough to choose by.
_SHORT: Final = ("name", "tick", "shows", "means")
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
    own = {field.name for field in fields(entry)}.intersection(_SHORT)
    texts = {name: getattr(entry, name) for name in own if isinstance(getattr(entry, name), str)}
    return replace(entry, **{name: gettext(text) for name, text in texts.items()})
