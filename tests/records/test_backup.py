"""Back-ups: a drill between the databases, and archives that are not what they say."""

from __future__ import annotations

import json
import random
import stat
import zipfile
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from webapp.records import audit, backup, keyring
from webapp.records.access import Access
from webapp.records.backup import back_up, restore
from webapp.records.database import Records
from webapp.records.errors import KeyringError, RecordsError, Refused
from webapp.records.rights import ONE_PERSON
from webapp.records.sealed_values import Living, Quoted
from webapp.records.tables import metadata

WAYS = [
    ("sqlite", "sqlite"),
    ("sqlite", "postgresql"),
    ("postgresql", "sqlite"),
    ("postgresql", "postgresql"),
]


@pytest.fixture
def kept(desk: Any, join: Any, keeping: Callable[..., Any], now: datetime) -> tuple[str, str]:
    """A case with a note, a hypothesis, and somebody who has an account and is signed in."""
    dana = join("dana")
    signed_in(desk.records, dana, now)
    case = desk.cases.begin(now, ONE_PERSON, "Marlow 🌻", False)
    living = Living("confusion", "", "open", (Quoted("", "a trick"),))
    return case, desk.notes.keep(now, ONE_PERSON, case, keeping(may_teach=True), [living])


def signed_in(records: Records, who: Any, now: datetime) -> str:
    from webapp.records.sign_in import SignIns

    token = SignIns(records).sign_in(now, who.login, "tugboat violet ladder", who.code(now))
    assert token
    return token


@pytest.fixture
def archive(desk: Any, kept: tuple[str, str], tmp_path: Path, now: datetime) -> Path:
    back_up(desk.records, now, "command", tmp_path / "records.backup")
    return tmp_path / "records.backup"


def rows(records: Records) -> dict[str, list[dict[str, Any]]]:
    """All rows but those that tell of this place alone."""
    with records.reading() as connection:
        return {
            table.name: sorted(
                (dict(row._mapping) for row in connection.execute(select(table))), key=repr
            )
            for table in metadata.sorted_tables
            if table.name not in ("audit_end", "sign_ins")
        }


@pytest.mark.parametrize(("kind", "to"), WAYS, indirect=["kind"])
def test_every_row_comes_back_in_either_database(
    desk: Any, kept: Any, archive: Path, make_spot: Any, spot: Any, to: str, now: datetime
) -> None:
    before = rows(desk.records)
    target = make_spot(to, spot.keys).open()
    count = restore(target, now, "command", archive)
    after = rows(target)
    *restored, last = sorted(after.pop("audit"), key=lambda entry: int(entry["number"]))
    assert restored == sorted(before.pop("audit"), key=lambda entry: int(entry["number"]))
    assert last["action"] == "restored"
    assert after == before
    with zipfile.ZipFile(archive) as opened:
        parts = json.loads(opened.read("manifest.json"))["parts"]
    assert count == sum(part["rows"] for part in parts.values())
    verdict = audit.verify(target)
    assert (verdict.wrong, verdict.entries) == (None, len(restored) + 1)
    there = type(desk)(Access(target))
    assert there.notes.note(now, ONE_PERSON, *kept) == desk.notes.note(now, ONE_PERSON, *kept)
    assert there.cases.case(now, ONE_PERSON, kept[0]) == desk.cases.case(now, ONE_PERSON, kept[0])


def test_people_sign_in_as_before_and_nobody_is_in_already(
    desk: Any, join: Any, make_spot: Any, spot: Any, tmp_path: Path, now: datetime
) -> None:
    from webapp.records.sign_in import SignIns

    dana = join("dana")
    token = signed_in(desk.records, dana, now)
    back_up(desk.records, now, "command", tmp_path / "records.backup")
    SignIns(desk.records).sign_out(now, token)
    target = make_spot(spot.kind, spot.keys).open()
    restore(target, now, "command", tmp_path / "records.backup")
    assert SignIns(target).who(now, token, timedelta(minutes=20)) is None
    signed_in(target, dana, now + timedelta(minutes=1))


def test_a_backup_is_private_whole_and_alone(archive: Path) -> None:
    assert stat.S_IMODE(archive.stat().st_mode) == 0o600
    assert not list(archive.parent.glob(".*unfinished*"))
    with zipfile.ZipFile(archive) as opened:
        assert opened.testzip() is None
        assert {Path(name).stem for name in opened.namelist()} == {
            "manifest",
            *(table.name for table in metadata.sorted_tables),
        }


def test_it_holds_no_keys_and_no_words(archive: Path, spot: Any) -> None:
    with zipfile.ZipFile(archive) as opened:
        content = b"".join(opened.read(name) for name in opened.namelist())
    ring = keyring.read(spot.keys)
    assert ring is not None
    for word in ("trick", "Marlow", "dana", *ring.sealing, ring.chain, ring.lookup):
        assert word.encode() not in content


