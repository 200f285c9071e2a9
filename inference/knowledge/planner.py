"""What the referral planner knows besides the clinical files: one `planner_*.json` a kind."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Final, Protocol

from ..errors import KnowledgeError
from ..labels import PURPOSES, RISKS
from .clinical import Clinical, load_clinical
from .loading import find_entry, load_entries

# "relief" is the honest purpose that no note is read for and no referral can rest on alone.
PLANNED_PURPOSES: Final = (*PURPOSES, "relief")
READINESS: Final = (
    "unknown",
    "not_considering",
    "unsure",
    "getting_ready",
    "doing",
    "keeping_going",
    "stepped_back",
)
# Rules of wording that count or compare, and so have no patterns.
STRUCTURAL: Final = ("many_services", "no_next_meeting", "service_first")
SLOTS: Final = (
    *("service", "next_meeting", "for_words", "purpose", "our_work", "adds"),
    *("joint", "leaving_when", "handover", "danger", "agreed", "not_done"),
)
VARIANTS: Final = ("staying", "leaving")
USES: Final = ("door", "no_in_danger", "done", "ask", "after", "page", "caution")


class Sourced(Protocol):
    """What every entry has: an id, and the sources that it cites."""

    @property
    def id(self) -> str: ...  # noqa: D102

    @property
    def source(self) -> tuple[str, ...]: ...  # noqa: D102


@dataclass(frozen=True, slots=True)
class SelfLook:
    """A question to oneself before anything is planned."""

    id: str
    question: str
    hint: str
    source: tuple[str, ...]
    note: str


@dataclass(frozen=True, slots=True)
class PurposeEntry:
    """What a referral may be for. `say` is for the client's ear, `client` for the client's page."""

    id: str
    name: str
    means: str
    question: str
    say: str
    client: str
    source: tuple[str, ...]
    note: str


@dataclass(frozen=True, slots=True)
class ReadinessEntry:
    """How far somebody is with one referral, as a prompt for talk; it decides nothing."""

    id: str
    name: str
    prompt: str
    say: str
    source: tuple[str, ...]
    note: str


@dataclass(frozen=True, slots=True)
class StepEntry:
    """A step of harm reduction; offered always, or where a harm is worded as one of `fits` or one
    of `dangers` is current, and never while one of `never_beside` is, unless it was picked."""

    id: str
    level: str
    do: str
    say: str
    client: str
    fits: tuple[str, ...]
    dangers: tuple[str, ...]
    never_beside: tuple[str, ...]
    source: tuple[str, ...]
    note: str


@dataclass(frozen=True, slots=True)
class WordingRule:
    """A wording that hands off: why, and what adds `instead`.

    `patterns` and `unless` are written as `patterns` says. Those in `STRUCTURAL` have none, as they
    count and compare. `examples` must be found, `traps` must not.
    """

    id: str
    name: str
    patterns: tuple[str, ...]
    unless: tuple[str, ...]
    why: str
    instead: str
    examples: tuple[str, ...]
    traps: tuple[str, ...]
    source: tuple[str, ...]
    note: str


@dataclass(frozen=True, slots=True)
class MeetingEntry:
    """Wordings that name a next meeting."""

    id: str
    patterns: tuple[str, ...]
    source: tuple[str, ...]
    note: str


@dataclass(frozen=True, slots=True)
class SayingEntry:
    """A sentence of a draft, for when all of `needs` are known and none of `unless` is."""

    id: str
    variant: str
    part: str
    needs: tuple[str, ...]
    unless: tuple[str, ...]
    say: str
    source: tuple[str, ...]
    note: str


@dataclass(frozen=True, slots=True)
class PlainWord:
    """Staff's words and what they are in plain ones; `plain` is None where nothing fits always."""

    id: str
    patterns: tuple[str, ...]
    plain: str | None
    source: tuple[str, ...]
    note: str


@dataclass(frozen=True, slots=True)
class Line:
    """A line to say, to ask or to print."""

    id: str
    use: str
    text: str
    source: tuple[str, ...]
    note: str


@dataclass(frozen=True, slots=True)
class Service:
    """A service of the site's directory: what it is for, and how one gets there."""

    name: str
    purposes: tuple[str, ...]
    phone: str = ""
    hours: str = ""
    how: str = ""


