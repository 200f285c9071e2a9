"""Where to draw the lines: thresholds that would have served best on the judging part.

One threshold serves a whole group of labels (barriers, reactions, strengths; risks, referrals):
thresholds of single labels follow chance in the few notes that have them.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Final

import numpy as np

from inference.formulation import Quote
from inference.heads import Scores
from inference.labels import BARRIERS, REACTIONS, STRENGTHS
from inference.linear import Array
from inference.marks import REFERRAL, RISK
from inference.quotes import quotes_for
from inference.settings import Settings
from inference.vocabulary import SPANS, YES_NO

from .corpus import Note
from .estimators import Example
from .showing import ALARMS
from .targets import Answers, marked, marked_as, truth

_SHOW: Final = tuple(round(0.1 + 0.02 * step, 2) for step in range(31))
# Where one kind with one status is rare, probabilities are low.
_RARE: Final = tuple(round(0.05 + 0.01 * step, 2) for step in range(46))
_URGENT: Final = 1.5  # how many times as much finding counts as being right
_QUOTE: Final = (0.0, 0.25, 0.5, 0.75, 1.0, 1.25, 1.5, 2.0, 2.5, 3.0)
_GROUPS: Final[Mapping[str, tuple[str, ...]]] = {
    "barriers": BARRIERS,
    "reactions": REACTIONS,
    "strengths": STRENGTHS,
}


def choose(examples: Sequence[Example], scores: Sequence[Scores]) -> Settings:
    """Thresholds with the best F1 for what is shown (barriers: mean over labels, as far as false
    alarms stay rare; else over all marks together), and the best overlap with the annotators'
    quotes for what is quoted: a barrier shows in several places, a strength mostly in one."""
    show: dict[str, float] = {}
    for name, labels in _GROUPS.items():
        answers = np.array([[truth(e.note, label) for label in labels] for e in examples], object)
        there, counted = answers == True, answers != None  # noqa: E711, E712 -- element by element
        likely = np.array([[s.yes_no[label] for label in labels] for s in scores])
        each = name == "barriers"
        values = {t: _f(there, (likely >= t) & counted, each=each) for t in _SHOW}
        if name == "barriers":
            quiet = {t: v for t, v in values.items() if _alarms(examples, scores, t) <= ALARMS}
            values = quiet or {max(values): 0.0}
        best = max(values, key=values.__getitem__)
        show |= dict.fromkeys(labels, best)
    for sort, name in ((RISK, "risks"), (REFERRAL, "referrals")):
        there, unsure = marked_as(sort, [e.note for e in examples])
        likely = np.array([[getattr(s, name)[mark] for mark in sort.marks] for s in scores])
        likely[unsure] = 0.0  # neither right nor wrong to show
        for i, (status, tag) in enumerate(zip(sort.statuses, sort.status_tags, strict=True)):
            own = slice(i, None, len(sort.statuses))
            if status == "current":  # of dangers that are on now, a missed one costs most
                show[tag] = _best(there[:, own], likely[:, own], beta=_URGENT)
            else:
                show[tag] = _best(there, likely)
    reach: dict[str, float] = {}
    for labels in _GROUPS.values():
        best = max(_QUOTE, key=lambda r: _overlap(examples, scores, labels, r))
        reach |= dict.fromkeys(labels, best)
    # Style and danger are quoted as barriers are.
    return Settings(show, {label: reach.get(label, reach[BARRIERS[0]]) for label in SPANS})


def _best(there: Answers, likely: Array, *, beta: float = 1.0) -> float:
    """The threshold for rare marks with the best F-measure over all of them together."""
    return max(_RARE, key=lambda threshold: _f(there, likely >= threshold, beta=beta))


def _f(there: Answers, shown: Answers, *, beta: float = 1.0, each: bool = False) -> float:
    """F-measure (notes x labels) over all marks together, or the mean over labels of `each`."""
    axis = 0 if each else None
    found = (1 + beta**2) * (shown & there).sum(axis)
    return float(np.mean(found / np.maximum(beta**2 * there.sum(axis) + shown.sum(axis), 1)))


def _overlap(
    examples: Sequence[Example], scores: Sequence[Scores], labels: Collection[str], reach: float
) -> float:
    """Mean Dice overlap of quoted characters where one of `labels` is there."""
    values = []
    for example, score in zip(examples, scores, strict=True):
        for label, evidence in _evidence(example.note).items():
            if label in labels:
                quoted = quotes_for(example.read.features, score, label, reach=reach)
                ours = {i for q in quoted for i in range(q.start, q.end)}
                theirs = {i for q in evidence for i in range(q.start, q.end)}
                values.append(2 * len(ours & theirs) / (len(ours) + len(theirs)))
    return float(np.mean(values)) if values else 0.0


def _evidence(note: Note) -> dict[str, list[Quote]]:
    """The quotes of every clear barrier, every reaction and every strength of a note."""
    quotes: dict[str, list[Quote]] = {}
    for tag, quote, weight in marked(note):
        if weight == 1.0:
            quotes.setdefault(tag, []).append(quote)
    return {label: quotes[label] for label in YES_NO if label in quotes}


def _alarms(examples: Sequence[Example], scores: Sequence[Scores], threshold: float) -> float:
    """Share of the notes without a barrier that would be shown one."""
    shown = [
        any(score.yes_no[barrier] >= threshold for barrier in BARRIERS)
        for example, score in zip(examples, scores, strict=True)
        if not example.note.barriers
    ]
    return sum(shown) / max(len(shown), 1)
