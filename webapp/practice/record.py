"""What is remembered of practice: verdicts and numbers, never the learner's words or marks.

The JSON form is `practice-progress/1`; a learner may save it, and open it again.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from typing import Annotated, Final, Literal

from pydantic import Field, TypeAdapter, ValidationError

from ..language import gettext
from ..strict import Strict
from .attempt import CONFIDENCE, Attempt
from .feedback import Feedback
from .pack import Case
from .vocabulary import BarrierId, Difficulty, PathId

FORMAT: Final = "practice-progress/1"
MOST_ENTRIES: Final = 2_000
LARGEST: Final = 2_000_000  # bytes

Verdict = Literal["seen", "missed", "rival", "look_alike", "read_in", "left_out"]
Key = Annotated[str, Field(pattern=r"^[a-z0-9-]+/[a-z0-9-]+$", max_length=130)]
Day = Annotated[str, Field(pattern=r"^\d{4}-\d\d-\d\d$")]
Count = Annotated[int, Field(ge=0, le=1_000)]


class ProgressError(Exception):
    """A file of progress cannot be opened; the message says what to do."""


@dataclass(frozen=True, slots=True)
class OnOne(Strict):
    """The verdict on one barrier, and how sure the learner was, in chances of 100."""

    barrier: BarrierId
    verdict: Verdict
    confidence: int | None


@dataclass(frozen=True, slots=True)
class Entry(Strict):
    """One attempt. `case` is "pack/case"; `quotes_found` of `quotes` that matter were marked.

    `stance` is how the chosen one fits, or "own" where the learner wrote their own words.
    """

    case: Key
    day: Day
    path: PathId
    difficulty: Difficulty
    verdicts: Annotated[tuple[OnOne, ...], Field(max_length=20)]
    quotes_found: Count
    quotes: Count
    control: bool
    affiliation: bool
    danger: Literal["seen", "missed", "alarm", "none"]
    stance: Literal["fits", "partly", "misses", "own"]


@dataclass(frozen=True, slots=True)
class Record(Strict):
    """All attempts of one learner, in the order in which they were made."""

    format: Literal["practice-progress/1"] = FORMAT
    entries: Annotated[tuple[Entry, ...], Field(max_length=MOST_ENTRIES)] = ()

    def with_entry(self, entry: Entry) -> Record:
        """The record with one attempt more; the oldest goes where there is no room."""
        return replace(self, entries=(*self.entries, entry)[-MOST_ENTRIES:])

    @property
    def first_attempts(self) -> tuple[Entry, ...]:
        """The first attempt at each case: later ones know the answer and measure nothing."""
        first: dict[str, Entry] = {}
        for entry in self.entries:
            first.setdefault(entry.case, entry)
        return tuple(first.values())

    def times(self, key: str) -> int:
        """How often this case was practised."""
        return sum(entry.case == key for entry in self.entries)

    def to_json(self) -> str:
        """The record as the text of a file."""
        return _adapter().dump_json(self, indent=1).decode()


def entry_of(pack: str, case: Case, attempt: Attempt, feedback: Feedback, day: date) -> Entry:
    """What is remembered of an attempt."""
    return Entry(
        case=f"{pack}/{case.id}",
        day=day.isoformat(),
        path=case.path,
        difficulty=case.difficulty,
        verdicts=tuple(OnOne(b.barrier, b.verdict, b.confidence) for b in feedback.on_barriers),  # type: ignore[arg-type]
        quotes_found=feedback.marks.found,
        quotes=feedback.marks.of,
        control=feedback.control.same,
        affiliation=feedback.affiliation.same,
        danger=feedback.danger,  # type: ignore[arg-type]
        stance=feedback.stance.fit if feedback.stance else "own",  # type: ignore[arg-type]
    )


def read_record(raw: bytes) -> Record:
    """A record that was saved as a file.

    Raises
    ------
    ProgressError
        It is no such file, or was changed so that it cannot be used.
    """
    if len(raw) > LARGEST:
        raise ProgressError(
            gettext("That file is far larger than progress can be. Was it another file?")
        )
    try:
        data = json.loads(raw.decode("utf-8"))  # deep nesting ends here
        record = _adapter().validate_json(raw)
        if not {"format", "entries"} <= data.keys():
            raise ValueError("no record")
    except (ValidationError, ValueError, RecursionError) as error:
        raise ProgressError(
            gettext(
                "That is no file of progress, or it was changed. Choose a file that this "
                "page saved."
            )
        ) from error
    sure = {one.confidence for entry in record.entries for one in entry.verdicts}
    if not sure <= {None, *CONFIDENCE}:
        raise ProgressError(gettext("That file holds a confidence that this page does not offer."))
    return record


@cache
def _adapter() -> TypeAdapter[Record]:
    return TypeAdapter(Record)
