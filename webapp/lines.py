"""Lines of a batch: `{"id": ..., "text": ...}` as JSON, each either a note or a problem."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, BinaryIO, Final, NoReturn

MAX_LINE: Final = 4 * 1024 * 1024

PROBLEMS: Final = {
    "too_long": f"is longer than {MAX_LINE} bytes",
    "blank": "is blank",
    "not_utf8": "is not valid UTF-8",
    "not_json": "is not valid JSON",
    "not_an_object": "is not a JSON object with an id and a text",
    "bad_id": "has an id that is neither text, a number, true, false nor null",
    "no_text": 'has no "text" that is a string',
    "encoding": "is in an encoding that was not recognised; save it as UTF-8, or name the encoding",
    "quotes": "has a quotation mark that is not closed, or that stands inside a field",
    "wrong_width": "has more or fewer fields than the heading",
    "deleted": "was deleted in the system that it comes from",
    "sheet": "is a further sheet and was not read; save it as a workbook of its own",
    "beside_cells": "holds more than its cells, which was not read",
    "link": "is a link to somewhere else and was not opened",
    "folder": "cannot be read; let whoever runs this read it, or take it away",
    "not_a_note": "is neither TXT nor DOCX",
    "damaged": "is damaged, too large, or not what its name says",
}

Scalar = str | int | float | bool | None


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a line holds no note; `kind` is one of `PROBLEMS`."""

    kind: str
    message: str


@dataclass(frozen=True, slots=True)
class Line:
    """One line: the note's `text` and the caller's `id`, or what is wrong.

    `number` counts from 1, `end` is how far the source is read behind the line (JSON lines and CSV:
    bytes). `client` is what the client had just said, for the coach; what is there and is no text
    is passed over. `row` is what such a line is called in its source; `encoding` is what it was
    read as where it is not in UTF-8; `left_out` names what a document holds beside its text.
    """

    number: int
    end: int
    id: Scalar = None
    text: str = ""
    problem: Problem | None = None
    client: str | None = None
    row: str = "Line"
    encoding: str | None = None
    left_out: tuple[str, ...] = ()

    @property
    def place(self) -> str:
        """How messages call it."""
        return f"{self.row} {self.number}"


def read_lines(stream: BinaryIO) -> Iterator[Line]:
    """The lines of `stream`, one at a time; blank lines at the very end are none.

    A line of more than `MAX_LINE` bytes is a problem and is skipped without being held in memory.
    """
    blanks: list[Line] = []
    number = end = 0
    while raw := stream.readline(MAX_LINE + 1):
        number += 1
        end += len(raw)
        if len(raw) > MAX_LINE and not raw.endswith(b"\n"):
            while (rest := stream.readline(MAX_LINE)) and not rest.endswith(b"\n"):
                end += len(rest)
            end += len(rest)
            line = bad(number, end, "too_long")
        elif not raw.strip():
            blanks.append(bad(number, end, "blank"))
            continue
        else:
            line = parsed(raw, number, end)
        yield from blanks
        blanks.clear()
        yield line


def parsed(raw: bytes, number: int = 1, end: int = 0) -> Line:
    """The row in `raw`, one JSON object; `number` and `end` are those of its line, if any."""
    try:
        text = raw.decode("utf-8-sig" if number == 1 else "utf-8")
    except UnicodeDecodeError:
        return bad(number, end, "not_utf8")
    try:
        row = json.loads(text, parse_constant=_refuse)
    except (ValueError, RecursionError):
        return bad(number, end, "not_json")
    if not isinstance(row, dict):
        return bad(number, end, "not_an_object")
    key = row.get("id")
    if not _is_scalar(key):
        return bad(number, end, "bad_id")
    if not isinstance(row.get("text"), str):
        return bad(number, end, "no_text", key)
    client = row.get("client")
    return Line(number, end, key, row["text"], client=client if isinstance(client, str) else None)


def _is_scalar(value: Any) -> bool:
    if isinstance(value, float):
        return math.isfinite(value)
    return value is None or isinstance(value, Scalar)


def _refuse(constant: str) -> NoReturn:
    raise ValueError(constant)  # NaN and the infinities are not JSON, though Python reads them


def bad(number: int, end: int, kind: str, key: Scalar = None, row: str = "Line") -> Line:
    """A line with a problem of a kind of `PROBLEMS`, which its message tells."""
    message = f"{row} {number} {PROBLEMS[kind]}."
    return Line(number, end, key, problem=Problem(kind, message), row=row)
