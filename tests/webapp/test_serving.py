"""What the server lets a client do before the page hears of it: half requests, packed bodies."""

from __future__ import annotations

import gzip
import http.client
import os
import re
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import pytest
from flask import Flask

from inference import Clinical
from webapp import create_app, serving
from webapp.api.tokens import TokenFile

from .conftest import FakeReader

PATIENCE: Final = 1  # second, where the server itself has a minute
LATE: Final = 60  # seconds in which all has happened, on a machine that is busy with others, too
HEAD: Final = b"POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 400\r\n"
WHOLE: Final = b"GET /healthz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"


@dataclass(frozen=True)
class Served:
    """The `port` of a server that runs, and what waitress made of it."""

    port: int
    inner: Any


@contextmanager
def served(app: Flask, **limits: int) -> Iterator[Served]:
    """`app` behind the server of `serve`, with these limits in place of its own."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(serving, "create_app", lambda **_: app)
        for name, value in limits.items():
            patch.setattr(serving, name, value)
        server = serving.start("127.0.0.1", 0)
    inner = server._waitress
    thread = threading.Thread(target=server.run)
    thread.start()
    try:
        yield Served(int(server.address.rstrip("/").rpartition(":")[2]), inner)
    finally:
        # In the server's own thread, which ends when nothing is open any more.
        inner.trigger.pull_trigger(lambda: inner.asyncore.close_all(inner._map))
        thread.join(LATE)
        inner.task_dispatcher.shutdown()


def connected(server: Served) -> socket.socket:
    """A connection to the server, to be closed."""
    return socket.create_connection(("127.0.0.1", server.port), timeout=LATE)


def wait_until(true: Callable[[], bool]) -> None:
    """Return as soon as `true` is, and fail where it has not become so after `LATE`."""
    until = time.monotonic() + LATE
    while not true():
        assert time.monotonic() < until, "waited in vain"
        time.sleep(0.01)


def closed_after(port: int, begun: bytes, drop: bytes) -> float:
    """Seconds until the server closes a connection on which `drop` follows `begun`, bit by bit."""
    began = time.monotonic()
    with socket.create_connection(("127.0.0.1", port), timeout=0.2) as client:
        client.sendall(begun)
        while time.monotonic() - began < LATE:
            try:
                if not client.recv(4096):
                    break
            except TimeoutError:
                client.sendall(drop)
            except ConnectionError:
                break
    return time.monotonic() - began


@pytest.mark.parametrize(
    ("begun", "drop"),
    [
        pytest.param(b"", b"", id="nothing"),
        pytest.param(HEAD, b"", id="half a head"),
        pytest.param(HEAD + b"\r\nnote=", b"", id="half a body"),
        pytest.param(HEAD, b"X-A: b\r\n", id="a head that trickles"),
        pytest.param(HEAD + b"\r\nnote=", b"a", id="a body that trickles"),
    ],
)
def test_half_a_request_is_closed(app: Flask, begun: bytes, drop: bytes) -> None:
    with served(app, _WHOLE_WITHIN=PATIENCE, _LOOK_EVERY=1) as server:
        assert PATIENCE <= closed_after(server.port, begun, drop) < LATE


class OverdueReader(FakeReader):
    """Takes over each note until the server has twice looked for what has had its time."""

    server: Served

    def read(self, *given: Any, **named: Any) -> Any:
        inner, looks = self.server.inner, list[float]()
        look = inner.maintenance

        def counted(now: float) -> None:
            look(now)
            looks.append(now)

        # Only now, since on a busy machine the request itself may take long to arrive.
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(inner.adj, "channel_timeout", 0)
            patch.setattr(inner, "maintenance", counted)
            wait_until(lambda: len(looks) >= 2)
        return super().read(*given, **named)


def test_what_is_slow_on_our_side_is_waited_for(clinical: Clinical) -> None:
    reader = OverdueReader(clinical)
    app = create_app({"TESTING": True, "WTF_CSRF_ENABLED": False}, reader=reader)
    with served(app, _LOOK_EVERY=1) as server:
        reader.server = server
        client = http.client.HTTPConnection("127.0.0.1", server.port, timeout=LATE)
        form = {"Content-Type": "application/x-www-form-urlencoded"}
        client.request("POST", "/", body="note=He+nodded.", headers=form)
        assert client.getresponse().status == 200
        client.close()


def test_a_request_in_pieces_is_answered(app: Flask) -> None:
    with (
        served(app) as server,
        socket.create_connection(("127.0.0.1", server.port), timeout=LATE) as client,
    ):
        for at in range(0, len(WHOLE), 20):
            client.sendall(WHOLE[at : at + 20])
            time.sleep(0.05)  # what comes together after all is answered just so
        assert client.recv(100).startswith(b"HTTP/1.1 200")


def test_beyond_the_limit_one_waits_until_the_silent_are_closed(app: Flask) -> None:
    # Two of the four places are the server's own: the socket that listens, and its waker.
    with served(app, _CONNECTIONS=4, _WHOLE_WITHIN=2, _LOOK_EVERY=1) as server:
        here = ("127.0.0.1", server.port)
        with (
            socket.create_connection(here) as first,
            socket.create_connection(here) as second,
            socket.create_connection(here, timeout=LATE) as late,
        ):
            late.sendall(WHOLE)
            assert late.recv(100).startswith(b"HTTP/1.1 200")
            assert is_closed(first) or is_closed(second)  # by then, and they came before


def is_closed(client: socket.socket) -> bool:
    """Whether the other side has closed this connection, on which it has said nothing."""
    client.setblocking(False)
    try:
        return client.recv(1) == b""
    except BlockingIOError:
        return False


@pytest.fixture
def door(tmp_path: Path, make_app: Callable[..., Flask]) -> tuple[Flask, dict[str, str]]:
    """An app that takes forms and API calls, and the headers that let one in."""
    file = TokenFile(tmp_path / "tokens.json")
    app = make_app(TESTING=True, WTF_CSRF_ENABLED=False, API_TOKENS=str(file.path))
    return app, {"Authorization": f"Bearer {file.add('ehr', ('read',), 1)}"}


FORM: Final = ("/", "application/x-www-form-urlencoded", b"note=He+nodded.")
API: Final = ("/api/v1/formulations", "application/json", b'{"text": "He nodded."}')


@pytest.mark.parametrize(("path", "kind", "body"), [FORM, API])
@pytest.mark.parametrize("coding", ["gzip", "x-gzip", "deflate"])
def test_a_packed_body_is_never_unpacked(
    door: tuple[Flask, dict[str, str]],
    path: str,
    kind: str,
    body: bytes,
    coding: str,
) -> None:
    app, headers = door
    headers["Content-Type"] = kind
    client = app.test_client()
    plain = client.post(path, data=body, headers=headers)
    assert plain.status_code == 200
    asked = app.extensions["middleground"].reader.asked
    asked.clear()
    packed = client.post(
        path, data=gzip.compress(body), headers={**headers, "Content-Encoding": coding}
    )
    assert packed.status_code in (400, 415, 422)
    assert [text for text, _ in asked if "nodded" in text] == []


def answer_to_a_megabyte(port: int, path: str, body: Any, headers: dict[str, str]) -> int | None:
    """The status of the answer, None where the server has hung up on what was still to come."""
    client = http.client.HTTPConnection("127.0.0.1", port, timeout=LATE)
    try:
        client.request("POST", path, body=body, headers=headers)
        return client.getresponse().status
    except ConnectionError:
        return None
    finally:
        client.close()


@pytest.mark.parametrize(("path", "kind"), [FORM[:2], API[:2]])
@pytest.mark.parametrize("packed", [False, True])
@pytest.mark.parametrize("chunked", [False, True])
def test_size_is_counted_as_it_is_sent(
    door: tuple[Flask, dict[str, str]],
    path: str,
    kind: str,
    packed: bool,
    chunked: bool,
) -> None:
    app, headers = door
    sent = os.urandom(1_000_000)  # as large packed as it is plain
    headers |= {"Content-Type": kind} | ({"Content-Encoding": "gzip"} if packed else {})
    with served(app) as server:
        body = iter([sent]) if chunked else sent
        assert answer_to_a_megabyte(server.port, path, body, headers) in (413, None)
    assert app.extensions["middleground"].reader.asked == []


@pytest.mark.parametrize(
    ("path", "kind", "said"),
    [
        (*FORM[:2], b"far more than a note"),
        (*API[:2], b'"detail": "The request is larger than a note may be'),
        ("/coach.json", "application/json", b'"kind": "too_large"'),
    ],
)
@pytest.mark.parametrize("chunked", [False, True])
def test_what_is_too_large_is_refused_in_the_words_of_the_page(
    door: tuple[Flask, dict[str, str]], path: str, kind: str, said: bytes, chunked: bool
) -> None:
    app, headers = door
    limit = app.config["MAX_CONTENT_LENGTH"]
    head = [f"POST {path} HTTP/1.1", "Host: localhost", f"Content-Type: {kind}"]
    head += [f"{name}: {value}" for name, value in headers.items()]
    head += ["Transfer-Encoding: chunked"] if chunked else [f"Content-Length: {limit}"]
    sent = b"%x\r\n%s" % (limit, b"a" * limit) if chunked else b""
    with served(app) as server, connected(server) as client:
        client.sendall("\r\n".join([*head, "", ""]).encode() + sent)
        answer = client.makefile("rb").read()  # to its end: the connection is closed behind it
    assert answer.startswith(b"HTTP/1.1 413 ")
    assert said in answer
    assert app.extensions["middleground"].reader.asked == []


def test_no_limit_is_left_to_the_library(app: Flask) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(serving, "create_app", lambda **_: app)
        inner = serving.start("127.0.0.1", 0)._waitress
    try:
        held = inner.adj
        assert (held.connection_limit, held.channel_timeout, held.cleanup_interval) == (300, 60, 10)
        assert held.max_request_body_size == app.config["MAX_CONTENT_LENGTH"]
        assert held.max_request_header_size == 65_536
    finally:
        inner.close()
        inner.task_dispatcher.shutdown()


def test_documented_gunicorn_is_behind_a_server_that_takes_the_wait() -> None:
    text = (Path(__file__).parents[2] / "docs" / "SCALE.md").read_text(encoding="utf-8")
    command = re.search(r"`gunicorn ([^`]+)`", text)
    assert command
    assert "--bind 127.0.0.1:" in command[1]
    assert "in front has to pass on whole requests only" in " ".join(text.split())