def test_one_that_is_there_is_not_overwritten(desk: Any, archive: Path, now: datetime) -> None:
    before = archive.read_bytes()
    with pytest.raises(Refused, match="does not overwrite"):
        back_up(desk.records, now, "command", archive)
    assert archive.read_bytes() == before


def test_a_place_that_cannot_be_written_to_is_told_and_not_audited(
    desk: Any, tmp_path: Path, now: datetime
) -> None:
    with pytest.raises(Refused, match="cannot be written: No such file or directory"):
        back_up(desk.records, now, "command", tmp_path / "nowhere" / "records.backup")
    assert audit.entries(desk.records, action="backed_up") == ()


def test_what_a_killed_backup_left_is_no_hindrance(
    desk: Any, tmp_path: Path, now: datetime
) -> None:
    (tmp_path / ".records.backup.unfinished").write_bytes(b"half an archive")
    back_up(desk.records, now, "command", tmp_path / "records.backup")
    assert [f.name for f in tmp_path.glob("*records.backup*")] == ["records.backup"]


def test_a_full_disk_leaves_nothing_behind(
    desk: Any, kept: Any, tmp_path: Path, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: Any) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(backup.os, "fsync", full)
    with pytest.raises(Refused, match="cannot be written: No space left on device"):
        back_up(desk.records, now, "command", tmp_path / "records.backup")
    assert list(tmp_path.glob("*backup*")) == []
    assert audit.entries(desk.records, action="backed_up") == ()


def test_into_records_that_are_there_nothing_is_restored(
    desk: Any, archive: Path, spot: Any, now: datetime
) -> None:
    before = rows(desk.records)
    with pytest.raises(Refused, match="records here already"):
        restore(spot.open(), now, "command", archive)
    assert rows(desk.records) == before


def _rewritten(archive: Path, change: Callable[[dict[str, bytes]], None]) -> Path:
    """The archive with other content, well packed."""
    with zipfile.ZipFile(archive) as opened:
        parts = {name: opened.read(name) for name in opened.namelist()}
    change(parts)
    other = archive.with_name("other.backup")
    with zipfile.ZipFile(other, "w", zipfile.ZIP_DEFLATED) as out:
        for name, content in parts.items():
            out.writestr(name, content)
    return other


def _other_row(parts: dict[str, bytes]) -> None:
    parts["people.jsonl"] = parts["people.jsonl"].replace(b'"worker"', b'"auditor"')


def _as_long(parts: dict[str, bytes]) -> None:
    parts["people.jsonl"] = parts["people.jsonl"].replace(b'"worker"', b'"worked"')


def _one_more(parts: dict[str, bytes]) -> None:
    parts["cases.jsonl"] *= 2


def _one_less(parts: dict[str, bytes]) -> None:
    parts["audit.jsonl"] = b"\n".join(parts["audit.jsonl"].split(b"\n")[:-2]) + b"\n"


def _bomb(parts: dict[str, bytes]) -> None:
    parts["notes.jsonl"] = b" " * 200_000_000


def _manifest_bomb(parts: dict[str, bytes]) -> None:
    parts["manifest.json"] = b" " * 200_000_000


def _manifest(parts: dict[str, bytes]) -> None:
    about = json.loads(parts["manifest.json"])
    about["parts"]["people"]["rows"] = 0
    parts["manifest.json"] = json.dumps(about).encode()


def _signature(parts: dict[str, bytes]) -> None:
    parts["manifest.signature"] = b"0" * 64


TAMPERED = {
    "another row": (_other_row, "changed after it was made"),
    "another row as long": (_as_long, "changed after it was made"),
    "one more": (_one_more, "changed after it was made"),
    "one less": (_one_less, "changed after it was made"),
    "a bomb": (_bomb, "changed after it was made"),
    "a bomb for a manifest": (_manifest_bomb, "no back-up"),
    "another manifest": (_manifest, "was changed, or was made with other keys"),
    "another signature": (_signature, "was changed, or was made with other keys"),
    "a signature of no letters": (
        lambda parts: parts.update({"manifest.signature": "é".encode()}),
        "was changed, or was made with other keys",
    ),
    "no manifest": (lambda parts: parts.pop("manifest.json"), "no back-up"),
    "no signature": (lambda parts: parts.pop("manifest.signature"), "no back-up"),
    "a part is missing": (lambda parts: parts.pop("notes.jsonl"), "no back-up"),
    "nothing at all": (lambda parts: parts.clear(), "no back-up"),
}


