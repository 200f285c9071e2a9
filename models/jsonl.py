"""Files of one JSON value a line, read strictly, with the place of every line for messages."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, TypeVar

from inference.shapes import ShapeError, TwiceError, build, each_key_once

T = TypeVar("T")


class CorpusError(Exception):
    """Notes or splits cannot be used; each line of the message says where and what to do."""


def read_lines(path: Path) -> list[tuple[int, str]]:
    """The lines of a file that hold something, with their numbers from 1.

    Raises
    ------
    CorpusError
        The file is missing or not UTF-8.
    """
    try:
        # Not `splitlines`, which also cuts at characters that may stand inside a JSON string.
        lines = path.read_text(encoding="utf-8").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise CorpusError(f"{path}: cannot be read as UTF-8 text: {error}") from error
    return [(number, line.strip()) for number, line in enumerate(lines, 1) if line.strip()]


def build_lines(cls: type[T], path: Path) -> Iterator[tuple[str, T]]:
    """Each line as the dataclass `cls`, with the place of the line for messages.

    Raises
    ------
    CorpusError
        The file cannot be read, or a line breaks the format.
    """
    for number, line in read_lines(path):
        where = f"{path.name}:{number}"
        yield where, build_line(cls, line, where)


def build_line(cls: type[T], line: str, where: str) -> T:
    """One line as the dataclass `cls`; `where` is its place for messages.

    Raises
    ------
    CorpusError
        It breaks the format.
    """
    try:
        return build(cls, strict_json(line), where)
    except ShapeError as error:  # says where by itself
        raise CorpusError(str(error)) from error
    except ValueError as error:
        raise CorpusError(f"{where}: {error}") from error


def strict_json(text: str) -> Any:
    """JSON as usual, but a key that stands twice in one object is refused, not overwritten.

    Raises
    ------
    ValueError
        `text` is not JSON, or a key stands twice.
    """
    try:
        return json.loads(text, object_pairs_hook=each_key_once)
    except TwiceError as error:
        raise ValueError(f"{str(error)!r} stands twice in one object.") from error


def twice(values: Iterable[str]) -> list[str]:
    """The values that stand there more than once."""
    return [value for value, n in Counter(values).items() if n > 1]
