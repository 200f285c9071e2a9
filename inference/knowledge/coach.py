"""What the coach knows besides its classifier: codes, stance elements, questions, benchmarks."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ..behaviours import BEHAVIOURS
from ..errors import KnowledgeError
from .clinical_entries import Source
from .loading import load_entries


@dataclass(frozen=True, slots=True)
class CodeEntry:
    """How a code is called and what it `shows`, for a reader."""

    id: str
    name: str
    shows: str
    source: tuple[str, ...]
    note: str


@dataclass(frozen=True, slots=True)
class ElementEntry:
    """Part of a middle stance: there where one of `codes` is; where not, `question` asks for it."""

    id: str
    name: str
    codes: tuple[str, ...]
    question: str
    source: tuple[str, ...]
    note: str


@dataclass(frozen=True, slots=True)
class QuestionEntry:
    """What to think about where one of `codes` is in a turn and none of `unless`."""

    id: str
    codes: tuple[str, ...]
    unless: tuple[str, ...]
    question: str
    source: tuple[str, ...]
    note: str


@dataclass(frozen=True, slots=True)
class StanceEntry:
    """What a stance of `stances.json` leans on (`calls_for`, ids of elements) and what pulls
    against it (`strains`, codes, and `pulls`, patterns as of `patterns`); `question` is what to
    think about where something is missing or such words are used."""

    id: str
    calls_for: tuple[str, ...]
    strains: tuple[str, ...]
    question: str
    source: tuple[str, ...]
    note: str
    pulls: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Benchmark:
    """A figure over many utterances; `fair` and `good` are published thresholds, if there are."""

    id: str
    name: str
    fair: float | None
    good: float | None
    says: str
    source: tuple[str, ...]
    note: str


@dataclass(frozen=True, slots=True)
class CoachKnowledge:
    """All of it, in file order; the first question that fits a turn is the one that is asked."""

    codes: tuple[CodeEntry, ...]
    elements: tuple[ElementEntry, ...]
    questions: tuple[QuestionEntry, ...]
    stances: tuple[StanceEntry, ...]
    benchmarks: tuple[Benchmark, ...]
    sources: tuple[Source, ...]

    def code(self, id: str) -> CodeEntry:
        """The entry of a code.

        Raises
        ------
        KnowledgeError
            There is none.
        """
        for entry in self.codes:
            if entry.id == id:
                return entry
        raise KnowledgeError(f"No code is called {id!r}; known are {list(BEHAVIOURS)}.")

    def stance(self, id: str) -> StanceEntry:
        """What a stance leans on.

        Raises
        ------
        KnowledgeError
            There is none of this id that one could fit: safety first, for one, is exempt.
        """
        for entry in self.stances:
            if entry.id == id:
                return entry
        raise KnowledgeError(f"coach_stances.json has no stance {id!r}.")

    def citations(self, ids: tuple[str, ...]) -> tuple[str, ...]:
        """The full citations behind source ids."""
        return tuple(source.citation for source in self.sources if source.id in ids)


def load_coach_knowledge() -> CoachKnowledge:
    """Read and validate the coach's knowledge files.

    Raises
    ------
    KnowledgeError
        An entry breaks its schema, a code has no entry, a code or source is unknown.
    """
    sources = load_entries("coach_sources.json", Source) + load_entries("sources.json", Source)
    known = CoachKnowledge(
        codes=load_entries("coach_codes.json", CodeEntry),
        elements=load_entries("coach_elements.json", ElementEntry),
        questions=load_entries("coach_questions.json", QuestionEntry),
        stances=load_entries("coach_stances.json", StanceEntry),
        benchmarks=load_entries("coach_benchmarks.json", Benchmark),
        sources=sources,
    )
    if faults := list(_faults(known)):
        raise KnowledgeError("\n".join(faults))
    return known


def _faults(known: CoachKnowledge) -> Iterator[str]:
    if tuple(entry.id for entry in known.codes) != BEHAVIOURS:
        yield f"coach_codes.json: the ids must be {list(BEHAVIOURS)} in this order."
    for element in known.elements:
        yield from _unknown("coach_elements.json", element.id, element.codes)
    for question in known.questions:
        yield from _unknown("coach_questions.json", question.id, question.codes + question.unless)
    elements = {element.id for element in known.elements}
    for stance in known.stances:
        yield from _unknown("coach_stances.json", stance.id, stance.strains)
        if not stance.calls_for or not elements.issuperset(stance.calls_for):
            yield f"coach_stances.json: {stance.id!r} calls for no element that is known."
    sources = {source.id for source in known.sources}
    entries: list[CodeEntry | ElementEntry | QuestionEntry | StanceEntry | Benchmark] = [
        *known.codes,
        *known.elements,
        *known.questions,
        *known.stances,
        *known.benchmarks,
    ]
    for entry in entries:
        for id in entry.source:
            if id not in sources:
                yield f"{entry.id!r} cites {id!r}, which is in no file of sources."
        if not entry.source:
            yield f"{entry.id!r} names no source."


def _unknown(file: str, id: str, codes: tuple[str, ...]) -> Iterator[str]:
    for code in codes:
        if code not in BEHAVIOURS:
            yield f"{file}: {id!r} names the code {code!r}, which the codebook does not have."
