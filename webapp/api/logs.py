"""One line of JSON for each request, where that is asked for; nothing that came with the request.

What a line may hold is written down here and nowhere taken from the request: no address, no
header, no id and no word. The endpoint is the name of our own view.
"""

from __future__ import annotations

import json
import logging
import sys
import time
import uuid
from datetime import UTC, datetime

from flask import Flask, Response, g, request

logger = logging.getLogger("middleground.access")


def install(app: Flask) -> None:
    """Write the lines to standard error, if the setting `ACCESS_LOG` says so."""
    if not app.config["ACCESS_LOG"]:
        return
    if not logger.handlers:
        handler = logging.StreamHandler(sys.stderr)
        handler.setFormatter(logging.Formatter("%(message)s"))
        logger.addHandler(handler)
        logger.setLevel(logging.INFO)
        logger.propagate = False
    app.after_request(_log)


def _log(response: Response) -> Response:
    key = uuid.uuid4().hex
    response.headers["X-Request-Id"] = key
    line = {
        "time": datetime.now(UTC).isoformat(timespec="milliseconds"),
        "request": key,
        "endpoint": request.endpoint,
        "status": response.status_code,
        "caller": g.get("caller"),
        "milliseconds": round(1000 * (time.perf_counter() - g.began), 1) if "began" in g else None,
        "bytes_in": request.content_length,
        "bytes_out": response.content_length,
    }
    logger.info(json.dumps(line))
    return response
