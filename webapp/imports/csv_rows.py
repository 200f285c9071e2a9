"""Rows of a CSV file, in constant memory; a row that breaks the rules costs no other row.

Fields are told apart before they are decoded, so that one row in another encoding is found, named
and, where it can be, read. That is done by reading the bytes as Latin-1, in which each byte is a
character and commas, quotation marks and line ends stand for themselves.
"""

from __future__ import annotations

import csv
from collections import deque
from collections.abc import Generator, Iterator
from io import TextIOWrapper
from typing import BinaryIO, Final

from .columns import Row
from .text import decoded, known, marked, recognised

_BYTES: Final = "latin-1"
_DELIMITERS: Final = ",;\t|"
# Characters of one row; the longest note has 20,000, and a quotation mark that is never closed
# must not swallow the file.
_LONGEST: Final = 1_000_000
_UNREADABLE: Final = "\ufffd"


def csv_rows(file: BinaryIO, encoding: str | None) -> Generator[Row, None, None]:
    """The rows of `file`, the heading first; `encoding` is that of text that is not UTF-8.

    Raises
    ------
    ImportFault
        `encoding` is none that can be used.
    """
    beginning = file.read(4)
    file.seek(0)
    whole = marked(beginning)
    if whole in (None, "utf-8-sig"):
        other = known(encoding) if encoding else recognised(file)
        file.seek(3 if whole else 0)
        text = TextIOWrapper(file, _BYTES, newline="")
        cells = _read_bytes
    else:
        other = whole
        text = TextIOWrapper(file, whole, errors="replace", newline="")
        cells = _read_text
    try:
        for number, fields in enumerate(_fields(_Feed(text)), 1):
            if fields is None:
                yield Row(number, file.tell(), problem="quotes")
            else:
                yield cells(number, file.tell(), fields, other)
    finally:
        text.detach()  # the file is the caller's to close


def _read_bytes(number: int, end: int, fields: list[str], other: str | None) -> Row:
    read = [decoded(field.encode(_BYTES), other) for field in fields]
    if None in read:
        return Row(number, end, problem="encoding")
    texts = tuple(text for text, _ in filter(None, read))
    return Row(number, end, texts, encoding=next((e for _, e in filter(None, read) if e), None))


def _read_text(number: int, end: int, fields: list[str], other: str | None) -> Row:
    if any(_UNREADABLE in field for field in fields):
        return Row(number, end, problem="encoding")
    return Row(number, end, tuple(fields), encoding=other)


class _Feed:
    """The physical lines for `csv.reader`, which can be given back when they made no row."""

    def __init__(self, text: Iterator[str]) -> None:
        self._text, self._ahead = text, deque[str]()
        self._taken: list[str] = []
        self._length = 0

    def __iter__(self) -> _Feed:
        return self

    def __next__(self) -> str:
        line = self._ahead.popleft() if self._ahead else next(self._text)
        self._taken.append(line)
        self._length += len(line)
        if self._length > _LONGEST:
            raise csv.Error("row too long")
        return line

    def done(self) -> None:
        """A row was made of what was taken."""
        self._taken.clear()
        self._length = 0

    def go_back(self) -> None:
        """No row could be made; all but the first line are taken again."""
        self._ahead.extendleft(reversed(self._taken[1:]))
        self.done()


def _fields(feed: _Feed) -> Iterator[list[str] | None]:
    """The fields of each row; None for a line whose quotation marks make no row."""
    first = next(feed, None)
    if first is None:
        return
    delimiter = max(_DELIMITERS, key=first.count)
    feed._ahead.appendleft(first)
    feed.done()
    csv.field_size_limit(_LONGEST)
    reader = csv.reader(feed, delimiter=delimiter, strict=True)
    while True:
        try:
            fields = next(reader)
        except StopIteration:
            return
        except csv.Error:
            feed.go_back()
            yield None
        else:
            feed.done()
            yield fields
