"""Lines of JSON that are appended to a private file, each once, and read again."""

from __future__ import annotations

import contextlib
import json
import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from threading import Lock
from typing import Any, Final

from .private_file import private

_writing: Final = Lock()


def append(store: str | Path, rows: Iterable[dict[str, Any]]) -> int:
    """Append the rows that are not there yet, and see them to the disk; how many that were.

    What an earlier write left torn, by a kill or a full disk, costs no row that comes after it.

    Raises
    ------
    OSError
        The file cannot be written now.
    """
    lines = [json.dumps(row).encode("ascii") for row in rows]
    with _writing, open(store, "a+b", opener=private) as file:
        file.seek(0)
        *whole, tail = file.read().split(b"\n")
        there = {*whole, tail}
        new = [line for line in dict.fromkeys(lines) if line not in there]
        # A torn last line is ended first: the next row would be lost with it.
        file.write((b"\n" if tail else b"") + b"".join(line + b"\n" for line in new))
        file.flush()
        os.fsync(file.fileno())
    return len(new)


def kept_in(store: str | Path) -> Iterator[dict[str, Any]]:
    """What was kept, oldest first; none where there is no file, and no line that is damaged.

    Raises
    ------
    OSError
        The file is there and cannot be read.
    """
    try:
        with Path(store).open("rb") as file:
            for line in file:
                with contextlib.suppress(ValueError):
                    row = json.loads(line)
                    if isinstance(row, dict):
                        yield row
    except FileNotFoundError:
        return