@pytest.mark.parametrize(("change", "says"), TAMPERED.values(), ids=TAMPERED)
def test_a_changed_archive_is_refused_and_the_place_stays_empty(
    archive: Path, make_spot: Any, spot: Any, now: datetime, change: Any, says: str
) -> None:
    target = make_spot(spot.kind, spot.keys).open()
    empty = rows(target)
    with pytest.raises(Refused, match=says):
        restore(target, now, "command", _rewritten(archive, change))
    assert rows(target) == empty
    assert restore(target, now, "command", archive)


def test_an_archive_of_other_keys_is_refused(
    archive: Path, make_spot: Any, spot: Any, now: datetime
) -> None:
    target = make_spot(spot.kind).open()
    with pytest.raises(Refused, match="made with other keys"):
        restore(target, now, "command", archive)


def test_an_archive_of_another_version_is_refused(
    desk: Any, make_spot: Any, spot: Any, tmp_path: Path, now: datetime,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    with monkeypatch.context() as patch:
        patch.setattr(backup, "revision", lambda: "0000")
        back_up(desk.records, now, "command", tmp_path / "older.backup")
    with pytest.raises(Refused, match="version 0000"):
        restore(make_spot(spot.kind, spot.keys).open(), now, "command", tmp_path / "older.backup")


@pytest.mark.parametrize("content", [b"", b"PK", b"plain words", b"PK\x05\x06" + b"\0" * 18])
def test_a_file_that_is_no_archive_is_refused(
    records: Records, tmp_path: Path, now: datetime, content: bytes
) -> None:
    file = tmp_path / "other.backup"
    file.write_bytes(content)
    with pytest.raises(Refused, match="no back-up"):
        restore(records, now, "command", file)
    with pytest.raises(Refused, match="cannot be read"):
        restore(records, now, "command", tmp_path)


@pytest.mark.parametrize("kind", ["sqlite"], indirect=True)
def test_damage_anywhere_is_refused_or_does_no_harm(
    archive: Path, make_spot: Any, spot: Any, now: datetime
) -> None:
    whole = archive.read_bytes()
    dice = random.Random(17)
    target = make_spot("sqlite", spot.keys).open()
    empty = rows(target)
    damaged = archive.with_name("damaged.backup")
    refused = 0
    for _ in range(150):
        at = dice.randrange(len(whole))
        other = bytes([whole[at] ^ (1 << dice.randrange(8))])
        cut = dice.random() < 0.2
        damaged.write_bytes(whole[:at] if cut else whole[:at] + other + whole[at + 1 :])
        try:
            restore(target, now, "command", damaged)
        except Refused:
            refused += 1
            assert rows(target) == empty
        else:  # a flag or a time of the archive, which nothing reads
            assert rows(target)["cases"]
            target = make_spot("sqlite", spot.keys).open()
            empty = rows(target)
    assert refused > 120


def test_a_backup_shows_one_moment(
    desk: Any, kept: Any, make_spot: Any, spot: Any, tmp_path: Path, now: datetime,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    """Somebody who writes while rows are copied comes after."""
    import threading

    whole, started = backup._written, []

    def slowly(connection: Any, table: Any, part: Any) -> Any:
        if not started:
            thread = threading.Thread(
                target=lambda: desk.cases.begin(now, ONE_PERSON, "Meanwhile", False)
            )
            thread.start()
            started.append(thread)
        return whole(connection, table, part)

    monkeypatch.setattr(backup, "_written", slowly)
    back_up(desk.records, now, "command", tmp_path / "records.backup")
    started[0].join(timeout=30)
    target = make_spot(spot.kind, spot.keys).open()
    restore(target, now, "command", tmp_path / "records.backup")
    names = [head.pseudonym for head in type(desk)(Access(target)).cases.all(ONE_PERSON)]
    assert names == ["Marlow 🌻"]
    assert len(desk.cases.all(ONE_PERSON)) == 2


def test_keys_that_are_not_there_yet_are_not_made_up(make_spot: Any, tmp_path: Path) -> None:
    """`middleground restore` asks for the keys first: fresh ones would open nothing."""
    from click.testing import CliRunner

    from webapp.records.commands import restore as command

    file = tmp_path / "records.backup"
    file.write_bytes(b"")
    result = CliRunner().invoke(
        command,
        [str(file)],
        env={
            "MIDDLEGROUND_RECORDS": "own",
            "MIDDLEGROUND_RECORDS_DATABASE": f"sqlite:///{tmp_path}/records.db",
            "MIDDLEGROUND_RECORDS_KEYS": str(tmp_path / "records.keys"),
        },
    )
    assert result.exit_code != 0
    assert "Put the file of keys that belongs to them" in result.output
    assert not (tmp_path / "records.keys").exists()
    assert issubclass(KeyringError, RecordsError)
