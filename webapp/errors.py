"""What a person sees when something goes wrong, and what the log may know about it.

The log gets the kind of an error and the lines of code that it passed through, never its message:
a message may quote the note.
"""

from __future__ import annotations

import logging
import traceback
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final, TypeVar

from flask import Flask, Response, make_response, render_template
from werkzeug.exceptions import (
    HTTPException,
    MethodNotAllowed,
    NotFound,
    RequestEntityTooLarge,
    SecurityError,
    ServiceUnavailable,
)

from .api import problems
from .language import gettext
from .problems import for_program, problem

logger = logging.getLogger(__name__)

E = TypeVar("E", bound=Exception)

_KINDS: Final = {
    404: "not_found",
    405: "not_allowed",
    413: "too_large",
    500: "fault",
    503: "busy",
}


@dataclass(frozen=True, slots=True)
class ErrorPage:
    """What `error.html` shows."""

    title: str
    message: str


def install(app: Flask) -> None:
    """Answer every error in plain words."""
    app.register_error_handler(SecurityError, _wrong_host)
    app.register_error_handler(NotFound, _for_whom(_not_found))
    app.register_error_handler(MethodNotAllowed, _for_whom(_not_found))
    app.register_error_handler(RequestEntityTooLarge, _for_whom(_too_large))
    app.register_error_handler(ServiceUnavailable, _for_whom(_busy))
    app.register_error_handler(HTTPException, _for_whom(_other))
    app.register_error_handler(Exception, _fault)


def _for_whom(for_people: Callable[[E], Response]) -> Callable[[E], Response]:
    """The answer `for_people`, but that of the API below its addresses."""

    def answer(error: E) -> Response:
        return problems.of_exception(error) if problems.for_machines() else for_people(error)

    return answer


def page_of(status: int, title: str, message: str) -> Response:
    """An answer in plain words: a page, or a problem where a program asked."""
    if for_program():
        return problem(status, _KINDS.get(status, "bad_request"), title, message)
    return make_response(render_template("error.html", page=ErrorPage(title, message)), status)


def _wrong_host(_: Exception) -> Response:
    message = "This page answers only under the name of this machine."
    if for_program():
        return problem(400, "wrong_host", "Another name was asked for", message)
    if problems.for_machines():
        return problems.response(problems.Problem(400, message))
    # The request is for another name, so that no address of this page can be built for it.
    return Response(f"{message}\n", 400, mimetype="text/plain")


def _not_found(error: NotFound | MethodNotAllowed) -> Response:
    return page_of(
        error.code,
        gettext("There is nothing here"),
        gettext("The address may be mistyped, or come from an older version."),
    )


def _too_large(_: Exception) -> Response:
    return page_of(
        413,
        gettext("That is far more than a note"),
        gettext(
            "It was refused unread. A note for Middle Ground is a page at most: "
            "paste the part that tells of the contact."
        ),
    )


def _busy(error: ServiceUnavailable) -> Response:
    page = page_of(
        503,
        gettext("Many notes are being read just now"),
        gettext(
            "Yours was not read. Go back in your browser, where it still stands in "
            "the box, wait a few seconds, and press again."
        ),
    )
    page.headers.extend([(k, v) for k, v in error.get_headers() if k == "Retry-After"])
    return page


def _other(error: HTTPException) -> Response:
    return page_of(
        error.code or 500,
        gettext("That did not work"),
        gettext("The request was not one that this page understands."),
    )


def _fault(error: Exception) -> Response:
    logger.error("%s", "\ncaused by ".join(_without_messages(error)))
    return _for_whom(_broken)(error)


def _broken(_: Exception) -> Response:
    return page_of(
        500,
        gettext("Something broke on our side"),
        gettext(
            "It is not your note. Nothing was stored, and no word of it is in the "
            "log. Please try again; if it happens twice, tell whoever looks after "
            "Middle Ground at your service."
        ),
    )


def _without_messages(error: BaseException | None) -> Iterator[str]:
    """Kind and lines of code of an error and of what it was raised from, nothing that they say."""
    while error is not None:
        frames = "".join(traceback.format_tb(error.__traceback__))
        yield f"{type(error).__qualname__} at\n{frames}"
        error = error.__cause__ or error.__context__
