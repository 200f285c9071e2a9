"""Files that only their owner may read; those that are put in place are there whole or not."""

from __future__ import annotations

import errno
import os
import secrets
from contextlib import suppress
from pathlib import Path
from typing import Final

_PRIVATE: Final = 0o600
_NO_WAIT: Final = (errno.EINVAL, errno.ENOTSUP)


def private(path: str, flags: int) -> int:
    """What `open` takes as its `opener`, for a file that only its owner may read.

    One that is there already keeps its mode.
    """
    return os.open(path, flags, _PRIVATE)


def put(path: Path, content: str, *, settled: bool = True) -> None:
    """Write `content` to `path`, in the place of what is there.

    With `settled` it is on the disk when this returns, name and all, and not only on its way.

    Raises
    ------
    OSError
        It cannot be written; what was there is still there.
    """
    beside = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    try:
        with open(beside, "x", encoding="utf-8", opener=private) as file:
            file.write(content)
            file.flush()
            if settled:
                os.fsync(file.fileno())
        beside.replace(path)
        if settled:
            settle(path.parent)
    except OSError:
        with suppress(OSError):
            beside.unlink(missing_ok=True)
        raise


def settle(folder: Path) -> None:
    """See the names in `folder` to the disk, where that can be waited for.

    Windows opens no folders and needs no such wait; some network drives know none, and a folder
    may be written to and not read.

    Raises
    ------
    OSError
        The disk takes nothing any more.
    """
    if os.name != "posix":
        return
    try:
        handle = os.open(folder, os.O_RDONLY)
    except PermissionError:
        return
    try:
        os.fsync(handle)
    except OSError as error:
        if error.errno not in _NO_WAIT:
            raise
    finally:
        os.close(handle)
