"""Figures of the corpus to compare a site's notes with: `python -m models.reference`.

Each author batch is one value of each figure, so that the spread between them says how much notes
of a new author may differ and still be like those that the models know. A word counts as known in
a note when a batch by another author has it. Batches written about one barrier are left out of the
spread: nobody's notes are about a single one.
"""

from __future__ import annotations

import json
import math
import statistics
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

import click
import numpy as np
from scipy import stats

from inference import InferenceError
from inference.formulation import Formulation
from inference.labels import BARRIERS
from inference.locations import DEFAULT_ARTEFACTS
from inference.reader import Reader, load_reader
from inference.reference import FILE, words_of

from .corpus import CorpusError, Note, load_corpus

CONFIDENCE: Final = 0.95
FIGURES: Final = ("words", "known", "abstained", *(f"shown:{barrier}" for barrier in BARRIERS))
_BY_LOGARITHM: Final = frozenset({"words"})
_FEWEST: Final = 10  # notes of a batch that stand for it
# Of the notes with a barrier, the share that has the same one where a batch was written about it.
# Those batches have four in five, all others less than half.
_ONE_SIDED: Final = 0.6


def figures_of(texts: Sequence[str], read: Sequence[Formulation], known: Sequence[float]) -> Any:
    """The value of each figure for one batch, of those `_BY_LOGARITHM` its logarithm."""
    shown = Counter(h.label for made in read for h in made.hypotheses)
    values = {
        "words": statistics.fmean(len(words_of(text)) for text in texts),
        "known": statistics.fmean(known),
        "abstained": statistics.fmean(not made.enough.answer for made in read),
        **{f"shown:{barrier}": shown[barrier] / len(read) for barrier in BARRIERS},
    }
    return {name: math.log(v) if name in _BY_LOGARITHM else v for name, v in values.items()}


def reference(batches: dict[str, list[Note]], reader: Reader, each: int) -> dict[str, Any]:
    """All figures; of each batch the first `each` notes are read."""
    words = {name: {w for n in notes for w in words_of(n.text)} for name, notes in batches.items()}
    spread = Counter(word for own in words.values() for word in own)
    values, lengths, shares = [], [], []
    for name, notes in batches.items():
        if len(notes) < _FEWEST:
            continue
        texts = [note.text for note in notes]
        known = [_known(text, spread, words[name]) for text in texts]
        lengths += [len(words_of(text)) for text in texts]
        shares += known
        if one_sided(notes):
            continue
        read = [f for f in reader.read_many(texts[:each]) if isinstance(f, Formulation)]
        values.append(figures_of(texts, read, known))
    edges = {"words": _tenths(lengths), "known": _tenths(shares)}
    tail = (1 - CONFIDENCE) / len(FIGURES) / 2
    return {
        "figures": {
            figure: {
                "mean": round(statistics.fmean(v[figure] for v in values), 5),
                "deviation": round(statistics.stdev(v[figure] for v in values), 5),
                "logarithm": figure in _BY_LOGARITHM,
            }
            for figure in FIGURES
        },
        "edges": edges,
        "shares": {
            "words": _shares(lengths, edges["words"]),
            "known": _shares(shares, edges["known"]),
        },
        "batches": len(values),
        "quantile": round(float(stats.t.ppf(1 - tail, len(values) - 1)), 4),
        "vocabulary": sorted(spread),
    }


def one_sided(notes: Sequence[Note]) -> bool:
    """Whether these notes are about one barrier: most of those that have any have the same."""
    evident = [note for note in notes if note.barriers]
    commonest = Counter(label for note in evident for label in note.barriers).most_common(1)
    return any(count > _ONE_SIDED * len(evident) for _, count in commonest)


def _known(text: str, spread: Counter[str], own: set[str]) -> float:
    """The share of words that a batch by somebody else has, too."""
    found = words_of(text)
    others = sum(spread[word] - (word in own) > 0 for word in found)
    return others / len(found) if found else 1.0


def _tenths(values: Sequence[float]) -> list[float]:
    return [round(float(edge), 4) for edge in np.quantile(values, np.arange(1, 10) / 10)]


def _shares(values: Sequence[float], edges: Sequence[float]) -> list[float]:
    """The share of `values` in each part; values that are the same can fill more than a tenth."""
    counts = Counter(bisect_right(edges, value) for value in values)
    return [round(counts[part] / len(values), 5) for part in range(len(edges) + 1)]


@click.command()
@click.option("--artefacts", type=click.Path(path_type=Path), default=DEFAULT_ARTEFACTS)
@click.option("--each", default=12, show_default=True, help="Notes of a batch that are read.")
def main(artefacts: Path, each: int) -> None:
    """Make the figures of the corpus that `middleground drift` compares with."""
    batches: dict[str, list[Note]] = defaultdict(list)
    try:
        for note in load_corpus():
            batches[note.batch].append(note)
        made = reference(batches, load_reader(artefacts=artefacts), each)
    except (CorpusError, InferenceError) as error:
        raise click.ClickException(str(error)) from error
    target = artefacts / FILE
    target.parent.mkdir(exist_ok=True)
    target.write_text(json.dumps(made, ensure_ascii=False) + "\n", encoding="utf-8")
    click.echo(f"{made['batches']} batches, {len(made['vocabulary'])} words: {target}")


if __name__ == "__main__":
    main()
