"""The command line: exit statuses, one sentence for every mistake, and batches that go on."""

from __future__ import annotations

import importlib
import json
import os
import signal
import socket
import stat
import subprocess
import sys
import tracemalloc
import urllib.request
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import click
import pytest
from click.testing import CliRunner, Result

import inference
import middleground
from inference import Formulation, NoteError, Reader
from webapp import batch

NOTE = (
    "Offered her the Thursday clinic again. She said part of her wants to go and part of her "
    "would rather not know. She stepped back when I closed the door. Denies SI."
)
PRIVATE = "Zebrafink"  # a word that stands in notes and must not be told in messages

Invoke = Callable[..., Result]


class StandIn:
    """A reader that answers at once: the first word is quoted, and words of command are obeyed."""

    def __init__(self, code: str = "test") -> None:
        self.code = code
        self.read_texts: list[str] = []

    def read(self, text: str, *, id: str | None = None, felt: tuple[str, ...] = ()) -> Formulation:
        self.read_texts.append(text)
        if not text.strip():
            raise NoteError("empty", "There is no text in this note.")
        if text == "fail":
            raise ValueError(PRIVATE)
        if text == "stop":
            raise KeyboardInterrupt
        word = text.split()[0]
        start = text.index(word)
        quote = {"start": start, "end": start + len(word), "text": word}
        unclear = dict.fromkeys(
            ("control", "affiliation", "strength", "octant", "agree", "uncertainty")
        )
        return Formulation.from_dict(
            {
                "schema": "formulation/1",
                "id": None,
                "enough": {"answer": True, "reason": None},
                "risks": [{"kind": "suicide", "status": "denied", "evidence": [quote]}],
                "hypotheses": [],
                "scores": {},
                "style": {
                    **unclear,
                    "from_text": None,
                    "from_reactions": None,
                    "control_label": "unclear",
                    "affiliation_label": "unclear",
                    "evidence": [],
                },
                "reactions": [],
                "strengths": [],
                "referrals": [],
                "stances": [],
                "provenance": {"code": self.code, "artefacts": {}, "knowledge": "k"},
            }
        )

    def read_many(self, texts: Iterable[str]) -> Iterator[Formulation | NoteError]:
        for text in texts:
            try:
                yield self.read(text)
            except NoteError as error:
                yield error


@pytest.fixture
def stand_in(monkeypatch: pytest.MonkeyPatch) -> StandIn:
    stand_in = StandIn()
    monkeypatch.setattr(inference, "load_reader", lambda **_: stand_in)
    return stand_in


@pytest.fixture
def real(monkeypatch: pytest.MonkeyPatch, reader: Reader) -> Reader:
    """The reader that the session has loaded already, for the commands, too."""
    monkeypatch.setattr(inference, "load_reader", lambda **_: reader)
    return reader


@pytest.fixture
def invoke() -> Invoke:
    def call(*arguments: str | Path, text: str | bytes | None = None) -> Result:
        words = [str(argument) for argument in arguments]
        return CliRunner().invoke(middleground.group, words, input=text, catch_exceptions=False)

    return call


class TestGroup:
    @pytest.mark.parametrize("name", middleground.COMMANDS)
    def test_summary_is_that_of_the_command(self, name: str) -> None:
        module, _, function = middleground.COMMANDS[name][0].partition(":")
        command: click.Command = getattr(importlib.import_module(module), function)
        assert command.get_short_help_str(limit=200) == middleground.COMMANDS[name][1]

    def test_help_lists_every_command_and_imports_no_room(self) -> None:
        code = (
            "import sys, middleground\n"
            "try: middleground.main(['--help'])\n"
            "except SystemExit: pass\n"
            "print(sorted({'spacy', 'sklearn', 'flask', 'inference'} & set(sys.modules)))"
        )
        done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
        assert all(f"  {name} " in done.stdout for name in middleground.COMMANDS)
        # What takes seconds to import is what makes --help slow; a clock would only flicker.
        assert done.stdout.splitlines()[-1] == "[]"

    def test_unknown_command_is_a_mistake(self, invoke: Invoke) -> None:
        done = invoke("raed")
        assert done.exit_code == 2
        assert "No such command 'raed'" in done.stderr

    def test_fault_is_told_without_its_message(
        self, stand_in: StandIn, capsys: pytest.CaptureFixture[str], tmp_path: Path
    ) -> None:
        (tmp_path / "note.txt").write_text("fail", encoding="utf-8")
        with pytest.raises(SystemExit) as left:
            middleground.main(["read", "--json", str(tmp_path / "note.txt")])
        told = capsys.readouterr().err
        assert left.value.code == 70
        assert "ValueError" in told
        assert PRIVATE not in told
        assert "Traceback" not in told


