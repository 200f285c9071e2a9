"""Where rounds stay: by default in memory, gone when the program ends.

Every method is one step that is done whole or not at all; what may be done is decided by the
functions of `round`, so that all stores refuse the same things in the same words.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from threading import Lock
from typing import Final, Protocol

from ..language import gettext
from . import round as rules
from .entry import Entry
from .round import Agreed, Remark, Round, RoundError, Sitting

MOST_ROUNDS: Final = 200  # of one store in memory


class RoundStore(Protocol):
    """Keeps rounds. A round that is not there raises `RoundError`, except in `load`."""

    def rounds(self, person: str) -> tuple[Sitting, ...]:
        """The rounds that this person holds or is asked in, the newest first."""

    def load(self, round_id: str) -> Sitting | None:
        """The round with all that has come of it, or None."""

    def create(self, round: Round, model: Entry | None, of: str | None = None) -> None:
        """Keep a new round, with the entry that the model has made at once.

        `of` is the case that its note is kept in: where cases are kept, the round goes with it.
        Raises `RoundError` where the id is taken or there is no room.
        """

    def case_name(self, of: str) -> str | None:
        """What the case `of` is called; None where rounds go with no case."""

    def submit(self, round_id: str, entry: Entry) -> Sitting:
        """Append one rater's version; raises `RoundError` as `round.submitted`."""

    def reveal(self, round_id: str, at: datetime) -> Sitting:
        """Lay all entries open; raises `RoundError` as `round.revealed`."""

    def discuss(self, round_id: str, remark: Remark) -> Sitting:
        """Append a remark; raises `RoundError` as `round.discussed`."""

    def agree(self, round_id: str, outcome: Agreed) -> Sitting:
        """Append what was agreed; raises `RoundError` as `round.agreed`."""

    def close(self, round_id: str, at: datetime) -> Sitting:
        """Let nothing more be added; raises `RoundError` as `round.closed`."""

    def forget(self, round_id: str) -> None:
        """Delete a round and all that has come of it; one that is not there is no error."""

    def exported(self, round_id: str) -> None:
        """Be told that a round was saved as a file."""


class MemoryStore:
    """Rounds in this process and nowhere else, one change at a time."""

    def __init__(self) -> None:
        self._kept: dict[str, Sitting] = {}
        self._turn = Lock()

    def rounds(self, person: str) -> tuple[Sitting, ...]:
        """The rounds that this person holds or is asked in, the newest first."""
        with self._turn:
            found = [s for s in self._kept.values() if s.round.concerns(person)]
        return tuple(sorted(found, key=lambda s: s.round.created, reverse=True))

    def load(self, round_id: str) -> Sitting | None:
        """The round with all that has come of it, or None."""
        with self._turn:
            return self._kept.get(round_id)

    def create(self, round: Round, model: Entry | None, of: str | None = None) -> None:
        """Keep a new round, with the entry that the model has made at once; cases are elsewhere."""
        sitting = Sitting(round)
        if model:
            sitting = rules.submitted(sitting, model)
        with self._turn:
            if round.id in self._kept:
                raise RoundError(gettext("There is a round with this id."))
            if len(self._kept) >= MOST_ROUNDS:
                raise RoundError(
                    gettext(
                        "There is room for %(most_rounds)s rounds. Delete one first.",
                        most_rounds=MOST_ROUNDS,
                    )
                )
            self._kept[round.id] = sitting

    def case_name(self, of: str) -> None:
        """Nothing: these rounds go with the process, and with no case."""

    def submit(self, round_id: str, entry: Entry) -> Sitting:
        """Append one rater's version."""
        return self._change(round_id, lambda sitting: rules.submitted(sitting, entry))

    def reveal(self, round_id: str, at: datetime) -> Sitting:
        """Lay all entries open."""
        return self._change(round_id, lambda sitting: rules.revealed(sitting, at))

    def discuss(self, round_id: str, remark: Remark) -> Sitting:
        """Append a remark."""
        return self._change(round_id, lambda sitting: rules.discussed(sitting, remark))

    def agree(self, round_id: str, outcome: Agreed) -> Sitting:
        """Append what was agreed."""
        return self._change(round_id, lambda sitting: rules.agreed(sitting, outcome))

    def close(self, round_id: str, at: datetime) -> Sitting:
        """Let nothing more be added."""
        return self._change(round_id, lambda sitting: rules.closed(sitting, at))

    def forget(self, round_id: str) -> None:
        """Delete a round and all that has come of it."""
        with self._turn:
            self._kept.pop(round_id, None)

    def exported(self, round_id: str) -> None:
        """Be told that a round was saved as a file: nobody asks here afterwards."""

    def _change(self, round_id: str, change: Callable[[Sitting], Sitting]) -> Sitting:
        with self._turn:
            if round_id not in self._kept:
                raise RoundError(gettext("This round is not there any more."))
            self._kept[round_id] = change(self._kept[round_id])
            return self._kept[round_id]
