"""A file that the browser is to save, and not to show."""

from __future__ import annotations

from flask import Response


def attachment(content: str | bytes, mimetype: str, name: str) -> Response:
    """The answer that hands over `content` as a file called `name`, which must be plain ASCII."""
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(content, mimetype=mimetype, headers=headers)
