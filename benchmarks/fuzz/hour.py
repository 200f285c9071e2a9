"""All targets of the fuzzer, one after the other, counted: `hour.py FOLDER --minutes 60`.

`--targets` chooses some; the figures of the others stay as they were.

FOLDER holds inputs as `seeds.py` writes them; what is found is left in it as `crash-*`. Writes
`benchmarks/results/fuzz.json`: for each target the inputs tried, the seconds, the edges of code
that were reached, and the findings.
"""

from __future__ import annotations

import argparse
import json
import re
import subprocess
import sys
import time
from pathlib import Path
from typing import Any, Final

ROOT: Final = Path(__file__).resolve().parents[2]
RESULT: Final = ROOT / "benchmarks" / "results" / "fuzz.json"
TARGETS: Final = (
    *("rows", "table", "lines", "plain", "archive", "document"),
    *("stored", "plan", "pack", "note"),
)
_LONGEST: Final = {"archive": 40_000, "document": 20_000, "pack": 40_000, "note": 2_000}


def fuzz(target: str, folder: Path, seconds: int) -> dict[str, Any]:
    """One target until its time is up, going on behind each finding."""
    began, tried, edges, found = time.monotonic(), 0, 0, 0
    while (left := seconds - (time.monotonic() - began)) > 5:
        (folder / target).mkdir(parents=True, exist_ok=True)
        words = [sys.executable, str(ROOT / "benchmarks" / "fuzz" / "fuzz.py"), target]
        words += [str(folder / target), f"-max_total_time={int(left)}", "-print_final_stats=1"]
        words += [f"-max_len={_LONGEST.get(target, 4_000)}", "-rss_limit_mb=2000", "-timeout=300"]
        words += [f"-artifact_prefix={folder}/{target}-"]
        done = subprocess.run(words, capture_output=True, text=True, errors="replace")
        (folder / f"{target}.log").write_text(done.stdout + done.stderr, encoding="utf-8")
        told = re.findall(r"stat::number_of_executed_units: (\d+)", done.stderr)
        tried += int(told[-1]) if told else 0
        edges = max([edges, *map(int, re.findall(r"\bcov: (\d+)", done.stderr))])
        found += done.returncode != 0
        if done.returncode:
            (folder / f"{target}-finding-{found}.log").write_text(done.stderr, encoding="utf-8")
        if found >= 5:
            break
    spent = round(time.monotonic() - began)
    return {"tried": tried, "seconds": spent, "edges": edges, "stopped_by_a_finding": found}


def main() -> None:
    """Fuzz, print and write."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--minutes", type=float, default=60.0)
    parser.add_argument("--targets", nargs="+", choices=TARGETS, default=TARGETS)
    chosen = parser.parse_args()
    each = int(60 * chosen.minutes / len(chosen.targets))
    for target in chosen.targets:
        told = fuzz(target, chosen.folder, each)
        print(target, told, flush=True)
        result = json.loads(RESULT.read_text(encoding="utf-8")) if RESULT.exists() else {}
        result[target] = told
        RESULT.write_text(json.dumps(result, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
