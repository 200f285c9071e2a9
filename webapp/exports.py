"""Formulations as a table in CSV, JSON lines or Parquet, written in constant memory."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any, BinaryIO, Final

from .flat import COLUMNS, Cell, flat
from .private_file import private

_TOGETHER: Final = 1_000  # rows of one group in a Parquet file

# What makes spreadsheets take the text of a cell for a formula, which could act when opened.
_FORMULA: Final = ("=", "+", "-", "@", "\uff1d", "\uff0b", "\uff0d", "\uff20")


class ExportError(Exception):
    """The table cannot be made; the message says why and what to do."""


def export_table(source: Path, target: Path) -> int:
    """Write the formulations of `source` (JSON lines) as a table to `target`; how many rows.

    The kind of `target` is told by its name; a file that is there is not written over.

    Raises
    ------
    ExportError
        A file cannot be opened, a line of `source` is none of formulation/1, or `target` is of a
        kind that is not known.
    """
    write = _WRITERS.get(target.suffix.lower())
    if write is None:
        raise ExportError(f"{target.name}: name it .csv, .jsonl or .parquet.")
    try:
        with source.open("rb") as answers:
            rows = _Counted(_rows(answers, source))
            with open(target, "xb", opener=private) as file:
                try:
                    write(rows, file)
                except BaseException:
                    target.unlink()  # half a table looks like a whole one
                    raise
    except FileExistsError as error:
        raise ExportError(f"{target} is there already; choose another name.") from error
    except OSError as error:
        raise ExportError(f"{error.filename or target}: {error.strerror or error}.") from error
    return rows.count


class _Counted:
    def __init__(self, rows: Iterator[dict[str, Cell]]) -> None:
        self._rows, self.count = rows, 0

    def __iter__(self) -> Iterator[dict[str, Cell]]:
        for row in self._rows:
            self.count += 1
            yield row


def _rows(answers: BinaryIO, source: Path) -> Iterator[dict[str, Cell]]:
    for number, raw in enumerate(answers, 1):
        try:
            answer = json.loads(raw)
            if answer["schema"] != "formulation/1":
                raise ValueError("another schema")
            yield flat(answer)
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise ExportError(
                f"Line {number} of {source} is no formulation that batch has written, or the run "
                "was stopped while writing it; the same batch command finishes it."
            ) from error


def harmless(text: str) -> str:
    """`text` as a cell that no spreadsheet takes for a formula.

    >>> harmless("=HYPERLINK(1)"), harmless("n-7")
    ("'=HYPERLINK(1)", 'n-7')
    """
    seen = text.lstrip(" ")
    # What does not print may be dropped by a spreadsheet, and a formula stand behind it.
    acts = seen.startswith(_FORMULA) or not seen[:1].isprintable()
    return f"'{text}" if acts else text


def _csv(rows: Iterable[dict[str, Cell]], file: BinaryIO) -> None:
    # The mark at the beginning is how Excel knows UTF-8.
    with io.TextIOWrapper(file, "utf-8-sig", errors="replace", newline="") as text:
        writer = csv.writer(text)
        writer.writerow(COLUMNS)
        for row in rows:
            writer.writerow([_cell(row[name]) for name in COLUMNS])


def _cell(value: Cell) -> str | float:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        value = "; ".join(value)
    return harmless(value) if isinstance(value, str) else "" if value is None else value


def _jsonl(rows: Iterable[dict[str, Cell]], file: BinaryIO) -> None:
    for row in rows:
        file.write(json.dumps(row, allow_nan=False).encode("ascii") + b"\n")


def _parquet(rows: Iterable[dict[str, Cell]], file: BinaryIO) -> None:
    try:
        import pyarrow
        import pyarrow.parquet
    except ImportError as error:
        raise ExportError(
            "Parquet needs one package more: pip install 'middleground[parquet]'."
        ) from error
    kinds = {
        "text": pyarrow.string(),
        "texts": pyarrow.list_(pyarrow.string()),
        "number": pyarrow.float64(),
        "yes or no": pyarrow.bool_(),
    }
    schema = pyarrow.schema([(name, kinds[kind]) for name, kind in COLUMNS.items()])
    waiting = iter(rows)
    with pyarrow.parquet.ParquetWriter(file, schema) as writer:
        while group := list(islice(waiting, _TOGETHER)):
            writer.write_table(pyarrow.Table.from_pylist(_writable(group), schema=schema))


def _writable(rows: list[dict[str, Cell]]) -> list[dict[str, Any]]:
    """Ids are the caller's and may hold half a character, which Arrow's text cannot."""
    for row in rows:
        if isinstance(key := row["id"], str):
            row["id"] = key.encode("utf-8", "replace").decode("utf-8")
    return rows


_WRITERS: Final[dict[str, Callable[[Iterable[dict[str, Cell]], BinaryIO], None]]] = {
    ".csv": _csv,
    ".jsonl": _jsonl,
    ".parquet": _parquet,
}
