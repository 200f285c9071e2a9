"""What is put down is whole or not there, private, and outlives a power cut where a disk can."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest

from webapp import private_file
from webapp.private_file import put, settle

pytestmark = pytest.mark.skipif(os.name != "posix", reason="Windows opens no folders")


def refused(number: int) -> OSError:
    return OSError(number, os.strerror(number))


@pytest.mark.parametrize(
    ("call", "number"),
    [("open", errno.EACCES), ("fsync", errno.EINVAL), ("fsync", errno.ENOTSUP)],
)
def test_a_folder_that_knows_no_such_wait_is_no_failure(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, call: str, number: int
) -> None:
    def refuse(*_: object) -> int:
        raise refused(number)

    monkeypatch.setattr(private_file.os, call, refuse)
    settle(tmp_path)


@pytest.mark.parametrize(("call", "number"), [("open", errno.EMFILE), ("fsync", errno.EIO)])
def test_a_disk_that_fails_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, call: str, number: int
) -> None:
    def refuse(*_: object) -> int:
        raise refused(number)

    with monkeypatch.context() as patch:
        patch.setattr(private_file.os, call, refuse)
        with pytest.raises(OSError, match=os.strerror(number)):
            settle(tmp_path)


def test_a_folder_is_seen_to_the_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[tuple[int, int]] = []

    def noted(handle: int) -> None:
        seen.append((os.fstat(handle).st_dev, os.fstat(handle).st_ino))

    monkeypatch.setattr(private_file.os, "fsync", noted)
    settle(tmp_path)
    assert seen == [(tmp_path.stat().st_dev, tmp_path.stat().st_ino)]


def test_what_is_put_is_for_its_owner_alone(tmp_path: Path) -> None:
    put(tmp_path / "counts", "one")
    put(tmp_path / "counts", "two")
    assert (tmp_path / "counts").read_text() == "two"
    assert (tmp_path / "counts").stat().st_mode & 0o777 == 0o600


def test_what_cannot_be_put_leaves_all_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_: int) -> None:
        raise refused(errno.ENOSPC)

    put(tmp_path / "counts", "one")
    monkeypatch.setattr(private_file.os, "fsync", refuse)
    with pytest.raises(OSError, match=os.strerror(errno.ENOSPC)):
        put(tmp_path / "counts", "two")
    assert [(file.name, file.read_text()) for file in tmp_path.iterdir()] == [("counts", "one")]