@dataclass(frozen=True, slots=True)
class PlannerKnowledge:
    """All of it, in file order, with the clinical knowledge that it refers to.

    `directory` holds the site's own services, from its overlay. The look-ups by id raise
    `KnowledgeError` for an unknown one and name the known ones.
    """

    clinical: Clinical
    self_look: tuple[SelfLook, ...]
    purposes: tuple[PurposeEntry, ...]
    readiness: tuple[ReadinessEntry, ...]
    steps: tuple[StepEntry, ...]
    wording: tuple[WordingRule, ...]
    meeting: tuple[MeetingEntry, ...]
    sayings: tuple[SayingEntry, ...]
    plain_words: tuple[PlainWord, ...]
    lines: tuple[Line, ...]
    directory: tuple[Service, ...] = ()

    def services_for(self, purposes: Collection[str]) -> tuple[Service, ...]:
        """The site's own services that serve one of `purposes`, in the order of its directory."""
        return tuple(s for s in self.directory if set(s.purposes).intersection(purposes))

    def purpose(self, id: str) -> PurposeEntry:
        """The purpose with this id, one of `PLANNED_PURPOSES`."""
        return find_entry(self.purposes, id, "purpose")

    def ready(self, id: str) -> ReadinessEntry:
        """The prompt for this readiness, one of `READINESS`."""
        return find_entry(self.readiness, id, "readiness")

    def rule(self, id: str) -> WordingRule:
        """The rule of wording with this id."""
        return find_entry(self.wording, id, "rule of wording")

    def lines_for(self, use: str) -> tuple[str, ...]:
        """The lines for one of `USES`."""
        return tuple(line.text for line in self.lines if line.use == use)

    def line(self, id: str) -> str:
        """The line with this id."""
        return find_entry(self.lines, id, "line").text


@cache
def load_planner_knowledge() -> PlannerKnowledge:
    """Read and validate the planner's knowledge files, once.

    Raises
    ------
    KnowledgeError
        An entry breaks its schema, a label has no entry, a source or slot is unknown, or an entry
        names no source.
    """
    known = PlannerKnowledge(
        clinical=load_clinical(),
        self_look=load_entries("planner_self_look.json", SelfLook),
        purposes=load_entries("planner_purposes.json", PurposeEntry),
        readiness=load_entries("planner_readiness.json", ReadinessEntry),
        steps=load_entries("planner_steps.json", StepEntry),
        wording=load_entries("planner_wording.json", WordingRule),
        meeting=load_entries("planner_meeting.json", MeetingEntry),
        sayings=load_entries("planner_sayings.json", SayingEntry),
        plain_words=load_entries("planner_plain_words.json", PlainWord),
        lines=load_entries("planner_lines.json", Line),
    )
    if faults := list(_faults(known)):
        raise KnowledgeError("\n".join(faults))
    return known


def _faults(known: PlannerKnowledge) -> Iterator[str]:
    for name, entries, expected in (
        ("planner_purposes.json", known.purposes, PLANNED_PURPOSES),
        ("planner_readiness.json", known.readiness, READINESS),
    ):
        if tuple(entry.id for entry in entries) != expected:
            yield f"{name}: the ids must be {list(expected)} in this order."
    for rule in known.wording:
        if bool(rule.patterns) == (rule.id in STRUCTURAL):
            yield f"planner_wording.json: {rule.id!r} must have patterns or be in {STRUCTURAL}."
    for saying in known.sayings:
        if unknown := {*saying.needs, *saying.unless} - set(SLOTS):
            yield f"planner_sayings.json: {saying.id!r} names unknown slots {sorted(unknown)}."
        if saying.variant not in VARIANTS:
            yield f"planner_sayings.json: {saying.id!r} has the variant {saying.variant!r}."
    for step in known.steps:
        if unknown := {*step.dangers, *step.never_beside} - set(RISKS):
            yield f"planner_steps.json: {step.id!r} names unknown dangers {sorted(unknown)}."
    for line in known.lines:
        if line.use not in USES:
            yield f"planner_lines.json: {line.id!r} is for {line.use!r}, not for one of {USES}."
    yield from _source_faults(known)


def _source_faults(known: PlannerKnowledge) -> Iterator[str]:
    sources = {source.id for source in known.clinical.sources}
    entries: list[Sourced] = [
        *known.self_look,
        *known.purposes,
        *known.readiness,
        *known.steps,
        *known.wording,
        *known.meeting,
        *known.sayings,
        *known.plain_words,
        *known.lines,
    ]
    for entry in entries:
        if not entry.source or not sources.issuperset(entry.source):
            yield f"{entry.id!r} names no source, or one that is not in sources.json."
