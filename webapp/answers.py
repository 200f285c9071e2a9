"""Lines of a batch into lines of its output; the same wherever they are read."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from inference import Formulation, InferenceError, NoteError, Reader

from .lines import Line


@dataclass(frozen=True, slots=True)
class Answer:
    """One line of the output as it is written, `bad` when it holds an error.

    `provenance` is that of the formulation, None with an error.
    """

    raw: bytes
    bad: bool
    provenance: dict[str, Any] | None


def answers(group: Sequence[Line], reader: Reader) -> Iterator[Answer]:
    """Answers to the lines of `group`, in order; their notes are read together, which is faster.

    A fault in one note is told in its place and costs the others nothing.

    Raises
    ------
    InferenceError
        The installation is at fault, and every other note would meet the same.
    """
    read = iter(_read_together([line.text for line in group if not line.problem], reader))
    for line in group:
        if line.problem:
            yield _answer(error(line, line.problem.kind, line.problem.message))
        elif isinstance(found := next(read), NoteError):
            yield _answer(error(line, found.kind, f"{line.place}: {found}"))
        else:
            yield _answer({**found.to_dict(), "id": line.id})


def error(line: Line, kind: str, message: str) -> dict[str, Any]:
    """What stands in the place of a formulation that could not be made."""
    told = {"kind": kind, "message": message}
    return {"schema": "formulation/1", "id": line.id, "error": told}


def _answer(answer: dict[str, Any]) -> Answer:
    raw = json.dumps(answer, allow_nan=False).encode("ascii") + b"\n"
    return Answer(raw, "error" in answer, answer.get("provenance"))


def _read_together(notes: list[str], reader: Reader) -> list[Formulation | NoteError]:
    try:
        return list(reader.read_many(notes))
    except InferenceError:
        raise
    except Exception:
        # Find the note that is at fault: each on its own.
        return [_read_alone(note, reader) for note in notes]


def _read_alone(note: str, reader: Reader) -> Formulation | NoteError:
    try:
        return reader.read(note)
    except NoteError as error:
        return error
    except Exception as error:
        # The message of an exception may hold words of the note, so only its type is told.
        return NoteError("fault", f"Middle Ground failed on this note ({type(error).__name__}).")
