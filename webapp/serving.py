"""The page behind a web server that only this machine can reach, unless the caller insists."""

from __future__ import annotations

import errno
import ipaddress
import logging
import socket
from dataclasses import dataclass
from typing import Any, Final

import waitress
from waitress.channel import HTTPChannel
from waitress.task import ErrorTask, WSGITask
from waitress.utilities import RequestEntityTooLarge

from inference import InferenceError

from . import create_app
from .records.errors import RecordsError
from .site_file import SiteError

_THREADS: Final = 16  # most of them wait for their turn, see `turns`
_CONNECTIONS: Final = 300  # open at once: six for each of fifty browsers; more wait to be let in
_WHOLE_WITHIN: Final = 60  # seconds for a request to arrive; unused connections are kept as long
_LOOK_EVERY: Final = 10  # seconds between two looks for connections that have had their time
_LARGEST_HEAD: Final = 65_536  # bytes


class ServingError(Exception):
    """The server cannot start; the message says why and what to do."""


class _TooLarge(WSGITask):  # type: ignore[misc]  # waitress has no types
    """What is too large, refused by the page in its own words: it is told the size, and no more."""

    def execute(self) -> None:
        """Let the page answer, and take nothing more from this connection."""
        request = self.request
        # In chunks a size is told nowhere; waitress refuses from the limit on, the page above it.
        least = self.channel.adj.max_request_body_size + 1
        request.headers["CONTENT_LENGTH"] = str(max(request.content_length, least))
        self.set_close_on_finish()
        super().execute()


def _refusal(channel: HTTPChannel, request: Any) -> ErrorTask | _TooLarge:
    too_large = isinstance(request.error, RequestEntityTooLarge)
    return (_TooLarge if too_large else ErrorTask)(channel, request)


class _Channel(HTTPChannel):  # type: ignore[misc]  # waitress has no types
    """A connection that half a request does not keep open, however steadily it trickles."""

    error_task_class = staticmethod(_refusal)
    last_activity: float  # seconds since the epoch

    def handle_read(self) -> None:
        """Take what has come; only the first piece of a request counts as a sign of life."""
        begun, since = self.request, self.last_activity
        super().handle_read()
        if begun is not None and self.request is begun:
            self.last_activity = since


@dataclass(frozen=True, slots=True)
class Server:
    """A bound server: its `address` for a browser, and `run`, which returns on Ctrl-C."""

    address: str
    _waitress: Any

    def run(self) -> None:
        """Answer until interrupted."""
        self._waitress.run()


def start(host: str, port: int, *, beyond_this_machine: bool = False) -> Server:
    """Build the page and bind it to `host` and `port`; port 0 takes any that is free.

    Raises
    ------
    ServingError
        `host` can be reached from elsewhere and `beyond_this_machine` is not set, the address
        cannot be had, or the installation is not complete.
    """
    if not (_is_loopback(host) or beyond_this_machine):
        raise ServingError(
            f"{host or 'An empty host'} can be reached by others, and notes would travel "
            "unencrypted; if that is what you want, add --beyond-this-machine."
        )
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        # Bound before the page is built: that takes seconds, and a port that is taken is said now.
        listening = socket.create_server((host, port), family=family)
    except OSError as error:
        raise ServingError(_why(error, host, port)) from error
    try:
        app = create_app(alone=_is_loopback(host))
        if app.config["RECORDS"] == "own" and not _is_loopback(host):
            raise RecordsError(
                "Records of one person must not be open to others. Set MIDDLEGROUND_RECORDS to "
                "team, for accounts, or to off."
            )
    except InferenceError as error:
        listening.close()
        raise ServingError(f"Middle Ground is not fully installed: {error}") from error
    except (RecordsError, SiteError) as error:
        listening.close()
        raise ServingError(str(error)) from error
    # Requests wait their turn in `turns`, which says so; that one waits for a thread is no news.
    logging.getLogger("waitress.queue").setLevel(logging.ERROR)
    # No name of the server in its answers; the page itself limits the size of a request.
    server = waitress.create_server(
        app,
        sockets=[listening],
        threads=_THREADS,
        connection_limit=_CONNECTIONS,
        channel_timeout=_WHOLE_WITHIN,
        cleanup_interval=_LOOK_EVERY,
        max_request_header_size=_LARGEST_HEAD,
        ident=None,
        # Flask refuses above this anyway; said here too, a large body never reaches a spill file.
        max_request_body_size=app.config["MAX_CONTENT_LENGTH"],
        inbuf_overflow=app.config["MAX_CONTENT_LENGTH"] + 1,
        # What servers in front say of where a request came from is believed or not by the page.
        clear_untrusted_proxy_headers=not app.config["PROXIES"],
    )
    server.channel_class = _Channel
    name = f"[{host}]" if ":" in host else host
    return Server(f"http://{name}:{listening.getsockname()[1]}/", server)


def _is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _why(error: OSError, host: str, port: int) -> str:
    if error.errno == errno.EADDRINUSE:
        return (
            f"Port {port} is taken; perhaps Middle Ground is running already. "
            "Choose another with --port."
        )
    if error.errno == errno.EACCES:
        return f"Port {port} is not open to ordinary programs; choose one above 1023 with --port."
    return f"{host} port {port} cannot be used: {error.strerror}."
