"""Rows of the first sheet of an XLSX workbook, one at a time; formulas give their last result."""

from __future__ import annotations

import datetime
from collections.abc import Generator, Iterator
from pathlib import Path
from typing import Any

import openpyxl

from .archives import check_archive
from .columns import Row
from .errors import ImportFault


def sheet_rows(file: Path) -> Generator[Row, None, None]:
    """The rows of `file`, the heading first, each as wide as the heading.

    Raises
    ------
    ImportFault
        It is no workbook, or one that is made to do harm.
    """
    check_archive(file)
    try:
        book = openpyxl.load_workbook(file, read_only=True, data_only=True, keep_links=False)
    except Exception as error:  # openpyxl raises whatever its parts raise
        raise ImportFault(f"{file.name} is not a workbook that can be read.") from error
    try:
        if not book.worksheets:
            raise ImportFault(f"{file.name} is not a workbook that can be read: it has no sheet.")
        yield from _rows(book.worksheets[0], file)
    finally:
        book.close()


def _rows(sheet: Any, file: Path) -> Iterator[Row]:
    # What the file says of its own extent may be wrong, in both directions.
    sheet.reset_dimensions()
    width = 0
    try:
        for number, values in enumerate(sheet.iter_rows(values_only=True), 1):
            cells = [_text(value) for value in values]
            while cells and not cells[-1]:
                cells.pop()
            width = width or len(cells)
            yield Row(number, number, (*cells, *[""] * (width - len(cells))))
    except Exception as error:  # as above, now that the sheet itself is read
        raise ImportFault(f"{file.name} cannot be read beyond row {number}.") from error


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime.datetime | datetime.date):
        return value.isoformat()
    # A number that a spreadsheet shows as 7 may be kept as 7.0.
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)
