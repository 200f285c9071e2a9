"""The keyword baseline: a label is there when one of its words is, unless a negation precedes it.

It needs no training and knows nothing of who, when and whether beyond a few words before a hit.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import Final

from inference.formulation import Formulation, Quote, Reaction, Referral, Risk, Strength

from ..corpus import Note
from . import words
from .answering import formulation, sentences

# As in NegEx (Chapman et al. 2001): a negation reaches a few words ahead.
_NEGATION: Final = re.compile(
    r"\b(?:no|not|never|denie[ds]|deny|without|none|nor|\w+n't)\b(?:\W+\w+){0,4}\W*$", re.IGNORECASE
)

# With no word of either kind the commonest label stands; looked up in no corpus, it is what the
# codebook calls "neither" and "plain neutral".
_PLAIN: Final = {"control": "balanced", "affiliation": "mixed"}


def keyword_predictions(notes: Iterable[Note]) -> tuple[Formulation, ...]:
    """A formulation for each note, in order; the notes' labels are not looked at."""
    return tuple(_answer(note) for note in notes)


def _answer(note: Note) -> Formulation:
    pieces = sentences(note.text)
    evidence = {
        label: found for label in words.BARRIERS if (found := _hits(pieces, words.BARRIERS, label))
    }
    # Every further sentence with a hit halves the doubt; nothing here is calibrated.
    scores = {label: 1 - 0.5 ** len(evidence.get(label, ())) for label in words.BARRIERS}
    return formulation(
        note,
        "keyword baseline",
        scores,
        evidence,
        _axis(pieces, "control", words.CONTROL),
        _axis(pieces, "affiliation", words.AFFILIATION),
        reactions=[Reaction(kind, quotes) for kind, quotes in _all(pieces, words.REACTIONS)],
        strengths=[Strength(kind, quotes) for kind, quotes in _all(pieces, words.STRENGTHS)],
        risks=_risks(pieces),
        referrals=_referrals(pieces),
    )


def _axis(pieces: Sequence[Quote], axis: str, lists: Mapping[str, str]) -> str:
    """The pole with more hits; both alike, or none, is neither."""
    counts = {pole: len(_hits(pieces, lists, pole)) for pole in lists}
    most = max(counts.values())
    leaders = [pole for pole, count in counts.items() if count == most]
    return leaders[0] if len(leaders) == 1 else _PLAIN[axis]


def _all(pieces: Sequence[Quote], lists: Mapping[str, str]) -> list[tuple[str, tuple[Quote, ...]]]:
    return [(label, found) for label in lists if (found := _hits(pieces, lists, label))]


def _risks(pieces: Sequence[Quote]) -> list[Risk]:
    return [
        Risk(kind, _first(piece.text, words.RISK_STATUSES) or "current", (piece,))
        for kind, phrases in words.RISKS.items()
        for piece in pieces
        if _pattern(phrases).search(piece.text)
    ]


def _referrals(pieces: Sequence[Quote]) -> list[Referral]:
    return [
        Referral(
            found.group(),
            purpose,
            _first(piece.text, words.REFERRAL_STATUSES) or "offered",
            (piece,),
        )
        for purpose, phrases in words.PURPOSES.items()
        for piece in pieces
        if (found := _pattern(phrases).search(piece.text))
    ]


def _first(text: str, lists: Mapping[str, str]) -> str | None:
    return next((label for label in lists if _pattern(lists[label]).search(text)), None)


def _hits(pieces: Sequence[Quote], lists: Mapping[str, str], label: str) -> tuple[Quote, ...]:
    """The sentences with a word of the label that no negation precedes."""
    pattern = _pattern(lists[label])
    return tuple(
        piece
        for piece in pieces
        if any(
            not _NEGATION.search(piece.text[: found.start()])
            for found in pattern.finditer(piece.text)
        )
    )


@cache
def _pattern(phrases: str) -> re.Pattern[str]:
    """Any of the comma-separated phrases as whole words; all capitals only match capitals."""
    parts = []
    for phrase in phrases.split(", "):
        body = re.escape(phrase.removesuffix("*")) + (r"\w*" if phrase.endswith("*") else "")
        parts.append(body if phrase.isupper() else f"(?i:{body})")
    return re.compile(rf"(?<!\w)(?:{'|'.join(parts)})(?!\w)")
