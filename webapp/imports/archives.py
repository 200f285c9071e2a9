"""XLSX and DOCX are ZIP archives of XML; what such a file must not do before it is opened.

Sizes are limited before anything is unpacked (a zip bomb), and every XML part is passed through a
parser that refuses document types and entities (an XML bomb, or one that fetches other files).
"""

from __future__ import annotations

import lzma
import struct
import zipfile
import zlib
from pathlib import Path
from typing import BinaryIO, Final
from xml.etree.ElementTree import Element, ParseError
from xml.sax import SAXParseException
from xml.sax.handler import ContentHandler

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring
from defusedxml.sax import parse

from .errors import ImportFault

_MOST_PARTS: Final = 5_000
_LARGEST: Final = 300_000_000  # bytes unpacked
_MOST_TIMES: Final = 250  # times that unpacking may multiply; XML of sheets comes to 20 or so
# What zipfile and the decompressors raise about a damaged or encrypted archive.
_DAMAGED: Final = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    struct.error,
    EOFError,
    LookupError,
    OSError,  # a place in the file that cannot be; the file itself is open by then
    NotImplementedError,
    RuntimeError,
    ValueError,
)
_SMALL: Final = 1_000_000  # bytes below which it may multiply as it likes


def check_archive(file: Path) -> None:
    """Refuse a file that is no archive, or one that is made to do harm.

    Raises
    ------
    ImportFault
        With the reason.
    OSError
        It is not there, or may not be read.
    """
    with file.open("rb") as opened:
        _check(opened, file)


def xml_of(archive: zipfile.ZipFile, part: str) -> Element:
    """A part of an archive that was checked.

    Raises
    ------
    ImportFault
        Its names are not those of a document, which the check does not look at.
    """
    try:
        root: Element = fromstring(archive.read(part), forbid_dtd=True)
    except ParseError as error:
        raise ImportFault(f"{part} is damaged; save the file anew in an office program.") from error
    return root


def _check(opened: BinaryIO, file: Path) -> None:
    try:
        with zipfile.ZipFile(opened) as archive:
            parts = archive.infolist()
            unpacked = sum(part.file_size for part in parts)
            if len(parts) > _MOST_PARTS or unpacked > _LARGEST:
                raise ImportFault(f"{file.name} unpacks to more than may be opened: split it.")
            packed = max(1, file.stat().st_size)
            if unpacked > _SMALL and unpacked / packed > _MOST_TIMES:
                raise ImportFault(
                    f"{file.name} unpacks to more than {_MOST_TIMES} times its size, as files "
                    "made to do harm do; it was not opened."
                )
            for part in parts:
                if part.filename.lower().endswith((".xml", ".rels", ".vml")):
                    with archive.open(part) as stream:
                        parse(stream, ContentHandler(), forbid_dtd=True)
    except DefusedXmlException as error:
        raise ImportFault(
            f"{file.name} holds a document type or entities, which no office program writes; it "
            "was not opened."
        ) from error
    except (*_DAMAGED, SAXParseException) as error:
        raise ImportFault(
            f"{file.name} is damaged, encrypted, or not what its name says; open it in an office "
            "program and save it anew."
        ) from error
