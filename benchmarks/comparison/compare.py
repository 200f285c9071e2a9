"""The shipped model beside its peers: quality, speed, memory and size, in one table from one run.

    python benchmarks/comparison/compare.py [--medspacy PYTHON] [--setfit PYTHON] [--work FOLDER]

Each peer (`peers`) learns from the same notes and answers in a process of its own; while speed is
measured, all take turns, so that ratios hold where seconds do not. Writes
`benchmarks/results/compare.json` and the table in `benchmarks/COMPARISON.md`. What peers have
learnt is kept in FOLDER, and learnt again only when the corpus has changed.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack
from datetime import date
from pathlib import Path
from typing import Any, Final

from asking import Asked, PeerError, fit
from installed import installed_bytes, site_packages, versions
from roster import ROSTER, SHIPPED, artefact_bytes
from table import table, write_table

from inference.labels import BARRIERS
from models.baselines.words import BARRIERS as WORDS
from models.corpus import Note, corpus_digest, load_corpus, load_development
from models.held_out import HeldOut, load_held_out
from models.scores import Scores
from models.scoring import score
from models.showing import held_out_lines, line, lines, threshold
from models.splits import load_splits

ROOT: Final = Path(__file__).resolve().parents[2]
RESULT: Final = ROOT / "benchmarks" / "results" / "compare.json"
# Of more than four million pairs of teaching notes; more take SetFit longer than all else together.
PAIRS: Final = 160


def write_job(folder: Path, corpus: Sequence[Note], pairs: int) -> Path:
    """The corpus as peers learn from it, in a folder that is named after it."""
    job = folder / f"{corpus_digest()[:16]}-{len(corpus)}-{pairs}"
    job.mkdir(parents=True, exist_ok=True)
    described = {"labels": BARRIERS, "words": WORDS, "pairs": pairs}
    (job / "job.json").write_text(json.dumps(described), encoding="utf-8")
    splits = load_splits()
    rows = (
        {
            "text": note.text,
            "batch": note.batch,
            "part": splits.of(note).part,
            "truth": {label: note.truth(label) for label in BARRIERS},
        }
        for note in corpus
    )
    lines = "".join(json.dumps(row) + "\n" for row in rows)
    (job / "notes.jsonl").write_text(lines, encoding="utf-8")
    return job


def learnt(name: str, python: str, job: Path) -> float | None:
    """Let a peer learn, unless it has; the seconds it took, None if there is nothing to learn."""
    peer = ROSTER[name]
    if peer.learnt is None:
        return None
    record = job / f"{peer.learnt}.json"
    if not record.exists():
        record.write_text(json.dumps(fit(peer, python, job, ROOT)), encoding="utf-8")
    seconds: float = json.loads(record.read_text(encoding="utf-8"))["seconds"]
    return seconds


def measure_quality(
    name: str, python: str, job: Path, corpus: Sequence[Note], ours: HeldOut
) -> dict[str, Scores] | None:
    """Scores on the judging part and on the development notes; None for what answers nothing.

    Of what is shipped, `ours` holds the answers to the judging part: as it is shipped it has met
    these notes, for its words and judges are fitted on them.
    """

    def answers(notes: Sequence[Note], part: str) -> list[Any]:
        with Asked(ROSTER[name], python, job, part, ROOT) as asked:
            given: list[Any] = asked.ask("many", [note.text for note in notes])["answers"]
        return given

    judging, development = load_splits().part(corpus, "judging"), load_development()
    new = answers(development, "all")
    if not new[0]:
        return None
    if name == SHIPPED:
        by_id = {each.id: each for each in ours.judging}
        old = [{"scores": by_id[n.id].scores, "shown": by_id[n.id].shown} for n in judging]
    else:
        old = answers(judging, "teaching")
    if "shown" in new[0]:
        made = [decided(judging, old), decided(development, new)]
    else:
        before, after = ([answer["scores"] for answer in each] for each in (old, new))
        limit = threshold(judging, before)
        made = [held_out_lines(judging, before), lines(development, after, limit)]
    return {"judging": score(judging, made[0]), "development": score(development, made[1])}


def decided(
    notes: Sequence[Note], answers: Sequence[Mapping[str, Any]]
) -> Iterator[dict[str, Any]]:
    """Lines of a peer that itself decides what is shown."""
    for note, answer in zip(notes, answers, strict=True):
        yield line(note, answer["scores"], answer["shown"])


def measure_speed(
    pythons: Mapping[str, str], job: Path, texts: Sequence[str], rounds: int
) -> dict[str, dict[str, float]]:
    """Milliseconds a note, on the clock and of the processor, one by one and many at once.

    Medians of rounds in turns; with them the time to load, and the peak of memory.
    """
    with ExitStack() as stack:
        asked = {
            name: stack.enter_context(Asked(ROSTER[name], python, job, "all", ROOT))
            for name, python in pythons.items()
        }
        runs: dict[str, dict[str, list[dict[str, Any]]]] = {
            name: {"one": [], "many": []} for name in asked
        }
        for _ in range(rounds + 1):
            for name, peer in asked.items():
                for how, answers in runs[name].items():
                    answers.append(peer.ask(how, texts))

        def milliseconds(name: str, how: str, clock: str) -> float:
            # The first round fills caches.
            return 1000 * statistics.median(r[clock] for r in runs[name][how][1:]) / len(texts)

        return {
            name: {
                f"{clock}_{how}": milliseconds(name, how, clock)
                for how in ("one", "many")
                for clock in ("seconds", "processor_seconds")
            }
            | {"load": peer.loaded["loaded"], "peak_mb": runs[name]["many"][-1]["peak_mb"]}
            for name, peer in asked.items()
        }


def measure(
    pythons: Mapping[str, str | None],
    work: Path,
    *,
    every: int,
    pairs: int,
    notes: int,
    rounds: int,
) -> dict[str, Any]:
    """Everything about every peer; nothing of one that is not installed or has failed."""
    corpus, ours = load_corpus()[::every], load_held_out()
    job = write_job(work, corpus, pairs)
    judging = load_splits().part(corpus, "judging")
    texts = [note.text for note in judging[:: max(1, len(judging) // notes)]][:notes]
    peers: dict[str, Any] = dict.fromkeys(ROSTER)
    there: dict[str, str] = {}
    for name, peer in ROSTER.items():
        if (python := pythons[peer.environment]) is None:
            continue
        print(f"{name} ...", flush=True)
        site = site_packages(python)
        try:
            seconds = learnt(name, python, job)
            scores = measure_quality(name, python, job, corpus, ours)
        except PeerError as error:
            print(error, file=sys.stderr)
            continue
        there[name] = python
        peers[name] = {
            "seconds_to_learn": seconds,
            "versions": versions(site, peer.packages),
            "packages_mb": installed_bytes(site, peer.packages) / 1e6,
            "artefact_mb": artefact_bytes(name, job) / 1e6,
            "quality": scores and {part: s.to_dict() for part, s in scores.items()},
        }
    print("speed ...", flush=True)
    load = os.getloadavg()[0]
    for name, figures in measure_speed(there, job, texts, rounds).items():
        peers[name] |= figures
    return {
        "date": date.today().isoformat(),
        "corpus": ours.corpus,
        "encoder": ours.encoder,
        "teaching_notes": len(corpus) - len(judging),
        "judging_notes": len(judging),
        "development_notes": len(load_development()),
        "every": every,
        "setfit_pairs": pairs,
        "timed_notes": len(texts),
        "words_a_timed_note": sum(len(text.split()) for text in texts) / len(texts),
        "rounds": rounds,
        "cpus": os.cpu_count(),
        "load_before": load,
        "whole_program_mb": installed_bytes(site_packages(sys.executable), ["middleground"]) / 1e6,
        "peers": peers,
    }


def main() -> None:
    """Measure, write and print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--medspacy", metavar="PYTHON", help="a Python that has medSpaCy")
    parser.add_argument("--setfit", metavar="PYTHON", help="a Python that has SetFit and MiniLM")
    parser.add_argument("--every", type=int, default=1, help="every so-manieth note, for a trial")
    parser.add_argument("--pairs", type=int, default=PAIRS, help="pairs that SetFit is taught on")
    parser.add_argument("--notes", type=int, default=60, help="notes that speed is measured on")
    parser.add_argument("--rounds", type=int, default=5, help="how often, after a first time")
    parser.add_argument("--work", metavar="FOLDER", type=Path, help="where to keep what is learnt")
    parser.add_argument("--table", action="store_true", help="write the table from the last run")
    given = parser.parse_args()
    if not given.table:
        pythons = {"own": sys.executable, "medspacy": given.medspacy, "setfit": given.setfit}
        with tempfile.TemporaryDirectory() as scratch:
            result = measure(
                pythons,
                given.work or Path(scratch),
                every=given.every,
                pairs=given.pairs,
                notes=given.notes,
                rounds=given.rounds,
            )
        if given.every > 1:
            print("A trial on a part of the notes: nothing is written.\n" + table(result))
            return
        RESULT.write_text(json.dumps(result, indent=1) + "\n", encoding="utf-8")
    print(write_table(json.loads(RESULT.read_text(encoding="utf-8"))))


if __name__ == "__main__":
    main()
