"""Lines that are appended: each once, and whole whatever a kill or a full disk left before them."""

from __future__ import annotations

from pathlib import Path

import pytest

from webapp.kept_lines import append, kept_in

ONE, TWO = {"id": 1}, {"id": 2}


@pytest.mark.parametrize(
    ("there", "new", "kept"),
    [
        (b"", 1, [TWO]),
        (b'{"id": 1}\n', 1, [ONE, TWO]),
        (b'{"id": 2}\n', 0, [TWO]),
        (b'{"id": 1}\n{"id"', 1, [ONE, TWO]),  # torn in the middle of a row
        (b'{"id": 1}', 1, [ONE, TWO]),  # torn before its end of line
        (b'{"id": 2}', 0, [TWO]),  # the same, and sent again
        (b'{"id', 1, [TWO]),
        (b'{"id": 1}\n\x00\x00', 1, [ONE, TWO]),
        (b'{"id\n{"id": 1}\n', 1, [ONE, TWO]),  # damaged, and whole since
    ],
)
def test_row_is_kept_once_whatever_stands_before_it(
    tmp_path: Path, there: bytes, new: int, kept: list[dict[str, int]]
) -> None:
    store = tmp_path / "kept.jsonl"
    store.write_bytes(there)
    assert append(store, [TWO]) == new
    assert append(store, [TWO, TWO]) == 0
    assert list(kept_in(store)) == kept
    assert store.read_bytes().startswith(there)  # nothing is taken away


def test_whole_file_stays_without_blank_lines(tmp_path: Path) -> None:
    store = tmp_path / "kept.jsonl"
    assert append(store, [ONE, TWO, ONE]) == 2
    assert append(store, []) == 0
    assert append(store, [{"id": 3}]) == 1
    assert store.read_bytes() == b'{"id": 1}\n{"id": 2}\n{"id": 3}\n'
