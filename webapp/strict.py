"""What is common to values that are read from JSON: no unknown keys, and text that is text."""

from __future__ import annotations

import json
import re
from functools import cache
from typing import Annotated, Any, Final, TypeVar, cast

from pydantic import AfterValidator, ConfigDict, Field, TypeAdapter

from .language import gettext

# What no JSON text of ours may hold: it cannot be written as UTF-8, or turns what stands around it.
_NOT_TEXT: Final = re.compile("[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff\u202a-\u202e\u2066-\u2069]")


T = TypeVar("T")


class Strict:
    """Base of such a dataclass: unknown keys are refused, no type turned into another."""

    __slots__ = ()
    __pydantic_config__ = ConfigDict(extra="forbid", strict=True)


def printable(value: str) -> str:
    """The value itself.

    Raises
    ------
    ValueError
        It holds control characters, half characters, or ones that turn the direction of others.
    """
    if _NOT_TEXT.search(value):
        raise ValueError(gettext("holds something that is not text."))
    return value


def said(value: str) -> str:
    """The value itself, `printable` and not blank.

    Raises
    ------
    ValueError
        It is neither.
    """
    if not value.strip():
        raise ValueError(gettext("is empty."))
    return printable(value)


def dumped(value: object, *, warnings: bool = True) -> dict[str, Any]:
    """The value as a JSON-ready object; with `warnings` where something is not of its kind."""
    adapter = _adapter(cast(Any, type(value)))  # hashable, which mypy does not see
    plain: dict[str, Any] = adapter.dump_python(value, mode="json", warnings=warnings)
    return plain


def loaded(kind: type[T], data: Any) -> T:
    """The value that `dumped` has made this of.

    Raises
    ------
    pydantic.ValidationError
        A field is missing, unknown or of another type.
    ValueError, TypeError
        It is no JSON at all.
    """
    whole: Any = kind
    # Strict JSON mode takes a list where a tuple is meant, and nothing else for anything.
    value: T = _adapter(whole).validate_json(json.dumps(data))
    return value


@cache
def _adapter(kind: Any) -> TypeAdapter[Any]:
    return TypeAdapter(kind)


Id = Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=60)]
Line = Annotated[str, Field(min_length=1, max_length=200), AfterValidator(said)]
Text = Annotated[str, Field(min_length=1, max_length=1_000), AfterValidator(said)]
