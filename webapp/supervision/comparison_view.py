"""A round that is laid open, as its page shows it: table, note, circle, stances, questions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from inference import Position

from ..language import gettext
from ..practice.attempt import CONFIDENCE
from ..practice.pack import Case
from ..practice.vocabulary import clinical
from ..presentation.circle import Circle, Spot, ground, spot
from ..presentation.marks import Mark, Passage, Segment, cut
from ..spans import Span
from . import wording
from .comparison import Comparison, Rated, changes, compare
from .entry import MODEL, Entry
from .naming import Called, called
from .round import DIFFERENCES, Remark, Sitting


@dataclass(frozen=True, slots=True)
class RaterView:
    """One rater with all that is shown beside the table; reactions only where they are shared."""

    letter: str
    name: str
    style: str
    spot: Spot | None
    stance: str
    say: str
    felt: tuple[str, ...]
    confidence: str | None
    changed: tuple[str, ...]
    blind: bool


@dataclass(frozen=True, slots=True)
class Cell:
    """What one rater makes of one barrier."""

    rater: str
    strength: str
    held: bool
    quotes: tuple[Passage, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """A barrier with a cell for each rater."""

    barrier: str
    name: str
    told: str
    cells: tuple[Cell, ...]
    shared: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SameWordsView:
    """Words that two rely on for different barriers."""

    words: str
    one: str
    for_one: str
    other: str
    for_other: str


@dataclass(frozen=True, slots=True)
class AgreedView:
    """What was agreed: barriers with strength and words, style, stance, why, and differences."""

    day: str
    held: tuple[tuple[str, str, tuple[str, ...]], ...]
    style: str
    stance: str
    say: str
    rationale: str
    partings: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class OfReference:
    """A barrier of a practice case's reference."""

    name: str
    support: str
    because: str


@dataclass(frozen=True, slots=True)
class Laid:
    """A round laid open; the same for the page, the hand-out and what is exported."""

    id: str
    title: str
    day: str
    note: str
    raters: tuple[RaterView, ...]
    rows: tuple[Row, ...]
    segments: tuple[Segment, ...]
    agree: tuple[str, ...]
    part: tuple[tuple[str, str], ...]
    same_words: tuple[SameWordsView, ...]
    circle: Circle
    questions: tuple[str, ...]
    remarks: tuple[Remark, ...]
    agreed: AgreedView | None
    no_model: bool


@dataclass(frozen=True, slots=True)
class ComparePage:
    """All that `supervision/compare.html` shows."""

    laid: Laid
    hidden: bool
    first: bool
    any_changed: bool
    reference: tuple[OfReference, ...] | None
    holds: bool
    open: bool
    shared_screen: bool
    problem: str | None = None
    said: str = ""


def laid_open(sitting: Sitting, *, hidden: bool = False, first: bool = False) -> Laid:
    """The round as it is seen; what each holds now, or with `first` what each submitted first."""
    entries = {entry.rater: entry for entry in (sitting.first if first else sitting.latest)}
    raters = called(sitting, hidden=hidden)
    found = compare([Rated(r.id, entries[r.id].reading) for r in raters])
    marks: list[Mark] = []
    rows = tuple(_rows(sitting, found, raters, entries, marks))
    return Laid(
        id=sitting.round.id,
        title=sitting.round.title,
        day=wording.day(sitting.round.created),
        note=sitting.round.note,
        raters=tuple(_rater(sitting, r, entries[r.id], first) for r in raters),
        rows=rows,
        segments=cut(sitting.round.note, marks),
        agree=wording.agree(found),
        part=wording.part(found, raters),
        same_words=tuple(_same_words(sitting, found, raters)),
        circle=ground([octant.id for octant in clinical().octants]),
        questions=tuple(question.text for question in found.questions),
        remarks=tuple(
            replace(remark, name=gettext("Somebody")) if hidden else remark
            for remark in sitting.remarks
        ),
        agreed=_agreed(sitting),
        no_model=not sitting.versions(MODEL),
    )


