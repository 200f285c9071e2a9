"""Answer the sentences of a table with this project's pipeline.

python benchmarks/context/answer_middleground.py TABLE.jsonl ANSWERS.jsonl
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path

from inference.pipeline import build_nlp, read_note


def main(table: str, answers: str) -> None:
    """Write one line `{"id", "negated", "historical", "hypothetical", "other", "ms"}` a row."""
    rows = [json.loads(line) for line in Path(table).read_text("utf-8").splitlines()]
    nlp = build_nlp()
    for row in rows:  # once unmeasured, as caches fill
        read_note(nlp, row["text"])
    lines = []
    for row in rows:
        begun = time.perf_counter()
        reading = read_note(nlp, row["text"])
        ms = (time.perf_counter() - begun) * 1000
        start = row["text"].index(row["words"])
        clause = reading.clause_at(start + len(row["words"]) // 2) or reading.clause_at(start)
        if clause is None:
            raise ValueError(f"{row['id']}: no clause holds {row['words']!r}.")
        answer = {
            "id": row["id"],
            "negated": clause.whether.value == "denied",
            "historical": clause.when.value != "now",
            "hypothetical": clause.whether.value == "hypothetical",
            "other": clause.who.value in ("family", "other_client"),
            "ms": ms,
        }
        lines.append(json.dumps(answer))
    Path(answers).write_text("\n".join(lines) + "\n", "utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:])
