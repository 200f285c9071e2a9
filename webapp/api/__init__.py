"""The HTTP API for other programs, under `/api/v1`; `install` is the only door.

Who calls it shows a token (`tokens`); what it takes and gives is checked and described from the
same dataclasses (`operations`); nothing of a note is kept, logged or counted.
"""

from __future__ import annotations

from flask import Flask
from flask_wtf.csrf import CSRFProtect

from . import limits, logs, metrics, once, openapi, problems, views
from .tokens import TokenFile

__all__ = ["install"]


def install(app: Flask, csrf: CSRFProtect) -> None:
    """Register the API with `app`; without a token file every call of it is answered with 401."""
    app.extensions["middleground_tokens"] = TokenFile(app.config["API_TOKENS"])
    # No cookie says who calls, so no other site can use somebody's.
    csrf.exempt(views.bp)
    app.register_error_handler(problems.Problem, problems.response)
    metrics.install(app)
    logs.install(app)
    limits.install(app, views.bp)
    once.install(app)
    app.register_blueprint(views.bp)
    app.register_blueprint(openapi.bp)
    app.register_blueprint(metrics.bp)
