"""Whether the files and folders that the settings name can be read, and written to."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

from flask import Flask

from ..api.tokens import TokenError, TokenFile
from ..drift.counters import CountersError, by_day
from ..practice import shelf
from ..practice.loading import PackError
from .finding import Finding
from .site import held

_LEAST: Final = 1_000_000  # bytes; with less, what is written next does not fit or the one after


def files() -> Iterator[Finding]:
    """Look at what the settings name; nothing stands there afterwards that did not before."""
    config = held() or {}
    for setting, look in _LOOKS.items():
        if named := config.get(setting):
            yield look(setting.lower(), Path(named))


def wrong_of_new(file: Path, *, with_folder: bool = False) -> str | None:
    """Why `file` cannot be made, or put in the place of another; None where it can.

    `with_folder` is for what makes its folders, too.
    """
    folder = file.parent
    try:
        if with_folder:
            # Not even the last is there on a drive that Windows lacks, which the attempt tells.
            folder = next((each for each in file.parents if each.exists()), Path(file.anchor))
        # Really made, since only that tells of disks and rights; it stays nowhere.
        with tempfile.TemporaryFile(dir=folder):
            return full(folder)
    except OSError as error:
        return f"{folder}: {error.strerror}"


def full(folder: Path) -> str | None:
    """That the disk under `folder` has no room; None where it has.

    Raises
    ------
    OSError
        It cannot be asked.
    """
    room = shutil.disk_usage(folder)  # of no size at all is what is no disk, such as /proc
    return f"{folder}: the disk is full" if room.total and room.free < _LEAST else None


def _tokens(what: str, file: Path) -> Finding:
    try:
        count = len(TokenFile(file).tokens())
    except TokenError as error:
        return Finding(what, f"{file} cannot be used", str(error))
    if count:
        return Finding(what, f"{count} in {file}")
    mend = "If programs are to use the API, make some: middleground tokens add NAME"
    return Finding(what, f"none in {file}", mend, grave=False)


def _packs(what: str, folder: Path) -> Finding:
    app = Flask(__name__)  # that the shelf is set up for, as for the page's
    app.config["PRACTICE_PACKS"] = folder
    try:
        if not folder.is_dir():
            mend = f"Make it, or let {what} name another."
            return Finding(what, f"there is no folder {folder}", mend)
        shelf.install(app, None, None)
    except PackError as error:
        return Finding(what, f"{folder} holds one that cannot be used", str(error))
    except OSError as error:
        return _unreadable(what, Path(error.filename or folder), error)
    return Finding(what, f"those in {folder} can be used")


def _appended(what: str, file: Path) -> Finding:
    try:
        if file.exists():
            file.open("r+b").close()
            wrong = full(file.parent)
        else:
            wrong = wrong_of_new(file)
    except OSError as error:
        wrong = f"{file}: {error.strerror}"
    return _written(what, file, wrong)


def _counted(what: str, file: Path) -> Finding:
    try:
        by_day(file)
        wrong = wrong_of_new(file)
    except CountersError as error:
        return Finding(what, f"{file} cannot be used", str(error))
    except OSError as error:
        wrong = f"{file}: {error.strerror}"
    return _written(what, file, wrong)


def _unreadable(what: str, path: Path, error: OSError) -> Finding:
    mend = f"Let whoever runs Middle Ground read it, or let {what} name another."
    return Finding(what, f"{path} cannot be read: {error.strerror}", mend)


def _written(what: str, file: Path, wrong: str | None) -> Finding:
    if wrong is None:
        return Finding(what, f"{file} can be written")
    mend = (
        f"Let whoever runs Middle Ground write there, with room, or let {what} name another file."
    )
    return Finding(what, f"{file} cannot be written: {wrong}", mend)


_LOOKS: Final[dict[str, Callable[[str, Path], Finding]]] = {
    "API_TOKENS": _tokens,
    "PRACTICE_PACKS": _packs,
    "REPORTS": _appended,
    "API_FEEDBACK": _appended,
    "DRIFT": _counted,
}
