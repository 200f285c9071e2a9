"""Errors for programs: `application/problem+json` as RFC 9457 has it, without words of a note."""

from __future__ import annotations

import json
from typing import Any, Final

from flask import Response, request

MIMETYPE: Final = "application/problem+json"


def for_program() -> bool:
    """Whether the request is for an address that answers programs and not people."""
    return request.path.endswith(".json")


def problem(status: int, kind: str, title: str, detail: str, **more: Any) -> Response:
    """One problem: `kind` is a stable word for machines, `detail` says what to do about it."""
    body = {"type": "about:blank", "status": status, "kind": kind, "title": title, **more}
    return Response(json.dumps({**body, "detail": detail}), status, mimetype=MIMETYPE)