def compare_page(
    sitting: Sitting,
    case: Case | None,
    *,
    hidden: bool,
    first: bool,
    holds: bool,
    problem: str | None = None,
    said: str = "",
) -> ComparePage:
    """The page; `case` is the practice case of the note, whose reference can then be shown."""
    return ComparePage(
        laid=laid_open(sitting, hidden=hidden, first=first),
        hidden=hidden,
        first=first,
        any_changed=any(entry.version > 1 for entry in sitting.entries),
        reference=_reference(case) if case else None,
        holds=holds,
        open=sitting.round.closed is None,
        shared_screen=sitting.round.shared_screen,
        problem=problem,
        said=said,
    )


def _rows(
    sitting: Sitting,
    found: Comparison,
    raters: Sequence[Called],
    entries: dict[str, Entry],
    marks: list[Mark],
) -> list[Row]:
    """A row for each barrier; its quotes become `marks`: the rater's letter, and a number."""
    note, rows = sitting.round.note, []
    given = dict.fromkeys((each.id for each in raters), 0)
    for on in found.barriers:
        name, cells = wording.barrier(on.barrier), []
        for rater, strength, spans in zip(raters, on.strengths, on.spans, strict=True):
            quotes = []
            for span in spans if strength else ():
                given[rater.id] += 1
                code = f"{rater.letter}{given[rater.id]}"
                says = f"{code}, {rater.name}: {name}"
                marks.append(Mark(span.start, span.end, code, code, f"h-{on.barrier}", says))
                quotes.append(Passage(note[span.start : span.end], code, code))
            cells.append(
                Cell(rater.name, wording.strength(strength), strength is not None, tuple(quotes))
            )
        told = wording.held_by(on, [each.name for each in raters])
        rows.append(Row(on.barrier, name, told, tuple(cells), _words(note, on.shared)))
    return rows


def _rater(sitting: Sitting, rater: Called, entry: Entry, first: bool) -> RaterView:
    reading, style = entry.reading, entry.reading.style
    ticks = {reaction.id: reaction.tick for reaction in clinical().reactions}
    before = sitting.versions(rater.id)[0]
    return RaterView(
        letter=rater.letter,
        name=rater.name,
        style=wording.style(style),
        spot=spot(Position(style.control, style.affiliation)) if style else None,
        stance=wording.stance(reading),
        say=reading.say,
        felt=tuple(ticks[id] for id in entry.reactions),
        confidence=CONFIDENCE[entry.confidence] if entry.confidence else None,
        changed=() if first else tuple(wording.change(c) for c in changes(before.reading, reading)),
        blind=before.blind,
    )


def _same_words(
    sitting: Sitting, found: Comparison, raters: Sequence[Called]
) -> list[SameWordsView]:
    names = {each.id: each.name for each in raters}
    return [
        SameWordsView(
            _words(sitting.round.note, (same.words,))[0],
            names[same.one],
            wording.barrier(same.for_one),
            names[same.other],
            wording.barrier(same.for_other),
        )
        for same in found.same_words
    ]


def _agreed(sitting: Sitting) -> AgreedView | None:
    if not (agreed := sitting.agreed):
        return None
    return AgreedView(
        day=wording.day(agreed.at),
        held=tuple(
            (
                wording.barrier(held.barrier),
                wording.strength(held.strength),
                _words(sitting.round.note, held.spans),
            )
            for held in agreed.reading.held
        ),
        style=wording.style(agreed.reading.style),
        stance=wording.stance(agreed.reading),
        say=agreed.reading.say,
        rationale=agreed.rationale,
        partings=tuple(
            (wording.barrier(each.about), DIFFERENCES[each.kind]) for each in agreed.partings
        ),
    )


def _reference(case: Case) -> tuple[OfReference, ...]:
    return tuple(
        OfReference(wording.barrier(h.barrier), wording.strength(h.support), h.because)
        for h in case.reference.hypotheses
    )


def _words(note: str, spans: Sequence[Span]) -> tuple[str, ...]:
    return tuple(note[span.start : span.end] for span in spans)
