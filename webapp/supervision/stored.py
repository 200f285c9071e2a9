"""Values of a round as plain JSON objects, and back, strictly."""

from __future__ import annotations

from typing import Any, TypeVar

from pydantic import ValidationError

from ..strict import loaded

T = TypeVar("T")


class StoredError(Exception):
    """A stored object is not what it should be; the message names field and fault, no content."""


def load(kind: type[T], data: dict[str, Any]) -> T:
    """The value that `strict.dumped` has made this object of.

    Raises
    ------
    StoredError
        A field is missing, unknown or of another type, or it is of another schema.
    """
    try:
        return loaded(kind, data)
    except (ValidationError, TypeError, ValueError) as error:
        raise StoredError(f"This is no stored {kind.__name__.lower()}: {_first(error)}") from None


def _first(error: Exception) -> str:
    if not isinstance(error, ValidationError):
        return "it is no JSON object."
    fault = error.errors(include_input=False, include_url=False)[0]
    return f"{'.'.join(map(str, fault['loc'])) or 'the object'}: {fault['msg']}"