class TestRead:
    def test_json_is_one_line_with_exact_quotes(self, real: Reader, invoke: Invoke) -> None:
        done = invoke("read", "--json", text=NOTE)
        assert done.exit_code == 0
        assert done.stdout.count("\n") == 1
        answer = json.loads(done.stdout)
        assert answer["schema"] == "formulation/1"
        assert [risk["status"] for risk in answer["risks"]] == ["denied"]
        quote = answer["risks"][0]["evidence"][0]
        assert NOTE[quote["start"] : quote["end"]] == quote["text"]

    def test_offsets_count_windows_line_ends(
        self, real: Reader, invoke: Invoke, tmp_path: Path
    ) -> None:
        note = NOTE.replace(". ", ".\r\n")
        (tmp_path / "note.txt").write_bytes(b"\xef\xbb\xbf" + note.encode())
        answer = json.loads(invoke("read", "--json", tmp_path / "note.txt").stdout)
        quote = answer["risks"][0]["evidence"][0]
        assert note[quote["start"] : quote["end"]] == quote["text"]

    def test_a_person_reads_safety_first_and_no_numbers(self, real: Reader, invoke: Invoke) -> None:
        told = invoke("read", text=NOTE).stdout
        heads = ["First, safety", "What may be in the way", "What there is to build on"]
        heads += ["Ways to respond"]
        assert sorted(heads, key=told.index) == heads
        assert "in 100" not in told
        assert "%" not in told
        assert "\x1b" not in told

    def test_numbers_are_shown_on_request(self, real: Reader, invoke: Invoke) -> None:
        assert invoke("read", "--numbers", text=NOTE).stdout.count(" in 100") >= 7

    @pytest.mark.parametrize("columns", ["40", "120"])
    def test_lines_fit_the_width(
        self, real: Reader, invoke: Invoke, monkeypatch: pytest.MonkeyPatch, columns: str
    ) -> None:
        monkeypatch.setenv("COLUMNS", columns)
        lines = invoke("read", text=NOTE).stdout.splitlines()
        assert max(map(len, lines)) <= min(int(columns), 88)

    def test_felt_reaches_the_reader(self, real: Reader, invoke: Invoke) -> None:
        answer = json.loads(invoke("read", "--json", "--felt", "intimidated", text=NOTE).stdout)
        assert answer["style"]["from_reactions"]["control"] > 0
        assert "From how you felt" in invoke("read", "--felt", "intimidated", text=NOTE).stdout

    def test_contacts_of_the_service_stand_with_the_risks(
        self, real: Reader, invoke: Invoke, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("MIDDLEGROUND_SAFETY_CONTACTS", '["Lead on call: extension 7"]')
        assert "Lead on call: extension 7" in invoke("read", text=NOTE).stdout

    @pytest.mark.parametrize(
        ("arguments", "text", "said"),
        [
            (["no-such-file.txt"], "", "no-such-file.txt: No such file or directory."),
            (["."], "", ".: Is a directory."),
            (["--felt", "angry"], NOTE, "known are ['intimidated', "),
            ([], b"caf\xe9 " + PRIVATE.encode(), "Standard input is not UTF-8 text"),
            ([], "", ""),
            ([], " \n\t ", ""),
            ([], f"{PRIVATE}\0", ""),
        ],
        ids=["no file", "a folder", "wrong reaction", "not UTF-8", "empty", "blank", "binary"],
    )
    def test_mistake_is_one_sentence(
        self, real: Reader, invoke: Invoke, arguments: list[str], text: str | bytes, said: str
    ) -> None:
        done = invoke("read", *arguments, text=text)
        assert done.exit_code == 2
        assert done.stdout == ""
        assert done.stderr.count("\n") == 1
        assert said in done.stderr
        assert PRIVATE not in done.stderr


def lines_of(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="ascii").splitlines()]


