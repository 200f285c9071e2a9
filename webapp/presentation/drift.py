"""Counts of notes in words, for the page and the terminal."""

from __future__ import annotations

from typing import Final

from inference import Clinical, load_clinical

from ..drift.compare import Compared, Parted, Rejected
from ..language import N_, Worded, gettext

_NAMES: Final = Worded(
    {
        "words": N_("words a note"),
        "known": N_("words that the corpus has"),
        "abstained": N_("notes that said too little"),
    }
)


def name_of(figure: str, clinical: Clinical | None = None) -> str:
    """What a figure is called."""
    if figure in _NAMES:
        return _NAMES[figure]
    barrier = figure.partition(":")[2]
    return gettext(
        "notes shown “%(name)s”", name=(clinical or load_clinical()).barrier(barrier).name
    )


def value_of(figure: str, value: float) -> str:
    """A value in the unit of its figure."""
    return f"{value:.0f}" if figure == "words" else _percent(value)


def line_of(each: Compared, clinical: Clinical | None = None) -> str:
    """A figure beside what would be like the notes known."""
    low, high = value_of(each.figure, each.low), value_of(each.figure, each.high)
    name = name_of(each.figure, clinical)
    told = gettext(
        "%(name)s: %(value_of)s (%(low)s to %(high)s)",
        name=name,
        value_of=value_of(each.figure, each.value),
        low=low,
        high=high,
    )
    return (
        told
        if each.stability is None
        else gettext(
            "%(told)s, stability index %(stability)s", told=told, stability=f"{each.stability:.2f}"
        )
    )


def line_of_rejected(each: Rejected, clinical: Clinical) -> str:
    """How often a suggestion was told to be wrong, lately and before."""
    return gettext(
        "“%(name)s”: %(share)s of %(shown)s times told to be wrong, %(before)s before",
        name=clinical.barrier(each.suggestion).name,
        share=_percent(each.share),
        shown=each.shown,
        before=_percent(each.before),
    )


def line_of_part(each: Parted) -> str:
    """A figure of one part beside that of all others."""
    value, others = value_of(each.figure, each.value), value_of(each.figure, each.others)
    return gettext(
        "%(part)s, %(name_of)s: %(value)s, others %(others)s",
        part=each.part,
        name_of=name_of(each.figure),
        value=value,
        others=others,
    )


def _percent(share: float) -> str:
    return f"{100 * share:.0f} %"
