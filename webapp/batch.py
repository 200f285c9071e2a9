"""Many notes at once: line N of the output answers line N of the input, and a run can go on.

The output is only ever appended to. A run that was interrupted goes on behind the last complete
line, after checking that every line already there answers the same line of the same input.
"""

from __future__ import annotations

import json
import os
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from time import monotonic
from typing import Any, BinaryIO, Final

from .answers import Answer, error
from .imports import AS_FOUND, Choice, ImportFault, open_notes
from .lines import PROBLEMS, Line
from .private_file import private, settle
from .workers import Group, Workers

# Every line that this module writes begins so; a file that does not is somebody else's.
_BEGINNING: Final = b'{"schema": "formulation/1", "id": '
_TOGETHER: Final = 16  # notes that are read, and at worst lost by a stop, together
_SETTLED: Final = 1.0  # seconds after which groups are seen to the disk; each alone would cost more


class BatchError(Exception):
    """The run cannot begin or go on; the message says why and what to do."""


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a run is, or how it ended.

    `lines` counts all answered lines, `earlier` those of an earlier run among them, `bad` those
    that hold an error, `recoded` those that were not in UTF-8, `left_out` those whose document
    holds more than its text; `offset` is how far the input is done with, as `Line.end` counts.
    """

    lines: int = 0
    earlier: int = 0
    bad: int = 0
    recoded: int = 0
    left_out: int = 0
    offset: int = 0


def run(
    source: Path,
    target: Path,
    workers: Workers,
    *,
    choice: Choice = AS_FOUND,
    again: bool = False,
    tell: Callable[[Progress], None] = lambda progress: None,
) -> Progress:
    """Answer every line of `source` in `target`, going on where an earlier run stopped.

    Memory does not grow with the input. `tell` is called after each line. `again` starts over
    instead of going on.

    Raises
    ------
    BatchError
        A file cannot be read, or `target` was not written from `source` by this version.
    InferenceError, WorkersError
        From `workers`.
    """
    try:
        with open_notes(source, choice) as notes, _opened(target) as answers:
            if os.path.samestat(source.stat(), os.fstat(answers.fileno())):
                raise BatchError("The input and the output are the same file.")
            settle(target.parent)  # a power cut must not take the name of what is on the disk
            return _Run(notes.lines, answers, target).carry_out(workers, tell, again=again)
    except ImportFault as error:
        raise BatchError(str(error)) from error
    except OSError as error:
        raise BatchError(f"{error.filename or target}: {error.strerror or error}.") from error


def _opened(target: Path) -> BinaryIO:
    # The answers quote the notes: a new file is for its owner alone. Path.open has no opener.
    return open(target, "a+b", opener=private)


class _Run:
    def __init__(self, lines: Iterator[Line], answers: BinaryIO, target: Path) -> None:
        self.lines = lines
        self.answers = answers
        self.target = target
        self.progress = Progress()
        self.provenance: Any = None

    def carry_out(
        self, workers: Workers, tell: Callable[[Progress], None], *, again: bool
    ) -> Progress:
        self.answers.seek(0)
        end = 0
        for number, raw in enumerate(self.answers, 1):
            self._must_be_ours(number, raw)
            # A last line without its break is what a run leaves that was stopped while writing.
            if again or not raw.endswith(b"\n"):
                break
            self._keep(number, raw)
            end += len(raw)
        self.answers.truncate(end)
        settled = monotonic()
        for line, answer in self._answered_by(workers):
            self._must_be_of_one_version(answer.provenance)
            self.answers.write(answer.raw)
            self.answers.flush()
            self._count(line, bad=answer.bad)
            tell(self.progress)
            whole = (self.progress.lines - self.progress.earlier) % _TOGETHER == 0
            if whole and monotonic() - settled >= _SETTLED:
                os.fsync(self.answers.fileno())
                settled = monotonic()
        os.fsync(self.answers.fileno())  # what is told as answered outlives a power cut
        return self.progress

    def _answered_by(self, workers: Workers) -> Iterator[tuple[Line, Answer]]:
        """The lines that are left, each with its answer; lines are kept until theirs has come."""
        waiting: deque[Line] = deque()

        def groups() -> Iterator[Group]:
            while group := list(islice(self.lines, _TOGETHER)):
                waiting.extend(group)
                yield group

        for answer in workers(groups()):
            yield waiting.popleft(), answer

    def _must_be_ours(self, number: int, raw: bytes) -> None:
        if not _BEGINNING.startswith(raw[: len(_BEGINNING)]):
            raise BatchError(
                f"{self.target} holds something else in line {number}, which would be lost. "
                "Choose another output file."
            )

    def _keep(self, number: int, raw: bytes) -> None:
        try:
            answer = json.loads(raw)
        except ValueError as error:
            raise BatchError(f"Line {number} of {self.target} is damaged. {_AGAIN}") from error
        line = next(self.lines, None)
        if line is None or not _answers(line, answer):
            raise BatchError(
                f"Line {number} of {self.target} does not answer line {number} of the input: it "
                f"was written from another input, or the input has changed. {_AGAIN}"
            )
        self.provenance = answer.get("provenance", self.provenance)
        self._count(line, bad="error" in answer, earlier=1)

    def _must_be_of_one_version(self, made_by: dict[str, Any] | None) -> None:
        if made_by and self.provenance and made_by != self.provenance:
            raise BatchError(
                f"{self.target} was begun by another version of Middle Ground or of its "
                f"artefacts, and formulations of two versions do not belong together. {_AGAIN}"
            )
        self.provenance = made_by or self.provenance

    def _count(self, line: Line, *, bad: bool, earlier: int = 0) -> None:
        done = self.progress
        self.progress = Progress(
            lines=done.lines + 1,
            earlier=done.earlier + earlier,
            bad=done.bad + bad,
            recoded=done.recoded + (line.encoding is not None),
            left_out=done.left_out + bool(line.left_out),
            offset=line.end,
        )


_AGAIN: Final = "Start over with --again, or choose another output file."


def _answers(line: Line, answer: dict[str, Any]) -> bool:
    """Whether `answer` was written for `line`: same id, same fault, and quotes that are in it."""
    if line.problem:
        return answer == error(line, line.problem.kind, line.problem.message)
    if json.dumps(answer["id"]) != json.dumps(line.id):  # 1, 1.0 and true are three ids
        return False
    if "error" in answer:
        return answer["error"]["kind"] not in PROBLEMS
    return all(line.text[q["start"] : q["end"]] == q["text"] for q in _quotes(answer))


def _quotes(part: Any) -> Iterator[dict[str, Any]]:
    if isinstance(part, list):
        for item in part:
            yield from _quotes(item)
    elif isinstance(part, dict):
        if part.keys() == {"start", "end", "text"}:
            yield part
        for value in part.values():
            yield from _quotes(value)
