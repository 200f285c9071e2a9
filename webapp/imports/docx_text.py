"""The text of a DOCX document, and the names of what it holds beside it.

python-docx gives neither footnotes nor text boxes, so the parts are read here. Page headers and
footers are told and not read: a letterhead is in each document and is nobody's note.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from xml.etree.ElementTree import Element

from .archives import check_archive, xml_of
from .errors import ImportFault

_W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_MATHS: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_FALLBACK: Final = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_TEXT: Final = {f"{_W}t", f"{_MATHS}t"}
_SIGNS: Final = {
    f"{_W}tab": "\t",
    f"{_W}ptab": "\t",
    f"{_W}br": "\n",
    f"{_W}cr": "\n",
    f"{_W}noBreakHyphen": "-",
}
# Words stand twice where they were moved in review, and in boxes, for versions that know no such.
_TWICE: Final = {f"{_W}moveFrom", _FALLBACK}

_BODY: Final = "word/document.xml"
_READ: Final = (_BODY, "word/footnotes.xml", "word/endnotes.xml")
_WORDED: Final = re.compile(r"word/(header|footer|comments)\d*\.xml")
# What the names of other parts begin with, and what it is called.
_BESIDE: Final = {
    "word/header": "a header",
    "word/footer": "a footer",
    "word/comments.xml": "comments",
    "word/media/": "pictures",
    "word/embeddings/": "embedded files",
    "word/diagrams/data": "diagrams",
    "word/charts/chart": "charts",
    "word/activeX/": "form controls",
}
# What says something within the text and is no text.
_UNREAD: Final = {
    f"{_W}sym": "symbols",
    f"{_W}checkBox": "check boxes",
    f"{_W}ddList": "choice lists",
    f"{_W}altChunk": "inserted documents",
    f"{_W}subDoc": "documents that it refers to",
}


@dataclass(frozen=True, slots=True)
class DocxText:
    """The `text` of body, footnotes and endnotes, in this order; `left_out` names what is none."""

    text: str
    left_out: tuple[str, ...]


def docx_text(path: Path) -> DocxText:
    """What `path` says.

    Raises
    ------
    ImportFault
        It is no such document, damaged, or made to do harm.
    OSError
        It is not there, or may not be read.
    """
    check_archive(path)
    with zipfile.ZipFile(path) as archive:
        names = [name for name in archive.namelist() if not name.endswith("/")]
        if _BODY not in names:
            raise ImportFault(f"{path.name} is no document that can be read: it has no text.")
        parts = {
            name: xml_of(archive, name)
            for name in names
            if name in _READ or _WORDED.fullmatch(name)
        }
    try:
        paragraphs = list(_paragraphs(parts[_BODY]))
        for name in _READ[1:]:
            # Among them are the lines that part them from the text, which hold nothing.
            paragraphs += filter(str.strip, _paragraphs(parts.get(name, Element(name))))
        return DocxText("\n".join(paragraphs), tuple(_left_out(names, parts)))
    except RecursionError as error:
        raise ImportFault(
            f"{path.name} is nested deeper than office programs write; it was not read."
        ) from error


def _left_out(names: list[str], parts: dict[str, Element]) -> Iterator[str]:
    beside = [n for n in names if n not in parts or any(map(str.strip, _paragraphs(parts[n])))]
    for beginning, called in _BESIDE.items():
        if any(name.startswith(beginning) for name in beside):
            yield called
    for tag, called in _UNREAD.items():
        if any(next(parts[name].iter(tag), None) is not None for name in _READ if name in parts):
            yield called


def _paragraphs(element: Element) -> Iterator[str]:
    """The text of all paragraphs in order: in tables and boxes, too, and as changed in review.

    Words that a tracked change has taken out are in `delText` and stay out.
    """
    for child in element:
        if child.tag == f"{_W}p":
            yield "".join(_words(child))
            for box in _boxes(child):
                yield from _paragraphs(box)
        elif child.tag not in _TWICE:
            yield from _paragraphs(child)


def _boxes(element: Element) -> Iterator[Element]:
    for child in element:
        if child.tag == f"{_W}txbxContent":
            yield child
        elif child.tag not in _TWICE:
            yield from _boxes(child)


def _words(element: Element) -> Iterator[str]:
    for child in element:
        if child.tag in _TEXT:
            yield child.text or ""
        elif child.tag in _SIGNS:
            yield _SIGNS[child.tag]
        elif child.tag not in (f"{_W}txbxContent", f"{_W}pPr", *_TWICE):
            yield from _words(child)
