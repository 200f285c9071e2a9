"""Whether the records that the settings name can be opened, with their keys."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from ..records.errors import KeyringError, RecordsError
from ..records.looking import look
from ..records.place import only_here, place
from .finding import Finding
from .named import full, wrong_of_new
from .site import held

_ROOM: Final = "Let whoever runs Middle Ground make files there, or set {} to another place."


def records() -> Iterator[Finding]:
    """Look where `serve` would open records; nothing is made, brought up to date or changed.

    Where nobody has set how they are kept, `serve` starts without them, too.
    """
    if (config := held(RECORDS=None)) is None:
        return
    asked = config["RECORDS"] is not None
    if not asked:
        config["RECORDS"] = "own" if only_here(config) else "off"
    try:
        where = place(config)
    except RecordsError as error:
        yield Finding("Records", "a setting of them cannot be", str(error))
        return
    if where.mode == "off":
        yield Finding("Records", "off: nothing can be kept")
        return
    try:
        seen = look(where.database, where.keys)
    except RecordsError as error:
        what = "Keys" if isinstance(error, KeyringError) else "Records"
        yield Finding(what, "the records cannot be opened", str(error), grave=asked)
        return
    # Not the address of a database: a password may stand in it.
    whose = f"{where.mode}, in {seen.file or 'a database'}"
    if seen.there and seen.file and (wrong := full(seen.file.parent)):
        yield Finding("Records", f"{whose}; {wrong}", "Make room on it.", grave=asked)
    elif seen.there:
        older = "" if seen.current else "; older tables, which the next start brings up to date"
        yield Finding("Records", f"{whose}{older}")
    elif seen.file and (wrong := wrong_of_new(seen.file, with_folder=True)):
        mend = _ROOM.format("RECORDS_DATABASE")
        yield Finding("Records", f"{whose}, cannot begin: {wrong}", mend, grave=asked)
    else:
        yield Finding("Records", f"{whose}; none yet")
    if seen.keyed:
        yield Finding("Keys", f"{where.keys}{' opens the records' if seen.there else ''}")
    elif wrong := wrong_of_new(where.keys, with_folder=True):
        mend = _ROOM.format("RECORDS_KEYS")
        yield Finding("Keys", f"{where.keys} cannot be made: {wrong}", mend, grave=asked)
    else:
        yield Finding("Keys", f"{where.keys} is made when the records begin")
