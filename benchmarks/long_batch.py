"""A hundred thousand notes in one go: memory over time, how busy the cores are, kills, resuming.

    nice python benchmarks/long_batch.py --folder long --notes 100000

Runs `middleground batch` over notes of the corpus, each with an id of its own, kills every process
of the run with SIGKILL when each share of `--kill-at` is answered, and calls the same command
again; `--minutes` ends it unfinished. At the end each line is checked against the id that it should
answer. Writes `benchmarks/results/long_batch.json`, with the load that other programs laid on the
machine meanwhile; docs/SCALE.md quotes it.
"""

from __future__ import annotations

import argparse
import contextlib
import itertools
import json
import math
import os
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import psutil
from batch import ROOT, write_notes

RESULT: Final = ROOT / "benchmarks" / "results" / "long_batch.json"
EVERY: Final = 5.0  # seconds between two looks
_PARTS: Final = 10  # of a run, for each of which the memory is told


@dataclass(slots=True)
class Run:
    """What was seen of one call of the command, one value a look.

    `megabytes` is the proportional set size of all its processes. `used` is how many cores they
    filled since the last look, `wanted` how many they would have filled had no other program been
    running (time on a core and time in the queue for one), `load` the load of the whole machine.
    """

    megabytes: list[float] = field(default_factory=list)
    used: list[float] = field(default_factory=list)
    wanted: list[float] = field(default_factory=list)
    load: list[float] = field(default_factory=list)
    seconds: float = 0.0
    before: int = 0
    after: int = 0
    status: int | None = None

    def told(self) -> dict[str, Any]:
        """The run in figures; the highest memory of each tenth of its time."""
        looks = len(self.megabytes)
        ends = [round(part * looks / _PARTS) for part in range(_PARTS + 1)]
        tenths = [self.megabytes[a:b] for a, b in itertools.pairwise(ends) if b > a]
        return {
            "notes_before": self.before,
            "notes_after": self.after,
            "seconds": round(self.seconds),
            "notes_an_hour": round(3600 * (self.after - self.before) / self.seconds),
            "peak_mb_by_tenth": [round(max(tenth)) for tenth in tenths],
            "cores_used_mean": _mean(self.used),
            "cores_wanted_mean": _mean(self.wanted),
            "milliseconds_of_core_a_note": self._core_time(),
            "load_mean": _mean(self.load),
            "exit_status": self.status,
        }

    def _core_time(self) -> float | None:
        new = self.after - self.before
        return round(1000 * statistics.fmean(self.used) * self.seconds / new, 1) if new else None


def _mean(values: list[float]) -> float | None:
    return round(statistics.fmean(values), 2) if values else None


class Cores:
    """Adds up, over every thread ever seen, seconds on a core and seconds in the queue for one."""

    def __init__(self) -> None:
        self.on: dict[int, float] = {}
        self.queue: dict[str, float] = {}

    def look(self, family: list[psutil.Process]) -> tuple[float, float]:
        """Both sums by now; what a process that has ended had used stays counted."""
        for one in family:
            with contextlib.suppress(psutil.Error):
                times = one.cpu_times()
                self.on[one.pid] = times.user + times.system
            for thread in Path(f"/proc/{one.pid}/task").glob("*/schedstat"):
                with contextlib.suppress(OSError):
                    self.queue[str(thread)] = (
                        int(thread.read_text(encoding="ascii").split()[1]) / 1e9
                    )
        return sum(self.on.values()), sum(self.queue.values())


class Counter:
    """Counts the lines of a file that grows, reading only what is new."""

    def __init__(self, path: Path) -> None:
        self.path, self.offset, self.lines = path, 0, 0

    def now(self) -> int:
        """Complete lines by now."""
        if self.path.exists():
            with self.path.open("rb") as file:
                file.seek(self.offset)
                while block := file.read(1 << 22):
                    self.lines += block.count(b"\n")
                    self.offset += len(block)
        return self.lines


def follow(source: Path, target: Path, jobs: int, kill_at: int | None, end: float) -> Run:
    """Call the command and watch it until it ends, or until `kill_at` lines or `end` are there."""
    words = [sys.executable, "-m", "middleground", "batch", "--jobs", str(jobs)]
    counter, cores, seen = Counter(target), Cores(), Run()
    seen.before = counter.now()
    began = looked = time.perf_counter()
    on = queue = 0.0
    process = psutil.Popen([*words, str(source), str(target)], stderr=subprocess.DEVNULL)
    while process.poll() is None:
        time.sleep(EVERY)
        try:
            family = [process, *process.children(recursive=True)]
            megabytes = sum(one.memory_full_info().pss for one in family) / 1e6
        except psutil.Error:
            continue  # one of them has just ended
        now = time.perf_counter()
        on_now, queue_now = cores.look(family)
        seen.megabytes.append(megabytes)
        seen.used.append((on_now - on) / (now - looked))
        seen.wanted.append((on_now - on + queue_now - queue) / (now - looked))
        seen.load.append(os.getloadavg()[0])
        on, queue, looked = on_now, queue_now, now
        seen.after, seen.seconds = counter.now(), now - began
        with target.with_name("progress.jsonl").open("a", encoding="utf-8") as told:
            told.write(json.dumps([round(now), seen.after, round(megabytes), round(on, 1)]) + "\n")
        if now > end or (kill_at is not None and seen.after >= kill_at):
            for one in family:
                one.kill()
    seen.status = process.wait()
    seen.seconds = time.perf_counter() - began
    seen.after = counter.now()
    return seen


def wrong_lines(target: Path, count: int) -> int:
    """How many of `count` lines are missing, doubled, out of place, or no formulation."""
    wrong = number = 0
    with target.open("rb") as file:
        for raw in itertools.takewhile(lambda line: line.endswith(b"\n"), file):
            answer = json.loads(raw)
            wrong += answer["id"] != number or "error" in answer
            number += 1
    return wrong + abs(number - count)


def main() -> None:
    """Run, kill, go on, check; print and write."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--notes", type=int, default=100_000)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--kill-at", type=float, nargs="*", default=[0.05, 0.5])
    parser.add_argument("--minutes", type=float, default=math.inf, help="end it unfinished then")
    parser.add_argument("--folder", type=Path)
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        folder = chosen.folder or Path(scratch)
        folder.mkdir(parents=True, exist_ok=True)
        source, target = folder / "in.jsonl", folder / "out.jsonl"
        target.unlink(missing_ok=True)
        words = write_notes(source, chosen.notes)
        kills = [int(share * chosen.notes) for share in chosen.kill_at]
        end = time.perf_counter() + 60 * chosen.minutes
        calls = [follow(source, target, chosen.jobs, at, end) for at in [*kills, None]]
        reached = calls[-1].after
        result = {
            "notes": chosen.notes,
            "words_a_note": round(words, 1),
            "jobs": chosen.jobs,
            "niceness": os.nice(0),
            "python": sys.version.split()[0],
            "notes_reached": reached,
            "calls": [call.told() for call in calls],
            "lines_wrong": wrong_lines(target, reached),
            "bytes_a_formulation": round(target.stat().st_size / reached),
        }
    RESULT.write_text(json.dumps(result, indent=2) + "\n", encoding="utf-8")
    print(json.dumps(result, indent=2))


if __name__ == "__main__":
    main()
