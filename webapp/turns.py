"""Reading takes turns: one note at a time, a short queue behind it, and no more than that.

On a small machine two notes at once only make both wait longer. Who comes when the queue is full
is told so at once, with the time to come again, instead of making everybody's wait longer still.
"""

from __future__ import annotations

from threading import Condition
from types import TracebackType

from werkzeug.exceptions import ServiceUnavailable


class Turns:
    """A lock with a queue; `with turns:` waits for the turn.

    `longest` may wait at once; `retry_after` is the seconds that the others are told.

    Raises
    ------
    ServiceUnavailable
        On entering, when the queue is full.
    """

    def __init__(self, longest: int, retry_after: int = 5) -> None:
        self._longest, self._retry_after = longest, retry_after
        self._free = Condition()
        self._taken = False
        self._waiting = 0

    @property
    def waiting(self) -> int:
        """How many wait for their turn."""
        return self._waiting

    @property
    def full(self) -> bool:
        """Whether the next to come would be sent away."""
        return self._taken and self._waiting >= self._longest

    def __enter__(self) -> None:
        with self._free:
            if self.full:
                raise ServiceUnavailable(retry_after=self._retry_after)
            self._waiting += 1
            try:
                while self._taken:
                    self._free.wait()
                self._taken = True
            finally:
                self._waiting -= 1

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        with self._free:
            self._taken = False
            self._free.notify()