@pytest.fixture
def jsonl(tmp_path: Path) -> Iterator[Callable[..., tuple[Path, Path]]]:
    """Writes an input of the given lines; gives its path and that of an output."""

    def write(*lines: bytes | dict[str, Any], end: bytes = b"\n") -> tuple[Path, Path]:
        raw = [ln if isinstance(ln, bytes) else json.dumps(ln).encode() for ln in lines]
        (tmp_path / "in.jsonl").write_bytes(b"\n".join(raw) + end)
        return tmp_path / "in.jsonl", tmp_path / "out.jsonl"

    return write


def notes(count: int) -> list[dict[str, Any]]:
    return [{"id": f"n{i}", "text": f"word{i} {PRIVATE}"} for i in range(count)]


Files = Callable[..., tuple[Path, Path]]


class TestBatch:
    def test_answers_stand_in_order(self, stand_in: StandIn, invoke: Invoke, jsonl: Files) -> None:
        source, target = jsonl(*notes(30))
        done = invoke("batch", source, target)
        assert (done.exit_code, done.stdout) == (0, "")
        assert "Answered 30 lines." in done.stderr
        assert [row["id"] for row in lines_of(target)] == [f"n{i}" for i in range(30)]
        assert lines_of(target)[7]["risks"][0]["evidence"][0]["text"] == "word7"
        if os.name == "posix":
            assert target.stat().st_mode & 0o077 == 0

    @pytest.mark.parametrize("key", ["x", "", "7", 7, 7.5, -0.0, True, None, "\ud800", "\u2028"])
    def test_any_scalar_is_an_id(
        self, stand_in: StandIn, invoke: Invoke, jsonl: Files, key: Any
    ) -> None:
        source, target = jsonl({"id": key, "text": "One.", "author": "passed over"})
        assert invoke("batch", source, target).exit_code == 0
        assert json.dumps(lines_of(target)[0]["id"]) == json.dumps(key)
        assert "already" not in invoke("batch", source, target).stderr

    def test_missing_id_is_null(self, stand_in: StandIn, invoke: Invoke, jsonl: Files) -> None:
        source, target = jsonl({"text": "One."})
        assert invoke("batch", source, target).exit_code == 0
        assert lines_of(target)[0]["id"] is None

    @pytest.mark.parametrize(
        ("line", "kind", "key"),
        [
            (b"not json " + PRIVATE.encode(), "not_json", None),
            (b'{"id": 1, "text": NaN}', "not_json", None),
            (b"[" * 100_000, "not_json", None),
            (b'{"id": ' + b"9" * 5000 + b', "text": "x"}', "not_json", None),
            (b'{"text": "caf\xe9"}', "not_utf8", None),
            (b'["a"]', "not_an_object", None),
            (b'"text"', "not_an_object", None),
            (b'{"id": [1], "text": "x"}', "bad_id", None),
            (b'{"id": 1e999, "text": "x"}', "bad_id", None),
            (b'{"id": 5}', "no_text", 5),
            (b'{"id": 5, "text": null}', "no_text", 5),
            (b'{"id": 5, "text": ["Zebrafink"]}', "no_text", 5),
            (b"", "blank", None),
            (b" \t\r", "blank", None),
            (b'{"id": 5, "text": ""}', "empty", 5),
            (b'{"id": 5, "text": "fail"}', "fault", 5),
            (b'{"text": "' + b"x" * (4 * 1024 * 1024) + b'"}', "too_long", None),
        ],
        ids=lambda value: str(value)[:40],
    )
    def test_bad_line_gets_its_reason_in_place(
        self, stand_in: StandIn, invoke: Invoke, jsonl: Files, line: bytes, kind: str, key: Any
    ) -> None:
        first, last = notes(2)
        source, target = jsonl(first, line, last)
        done = invoke("batch", source, target)
        assert done.exit_code == 3
        assert "1 line could not be read" in done.stderr
        before, bad, after = lines_of(target)
        assert (before["id"], after["id"]) == ("n0", "n1")
        assert "error" not in after
        assert (bad["schema"], bad["id"], bad["error"]["kind"]) == ("formulation/1", key, kind)
        assert bad["error"]["message"].startswith("Line 2")
        assert PRIVATE not in json.dumps(bad) + done.stderr

        whole = target.read_bytes()
        assert invoke("batch", source, target).exit_code == 3
        assert target.read_bytes() == whole

    @pytest.mark.parametrize("end", [b"", b"\n", b"\r\n", b"\n\n \n"])
    def test_end_of_the_input_may_be_ragged(
        self, stand_in: StandIn, invoke: Invoke, jsonl: Files, end: bytes
    ) -> None:
        source, target = jsonl(*notes(2), end=end)
        assert invoke("batch", source, target).exit_code == 0
        assert len(lines_of(target)) == 2

    def test_empty_input_gives_an_empty_output(
        self, stand_in: StandIn, invoke: Invoke, jsonl: Files
    ) -> None:
        source, target = jsonl(end=b"")
        assert "Answered 0 lines." in invoke("batch", source, target).stderr
        assert target.read_bytes() == b""

    def test_interrupted_run_goes_on(self, stand_in: StandIn, invoke: Invoke, jsonl: Files) -> None:
        rows = notes(60)
        source, target = jsonl(*rows[:40], {"id": "n40", "text": "stop"}, *rows[41:])
        stopped = invoke("batch", source, target)
        assert stopped.exit_code == 130
        assert "goes on from here" in stopped.stderr
        kept = len(lines_of(target))
        assert 20 < kept <= 40

        jsonl(*rows)
        stand_in.read_texts.clear()
        done = invoke("batch", source, target)
        assert f"Answered 60 lines, {kept} of them in an earlier run." in done.stderr
        assert [row["id"] for row in lines_of(target)] == [row["id"] for row in rows]
        assert stand_in.read_texts == [row["text"] for row in rows[kept:]]

    @pytest.mark.parametrize("kept", [1, 20, 33, 200, -1])
    def test_torn_last_line_is_written_again(
        self, stand_in: StandIn, invoke: Invoke, jsonl: Files, kept: int
    ) -> None:
        source, target = jsonl(*notes(3))
        invoke("batch", source, target)
        whole = target.read_bytes()
        torn = whole.splitlines(keepends=True)
        target.write_bytes(torn[0] + torn[1] + torn[2][:kept])
        assert invoke("batch", source, target).exit_code == 0
        assert target.read_bytes() == whole

    @pytest.mark.parametrize(
        ("count", "seconds", "settled"),
        [
            (3, 0.25, [3]),
            (40, 0.25, [40]),
            (130, 0.25, [64, 128, 130]),  # once a second, at the end of a group
            (40, 2.0, [16, 32, 40]),
        ],
    )
    def test_what_is_told_as_answered_is_on_the_disk(
        self, stand_in: StandIn, invoke: Invoke, jsonl: Files, monkeypatch: pytest.MonkeyPatch,
        count: int, seconds: float, settled: list[int],
    ) -> None:  # fmt: skip
        source, target = jsonl(*notes(count))
        clock, on_disk = iter(range(10_000)), list[int]()
        monkeypatch.setattr(batch, "monotonic", lambda: next(clock) * seconds)
        monkeypatch.setattr(batch.os, "fsync", lambda _: on_disk.append(len(lines_of(target))))
        assert f"Answered {count} lines" in invoke("batch", "--jobs", "1", source, target).stderr
        # Before anything is written, the folder: a power cut must not take the file's name.
        assert on_disk == [0] * (os.name == "posix") + settled

    def test_full_disk_is_told_and_the_run_goes_on_behind(
        self, stand_in: StandIn, invoke: Invoke, jsonl: Files, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def full(handle: int) -> None:
            if stat.S_ISREG(os.fstat(handle).st_mode):
                raise OSError(28, "No space left on device")

        source, target = jsonl(*notes(3))
        with monkeypatch.context() as patch:
            patch.setattr(batch.os, "fsync", full)
            done = invoke("batch", source, target)
        assert done.exit_code == 2
        assert "out.jsonl: No space left on device." in done.stderr
        assert "3 of them in an earlier run" in invoke("batch", source, target).stderr

    def test_finished_run_loads_no_reader(
        self, stand_in: StandIn, invoke: Invoke, jsonl: Files, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        source, target = jsonl(*notes(3))
        invoke("batch", source, target)
        monkeypatch.setattr(inference, "load_reader", lambda: pytest.fail("loaded"))
        assert invoke("batch", source, target).exit_code == 0

    @pytest.mark.parametrize(
        "change",
        [
            lambda rows: rows[:1],
            lambda rows: [rows[1], rows[0], rows[2]],
            lambda rows: [rows[0], {**rows[1], "text": "Other words."}, rows[2]],
            lambda rows: [rows[0], {**rows[1], "id": 1}, rows[2]],
            lambda rows: [rows[0], b"broken", rows[2]],
        ],
        ids=["shorter", "other order", "other text", "other id", "now broken"],
    )
    def test_output_of_another_input_is_refused(
        self, stand_in: StandIn, invoke: Invoke, jsonl: Files, change: Callable[..., Any]
    ) -> None:
        rows = notes(3)
        source, target = jsonl(*rows)
        invoke("batch", source, target)
        whole = target.read_bytes()
        jsonl(*change(rows))
        done = invoke("batch", source, target)
        assert done.exit_code == 2
        assert "does not answer line" in done.stderr
        assert target.read_bytes() == whole
        assert invoke("batch", "--again", source, target).exit_code in (0, 3)
        assert target.read_bytes() != whole

    def test_mended_line_is_noticed(self, stand_in: StandIn, invoke: Invoke, jsonl: Files) -> None:
        source, target = jsonl({"id": 1})
        invoke("batch", source, target)
        jsonl({"id": 1, "text": "Here it is."})
        assert "does not answer line 1" in invoke("batch", source, target).stderr

    def test_two_versions_are_not_mixed(
        self, stand_in: StandIn, invoke: Invoke, jsonl: Files
    ) -> None:
        source, target = jsonl(*notes(2))
        invoke("batch", source, target)
        jsonl(*notes(3))
        stand_in.code = "newer"
        done = invoke("batch", source, target)
        assert done.exit_code == 2
        assert "another version" in done.stderr
        assert len(lines_of(target)) == 2

    @pytest.mark.parametrize("again", [[], ["--again"]])
    @pytest.mark.parametrize(
        "content", [b"diary", b'{"other": 1}\n', b'{"schema": "formulation/2"']
    )
    def test_file_of_somebody_else_is_never_touched(
        self, stand_in: StandIn, invoke: Invoke, jsonl: Files, content: bytes, again: list[str]
    ) -> None:
        source, target = jsonl(*notes(1))
        target.write_bytes(content)
        done = invoke("batch", *again, source, target)
        assert done.exit_code == 2
        assert "holds something else" in done.stderr
        assert target.read_bytes() == content

    def test_input_is_never_the_output(
        self, stand_in: StandIn, invoke: Invoke, jsonl: Files
    ) -> None:
        source, _ = jsonl(*notes(1))
        whole = source.read_bytes()
        assert "the same file" in invoke("batch", "--again", source, source).stderr
        assert source.read_bytes() == whole

    @pytest.mark.parametrize(
        ("source", "target"), [("missing.jsonl", "out.jsonl"), ("in.jsonl", "missing/out.jsonl")]
    )
    def test_missing_file_is_named(
        self, stand_in: StandIn, invoke: Invoke, jsonl: Files, source: str, target: str
    ) -> None:
        folder = jsonl(*notes(1))[0].parent
        done = invoke("batch", folder / source, folder / target)
        assert done.exit_code == 2
        assert "missing" in done.stderr
        assert "No such file or directory." in done.stderr

    def test_memory_does_not_grow_with_the_input(
        self, stand_in: StandIn, invoke: Invoke, jsonl: Files
    ) -> None:
        stand_in.read_texts = Forgetful()
        invoke("batch", *jsonl(*notes(1)))  # imports what the command imports
        source, target = jsonl(*({"id": i, "text": "Word " + "x" * 20_000} for i in range(300)))
        target.unlink()
        tracemalloc.start()
        done = invoke("batch", "--jobs", "1", source, target)
        highest = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        assert done.exit_code == 0
        assert highest < source.stat().st_size / 4


class Forgetful(list[str]):
    """A list that keeps nothing."""

    def append(self, _: str) -> None:
        pass


class TestServe:
    @pytest.mark.parametrize("host", ["0.0.0.0", "192.0.2.1", "::", "example.org", ""])  # noqa: S104
    def test_address_beyond_this_machine_is_refused(self, invoke: Invoke, host: str) -> None:
        done = invoke("serve", "--host", host)
        assert done.exit_code == 2
        assert "--beyond-this-machine" in done.stderr

    def test_port_that_is_taken_is_said(self, real: Reader, invoke: Invoke) -> None:
        with socket.create_server(("127.0.0.1", 0)) as taken:
            port = str(taken.getsockname()[1])
            done = invoke("serve", "--port", port)
        assert done.exit_code == 2
        assert f"Port {port} is taken" in done.stderr

    def test_browser_is_asked_quietly(
        self, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
    ) -> None:
        if sys.platform in ("darwin", "win32"):
            pytest.skip("there is no xdg-open here")
        (tmp_path / "xdg-open").write_text(
            f'#!/bin/sh\necho "$1" > {tmp_path}/asked.part\necho noise; echo noise >&2\n'
            f"mv {tmp_path}/asked.part {tmp_path}/asked\n"
        )
        (tmp_path / "xdg-open").chmod(0o755)
        code = (
            "import middleground, webapp.serving as serving, time, pathlib\n"
            f"asked = pathlib.Path({str(tmp_path / 'asked')!r})\n"
            "class Server:\n"
            "    address = 'http://127.0.0.1:8/'\n"
            "    def run(self):\n"
            "        for _ in range(1000):\n"
            "            if asked.exists(): break\n"
            "            time.sleep(0.01)\n"
            "serving.start = lambda *a, **k: Server()\n"
            "middleground.main(['serve', '--open'])\n"
        )
        monkeypatch.setenv("PATH", str(tmp_path), prepend=os.pathsep)
        done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
        assert (tmp_path / "asked").read_text() == "http://127.0.0.1:8/\n"
        assert (done.returncode, done.stderr) == (0, "")
        assert "noise" not in done.stdout

    def test_no_browser_is_no_fault(
        self, invoke: Invoke, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
    ) -> None:
        if sys.platform in ("darwin", "win32"):
            pytest.skip("there is no xdg-open here")

        class Server:
            address = "http://127.0.0.1:8/"

            def run(self) -> None:
                pass

        monkeypatch.setattr("webapp.serving.start", lambda *_, **__: Server())
        monkeypatch.setenv("PATH", str(tmp_path))
        done = invoke("serve", "--open")
        assert (done.exit_code, done.stderr) == (0, "")
        assert "Stopped." in done.stdout

    @pytest.mark.slow
    def test_page_is_served_and_ends_quietly(self) -> None:
        # A job in the background is started with Ctrl-C ignored, and its children inherit that.
        signal.signal(signal.SIGINT, signal.default_int_handler)
        command = [sys.executable, "-m", "middleground", "serve", "--port", "0"]
        with subprocess.Popen(
            command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, bufsize=1
        ) as server:
            try:
                assert server.stdout is not None
                said = server.stdout.readline()
                assert "Nothing is stored unless you keep it, and nothing is sent." in said
                address = said.split()[4].rstrip(".")
                with urllib.request.urlopen(address, timeout=30) as page:  # noqa: S310
                    assert page.status == 200
                    assert "Server" not in page.headers
            finally:
                server.send_signal(signal.SIGINT)
                out, err = server.communicate(timeout=30)
        assert server.returncode == 0
        assert "Stopped." in out
        assert err == ""
