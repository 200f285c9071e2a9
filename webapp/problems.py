"""Problems of the two addresses that end in `.json`: those of the API, each with a `kind`."""

from __future__ import annotations

from typing import Any

from flask import Response, request

from .api import problems


def for_program() -> bool:
    """Whether the request is for an address that answers programs and not people."""
    return request.path.endswith(".json")


def problem(status: int, kind: str, title: str, detail: str, **more: Any) -> Response:
    """One problem: `kind` is a stable word for machines, `detail` says what to do about it."""
    return problems.response(problems.Problem(status, detail, title=title, kind=kind, **more))
