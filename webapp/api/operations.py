"""One decorator for what every operation does: who may, what comes, what goes; and its record.

The record is what `openapi` describes, so that the description is that of the code.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final, TypeVar

from flask import Blueprint, Response, current_app, g, json, request
from pydantic import TypeAdapter, ValidationError

from .once import HEADER, once
from .problems import Problem
from .tokens import Token, TokenError, TokenFile

T = TypeVar("T")
R = TypeVar("R")

_CHALLENGE: Final = {"WWW-Authenticate": 'Bearer realm="Middle Ground"'}


@dataclass(frozen=True, slots=True)
class Operation:
    """An operation: what it is for, what it takes and gives, and the scope that it asks for.

    `problems` are statuses of its own, each with its meaning. One that `writes` takes an
    `Idempotency-Key`.
    """

    path: str
    summary: str
    description: str
    scope: str
    takes: type
    gives: type
    problems: dict[int, str]
    writes: bool


OPERATIONS: Final[list[Operation]] = []
_ADAPTERS: Final[dict[type, TypeAdapter[Any]]] = {}


def operation(
    bp: Blueprint,
    path: str,
    *,
    scope: str,
    takes: type[T],
    gives: type[R],
    dump: Callable[[R], dict[str, Any]],
    problems: dict[int, str],
    writes: bool = False,
) -> Callable[[Callable[[T], R]], Callable[[T], R]]:
    """Register a view that takes a checked `takes` and gives a `gives`, which `dump` makes JSON."""

    def register(view: Callable[[T], R]) -> Callable[[T], R]:
        summary, _, more = (view.__doc__ or "").partition("\n")
        about = " ".join(more.split())
        OPERATIONS.append(Operation(path, summary, about, scope, takes, gives, problems, writes))

        def answer() -> Response:
            token = caller(scope)
            taken, key = body(takes), request.headers.get(HEADER) if writes else None
            given = once(token.name, path, key, request.get_data(), lambda: dump(view(taken)))
            return Response(
                json.dumps(given, allow_nan=False, sort_keys=False), mimetype="application/json"
            )

        bp.add_url_rule(path, view.__name__, answer, methods=["POST"])
        return view

    return register


def caller(scope: str) -> Token:
    """Whoever calls, if their token allows `scope`.

    Raises
    ------
    Problem
        401 without a token that is valid, 403 with one that does not allow it.
    """
    try:
        token = shown()
    except TokenError as error:
        raise Problem(500, "The token file of this installation is damaged.") from error
    if token is None:
        raise Problem(
            401, "Show a token that is valid, as Authorization: Bearer ...", dict(_CHALLENGE)
        )
    g.caller = token.name
    if scope not in token.scopes:
        raise Problem(403, f"This token does not have the scope {scope!r}.", scope=scope)
    return token


def shown() -> Token | None:
    """The valid token that the request shows, if it shows one.

    Raises
    ------
    TokenError
        The token file is damaged.
    """
    tokens: TokenFile = current_app.extensions["middleground_tokens"]
    kind, _, secret = request.headers.get("Authorization", "").partition(" ")
    return tokens.whose(secret.strip()) if kind.lower() == "bearer" else None


def body(takes: type[T]) -> T:
    """The body of the request as a `takes`.

    Raises
    ------
    Problem
        400 when it is no JSON, 422 when it is another object.
    """
    if not request.is_json:
        raise Problem(415, "Send JSON, with Content-Type: application/json.")
    raw = request.get_data()
    try:
        return _adapter(takes).validate_json(raw, strict=True)
    except ValidationError as error:
        # Where and what, never the input: it may be a note.
        told = error.errors(include_url=False, include_context=False, include_input=False)
        places = [e["loc"] for e in told]
        # A list whose only item is wrong is called too short, too, where it is not.
        found = [
            {"at": "/".join(map(str, place)), "says": e["msg"]}
            for e, place in zip(told, places, strict=True)
            if not any(place == other[: len(place)] for other in places if other != place)
        ]
        status = 400 if told[0]["type"] == "json_invalid" else 422
        raise Problem(status, "The body is not what this operation takes.", errors=found) from None


def _adapter(kind: type[T]) -> TypeAdapter[T]:
    if kind not in _ADAPTERS:
        _ADAPTERS[kind] = TypeAdapter(kind)
    return _ADAPTERS[kind]
