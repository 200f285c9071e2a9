"""One note as an annotator writes it down, and what the codebook refuses in it.

The shapes here are those of one line of `training_data/notes/*.jsonl`, field by field as in
`training_data/CODEBOOK.md`. `models.corpus` turns them into `Note`, with offsets.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from inference import labels

SHORTEST: Final = 10
LONGEST: Final = 320
# Longer evidence than this share of a note quotes the note, not what shows the label in it.
WHOLE: Final = 0.8
# Below this many words a note may consist of little else than its evidence.
SHORT_NOTE: Final = 30


@dataclass(frozen=True, slots=True)
class BarrierRow:
    """A barrier's level with its quotes."""

    level: str
    evidence: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class StyleRow:
    """The two axes; null only where two readers differed."""

    control: str | None
    affiliation: str | None
    evidence: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ReactionRow:
    """A reaction of the writer's own."""

    reaction: str
    evidence: str


@dataclass(frozen=True, slots=True)
class RiskRow:
    """A mention of danger."""

    risk: str
    status: str
    evidence: str


@dataclass(frozen=True, slots=True)
class ReferralRow:
    """Something else that was recommended."""

    service: str
    purpose: str
    status: str
    evidence: str


@dataclass(frozen=True, slots=True)
class StrengthRow:
    """Something to build on."""

    strength: str
    evidence: str


@dataclass(frozen=True, slots=True)
class OptionalRow:
    """What one of two readers marked and the other did not; only in reconciled labels."""

    staff_reactions: tuple[ReactionRow, ...] = ()
    risks: tuple[RiskRow, ...] = ()
    referrals: tuple[ReferralRow, ...] = ()
    strengths: tuple[StrengthRow, ...] = ()


@dataclass(frozen=True, slots=True)
class NoteRow:
    """One line of a corpus file."""

    id: str
    text: str
    format: str
    setting: str
    barriers: dict[str, BarrierRow]
    style: StyleRow
    staff_reactions: tuple[ReactionRow, ...]
    risks: tuple[RiskRow, ...]
    referrals: tuple[ReferralRow, ...]
    strengths: tuple[StrengthRow, ...]
    traps: tuple[str, ...] = ()
    optional: OptionalRow | None = None


def quotes(row: NoteRow) -> Iterator[tuple[str, str]]:
    """Every quote of a note with the field that it stands in."""
    for label, barrier in row.barriers.items():
        for i, quote in enumerate(barrier.evidence):
            yield f"barriers.{label}.evidence[{i}]", quote
    for i, quote in enumerate(row.style.evidence):
        yield f"style.evidence[{i}]", quote
    yield from _item_quotes(row, "")
    if row.optional:
        yield from _item_quotes(row.optional, "optional.")


def label_problems(row: NoteRow) -> Iterator[str]:
    """What makes the labels unusable: a word outside the codebook, a quote outside the text."""
    yield from _words("format", (row.format,), labels.FORMATS)
    yield from _words("setting", (row.setting,), labels.SETTINGS)
    yield from _words("barriers", row.barriers, labels.BARRIERS)
    for label, barrier in row.barriers.items():
        yield from _words(f"barriers.{label}.level", (barrier.level,), labels.LEVELS)
        if not barrier.evidence:
            yield f"barriers.{label}.evidence: is empty; quote the note or leave the barrier out."
    yield from _axis("style.control", row.style.control, labels.CONTROL, row.optional)
    yield from _axis("style.affiliation", row.style.affiliation, labels.AFFILIATION, row.optional)
    yield from _items(row, "")
    if row.optional:
        yield from _items(row.optional, "optional.")
    yield from _words("traps", row.traps, labels.TRAPS)
    for field, quote in quotes(row):
        if not quote.strip():
            yield f"{field}: is empty; quote the note."
        elif quote not in row.text:
            yield f"{field}: {quote!r} is not in the text; copy it character for character."


def writing_problems(row: NoteRow) -> Iterator[str]:
    """What makes a usable note unfit for the corpus: its length, or evidence that is all of it."""
    words = len(row.text.split())
    if not SHORTEST <= words <= LONGEST:
        yield f"text: has {words} words; a note has {SHORTEST} to {LONGEST}."
    if words > SHORT_NOTE:
        for field, quote in quotes(row):
            if len(quote) > WHOLE * len(row.text):
                yield f"{field}: is nearly the whole note; quote only the words that show it."


def _items(row: NoteRow | OptionalRow, where: str) -> Iterator[str]:
    reactions = (r.reaction for r in row.staff_reactions)
    yield from _words(f"{where}staff_reactions.reaction", reactions, labels.REACTIONS)
    yield from _words(f"{where}risks.risk", (r.risk for r in row.risks), labels.RISKS)
    yield from _words(f"{where}risks.status", (r.status for r in row.risks), labels.RISK_STATUSES)
    purposes = (r.purpose for r in row.referrals)
    yield from _words(f"{where}referrals.purpose", purposes, labels.PURPOSES)
    statuses = (r.status for r in row.referrals)
    yield from _words(f"{where}referrals.status", statuses, labels.REFERRAL_STATUSES)
    strengths = (s.strength for s in row.strengths)
    yield from _words(f"{where}strengths.strength", strengths, labels.STRENGTHS)


def _item_quotes(row: NoteRow | OptionalRow, where: str) -> Iterator[tuple[str, str]]:
    for field in ("staff_reactions", "risks", "referrals", "strengths"):
        for i, item in enumerate(getattr(row, field)):
            yield f"{where}{field}[{i}].evidence", item.evidence


def _axis(
    field: str, value: str | None, allowed: tuple[str, ...], optional: OptionalRow | None
) -> Iterator[str]:
    if value is not None:
        yield from _words(field, (value,), allowed)
    elif optional is None:
        yield f"{field}: is null, which only reconciled labels may be; use one of {list(allowed)}."


def _words(field: str, values: Iterable[str], allowed: tuple[str, ...]) -> Iterator[str]:
    for value in values:
        if value not in allowed:
            yield f"{field}: {value!r} is not in the codebook; use one of {list(allowed)}."
