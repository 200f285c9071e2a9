"""What is put down outlives a power cut, name and all, where a disk can promise that."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest

from webapp import private_file
from webapp.private_file import settle

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
