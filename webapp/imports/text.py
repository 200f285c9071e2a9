"""Bytes into text: UTF-8, or another encoding that is recognised or named, or no text at all."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterable
from itertools import chain
from typing import Final

from charset_normalizer import from_bytes

from .errors import ImportFault

# What English notes are in when they are not in UTF-8; more candidates only make more mistakes.
_OTHERS: Final = ["cp1252", "mac_roman"]
_SAMPLE: Final = 65_536

_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


# Two letters of ASCII as UTF-16 has them; no other encoding of text has zero bytes there.
_UNMARKED: Final = (
    (re.compile(rb"[\t-~]\0[\t-~]\0"), "utf-16-le"),
    (re.compile(rb"\0[\t-~]\0[\t-~]"), "utf-16-be"),
)


def marked(beginning: bytes) -> str | None:
    """The encoding that the first four bytes of a file tell: by their mark, or as only UTF-16 can.

    None where they tell of none.
    """
    told = (name for mark, name in _MARKS if beginning.startswith(mark))
    looks = (name for shape, name in _UNMARKED if shape.match(beginning))
    return next(chain(told, looks), None)


def known(encoding: str) -> str:
    """`encoding` as Python calls it.

    Raises
    ------
    ImportFault
        There is none of that name, or it is none in which ASCII stands for itself.
    """
    try:
        plain = "a,'\n".encode(encoding) == b"a,'\n"
        name = codecs.lookup(encoding).name
    except (LookupError, UnicodeError) as error:
        raise ImportFault(
            f"There is no text encoding {encoding!r}; usual ones are cp1252 (Windows) and "
            "mac_roman (old Macs)."
        ) from error
    if not plain:
        raise ImportFault(
            f"Save the file as UTF-8: text in {name} is read where its first letters tell."
        )
    return name


def recognised(parts: Iterable[bytes]) -> str | None:
    """The encoding of those `parts` that are not UTF-8, looked at together; None if unclear."""
    sample = bytearray()
    for part in parts:
        if not part.isascii() and decoded(part, None) is None:
            sample += part + b"\n"
        if len(sample) >= _SAMPLE:
            break
    found = from_bytes(bytes(sample), cp_isolation=_OTHERS).best() if sample else None
    return found.encoding if found else None


def decoded(raw: bytes, other: str | None) -> tuple[str, str | None] | None:
    """The text of `raw` and, where that is not UTF-8, its encoding; None if it is neither."""
    try:
        return raw.decode("utf-8"), None
    except UnicodeDecodeError:
        pass
    try:
        return (raw.decode(other), other) if other else None
    except UnicodeDecodeError:
        return None
