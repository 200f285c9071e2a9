"""Counts of notes in words, for the page and the terminal."""

from __future__ import annotations

from typing import Final

from inference import Clinical, load_clinical

from ..drift.compare import Compared, Parted

_NAMES: Final = {
    "words": "words a note",
    "known": "words that the corpus has",
    "abstained": "notes that said too little",
}


def name_of(figure: str, clinical: Clinical | None = None) -> str:
    """What a figure is called."""
    if figure in _NAMES:
        return _NAMES[figure]
    barrier = figure.partition(":")[2]
    return f"notes shown “{(clinical or load_clinical()).barrier(barrier).name}”"


def value_of(figure: str, value: float) -> str:
    """A value in the unit of its figure."""
    return f"{value:.0f}" if figure == "words" else f"{100 * value:.0f} %"


def line_of(each: Compared, clinical: Clinical | None = None) -> str:
    """A figure beside what would be like the notes known."""
    low, high = value_of(each.figure, each.low), value_of(each.figure, each.high)
    name = name_of(each.figure, clinical)
    told = f"{name}: {value_of(each.figure, each.value)} ({low} to {high})"
    return told if each.stability is None else f"{told}, stability index {each.stability:.2f}"


def line_of_part(each: Parted) -> str:
    """A figure of one part beside that of all others."""
    value, others = value_of(each.figure, each.value), value_of(each.figure, each.others)
    return f"{each.part}, {name_of(each.figure)}: {value}, others {others}"
