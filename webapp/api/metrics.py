"""Counts and times for Prometheus, health and readiness; never a word of a note, never an id."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Final

from flask import Blueprint, Flask, Response, current_app, g, jsonify, request
from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.exposition import CONTENT_TYPE_LATEST

from inference import Formulation

from .. import desk
from .operations import caller

bp = Blueprint("operating", __name__)

_EXTENSION: Final = "middleground_metrics"
_SECONDS: Final = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30)


@dataclass(frozen=True, slots=True)
class Metrics:
    """The instruments of one app, in a registry of its own."""

    registry: CollectorRegistry
    requests: Counter
    reading: Histogram
    formulations: Counter


def install(app: Flask) -> None:
    """Count every request by its rule, never by its address."""
    registry = CollectorRegistry()
    app.extensions[_EXTENSION] = Metrics(
        registry,
        Counter(
            "middleground_requests",
            "Requests answered, by endpoint, method and status.",
            ("endpoint", "method", "status"),
            registry=registry,
        ),
        Histogram(
            "middleground_reading_seconds",
            "Time that the reading of one note took.",
            buckets=_SECONDS,
            registry=registry,
        ),
        Counter(
            "middleground_formulations",
            "Formulations made, by whether the note said enough to go on.",
            ("enough",),
            registry=registry,
        ),
    )
    waiting = Gauge("middleground_waiting", "Requests that wait for a reading.", registry=registry)
    waiting.set_function(lambda: desk.at_hand().turn.waiting)
    app.before_request(_begin)
    app.after_request(_count)


def _begin() -> None:
    g.began = time.perf_counter()


_METHODS: Final = {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"}


def _count(response: Response) -> Response:
    method = request.method if request.method in _METHODS else "other"
    _at_hand().requests.labels(request.endpoint or "none", method, response.status_code).inc()
    return response


@contextmanager
def timed() -> Iterator[None]:
    """Take the time of a reading."""
    with _at_hand().reading.time():
        yield


def count(made: Formulation) -> None:
    """Count a formulation."""
    _at_hand().formulations.labels("yes" if made.enough.answer else "no").inc()


def _at_hand() -> Metrics:
    metrics: Metrics = current_app.extensions[_EXTENSION]
    return metrics


@bp.get("/healthz")
def alive() -> Response:
    """Whether the process answers."""
    return jsonify(status="alive")


@bp.get("/readyz")
def ready() -> tuple[Response, int]:
    """Whether the next note would be read: the models are loaded and the queue has room."""
    if desk.at_hand().turn.full:
        return jsonify(status="busy"), 503
    return jsonify(status="ready"), 200


@bp.get("/metrics")
def metrics() -> Response:
    """Everything that is counted, for a caller whose token has the scope `metrics`."""
    caller("metrics")
    return Response(generate_latest(_at_hand().registry), content_type=CONTENT_TYPE_LATEST)
