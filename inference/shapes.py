"""Plain JSON into frozen dataclasses, strictly: a wrong shape is refused where it stands.

One function serves both the knowledge files and stored formulations, so that the dataclasses are
the only description of either.
"""

from __future__ import annotations

import dataclasses
import types
import typing
from functools import cache
from typing import Any, Final, TypeVar

from .errors import InferenceError

T = TypeVar("T")
# In the metadata of a field that nobody writes: no message offers it.
RECKONED: Final = "reckoned"


class ShapeError(InferenceError):
    """A value does not have the shape that its dataclass asks for; the message says where."""


class TwiceError(Exception):
    """A key stands twice in one object of JSON, so that one of the two would be lost unseen."""


def each_key_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """For `json.loads` as `object_pairs_hook`: an object in which no key stands twice.

    Raises
    ------
    TwiceError
        One does; the message is the key.
    """
    found: dict[str, Any] = {}
    for key, value in pairs:
        if key in found:
            raise TwiceError(key)
        found[key] = value
    return found


def build(cls: type[T], value: Any, where: str, *, pass_over_unknown: bool = False) -> T:
    """Build the dataclass `cls` from plain JSON; `where` names the place for messages.

    Type hints may be `str`, `int`, `float`, `bool`, other dataclasses, `tuple[X, ...]`,
    `dict[str, X]` and `X | None`. Unknown keys are refused, the legal ones named, unless
    `pass_over_unknown` (stored objects may come from a newer version).

    Raises
    ------
    ShapeError
        Something is missing, of the wrong type, or unknown.
    """
    return typing.cast(T, _value(cls, value, where, pass_over_unknown))


@cache
def _hints(cls: type) -> dict[str, Any]:
    return typing.get_type_hints(cls)


def _value(hint: Any, value: Any, where: str, lax: bool) -> Any:
    origin, args = typing.get_origin(hint), typing.get_args(hint)
    if origin in (types.UnionType, typing.Union):
        if value is None and type(None) in args:
            return None
        return _value(next(a for a in args if a is not type(None)), value, where, lax)
    if origin is tuple:
        if not isinstance(value, list | tuple):
            raise ShapeError(f"{where}: a list was expected.")
        return tuple(_value(args[0], item, f"{where}[{i}]", lax) for i, item in enumerate(value))
    if origin is dict:
        if not isinstance(value, dict):
            raise ShapeError(f"{where}: an object was expected.")
        return {str(k): _value(args[1], v, f"{where}.{k}", lax) for k, v in value.items()}
    if dataclasses.is_dataclass(hint):
        return _dataclass(typing.cast(type, hint), value, where, lax)
    if hint is float and isinstance(value, int) and not isinstance(value, bool):
        return float(value)
    if not isinstance(value, hint) or (hint is int and isinstance(value, bool)):
        raise ShapeError(f"{where}: {hint.__name__} was expected.")
    return value


def _dataclass(cls: type, value: Any, where: str, lax: bool) -> Any:
    if not isinstance(value, dict):
        raise ShapeError(f"{where}: an object was expected.")
    fields = dataclasses.fields(cls)
    legal = {f.name for f in fields}
    if not lax and (unknown := sorted(set(value) - legal)):
        known = sorted(f.name for f in fields if not f.metadata.get(RECKONED))
        raise ShapeError(f"{where}: unknown {unknown}; known are {known}.")
    arguments = {}
    for field in fields:
        if field.name in value:
            hint = _hints(cls)[field.name]
            arguments[field.name] = _value(hint, value[field.name], f"{where}.{field.name}", lax)
        elif field.default is dataclasses.MISSING:
            raise ShapeError(f"{where}: {field.name!r} is missing.")
    return cls(**arguments)
