"""Many notes with several processes: what they answer, and what is left when one of them dies."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Final

import psutil
import pytest
from click.testing import CliRunner

import middleground
from webapp.workers import is_private

ROOT: Final = Path(__file__).parent.parent
COMMAND: Final = [sys.executable, "-m", "middleground", "batch"]
PATIENCE: Final = 240
MODELS_LOADED: Final = 250_000_000  # bytes; a worker without models has a third of it

pytestmark = pytest.mark.slow


def write_notes(path: Path, count: int) -> Path:
    """`count` notes of the corpus and, in their middle, a line that cannot be read."""
    texts = [
        json.loads(line)["text"]
        for file in sorted((ROOT / "training_data" / "notes").glob("*.jsonl"))
        for line in file.read_text(encoding="utf-8").splitlines()
    ]
    rows = [json.dumps({"id": i, "text": texts[i % len(texts)]}) for i in range(count)]
    rows.insert(count // 2, "this is no note")
    path.write_text("\n".join(rows) + "\n", encoding="utf-8")
    return path


def batch(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    words = [*COMMAND, *map(str, arguments)]
    return subprocess.run(words, capture_output=True, text=True, timeout=PATIENCE)


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_notes(tmp_path_factory.mktemp("notes") / "in.jsonl", 240)


@pytest.fixture(scope="module")
def expected(source: Path) -> bytes:
    """What one process answers."""
    target = source.with_name("expected.jsonl")
    done = batch("--jobs", "1", source, target)
    assert done.returncode == 3, done.stderr
    assert "Went through 241 lines." in done.stderr
    return target.read_bytes()


def wait_until(true: Callable[[], bool]) -> None:
    end = time.monotonic() + PATIENCE
    while not true():
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.05)


def lines_in(target: Path) -> int:
    return target.read_bytes().count(b"\n") if target.exists() else 0


def is_worker(process: psutil.Process) -> bool:
    try:
        return "loky" in " ".join(process.cmdline()) and "tracker" not in str(process.cmdline())
    except psutil.Error:
        return False


def test_two_processes_answer_like_one(source: Path, expected: bytes, tmp_path: Path) -> None:
    done = batch("--jobs", "2", source, tmp_path / "out.jsonl")
    assert done.returncode == 3, done.stderr
    assert (tmp_path / "out.jsonl").read_bytes() == expected


def test_killed_run_goes_on(source: Path, expected: bytes, tmp_path: Path) -> None:
    target = tmp_path / "out.jsonl"
    words = [*COMMAND, "--jobs", "2", str(source), str(target)]
    with subprocess.Popen(words, stderr=subprocess.DEVNULL) as run:
        wait_until(lambda: lines_in(target) >= 20)
        children = psutil.Process(run.pid).children(recursive=True)
        run.kill()
    for child in children:
        if child.is_running():
            child.kill()
    kept = lines_in(target)
    assert 20 <= kept < 241
    done = batch("--jobs", "2", source, target)
    assert f"{kept} of them in an earlier run" in done.stderr
    assert target.read_bytes() == expected


def test_killed_worker_is_told_and_nothing_is_lost(
    source: Path, expected: bytes, tmp_path: Path
) -> None:
    target = tmp_path / "out.jsonl"
    words = [*COMMAND, "--jobs", "2", str(source), str(target)]
    with subprocess.Popen(words, stderr=subprocess.PIPE, text=True) as run:
        wait_until(lambda: lines_in(target) >= 20)
        workers = [p for p in psutil.Process(run.pid).children(recursive=True) if is_worker(p)]
        assert len(workers) == 2
        workers[0].kill()
        told = run.communicate(timeout=PATIENCE)[1]
    assert run.returncode == 2
    assert "The same command goes on from here" in told
    assert told.count("\n") == 1
    assert batch("--jobs", "2", source, target).returncode == 3
    assert target.read_bytes() == expected


@contextmanager
def running(*words: str) -> Iterator[subprocess.Popen[bytes]]:
    silent = subprocess.DEVNULL
    with subprocess.Popen([sys.executable, "-m", *words], stdout=silent, stderr=silent) as process:
        try:
            yield process
        finally:
            process.kill()


@contextmanager
def cluster(folder: Path, workers: int) -> Iterator[tuple[str, list[subprocess.Popen[bytes]]]]:
    """A Dask scheduler and `workers` on this machine, each a process; its address, and they."""
    known = folder / "scheduler.json"
    begin = ["distributed.cli.dask_scheduler", "--host", "127.0.0.1", "--port", "0"]
    join = ["distributed.cli.dask_worker", "--nthreads", "1", "--no-nanny", "--no-dashboard"]
    join += ["--local-directory", str(folder), "--scheduler-file", str(known)]
    with ExitStack() as stack:
        stack.enter_context(running(*begin, "--no-dashboard", "--scheduler-file", str(known)))
        wait_until(lambda: known.exists() and known.stat().st_size > 0)
        joined = [stack.enter_context(running(*join)) for _ in range(workers)]
        yield json.loads(known.read_text())["address"], joined


def test_cluster_that_loses_a_worker_answers_like_one_process(
    source: Path, expected: bytes, tmp_path: Path
) -> None:
    target = tmp_path / "out.jsonl"
    with cluster(tmp_path, 3) as (address, workers):
        words = [*COMMAND, "--scheduler", address, str(source), str(target)]
        with subprocess.Popen(words, stderr=subprocess.PIPE, text=True) as run:
            first = psutil.Process(workers[0].pid)
            wait_until(lambda: first.memory_info().rss > MODELS_LOADED)
            time.sleep(1)
            assert run.poll() is None, "the run was over before the worker was killed"
            assert lines_in(target) < 241
            workers[0].send_signal(signal.SIGKILL)
            told = run.communicate(timeout=PATIENCE)[1]
        assert run.returncode == 3, told
        assert "Went through 241 lines." in told
        assert target.read_bytes() == expected


def test_cluster_that_is_not_there_is_said(source: Path, tmp_path: Path) -> None:
    done = batch("--scheduler", "tcp://127.0.0.1:9", source, tmp_path / "out.jsonl")
    assert done.returncode == 2
    assert "The scheduler at tcp://127.0.0.1:9 does not answer." in done.stderr


@pytest.mark.parametrize(
    ("address", "private"),
    [
        ("tcp://127.0.0.1:8786", True),
        ("tcp://localhost:8786", True),
        ("tcp://[::1]:8786", True),
        ("tls://cluster.example.org:8786", True),
        ("tcp://192.0.2.1:8786", False),
        ("tcp://cluster.example.org:8786", False),
        ("cluster.example.org:8786", False),
        ("", False),
    ],
)
def test_notes_leave_in_clear_only_when_told_to(
    address: str, private: bool, tmp_path: Path
) -> None:
    assert is_private(address) == private
    if address and not private:
        words = ["batch", "--scheduler", address, str(tmp_path / "in"), str(tmp_path / "out")]
        done = CliRunner().invoke(middleground.group, words)
        assert done.exit_code == 2
        assert "--beyond-this-machine" in done.stderr
