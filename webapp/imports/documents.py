"""Notes that are files of their own: TXT and DOCX, alone or in a folder."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Final
from xml.etree.ElementTree import Element

from defusedxml.ElementTree import fromstring

from ..lines import MAX_LINE, Line, bad
from .archives import check_archive
from .errors import ImportFault
from .text import decoded, known, marked, recognised

KINDS: Final = (".txt", ".docx")
_LARGEST_DOCX: Final = 20_000_000
_W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_FALLBACK: Final = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"


def files_in(source: Path) -> list[Path]:
    """The files of a folder in the order of their names; hidden files and locks are none."""
    found = [path for path in source.iterdir() if not path.is_dir() or path.is_symlink()]
    return sorted(path for path in found if path.name[0] not in ".~")


def documents(files: list[Path], encoding: str | None) -> Iterator[Line]:
    """One line for each file, its name as the id; `end` counts files.

    Raises
    ------
    ImportFault
        `encoding` is none that can be used.
    """
    other = known(encoding) if encoding else None
    for number, path in enumerate(files, 1):
        yield _document(number, path, other)


def _document(number: int, path: Path, other: str | None) -> Line:
    if path.is_symlink():
        # It may lead anywhere, and what lies there was not put into the folder.
        return bad(number, number, "link", path.name, row="File")
    if path.suffix.lower() not in KINDS:
        return bad(number, number, "not_a_note", path.name, row="File")
    try:
        found = _docx(path) if path.suffix.lower() == ".docx" else _txt(path, other)
    except (OSError, ImportFault):
        return bad(number, number, "damaged", path.name, row="File")
    if isinstance(found, str):
        return bad(number, number, found, path.name, row="File")
    text, name = found
    return Line(number, number, path.name, text, row="File", encoding=name)


def _txt(path: Path, other: str | None) -> tuple[str, str | None] | str:
    """The text and its encoding, or the kind of problem."""
    with path.open("rb") as file:
        raw = file.read(MAX_LINE + 1)
    if len(raw) > MAX_LINE:
        return "too_long"
    if whole := marked(raw):
        try:
            return raw.decode(whole), None if whole == "utf-8-sig" else whole
        except UnicodeDecodeError:
            return "encoding"
    return decoded(raw, other or recognised([raw])) or "encoding"


def _docx(path: Path) -> tuple[str, str | None] | str:
    if path.stat().st_size > _LARGEST_DOCX:
        return "too_long"
    check_archive(path)
    with zipfile.ZipFile(path) as archive:
        try:
            part = archive.read("word/document.xml")
        except KeyError:
            return "damaged"
    return "\n".join(_paragraphs(fromstring(part, forbid_dtd=True))), None


def _paragraphs(element: Element) -> Iterator[str]:
    """The text of all paragraphs in order: in tables and boxes, too, and as changed in review.

    Words that a tracked change has taken out are in `delText` and stay out.
    """
    for child in element:
        if child.tag == f"{_W}p":
            yield "".join(_words(child))
            for box in child.iter(f"{_W}txbxContent"):
                yield from _paragraphs(box)
        elif child.tag != _FALLBACK:
            yield from _paragraphs(child)


def _words(element: Element) -> Iterator[str]:
    for child in element:
        if child.tag == f"{_W}t":
            yield child.text or ""
        elif child.tag == f"{_W}tab":
            yield "\t"
        elif child.tag in (f"{_W}br", f"{_W}cr"):
            yield "\n"
        elif child.tag not in (f"{_W}txbxContent", f"{_W}pPr", _FALLBACK):
            yield from _words(child)
