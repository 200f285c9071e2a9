"""Fields that say what they mean and what they may hold, once for checking and for the schema."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

LONGEST: Final = 1000  # characters of a text, unless its field says otherwise
# No JSON text of ours may hold these: they cannot be written as UTF-8 or end a text early.
_NOT_TEXT: Final = re.compile("[\x00\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Limits:
    """What a field means, and what it may hold: `one_of` values, `at_most` items or characters."""

    means: str
    one_of: tuple[str, ...] = ()
    at_most: int | None = None


def stated(
    means: str,
    *,
    default: Any = dataclasses.MISSING,
    one_of: tuple[str, ...] = (),
    at_most: int | None = None,
) -> Any:
    """A dataclass field with its `Limits`; without a default it has to be given."""
    limits = Limits(means, one_of, at_most)
    return dataclasses.field(default=default, metadata={"limits": limits})


def limits_of(field: dataclasses.Field[Any]) -> Limits:
    """The limits of a field, empty where it was not `stated`."""
    limits: Limits = field.metadata.get("limits", Limits(""))
    return limits


def faults(value: Any, where: str) -> Iterator[tuple[str, str]]:
    """Every place below the dataclass `value` that is outside its limits, with what is wrong."""
    for field in dataclasses.fields(value):
        limits = limits_of(field)
        yield from _in_field(getattr(value, field.name), f"{where}.{field.name}", limits)


def _in_field(value: Any, where: str, limits: Limits) -> Iterator[tuple[str, str]]:
    if isinstance(value, tuple):
        if limits.at_most is not None and len(value) > limits.at_most:
            yield where, f"has {len(value)} entries; there is room for {limits.at_most}."
        for number, item in enumerate(value):
            yield from _in_field(item, f"{where}[{number}]", Limits("", limits.one_of))
    elif dataclasses.is_dataclass(value):
        yield from faults(value, where)
    elif isinstance(value, str):
        longest = limits.at_most or LONGEST
        if limits.one_of and value not in limits.one_of:
            yield where, f"is none of {', '.join(limits.one_of)}."
        elif len(value) > longest:
            yield where, f"has {len(value):,} characters; there is room for {longest:,}."
        elif _NOT_TEXT.search(value):
            yield where, "holds something that is not text."
