"""Values of a round as plain JSON objects, and back, strictly."""

from __future__ import annotations

import json
from functools import lru_cache
from typing import Any, TypeVar

from pydantic import TypeAdapter, ValidationError

T = TypeVar("T")


class StoredError(Exception):
    """A stored object is not what it should be; the message names field and fault, no content."""


def dump(kind: Any, value: object) -> dict[str, Any]:
    """The value as a JSON-ready object."""
    plain: dict[str, Any] = _adapter(kind).dump_python(value, mode="json")
    return plain


def load(kind: type[T], data: dict[str, Any]) -> T:
    """The value that `dump` has made this object of.

    Raises
    ------
    StoredError
        A field is missing, unknown or of another type, or it is of another schema.
    """
    try:
        # Strict JSON mode takes a list where a tuple is meant, and nothing else for anything.
        whole: Any = kind  # a type is hashable, which mypy does not see of a type variable
        value: T = _adapter(whole).validate_json(json.dumps(data))
    except (ValidationError, TypeError, ValueError) as error:
        raise StoredError(f"This is no stored {kind.__name__.lower()}: {_first(error)}") from None
    return value


def _first(error: Exception) -> str:
    if not isinstance(error, ValidationError):
        return "it is no JSON object."
    fault = error.errors(include_input=False, include_url=False)[0]
    return f"{'.'.join(map(str, fault['loc'])) or 'the object'}: {fault['msg']}"


@lru_cache
def _adapter(kind: Any) -> TypeAdapter[Any]:
    return TypeAdapter(kind)
