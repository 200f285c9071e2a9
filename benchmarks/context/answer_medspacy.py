"""Answer the sentences of a table with medSpaCy's ConText and its default rules.

Runs in an environment of its own (`requirements.txt`). The words asked about are handed over as the
target entity, so no target rules are needed; PyRuSH finds the sentences.

    python benchmarks/context/answer_medspacy.py TABLE.jsonl ANSWERS.jsonl
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path

import medspacy
from loguru import logger
from spacy.tokens import Span


def main(table: str, answers: str) -> None:
    """Write one line `{"id", "negated", "historical", "hypothetical", "other", "ms"}` a row."""
    logger.remove()  # PyRuSH logs every token, which takes longer than its work
    rows = [json.loads(line) for line in Path(table).read_text("utf-8").splitlines()]
    nlp = medspacy.load(enable=["medspacy_pyrush", "medspacy_context"])
    steps = [nlp.get_pipe("medspacy_pyrush"), nlp.get_pipe("medspacy_context")]

    def ask(text: str, words: str) -> Span:
        doc = nlp.make_doc(text)
        start = text.index(words)
        span = doc.char_span(start, start + len(words), label="ASKED", alignment_mode="expand")
        doc.ents = [span]
        for step in steps:
            doc = step(doc)
        return doc.ents[0]

    for row in rows:  # once unmeasured, as caches fill
        ask(row["text"], row["words"])
    lines = []
    for row in rows:
        begun = time.perf_counter()
        found = ask(row["text"], row["words"])._
        ms = (time.perf_counter() - begun) * 1000
        answer = {
            "id": row["id"],
            "negated": found.is_negated,
            "historical": found.is_historical,
            # "may have" and "possible" are "uncertain" there; the tables count them hypothetical.
            "hypothetical": found.is_hypothetical or found.is_uncertain,
            "other": found.is_family,
            "ms": ms,
        }
        lines.append(json.dumps(answer))
    Path(answers).write_text("\n".join(lines) + "\n", "utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:])
