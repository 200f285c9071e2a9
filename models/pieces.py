"""Pieces to teach on: whole notes, crops of them, and parts of one note grafted into another.

A whole note tells what it is by more than its evidence: its author's manner, how long it is, what
kind of text. A crop (a sentence or a few) and a graft (sentences that tell of a barrier or of a
danger that is on, set between the sentences of another author's note, which may be of another kind)
part the evidence from that company. A needle is a whole short note set into a long one: much is
told, and one plain sentence in it is what matters, or looks like it and is not. All are cut from
marked notes; no word is made up.
"""

from __future__ import annotations

import random
import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

import numpy as np

from inference.formulation import Risk
from inference.labels import BARRIERS, PURPOSES, REACTIONS, RISKS, STRENGTHS
from inference.vocabulary import GIST_LABELS

from .corpus import Note
from .targets import Array, gist_targets, marked

# For each note of the teaching part; set after a trial each.
CROPS: Final = 0.8
GRAFTS: Final = 0.4
NEEDLES: Final = 0.8
_SHORT: Final = 40  # words of a needle, at most
_LONG: Final = 60  # words of what it is set into, at least
_TELLING: Final = 0.6  # share of needles that tell of a barrier or of a danger that is on
_LENGTHS: Final = (1, 1, 2, 2, 3, 4)  # sentences of a crop, drawn evenly from these
_ON_EVIDENCE: Final = 0.65  # share of crops of telling notes that hold some of the evidence
_FEWEST: Final = 5  # words of a piece
_SENTENCE_END: Final = re.compile(r"(?<=[.!?])[\"')\]]*\s+|\n+")


@dataclass(frozen=True, slots=True, eq=False)
class Span:
    """`start`-`end` of a piece is marked as `tag` (of `vocabulary.TAGS`), with that weight."""

    tag: str
    start: int
    end: int
    weight: float


@dataclass(frozen=True, slots=True, eq=False)
class Piece:
    """A text with what is marked in it; `labels` as GIST_LABELS, an axis all 0 where unknown."""

    text: str
    spans: tuple[Span, ...]
    labels: Array


def whole(note: Note) -> Piece:
    """All of a note."""
    spans = (Span(tag, quote.start, quote.end, weight) for tag, quote, weight in marked(note))
    return Piece(note.text, tuple(spans), gist_targets(note))


def pieces(notes: Sequence[Note], *, seed: int) -> list[Piece]:
    """Crops, grafts and needles of `notes`, whose batches tell the authors apart."""
    order = random.Random(seed)
    made = []
    for _ in range(round(CROPS * len(notes))):
        made.append(_crop(order.choice(notes), order))
    evident = [note for note in notes if _tells(note)]
    for _ in range(round(GRAFTS * len(notes)) if evident else 0):
        made.append(_graft(order.choice(evident), order.choice(notes), order))
    short = [note for note in notes if len(note.text.split()) <= _SHORT]
    long = [note for note in notes if len(note.text.split()) >= _LONG]
    telling, others = [n for n in short if _tells(n)], [n for n in short if not _tells(n)]
    for _ in range(round(NEEDLES * len(notes)) if short and long else 0):
        needles = telling if order.random() < _TELLING else others
        made.append(_set_into(order.choice(long), order.choice(needles or short), order))
    return [piece for piece in made if piece and len(piece.text.split()) >= _FEWEST]


def _crop(note: Note, order: random.Random) -> Piece | None:
    sentences = rough_sentences(note.text)
    if len(sentences) < 3:
        return None
    count = min(order.choice(_LENGTHS), len(sentences) - 1)
    first = order.randrange(len(sentences) - count + 1)
    speaking = _speaking(note, sentences)
    if speaking and order.random() < _ON_EVIDENCE:
        first = order.choice(speaking) - order.randrange(count)
        first = max(0, min(len(sentences) - count, first))
    return _cut(note, sentences[first][0], sentences[first + count - 1][1])


