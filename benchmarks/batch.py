"""How many notes an hour one core reads, how many two, and what memory that takes.

Runs `middleground batch` over notes of the corpus, again and again until there are enough. Writes
`benchmarks/results/batch.json` and prints a table; docs/SCALE.md reckons from it.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path
from typing import Any, Final

import psutil

ROOT: Final = Path(__file__).resolve().parents[1]
RESULT: Final = ROOT / "benchmarks" / "results" / "batch.json"


def write_notes(path: Path, count: int) -> float:
    """Write `count` notes of the corpus as a batch; the mean of their words."""
    texts = [
        json.loads(line)["text"]
        for file in sorted((ROOT / "training_data" / "notes").glob("*.jsonl"))
        for line in file.read_text(encoding="utf-8").splitlines()
    ]
    chosen = [texts[i % len(texts)] for i in range(count)]
    rows = (json.dumps({"id": i, "text": text}) for i, text in enumerate(chosen))
    path.write_text("\n".join(rows) + "\n", encoding="utf-8")
    return sum(len(text.split()) for text in chosen) / count


class Memory(threading.Thread):
    """Follows the proportional set size of a process and its children, in MB; see `samples`."""

    def __init__(self, pid: int) -> None:
        super().__init__(daemon=True)
        self.process, self.samples = psutil.Process(pid), [0.0]

    def run(self) -> None:
        """Look once a second until the process is gone."""
        while self.process.is_running():
            try:
                family = [self.process, *self.process.children(recursive=True)]
                self.samples.append(sum(p.memory_full_info().pss for p in family) / 1e6)
            except psutil.Error:
                pass
            time.sleep(1)


def measure(source: Path, jobs: int, cores: list[int]) -> dict[str, Any]:
    """One run with `jobs` processes on `cores`, timed from the first to the last answer."""
    target = source.with_name("out.jsonl")
    target.unlink(missing_ok=True)
    command = [sys.executable, "-m", "middleground", "batch", "--jobs", str(jobs)]
    run = subprocess.Popen(
        [*command, str(source), str(target)],
        stderr=subprocess.DEVNULL,
        preexec_fn=lambda: os.sched_setaffinity(0, cores),
    )
    memory = Memory(run.pid)
    memory.start()
    while not (target.exists() and target.stat().st_size):
        time.sleep(0.01)
    began, before = time.perf_counter(), target.read_bytes().count(b"\n")
    run.wait()
    seconds = time.perf_counter() - began
    lines = target.read_bytes().count(b"\n") - before
    half = len(memory.samples) // 2
    return {
        "jobs": jobs,
        "cores": len(cores),
        "notes": lines,
        "milliseconds_a_note": round(1000 * seconds / lines, 2),
        "notes_an_hour": round(3600 * lines / seconds),
        "peak_mb": round(max(memory.samples)),
        "peak_mb_first_half": round(max(memory.samples[: half + 1])),
        "bytes_a_formulation": round(target.stat().st_size / (lines + before)),
    }


def main() -> None:
    """Measure, print and write."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--notes", type=int, default=4000)
    count = parser.parse_args().notes
    load = round(os.getloadavg()[0], 1)
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "in.jsonl"
        words = write_notes(source, count)
        one = measure(source, 1, [0])
        spread = measure(source, 1, [0, 1])
        two = measure(source, 2, [0, 1])
    rate = two["notes_an_hour"]
    result = {
        "words_a_note": round(words, 1),
        "python": sys.version.split()[0],
        "load_before": load,
        "one process, one core": one,
        "one process, two cores": spread,
        "two processes, two cores": two,
        "times_one_core": round(rate / one["notes_an_hour"], 2),
        "times_one_process": round(rate / spread["notes_an_hour"], 2),
    }
    RESULT.write_text(json.dumps(result, indent=2) + "\n", encoding="utf-8")
    print(json.dumps(result, indent=2))


if __name__ == "__main__":
    main()
