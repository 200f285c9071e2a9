"""Set the answers of both systems beside a table.

    python benchmarks/context/compare.py TABLE.jsonl OURS.jsonl THEIRS.jsonl

Prints, per question, accuracy and the counts behind it, the time per sentence, and every row that
one system alone got right.
"""

from __future__ import annotations

import json
import statistics
import sys
from pathlib import Path
from typing import Any

QUESTIONS = ("negated", "historical", "hypothetical", "other")


def expected(row: dict[str, Any]) -> dict[str, bool | None]:
    """The table's answer to each question; None where the row does not ask it."""
    who, when, whether = row["who"], row["when"], row["whether"]
    return {
        "negated": None if whether is None else whether == "denied",
        "historical": None if when is None else when != "now",
        "hypothetical": None if whether is None else whether == "hypothetical",
        "other": None if who is None else who in ("family", "other_client"),
    }


def read(path: str) -> dict[str, dict[str, Any]]:
    """The lines of a file by id."""
    rows = (json.loads(line) for line in Path(path).read_text("utf-8").splitlines())
    return {row["id"]: row for row in rows}


def score(right: dict[str, bool], given: dict[str, bool]) -> str:
    """Accuracy, and how many of the yes were found and how many yes were wrong."""
    good = sum(given[key] == yes for key, yes in right.items())
    found = sum(given[key] for key, yes in right.items() if yes)
    wrong = sum(given[key] for key, yes in right.items() if not yes)
    return f"{good / len(right):.3f} ({found}/{sum(right.values())} yes found, {wrong} wrong yes)"


def main(table: str, ours: str, theirs: str) -> None:
    """Print the comparison."""
    rows = read(table)
    systems = {"middleground": read(ours), "medspacy": read(theirs)}
    print(f"{Path(table).name}: {len(rows)} rows")
    alone: dict[str, list[str]] = {name: [] for name in systems}
    for question in QUESTIONS:
        answers = ((key, expected(row)[question]) for key, row in rows.items())
        right = {key: yes for key, yes in answers if yes is not None}
        print(f"  {question}, {len(right)} asked")
        given = {
            name: {key: answers[key][question] for key in right}
            for name, answers in systems.items()
        }
        for name in systems:
            print(f"    {name:13} {score(right, given[name])}")
        for key, yes in right.items():
            hits = [name for name in systems if given[name][key] == yes]
            if len(hits) == 1:
                row = rows[key]
                alone[hits[0]].append(f"{question}={yes}: {row['text']!r} [{row['words']}]")
    for name, answers in systems.items():
        ms = [answer["ms"] for answer in answers.values()]
        print(f"  {name:13} {statistics.median(ms):.1f} ms a sentence (median)")
    for name, lines in alone.items():
        print(f"  only {name} right: {len(lines)}")
        for line in lines:
            print(f"    {line}")


if __name__ == "__main__":
    main(*sys.argv[1:])
