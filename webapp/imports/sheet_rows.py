"""Rows of a sheet of an XLSX workbook, one at a time; formulas give their last result.

A workbook is read as one table, its first sheet that holds anything; what else is in it is told.
"""

from __future__ import annotations

import datetime
import re
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import openpyxl

from ..lines import PROBLEMS, Line, Problem
from ..presentation.words import plural
from .archives import check_archive, xml_of
from .columns import Row
from .errors import ImportFault

# Comments on cells, and text boxes: openpyxl gives neither to whoever reads row by row.
_WORDED: Final = re.compile(r"xl/(comments|drawings/drawing)[^/]*\.xml|xl/comments/.+\.xml")
# What the names of other parts begin with, and what it is called.
_BESIDE: Final = {
    "xl/media/": "pictures",
    "xl/diagrams/data": "diagrams",
    "xl/charts/chart": "charts",
    "xl/chartsheets/": "charts",
    "xl/activeX/": "form controls",
    "xl/ctrlProps/": "form controls",
    "xl/embeddings/": "embedded files",
}


@dataclass(frozen=True, slots=True)
class Workbook:
    """The `rows` of its table, the heading first, each as wide as the heading.

    `left_out` tells, a line each, what it holds beside them.
    """

    rows: Iterator[Row]
    left_out: Iterator[Line]


@contextmanager
def open_workbook(file: Path) -> Iterator[Workbook]:
    """The workbook in `file`, read as it is asked for.

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
        sheets = enumerate(book.worksheets, 1)
        first = next((sheet for _, sheet in sheets if any(_filled(sheet, file))), None)
        yield Workbook(_rows(first, file) if first else iter(()), _left_out(sheets, file))
    finally:
        book.close()


def _rows(sheet: Any, file: Path) -> Iterator[Row]:
    # What the file says of its own extent may be wrong, in both directions.
    sheet.reset_dimensions()
    number = width = 0
    try:
        for number, values in enumerate(sheet.iter_rows(values_only=True), 1):
            cells = [_text(value) for value in values]
            while cells and not cells[-1]:
                cells.pop()
            width = width or len(cells)
            yield Row(number, number, (*cells, *[""] * (width - len(cells))))
    except Exception as error:  # as above, now that the sheet itself is read
        raise ImportFault(f"{file.name} cannot be read beyond row {number}.") from error


def _filled(sheet: Any, file: Path) -> Iterator[Row]:
    return (row for row in _rows(sheet, file) if any(cell.strip() for cell in row.cells))


def _left_out(sheets: Iterator[tuple[int, Any]], file: Path) -> Iterator[Line]:
    for number, sheet in sheets:
        try:
            held = sum(1 for _ in _filled(sheet, file))
        except ImportFault:
            held = -1
        if held:
            what = plural(held, "row") if held > 0 else "damaged"
            message = f"Sheet {number} ({sheet.title!r}, {what}) {PROBLEMS['sheet']}."
            problem = Problem("sheet", message)
            yield Line(number, number, sheet.title, problem=problem, row="Sheet")
    with zipfile.ZipFile(file) as archive:
        beside = ", ".join(dict.fromkeys(_beside_cells(archive)))
    if beside:
        message = (
            f"The workbook {PROBLEMS['beside_cells']}: {beside}. Copy what belongs to a note into "
            "its cell."
        )
        yield Line(1, 1, problem=Problem("beside_cells", message), row="Workbook")


def _beside_cells(archive: zipfile.ZipFile) -> Iterator[str]:
    names = [name for name in archive.namelist() if not name.endswith("/")]
    if _has_words(archive, filter(_WORDED.fullmatch, names)):
        yield "comments or text boxes"
    for beginning, called in _BESIDE.items():
        if any(name.startswith(beginning) for name in names):
            yield called


def _has_words(archive: zipfile.ZipFile, parts: Iterator[str]) -> bool:
    roots = (xml_of(archive, part) for part in parts)
    texts = (element.text for root in roots for element in root.iterfind(".//{*}t"))
    try:
        return any(text.strip() for text in texts if text)
    except ImportFault:  # whatever it holds was not read
        return True


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime.datetime | datetime.date):
        return value.isoformat()
    # A number that a spreadsheet shows as 7 may be kept as 7.0.
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)
