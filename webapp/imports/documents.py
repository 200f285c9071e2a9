"""Notes that are files of their own: TXT and DOCX, alone or in a folder."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from ..lines import MAX_LINE, PROBLEMS, Line, Problem, bad
from .docx_text import docx_text
from .errors import ImportFault
from .text import decoded, known, marked, recognised

KINDS: Final = (".txt", ".docx")
_LARGEST_DOCX: Final = 20_000_000
# Names of what nobody wrote: hidden files, and the locks of office programs.
_NONE: Final = (".", "~$")
_JUNCTION: Final = 0xA0000003  # what Windows calls IO_REPARSE_TAG_MOUNT_POINT


def files_in(source: Path) -> list[Path]:
    """The files of a folder in the order of their names, then those of each folder in it.

    Hidden files and folders and the locks of office programs are none; links are not followed. A
    folder in it that cannot be read stands for its files.

    Raises
    ------
    OSError
        `source` is not there, or may not be read.
    """
    found, waiting = _listed(source)
    while waiting:
        folder = waiting.pop()
        try:
            files, folders = _listed(folder)
        except OSError:
            found.append(folder)
        else:
            found += files
            waiting += folders
    return found


def _listed(folder: Path) -> tuple[list[Path], list[Path]]:
    """The files in `folder` by name, and its folders, the last first."""
    files: list[Path] = []
    folders: list[Path] = []
    for path in sorted(path for path in folder.iterdir() if not path.name.startswith(_NONE)):
        # A link first: what is behind it is not even asked for, since that may be forbidden.
        (files if _is_link(path) or not path.is_dir() else folders).append(path)
    return files, folders[::-1]


def documents(files: list[Path], within: Path, encoding: str | None) -> Iterator[Line]:
    """One line for each of `files_in`, its name from `within` on as the id; `end` counts them.

    Raises
    ------
    ImportFault
        `encoding` is none that can be used.
    """
    other = known(encoding) if encoding else None
    for number, path in enumerate(files, 1):
        yield _document(number, path, path.relative_to(within).as_posix(), other)


def _document(number: int, path: Path, key: str, other: str | None) -> Line:
    kind = path.suffix.lower()
    try:
        if _is_link(path):
            # It may lead anywhere, and what lies there was not put into the folder.
            return bad(number, number, "link", key, row="File")
        if path.is_dir():
            problem = Problem("folder", f"Folder {key!r} {PROBLEMS['folder']}.")
            return Line(number, number, key, problem=problem, row="Folder")
        if kind not in KINDS:
            return bad(number, number, "not_a_note", key, row="File")
        if kind == ".docx" and path.stat().st_size > _LARGEST_DOCX:
            return bad(number, number, "too_long", key, row="File")
        if kind == ".docx":
            read = docx_text(path)
            return Line(number, number, key, read.text, row="File", left_out=read.left_out)
        found = _txt(path, other)
    except (OSError, ImportFault):
        return bad(number, number, "damaged", key, row="File")
    if isinstance(found, str):
        return bad(number, number, found, key, row="File")
    text, name = found
    return Line(number, number, key, text, row="File", encoding=name)


def _is_link(path: Path) -> bool:
    # A junction of Windows leads elsewhere, too, and is no symbolic link to Python 3.11.
    return path.is_symlink() or getattr(path.lstat(), "st_reparse_tag", 0) == _JUNCTION


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
