"""Progress and the certificate as the pages show them: a number behind every statement."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from ..language import gettext, ngettext
from . import wording
from .attempt import CONFIDENCE
from .boxes import waiting
from .library import Library
from .library_view import NextView, next_view
from .progress import OnBarrier, Progress, progress
from .record import Record
from .vocabulary import DIFFICULTIES, clinical


@dataclass(frozen=True, slots=True)
class BarrierRow:
    """How one barrier is read; `says` is empty where there is too little to say."""

    name: str
    seen: str
    read_in: str
    says: str


@dataclass(frozen=True, slots=True)
class SureRow:
    """One step of confidence: how often it was right, against how often it would be."""

    step: str
    agreed: str
    says: str


@dataclass(frozen=True, slots=True)
class DueRow:
    """Something that comes back, and when."""

    skill: str
    when: str


@dataclass(frozen=True, slots=True)
class ProgressPage:
    """All that `practice/progress.html` shows."""

    cases: int
    attempts: int
    total: int
    statements: tuple[str, ...]
    barriers: tuple[BarrierRow, ...]
    sure: tuple[SureRow, ...]
    others: tuple[tuple[str, str], ...]
    due: tuple[DueRow, ...]
    next: NextView | None
    problem: str | None
    done: str | None


@dataclass(frozen=True, slots=True)
class Certificate:
    """What was practised, and when; nothing about how well."""

    name: str
    begun: str
    ended: str
    cases: int
    attempts: int
    kinds: tuple[tuple[str, int], ...]
    difficulties: tuple[tuple[str, int], ...]


def progress_page(
    library: Library, record: Record, problem: str | None = None, done: str | None = None
) -> ProgressPage:
    """The page for a record; `problem` and `done` tell what came of the last press."""
    found = progress(record)
    return ProgressPage(
        cases=found.cases,
        attempts=found.attempts,
        total=sum(1 for _ in library),
        statements=_statements(found),
        barriers=tuple(_barrier(each) for each in found.barriers),
        sure=tuple(
            SureRow(
                CONFIDENCE[row.confidence],
                wording.count(row.agreed),
                wording.CALIBRATION[row.says] if row.says else gettext("too few to say"),
            )
            for row in found.calibration
        ),
        others=(
            (gettext("Quotes that carry the reading, marked"), wording.count(found.quotes)),
            (gettext("Who takes charge: as in the reference"), wording.count(found.control)),
            (gettext("How warm: as in the reference"), wording.count(found.affiliation)),
            (gettext("A danger that was on, seen"), wording.count(found.danger)),
            (gettext("Danger called where none was on"), wording.count(found.alarms)),
            (gettext("What to say: the choice fitted"), wording.count(found.stances)),
        ),
        due=tuple(DueRow(wording.skill(w.skill), _when(w.due_in)) for w in waiting(record)),
        next=next_view(library, record),
        problem=problem,
        done=done,
    )


def certificate(record: Record, name: str) -> Certificate:
    """What was practised, for `name`."""
    first = record.first_attempts
    days = sorted(entry.day for entry in record.entries)
    kinds = Counter(entry.path for entry in first)
    difficulties = Counter(entry.difficulty for entry in first)
    return Certificate(
        name=name,
        begun=days[0] if days else "",
        ended=days[-1] if days else "",
        cases=len(first),
        attempts=len(record.entries),
        kinds=tuple((wording.path(kind), number) for kind, number in kinds.most_common()),
        difficulties=tuple(
            (DIFFICULTIES[d], difficulties[d]) for d in DIFFICULTIES if difficulties[d]
        ),
    )


def _statements(found: Progress) -> tuple[str, ...]:
    """What stands out, in a sentence each, with its numbers."""
    said = []
    for each in found.barriers:
        name = clinical().barrier(each.barrier).name
        for what in each.says:
            number = each.read_in if what == "over_read" else each.seen
            if what == "over_read":
                told = gettext(
                    "read in %(count)s where it was not there", count=wording.count(number)
                )
            else:
                told = gettext("seen %(count)s where it was there", count=wording.count(number))
            said.append(f"{name}: {wording.BARRIER[what]} ({told})")
    for row in found.calibration:
        if row.says in ("too_sure", "too_careful"):
            said.append(
                gettext(
                    "When you say “%(confidence)s”, the reference agrees in %(count)s: "
                    "%(calibration)s.",
                    confidence=CONFIDENCE[row.confidence],
                    count=wording.count(row.agreed),
                    calibration=wording.CALIBRATION[row.says],
                )
            )
    return tuple(said)


def _barrier(each: OnBarrier) -> BarrierRow:
    says = " ".join(wording.BARRIER[what] for what in each.says)
    return BarrierRow(
        clinical().barrier(each.barrier).name,
        wording.count(each.seen),
        wording.count(each.read_in),
        says,
    )


def _when(due_in: int) -> str:
    if due_in <= 0:
        return gettext("now")
    return ngettext("after %(num)s more case", "after %(num)s more cases", due_in)
