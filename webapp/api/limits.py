"""How many requests one caller may send in a time, counted in this process."""

from __future__ import annotations

import math
import time
from http import HTTPStatus
from typing import Final

from flask import Blueprint, Flask, Response
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address

from .operations import shown
from .tokens import TokenError

TOO_MANY: Final = HTTPStatus.TOO_MANY_REQUESTS


def install(app: Flask, bp: Blueprint) -> None:
    """Limit the requests to `bp`, by token, or by address where none that is valid is shown."""
    limiter = Limiter(_who, app=app, storage_uri="memory://")
    limiter.limit(app.config["API_RATE_LIMIT"])(bp)

    # The extension's own headers would stand on every answer, and in the way of a full queue's.
    @app.after_request
    def say_when(response: Response) -> Response:
        if response.status_code == TOO_MANY and (limit := limiter.current_limit):
            response.headers["Retry-After"] = str(max(1, math.ceil(limit.reset_at - time.time())))
        return response


def _who() -> str:
    # Never the header: one token can be spelt in many ways, and made-up ones come at no cost.
    try:
        token = shown()
    except TokenError:  # which the operation tells
        token = None
    return token.sha256 if token else get_remote_address()
