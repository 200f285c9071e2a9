"""What every peer of the comparison does alike: learn once, then answer as it is asked to.

    python PEER.py fit JOB            learn from the notes in the folder JOB, leave artefacts there
    python PEER.py serve JOB PART     load what was learnt from PART, then answer line by line

A peer runs in an environment and a process of its own, so that memory and start-up are its own.
Standard library only.
"""

from __future__ import annotations

import json
import resource
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

# What may be learnt from: "teaching" answers the judging part, "all" the development notes.
PARTS = ("teaching", "all")


@dataclass(frozen=True)
class Job:
    """A folder with the labelled notes, and what peers have learnt from them."""

    folder: Path

    def described(self) -> dict[str, Any]:
        """`labels` in their order; `words`, a keyword list of each; `pairs`, how many to draw."""
        described: dict[str, Any] = json.loads((self.folder / "job.json").read_text("utf-8"))
        return described

    def notes(self, part: str) -> list[dict[str, Any]]:
        """Notes of a part: `text`, `batch` and `truth` (true, false, or null) by label."""
        lines = (self.folder / "notes.jsonl").read_text("utf-8").splitlines()
        return [note for note in map(json.loads, lines) if part in ("all", note["part"])]


class Answerer(Protocol):
    """A peer that has been loaded."""

    def one(self, text: str) -> Any:
        """The answer to one note, as a worker waits for it."""

    def many(self, texts: Sequence[str]) -> list[Any]:
        """The answers to many notes, in whatever way is fastest."""

    def plain(self, answer: Any) -> dict[str, Any]:
        """`scores` by label and, where the peer itself decides, the labels `shown`."""


class Peer(Protocol):
    """A way to answer notes."""

    def fit(self, job: Job) -> None:
        """Learn from each of PARTS apart."""

    def load(self, job: Job, part: str) -> Answerer:
        """Load what was learnt."""


def main(peer: Peer) -> None:
    """Do what the command line asks for."""
    began = time.perf_counter()
    what, job = sys.argv[1], Job(Path(sys.argv[2]))
    if what == "fit":
        peer.fit(job)
        _tell({"seconds": time.perf_counter() - began})
        return
    answerer = peer.load(job, sys.argv[3])
    answerer.one("He came by. Part of him wants the room.")
    _tell({"loaded": time.perf_counter() - began, "peak_mb": _peak()})
    for line in sys.stdin:
        request = json.loads(line)
        _tell(_answer(answerer, request["do"], request["texts"]))


def _answer(answerer: Answerer, do: str, texts: Sequence[str]) -> dict[str, Any]:
    began, worked = time.perf_counter(), time.process_time()
    answers = answerer.many(texts) if do == "many" else [answerer.one(text) for text in texts]
    seconds, processor = time.perf_counter() - began, time.process_time() - worked
    return {
        "seconds": seconds,
        "processor_seconds": processor,
        "answers": [answerer.plain(answer) for answer in answers],
        "peak_mb": _peak(),
    }


def _peak() -> float:
    # Kilobytes on Linux, bytes on macOS.
    unit = 1024 if sys.platform != "darwin" else 1
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit / 1e6


def _tell(message: dict[str, Any]) -> None:
    print(json.dumps(message), flush=True)
