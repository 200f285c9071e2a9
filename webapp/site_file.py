"""The site's own settings in one file: TOML, one setting a key, each message with its line.

`MIDDLEGROUND_SITE`, or `middleground --site`, names the file; `deploy/site.example.toml` shows
every key. A key is the name of a row of `settings.SETTINGS` in small letters.
"""

from __future__ import annotations

import difflib
import os
import tomllib
from pathlib import Path
from typing import Any, Final

from .settings import SETTINGS

VARIABLE: Final = "MIDDLEGROUND_SITE"
LARGEST: Final = 100_000  # bytes


class SiteError(Exception):
    """The site's file or a variable cannot be used; the message says where, why and what to do."""


def settings() -> dict[str, Any]:
    """The settings of the file that the environment names, by their names; none without one.

    Raises
    ------
    SiteError
        The file cannot be read, is no TOML, or says something that is no setting.
    """
    named = os.environ.get(VARIABLE)
    return read(Path(named)) if named else {}


def read(file: Path) -> dict[str, Any]:
    """The settings of `file`, by their names; paths as seen from its folder.

    Raises
    ------
    SiteError
        As `settings`. A message never holds a value: it may be a key.
    """
    try:
        with file.open("rb") as stream:
            raw = stream.read(LARGEST + 1)
    except OSError as error:
        raise SiteError(f"{file}: {error.strerror}.") from error
    if len(raw) > LARGEST:
        raise SiteError(f"{file} is larger than {LARGEST // 1000} kB and is no file of settings.")
    return parsed(raw, file)


def parsed(raw: bytes, file: Path) -> dict[str, Any]:
    """As `read`, of the bytes that `file` holds."""
    try:
        text = raw.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        raise SiteError(f"{file}, line {line}: save it as UTF-8.") from error
    try:
        held = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise SiteError(f"{file} is not valid TOML: {error}.") from error
    except (ValueError, RecursionError) as error:  # a number of thousands of digits, nested lists
        raise SiteError(f"{file} holds a value that is no setting.") from error
    known = {setting.name.lower(): setting for setting in SETTINGS}
    found = {}
    for key, value in held.items():
        if key not in known:
            raise SiteError(f"{file}, line {_line_of(key, text)}: {_unknown(key, list(known))}")
        setting = known[key]
        if wrong := setting.wrong(value):
            place = f"{file}, line {_line_of(key, text)}"
            raise SiteError(f"{place}: {key} has to be {wrong.replace('JSON ', '')}.")
        found[setting.name] = str(file.parent / value) if setting.kind is Path else value
    return found


def _unknown(key: str, known: list[str]) -> str:
    near = difflib.get_close_matches(key, known, 1, 0.7)
    meant = f"perhaps {near[0]} is meant; " if near else ""
    return f"{key[:60]!r} is no setting; {meant}the settings are {', '.join(known)}."


def _line_of(key: str, text: str) -> int:
    """The line on which the statement begins that sets `key`.

    A file of TOML that ends behind any whole statement is TOML, too: the statement is what lies
    between the longest beginning that lacks the key and the shortest that has it.
    """
    lines, whole = text.split("\n"), 0
    for count in range(1, len(lines) + 1):
        try:
            held = tomllib.loads("\n".join(lines[:count]))
        except tomllib.TOMLDecodeError:
            continue
        if key in held:
            break
        whole = count
    return whole + 1
