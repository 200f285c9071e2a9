"""Rows of a table into lines: which column holds the note, which its id, and what is wrong."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

from ..lines import Line, bad
from .errors import ImportFault


@dataclass(frozen=True, slots=True)
class Row:
    """One row as it was found: its `cells`, or the kind of `PROBLEMS` that it has.

    `number` counts from 1, the heading included, as spreadsheets count; `end` is how far the file
    was read for it. `encodings` are those in which cells were that are not in UTF-8.
    """

    number: int
    end: int
    cells: tuple[str, ...] = ()
    problem: str | None = None
    encoding: str | None = None


@dataclass(frozen=True, slots=True)
class Columns:
    """The headings of a table, and the places of note, id and date of deletion among them."""

    headings: tuple[str, ...]
    text: int
    id: int | None
    deleted: int | None


def columns_of(heading: Row, text: str | None, key: str | None) -> Columns:
    """Find the columns by the names given, or else by their usual names.

    Raises
    ------
    ImportFault
        No column, or more than one, has the name.
    """
    if heading.problem or not any(cell.strip() for cell in heading.cells):
        raise ImportFault("The first row has to hold the headings of the columns; it does not.")
    cells = heading.cells
    found = _named(cells, text, "--text-column") if text else _usual(cells, "text")
    if found is None:
        raise ImportFault(
            f"No column is known to hold notes; the headings are {_list(cells)}. "
            "Name the one with --text-column."
        )
    number = _named(cells, key, "--id-column") if key else _usual(cells, "id")
    return Columns(cells, found, number, _usual(cells, "deleted"))


def lines_of(rows: Iterator[Row], columns: Columns) -> Iterator[Line]:
    """The lines of the rows below the heading; blank rows at the very end are none."""
    blanks: list[Line] = []
    for row in rows:
        if not row.problem and not any(cell.strip() for cell in row.cells):
            blanks.append(bad(row.number, row.end, "blank", row="Row"))
            continue
        yield from blanks
        blanks.clear()
        yield _line(row, columns)


def _line(row: Row, columns: Columns) -> Line:
    number, end = row.number, row.end
    if row.problem:
        return bad(number, end, row.problem, row="Row")
    if len(row.cells) != len(columns.headings):
        return bad(number, end, "wrong_width", row="Row")
    key = row.cells[columns.id] if columns.id is not None else None
    if columns.deleted is not None and row.cells[columns.deleted].strip():
        return bad(number, end, "deleted", key, row="Row")
    text = row.cells[columns.text]
    return Line(number, end, key or None, text, row="Row", encoding=row.encoding)


def _usual(headings: Sequence[str], what: str) -> int | None:
    plain = [_plain(heading) for heading in headings]
    return next((plain.index(name) for name in _names()[what] if name in plain), None)


def _named(headings: Sequence[str], name: str, option: str) -> int:
    places = [i for i, heading in enumerate(headings) if heading.strip() == name.strip()]
    places = places or [i for i, heading in enumerate(headings) if _plain(heading) == _plain(name)]
    if len(places) != 1:
        how_many = "no column is" if not places else "several columns are"
        raise ImportFault(
            f"{option}: {how_many} called {name!r}; the headings are {_list(headings)}."
        )
    return places[0]


def _plain(heading: str) -> str:
    return re.sub(r"[\W_]+", "", heading).lower()


def _list(headings: Sequence[str]) -> str:
    # What should be a heading may be the words of a note, where the headings were left out.
    return ", ".join(h.strip() if len(h) <= 40 else "(a long one)" for h in headings if h.strip())


@cache
def _names() -> dict[str, Any]:
    file = resources.files(__package__) / "columns.json"
    names: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    return names
