"""Back-ups: one archive with every row, still sealed, that either kind of database can take back.

The archive holds no keys. Its manifest counts and hashes every part and is signed with a key of the
keyring, so that a changed, cut or foreign archive is refused before a row of it is looked at.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import os
import zipfile
import zlib
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import IO, Any, Final

from sqlalchemy import Connection, Table, delete, func, insert, select

from . import audit
from .database import Records
from .errors import Refused
from .tables import audit as audit_table
from .tables import audit_end, cases, marker, metadata, people, sign_ins
from .times import stamp
from .upgrade import revision

FORMAT: Final = "backup/1"
_MANIFEST: Final = "manifest.json"
_SIGNATURE: Final = "manifest.signature"
_LARGEST_MANIFEST: Final = 100_000  # bytes
_ROWS_AT_ONCE: Final = 500


def back_up(records: Records, now: datetime, by: str, file: Path) -> int:
    """Write all rows, as they are at one moment, to `file`; how many.

    Raises
    ------
    Refused
        The file exists already, or cannot be written.
    """
    beside = file.with_name(f".{file.name}.unfinished")
    try:
        if file.exists():
            raise Refused(f"{file} exists; a back-up does not overwrite another.")
        # One writer's turn, so that no row changes while the others are written.
        with records.writing() as connection:
            audit.write(records, connection, now, by, "backed_up")
            beside.unlink(missing_ok=True)
            handle = os.open(beside, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(handle, "w+b") as out:
                parts = _archived(records, connection, now, out)
                out.flush()
                os.fsync(out.fileno())
        beside.rename(file)
    except OSError as error:
        raise Refused(f"{file} cannot be written: {error.strerror}.") from None
    finally:
        beside.unlink(missing_ok=True)
    return sum(part["rows"] for part in parts.values())


def restore(records: Records, now: datetime, by: str, file: Path) -> int:
    """Put the rows of a back-up into records that are empty still; how many.

    Raises
    ------
    Refused
        The file is no back-up, was changed, belongs to other keys or another version, or there
        are records already. Nothing was changed.
    KeyringError
        Its keys were forgotten since. Nothing was changed.
    """
    try:
        with zipfile.ZipFile(file) as archive:
            parts = _manifest(records, archive)
            with records.writing() as connection:
                _see_that_empty(connection)
                connection.execute(delete(audit_end))
                connection.execute(delete(marker))
                for table in metadata.sorted_tables:
                    _put_back(connection, table, archive, parts[table.name])
                for row in connection.execute(select(marker)):
                    records.open(row.id, row.sealed)
                # Who was signed in then may have signed out since.
                connection.execute(delete(sign_ins))
                audit.write(records, connection, now, by, "restored")
    except OSError as error:
        raise Refused(f"{file} cannot be read: {error.strerror}.") from None
    except (zipfile.BadZipFile, zlib.error, KeyError, EOFError, ValueError, NotImplementedError):
        raise Refused(f"{file} is no back-up of Middle Ground, or is damaged.") from None
    return sum(part["rows"] for part in parts.values())


def _archived(
    records: Records, connection: Connection, now: datetime, out: IO[bytes]
) -> dict[str, dict[str, Any]]:
    parts = {}
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for table in metadata.sorted_tables:
            with archive.open(f"{table.name}.jsonl", "w", force_zip64=True) as part:
                parts[table.name] = _written(connection, table, part)
        about = {"format": FORMAT, "made": stamp(now), "revision": revision(), "parts": parts}
        manifest = json.dumps(about, indent=1)
        archive.writestr(_MANIFEST, manifest)
        archive.writestr(_SIGNATURE, records.keys.link(FORMAT, manifest))
    return parts


def _written(connection: Connection, table: Table, part: IO[bytes]) -> dict[str, Any]:
    rows, size, digest = 0, 0, hashlib.sha256()
    for row in connection.execute(select(table)):
        line = json.dumps(dict(row._mapping), ensure_ascii=False).encode() + b"\n"
        part.write(line)
        digest.update(line)
        rows, size = rows + 1, size + len(line)
    return {"rows": rows, "bytes": size, "sha256": digest.hexdigest()}


def _manifest(records: Records, archive: zipfile.ZipFile) -> dict[str, dict[str, Any]]:
    manifest = _small(archive, _MANIFEST)
    signature = _small(archive, _SIGNATURE)
    if not hmac.compare_digest(signature.encode(), records.keys.link(FORMAT, manifest).encode()):
        raise Refused(
            "This back-up was changed, or was made with other keys. Put the file of keys that "
            "belongs to it in its place first."
        )
    data = json.loads(manifest)
    if data["revision"] != revision():
        raise Refused(
            f"This back-up is of version {data['revision']} of the tables; this is version "
            f"{revision()}. Restore it with the Middle Ground that made it, and update after."
        )
    parts: dict[str, dict[str, Any]] = data["parts"]
    return parts


def _small(archive: zipfile.ZipFile, name: str) -> str:
    with archive.open(name) as part:
        content = part.read(_LARGEST_MANIFEST + 1)
    if len(content) > _LARGEST_MANIFEST:
        raise ValueError(name)
    return content.decode()


def _see_that_empty(connection: Connection) -> None:
    for table in (people, cases, audit_table):
        if connection.execute(select(func.count()).select_from(table)).scalar():
            raise Refused(
                "There are records here already. Restore into an empty place: name another "
                "database, or move the data folder aside."
            )


def _put_back(
    connection: Connection, table: Table, archive: zipfile.ZipFile, said: dict[str, Any]
) -> None:
    rows: list[dict[str, Any]] = []
    digest = hashlib.sha256()
    with archive.open(f"{table.name}.jsonl") as part:
        for line in _lines(part, said["bytes"]):
            digest.update(line)
            rows.append(json.loads(line))
            if len(rows) == _ROWS_AT_ONCE:
                connection.execute(insert(table), rows)
                rows = []
    if rows:
        connection.execute(insert(table), rows)
    if digest.hexdigest() != said["sha256"]:
        raise Refused("This back-up was changed after it was made.")


def _lines(part: IO[bytes], size: int) -> Iterator[bytes]:
    """The lines of a part, which may unpack to what the signed manifest says and no more."""
    left = size
    while line := part.readline(left + 1):
        left -= len(line)
        if left < 0:
            raise Refused("This back-up was changed after it was made.")
        yield line
