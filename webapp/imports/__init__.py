"""Notes from the files that services have: JSON lines, CSV, XLSX, TXT, DOCX, folders of them.

Whatever the file, each of its rows comes out as a `Line`: a note, or the reason why it is none. So
do each further sheet of a workbook, what else it shows beside its cells, and each folder in a
folder that cannot be read; what a document shows beside its text is named with its note. Passed
over in silence are hidden files, the locks of office programs, how something looks or is printed,
and what an office file keeps without showing it, such as macros and the store of a pivot table.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import Final

from ..lines import Line, read_lines
from .columns import Columns, Row, columns_of, lines_of
from .csv_rows import csv_rows
from .documents import KINDS, documents, files_in
from .errors import ImportFault
from .sheet_rows import open_workbook

__all__ = ["AS_FOUND", "KINDS", "Choice", "Columns", "ImportFault", "Notes", "open_notes"]


@dataclass(frozen=True, slots=True)
class Choice:
    """What the caller says of a source; what is left out is found.

    `text_column` and `id_column` are headings of a table; `encoding` is what text is read as that
    is not UTF-8.
    """

    text_column: str | None = None
    id_column: str | None = None
    encoding: str | None = None


AS_FOUND: Final = Choice()


@dataclass(frozen=True, slots=True)
class Notes:
    """The `lines` of a source, each read when it is asked for.

    `columns` is None where the source is no table.
    """

    lines: Iterator[Line]
    columns: Columns | None = None


@contextmanager
def open_notes(source: Path, choice: Choice = AS_FOUND) -> Iterator[Notes]:
    """The notes in `source`, whose kind its name tells; what has no known name is JSON lines.

    Raises
    ------
    ImportFault
        It cannot be read as notes at all: damaged, dangerous, or without a column of notes.
    OSError
        It is not there, or may not be read.
    """
    kind = source.suffix.lower()
    if source.is_dir():
        yield Notes(documents(files_in(source), source, choice.encoding))
    elif kind in KINDS:
        source.stat()
        yield Notes(documents([source], source.parent, choice.encoding))
    elif kind == ".xlsx":
        with source.open("rb"):
            pass  # says what is wrong before anything is unpacked
        with open_workbook(source) as book:
            table = _table(book.rows, choice)
            yield Notes(chain(table.lines, book.left_out), table.columns)
    elif kind in (".xls", ".doc", ".ods", ".odt", ".pdf"):
        raise ImportFault(f"{source.name}: save it as XLSX, CSV, DOCX or TXT first.")
    else:
        with source.open("rb") as file:
            if kind in (".csv", ".tsv"):
                with closing(csv_rows(file, choice.encoding)) as rows:
                    yield _table(rows, choice)
            else:
                yield Notes(read_lines(file))


def _table(rows: Iterator[Row], choice: Choice) -> Notes:
    heading = next(rows, None)
    if heading is None:
        raise ImportFault("The file is empty.")
    columns = columns_of(heading, choice.text_column, choice.id_column)
    return Notes(lines_of(rows, columns), columns)
