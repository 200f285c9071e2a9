"""What is common to values that are read from JSON: unknown keys refused, and text that is text."""

from __future__ import annotations

import re
from typing import Annotated, Final

from pydantic import AfterValidator, ConfigDict, Field

# What no JSON text of ours may hold: it cannot be written as UTF-8, or turns what stands around it.
_NOT_TEXT: Final = re.compile("[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff\u202a-\u202e\u2066-\u2069]")


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
        raise ValueError("holds something that is not text.")
    return value


def said(value: str) -> str:
    """The value itself, `printable` and not blank.

    Raises
    ------
    ValueError
        It is neither.
    """
    if not value.strip():
        raise ValueError("is empty.")
    return printable(value)


Id = Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=60)]
Line = Annotated[str, Field(min_length=1, max_length=200), AfterValidator(said)]
Text = Annotated[str, Field(min_length=1, max_length=1_000), AfterValidator(said)]
