"""Errors as problem details (RFC 9457), for every address below `/api`."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any, Final

from flask import Response, json, request
from werkzeug.exceptions import HTTPException

BELOW: Final = "/api/"
MEDIA_TYPE: Final = "application/problem+json"

_DETAILS: Final = {
    400: "The request is not one that this API takes.",
    404: "There is nothing here; the operations are described in /api/v1/openapi.json.",
    405: "This address takes another method.",
    413: "The request is larger than a note may be; it was refused unread.",
    415: "Send JSON, with Content-Type: application/json.",
    429: "More requests came than this token may send; Retry-After says when to come again.",
    500: "The fault is on our side. Nothing was stored, and no word of the note is in the log.",
    503: "More notes wait than can be read soon; Retry-After says when to come again.",
}


class Problem(Exception):
    """What a view raises to answer with a problem; `extra` are members of their own."""

    def __init__(
        self, status: int, detail: str, headers: dict[str, str] | None = None, **extra: Any
    ) -> None:
        super().__init__(detail)
        self.status, self.detail, self.headers, self.extra = status, detail, headers or {}, extra


def for_machines() -> bool:
    """Whether the request that is answered came for the API."""
    return request.path.startswith(BELOW)


def response(problem: Problem) -> Response:
    """The answer that tells the problem."""
    told = {
        "type": "about:blank",
        "title": HTTPStatus(problem.status).phrase,
        "status": problem.status,
        "detail": problem.detail,
        **problem.extra,
    }
    answer = Response(json.dumps(told), problem.status, mimetype=MEDIA_TYPE)
    answer.headers.update(problem.headers)
    return answer


def of_exception(error: HTTPException | Exception) -> Response:
    """The answer for an error that Flask or an extension has raised."""
    status = (error.code if isinstance(error, HTTPException) else None) or 500
    answer = response(Problem(status, _DETAILS.get(status, _DETAILS[400])))
    if isinstance(error, HTTPException):
        for name, value in error.get_headers():
            if name in ("Retry-After", "Allow"):
                answer.headers[name] = value
    return answer