def _graft(source: Note, into: Note, order: random.Random) -> Piece | None:
    """Sentences of `source` between two of `into`; None where that would bring nothing new."""
    if source.batch == into.batch or _tells(source) <= _tells(into):
        return None
    sentences, around = rough_sentences(source.text), rough_sentences(into.text)
    speaking = _speaking(source, sentences)
    if not speaking or len(around) < 2:
        return None
    middle = order.choice(speaking)
    first = max(0, middle - order.randrange(2))
    last = min(len(sentences) - 1, middle + (order.randrange(3) == 2))
    return _joined(_cut(source, sentences[first][0], sentences[last][1]), into, around, order)


def _set_into(into: Note, needle: Note, order: random.Random) -> Piece | None:
    """All of `needle` behind a sentence of `into`; None where one author wrote both."""
    around = rough_sentences(into.text)
    if needle.batch == into.batch or len(around) < 2:
        return None
    return _joined(whole(needle), into, around, order)


def _joined(
    graft: Piece, into: Note, around: Sequence[tuple[int, int]], order: random.Random
) -> Piece:
    """`graft` behind one of the sentences `around`, with what both tell but for the style."""
    stock, place = whole(into), order.choice(around)[1]
    inserted = f" {graft.text} "
    spans = [s for s in stock.spans if s.end <= place]
    spans += [_moved(s, place + 1) for s in graft.spans]
    spans += [_moved(s, len(inserted)) for s in stock.spans if s.start >= place]
    labels = np.maximum(stock.labels, graft.labels)
    labels[_AXES] = 0
    text = into.text[:place] + inserted + into.text[place:]
    return Piece(text, tuple(spans), labels)


def _cut(note: Note, start: int, end: int) -> Piece:
    """The note from `start` to `end`, with the labels most of whose evidence lies there.

    Of the style of so small a part nothing is known.
    """
    stock = whole(note)
    spans = []
    for span in stock.spans:
        first, last = max(span.start, start), min(span.end, end)
        if 2 * (last - first) > span.end - span.start:
            spans.append(Span(span.tag, first - start, last - start, span.weight))
    tags = {span.tag for span in spans}
    labels = np.zeros_like(stock.labels)
    for place, needed in enumerate(_EVIDENCE):
        if needed and tags.issuperset(needed):
            labels[place] = stock.labels[place]
    return Piece(note.text[start:end], tuple(spans), labels)


def _moved(span: Span, by: int) -> Span:
    return Span(span.tag, span.start + by, span.end + by, span.weight)


def rough_sentences(text: str) -> list[tuple[int, int]]:
    """The text cut at closing marks and line ends, each part with the blanks after it.

    An abbreviation cuts a sentence short; for pieces, and for a baseline, that will do.
    """
    cuts = [0, *(match.end() for match in _SENTENCE_END.finditer(text)), len(text)]
    return [(a, b) for a, b in pairwise(cuts) if text[a:b].strip()]


def _tells(note: Note) -> frozenset[str]:
    """The barriers that a note tells of, and the kinds of danger that are on."""
    return frozenset((*note.barriers, *(risk.kind for risk in _current(note))))


def _current(note: Note) -> list[Risk]:
    return [risk for risk in note.risks if risk.status == "current"]


def _speaking(note: Note, sentences: Sequence[tuple[int, int]]) -> list[int]:
    """The sentences that hold evidence of a barrier or tell of a danger that is on."""
    quotes = [q for marking in note.barriers.values() for q in marking.evidence]
    quotes += [q for risk in _current(note) for q in risk.evidence]
    return [
        i
        for i, (start, end) in enumerate(sentences)
        if any(quote.start < end and quote.end > start for quote in quotes)
    ]


def _evidence(label: str) -> tuple[str, ...]:
    """The tags of which a piece must hold each, to have the label; none for a style axis."""
    if label in (*BARRIERS, *REACTIONS, *STRENGTHS):
        return (label,)
    kind, _, status = label.partition("/")
    if kind in RISKS:
        return (kind, f"risk:{status}")
    return (f"purpose:{kind}", f"referral:{status}") if kind in PURPOSES else ()


_EVIDENCE: Final = tuple(map(_evidence, GIST_LABELS))
_AXES: Final = [i for i, needed in enumerate(_EVIDENCE) if not needed]
