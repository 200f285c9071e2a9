"""Where something sits that takes time to load: loaded when first asked, and asked in turn."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Lock
from typing import Generic, TypeVar

T = TypeVar("T")


class Corner(Generic[T]):
    """Holds what `load` gives, or what was `made` before."""

    def __init__(self, load: Callable[[], T], made: T | None = None) -> None:
        self._load = load
        self._made = made
        self._turn = Lock()

    @contextmanager
    def asked(self) -> Iterator[T]:
        """It, for one question at a time.

        Raises
        ------
        InferenceError
            Something that it needs is missing.
        """
        with self._turn:
            if self._made is None:
                self._made = self._load()
            yield self._made
