"""The file of keys, and what is sealed with it."""

from __future__ import annotations

import json
import stat
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from webapp.records.errors import KeyringError
from webapp.records.keyring import FORMAT, KeyFile, Keyring, read, write

RING = Keyring.new()
PLAIN = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda part: st.lists(part) | st.dictionaries(st.text(), part),
    max_leaves=8,
)


@settings(max_examples=40, deadline=None)
@given(PLAIN, st.text())
def test_what_is_sealed_opens_as_it_was_and_for_its_row_alone(value: Any, of: str) -> None:
    sealed = RING.seal(of, value)
    assert RING.open(of, sealed) == value
    with pytest.raises(KeyringError, match="moved from outside"):
        RING.open(f"{of}x", sealed)


def test_same_words_are_sealed_differently_each_time() -> None:
    assert RING.seal("note 1", "the same") != RING.seal("note 1", "the same")


@pytest.mark.parametrize(
    "changed",
    [
        lambda sealed: "",
        lambda sealed: sealed[:-4],
        lambda sealed: sealed[:40] + ("A" if sealed[40] != "A" else "B") + sealed[41:],
        lambda sealed: "plain words",
        lambda sealed: "gAAAAAé",
        lambda sealed: Keyring.new().seal("note 1", "words"),
    ],
    ids=["empty", "cut", "one letter", "plain", "letters of no kind", "of other keys"],
)
def test_what_was_changed_does_not_open(changed: Any) -> None:
    with pytest.raises(KeyringError, match="does not open with these keys"):
        RING.open("note 1", changed(RING.seal("note 1", "words")))


def test_file_comes_back_as_it_was_and_is_private(tmp_path: Path) -> None:
    file = tmp_path / "deep" / "records.keys"
    write(file, RING)
    assert read(file) == RING
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700
    assert list(file.parent.iterdir()) == [file]  # nothing lies beside it


def test_no_file_is_no_fault(tmp_path: Path) -> None:
    assert read(tmp_path / "records.keys") is None


GOOD = {"format": FORMAT, "sealing": list(RING.sealing), "chain": RING.chain, "lookup": RING.lookup}


@pytest.mark.parametrize(
    "content",
    [
        "",
        "{",
        "[]",
        "null",
        "\xff",
        json.dumps(GOOD)[:-20],
        *(json.dumps({key: GOOD[key] for key in GOOD if key != left}) for left in GOOD),
        json.dumps({**GOOD, "format": "keyring/2"}),
        json.dumps({**GOOD, "sealing": []}),
        json.dumps({**GOOD, "sealing": ["short"]}),
        json.dumps({**GOOD, "sealing": [7]}),
        json.dumps({**GOOD, "chain": ""}),
        json.dumps({**GOOD, "chain": "zz" * 32}),
        json.dumps({**GOOD, "chain": 7}),
        json.dumps({**GOOD, "lookup": RING.lookup[:-2]}),
    ],
)
def test_what_is_no_file_of_keys_is_told_apart_from_none(tmp_path: Path, content: str) -> None:
    file = tmp_path / "records.keys"
    file.write_text(content, encoding="latin-1")
    with pytest.raises(KeyringError, match="is no file of keys") as told:
        read(file)
    assert str(file) in str(told.value)


def test_a_place_that_cannot_be_read_or_written_is_told(tmp_path: Path) -> None:
    with pytest.raises(KeyringError, match="cannot be read"):
        read(tmp_path)
    blocked = tmp_path / "file"
    blocked.write_text("no folder")
    with pytest.raises(KeyringError, match="cannot be written"):
        write(blocked / "records.keys", RING)


def test_rotated_keys_open_what_older_ones_sealed_until_those_are_forgotten() -> None:
    old = RING.seal("note 1", "words")
    rotated = RING.rotated()
    assert rotated.open("note 1", old) == "words"
    again = rotated.again(old)
    assert rotated.newest_only().open("note 1", again) == "words"
    with pytest.raises(KeyringError):
        rotated.newest_only().open("note 1", old)
    with pytest.raises(KeyringError):
        RING.open("note 1", again)
    with pytest.raises(KeyringError):
        Keyring.new().again(old)
    assert (rotated.chain, rotated.lookup) == (RING.chain, RING.lookup)  # the audit goes on


def test_digests_are_of_their_own_keys_and_purpose() -> None:
    assert RING.digest("login", "dana") == RING.digest("login", "dana")
    others = {RING.digest("salt", "dana"), Keyring.new().digest("login", "dana")}
    assert RING.digest("login", "dana") not in others
    assert "dana" not in RING.digest("login", "dana")


def test_a_running_program_takes_up_new_keys_when_it_opens_or_writes(tmp_path: Path) -> None:
    path = tmp_path / "records.keys"
    write(path, RING)
    opening, writing = KeyFile(path, RING), KeyFile(path, RING)
    newer = RING.rotated().newest_only()
    write(path, newer)
    assert opening.open("note 1", newer.seal("note 1", "words")) == "words"
    writing.refresh()
    assert newer.open("note 1", writing.seal("note 1", "words")) == "words"


def test_a_running_program_goes_on_while_the_file_is_away_and_says_when_it_is_faulty(
    tmp_path: Path,
) -> None:
    path = tmp_path / "records.keys"
    write(path, RING)
    running = KeyFile(path, RING)
    path.unlink()
    running.refresh()
    assert running.open("note 1", running.seal("note 1", "words")) == "words"
    path.write_text("something else")
    with pytest.raises(KeyringError, match="is no file of keys"):
        running.refresh()
