"""Where records of practice stay: by default in memory, gone when the program ends."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from threading import Lock
from typing import Final, Generic, Protocol, TypeVar

from .attempt import Attempt
from .record import Record

# Learners (or attempts) beyond which the one that was away longest is forgotten.
MOST: Final = 500


K = TypeVar("K")
V = TypeVar("V")


class RecordStore(Protocol):
    """Keeps one record a learner; `learner` is a name that means nothing outside the program."""

    def load(self, learner: str) -> Record:
        """The learner's record, an empty one for somebody new."""

    def save(self, learner: str, record: Record) -> None:
        """Keep the record in place of the one before."""


class _Recent(Generic[K, V]):
    """A dictionary with room for `MOST`, safe to use from several threads."""

    def __init__(self) -> None:
        self._kept: OrderedDict[K, V] = OrderedDict()
        self._turn = Lock()

    def get(self, key: K) -> V | None:
        with self._turn:
            if key in self._kept:
                self._kept.move_to_end(key)
            return self._kept.get(key)

    def put(self, key: K, value: V) -> None:
        with self._turn:
            self._kept[key] = value
            self._kept.move_to_end(key)
            while len(self._kept) > MOST:
                self._kept.popitem(last=False)

    def drop(self, which: Callable[[K], bool]) -> None:
        with self._turn:
            for key in [key for key in self._kept if which(key)]:
                del self._kept[key]


class MemoryStore:
    """Records in this process and nowhere else."""

    def __init__(self) -> None:
        self._records = _Recent[str, Record]()

    def load(self, learner: str) -> Record:
        """The learner's record, an empty one for somebody new."""
        return self._records.get(learner) or Record()

    def save(self, learner: str, record: Record) -> None:
        """Keep the record in place of the one before."""
        self._records.put(learner, record)


class Attempts:
    """The last attempt at each case, so that its feedback can be shown again; in memory only.

    An attempt holds the learner's own words, so no store ever gets one.
    """

    def __init__(self) -> None:
        self._attempts = _Recent[tuple[str, str], Attempt]()

    def get(self, learner: str, case: str) -> Attempt | None:
        """The learner's last attempt at this case, if it is still known."""
        return self._attempts.get((learner, case))

    def put(self, learner: str, case: str, attempt: Attempt) -> None:
        """Remember the attempt."""
        self._attempts.put((learner, case), attempt)

    def forget(self, learner: str) -> None:
        """Forget all attempts of this learner."""
        self._attempts.drop(lambda key: key[0] == learner)
