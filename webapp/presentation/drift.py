"""Counts of notes in words, for the page and the terminal."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from inference import Clinical, load_clinical

from ..drift.compare import Compared, Parted, Rejected, between_groups
from ..drift.seen import GROUPS
from ..language import N_, Worded, gettext

_NAMES: Final = Worded(
    {
        "words": N_("words a note"),
        "known": N_("words that the corpus has"),
        "abstained": N_("notes that said too little"),
        "shown": N_("notes shown a suggestion"),
    }
)
_GROUPS: Final = Worded(
    {
        "i": N_("mostly “I”"),
        "she": N_("mostly “she”"),
        "he": N_("mostly “he”"),
        "they": N_("mostly “they”"),
        "none": N_("no pronoun most"),
    }
)


@dataclass(frozen=True, slots=True)
class GroupRow:
    """A group of notes, by the pronoun that they have most: how many, and two shares of them.

    `differing` are lines for the figures in which it differs from all others. Where it cannot be
    compared, the shares are empty and `differing` is None: of a few notes they say nothing.
    """

    name: str
    notes: int
    abstained: str
    shown: str
    differing: tuple[str, ...] | None


def group_rows(groups: Mapping[str, Counter[str]], clinical: Clinical) -> Iterator[GroupRow]:
    """A row for each group that any note is in."""
    parted = between_groups(groups)
    for group in GROUPS:
        if not (counts := groups.get(group)):
            continue
        own = {each.figure: each for each in parted if each.part == group}
        yield GroupRow(
            name=_GROUPS[group],
            notes=counts["notes"],
            abstained=_percent(own["abstained"].value) if own else "",
            shown=_percent(own["shown"].value) if own else "",
            differing=tuple(_beside(each, clinical) for each in own.values() if each.differs)
            if own
            else None,
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


def _beside(each: Parted, clinical: Clinical) -> str:
    return gettext(
        "%(name)s: %(value)s, others %(others)s",
        name=name_of(each.figure, clinical),
        value=value_of(each.figure, each.value),
        others=value_of(each.figure, each.others),
    )


def _percent(share: float) -> str:
    return f"{100 * share:.0f} %"
