"""What one would say, line by line: each line of JSON is answered by a line of JSON."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Iterator
from typing import Any, BinaryIO

from inference import Coach, InferenceError, NoteError, Utterance

from .lines import Line, read_lines


def answers(stream: BinaryIO, coach: Coach) -> Iterator[dict[str, Any]]:
    """An answer to every line of `stream`: its utterances, or what is wrong with it.

    Raises
    ------
    InferenceError
        The installation is at fault, so that every other line would meet the same.
    """
    for line in read_lines(stream):
        yield _answer(line, coach)


def as_line(answer: dict[str, Any]) -> str:
    """The answer as JSON on one line, in ASCII, so that no terminal's encoding can break it."""
    return json.dumps(answer, allow_nan=False)


def _answer(line: Line, coach: Coach) -> dict[str, Any]:
    if line.problem:
        return _error(line, line.problem.kind, line.problem.message)
    try:
        return {"id": line.id, "utterances": [plain(u) for u in coach.hear(line.text, line.client)]}
    except NoteError as error:
        return _error(line, error.kind, f"Line {line.number}: {error}")
    except InferenceError:
        raise
    except Exception as error:
        # The message of an exception may hold words of the line, so only its type is told.
        why = f"Line {line.number}: Middle Ground failed on it ({type(error).__name__})."
        return _error(line, "fault", why)


def plain(utterance: Utterance) -> dict[str, Any]:
    """An utterance as the JSON object that the command and the address give out."""
    return dataclasses.asdict(utterance)


def _error(line: Line, kind: str, message: str) -> dict[str, Any]:
    return {"id": line.id, "error": {"kind": kind, "message": message}}
