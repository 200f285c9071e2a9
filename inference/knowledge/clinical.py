"""The clinical knowledge as one value: loaded once, cross-references validated, looked up by id."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Final

from .. import labels
from ..errors import KnowledgeError
from .clinical_entries import (
    Barrier,
    MiddleStatement,
    Octant,
    ReactionPrompt,
    ReferralPurpose,
    RiskCategory,
    Source,
    StanceEntry,
    StrengthKind,
)
from .loading import find_entry, load_entries

# What calls for a stance besides barriers and octants.
SITUATIONS: Final = ("nothing_in_the_way", "not_enough", "current_risk")
MIDDLE_PARTS: Final = ("offer", "impact", "behaviour", "request")


@dataclass(frozen=True, slots=True)
class Clinical:
    """Everything that the clinical files say, each part in the order of `labels`.

    The look-ups raise `KnowledgeError` for an unknown id and name the known ones.
    """

    barriers: tuple[Barrier, ...]
    octants: tuple[Octant, ...]
    reactions: tuple[ReactionPrompt, ...]
    stances: tuple[StanceEntry, ...]
    combinations: tuple[StanceEntry, ...]
    strengths: tuple[StrengthKind, ...]
    purposes: tuple[ReferralPurpose, ...]
    risks: tuple[RiskCategory, ...]
    middle_statement: MiddleStatement
    sources: tuple[Source, ...]

    def barrier(self, label: str) -> Barrier:
        """The barrier with this label, its `questions`, `rivals` and `ask_first` included."""
        return find_entry(self.barriers, label, "barrier")

    def octant(self, name: str) -> Octant:
        """The octant with this name, such as `hostile-dominant`."""
        return find_entry(self.octants, name, "octant")

    def reaction(self, kind: str) -> ReactionPrompt:
        """The prompt for this reaction of the worker's."""
        return find_entry(self.reactions, kind, "reaction")

    def strength(self, kind: str) -> StrengthKind:
        """What to do with a strength of this kind."""
        return find_entry(self.strengths, kind, "strength")

    def purpose(self, name: str) -> ReferralPurpose:
        """The referral purpose with this name."""
        return find_entry(self.purposes, name, "referral purpose")

    def risk(self, kind: str) -> RiskCategory:
        """The display name and safety wording of this kind of risk."""
        return find_entry(self.risks, kind, "risk")

    def source(self, id: str) -> Source:
        """The full citation behind a source id."""
        return find_entry(self.sources, id, "source")

    def stance(self, id: str) -> StanceEntry:
        """The stance or combination with this id."""
        return find_entry((*self.stances, *self.combinations), id, "stance")

    def stance_for(self, caller: str) -> StanceEntry:
        """The single stance that a barrier, an octant or one of `SITUATIONS` calls for."""
        for stance in self.stances:
            if caller in stance.called_by:
                return stance
        known = sorted(caller for stance in self.stances for caller in stance.called_by)
        raise KnowledgeError(f"No stance is called for by {caller!r}; known are {known}.")

    def combination(self, one: str, other: str) -> StanceEntry | None:
        """The stance that reconciles these two barriers, or None where they do not conflict."""
        pair = {one, other}
        return next((c for c in self.combinations if set(c.called_by) == pair), None)


@cache
def load_clinical() -> Clinical:
    """Read and validate the ten clinical knowledge files, once.

    Raises
    ------
    KnowledgeError
        An entry breaks its schema, a label has no entry or an entry no label, a source, barrier
        or caller is unknown, or a combination does not say what it reconciles.
    """
    middle = load_entries("middle_statement.json", MiddleStatement)
    if len(middle) != 1:
        raise KnowledgeError("middle_statement.json: exactly one entry was expected.")
    clinical = Clinical(
        barriers=load_entries("barriers.json", Barrier),
        octants=load_entries("octants.json", Octant),
        reactions=load_entries("reactions.json", ReactionPrompt),
        stances=load_entries("stances.json", StanceEntry),
        combinations=load_entries("combinations.json", StanceEntry),
        strengths=load_entries("strengths.json", StrengthKind),
        purposes=load_entries("referral_purposes.json", ReferralPurpose),
        risks=load_entries("risk_categories.json", RiskCategory),
        middle_statement=middle[0],
        sources=load_entries("sources.json", Source),
    )
    faults = list(faults_of(clinical))
    if faults:
        raise KnowledgeError(" ".join(faults))
    return clinical


def faults_of(clinical: Clinical) -> Iterator[str]:
    """Everything that is wrong across entries, so that one run shows all of it."""
    yield from _label_faults(clinical)
    yield from _source_faults(clinical)
    yield from _barrier_faults(clinical)
    yield from _position_faults(clinical)
    yield from _stance_faults(clinical)
    yield from _middle_faults(clinical.middle_statement)


def _label_faults(clinical: Clinical) -> Iterator[str]:
    for name, entries, expected in (
        ("barriers.json", clinical.barriers, labels.BARRIERS),
        ("octants.json", clinical.octants, labels.OCTANTS),
        ("reactions.json", clinical.reactions, labels.REACTIONS),
        ("strengths.json", clinical.strengths, labels.STRENGTHS),
        ("referral_purposes.json", clinical.purposes, labels.PURPOSES),
        ("risk_categories.json", clinical.risks, labels.RISKS),
    ):
        found = tuple(entry.id for entry in entries)
        if found != expected:
            yield f"{name}: the ids must be {list(expected)} in this order, not {list(found)}."


def _source_faults(clinical: Clinical) -> Iterator[str]:
    known = {source.id for source in clinical.sources}
    for name, entries in (
        ("barriers.json", clinical.barriers),
        ("octants.json", clinical.octants),
        ("reactions.json", clinical.reactions),
        ("stances.json", clinical.stances),
        ("combinations.json", clinical.combinations),
        ("strengths.json", clinical.strengths),
        ("referral_purposes.json", clinical.purposes),
        ("risk_categories.json", clinical.risks),
        ("middle_statement.json", (clinical.middle_statement,)),
    ):
        for entry in entries:
            if not entry.source:
                yield f"{name}: {entry.id!r} names no source."
            for id in entry.source:
                if id not in known:
                    yield f"{name}: {entry.id!r} cites {id!r}, which sources.json does not have."


def _barrier_faults(clinical: Clinical) -> Iterator[str]:
    for barrier in clinical.barriers:
        for rival in barrier.rivals:
            if rival.barrier not in labels.BARRIERS or rival.barrier == barrier.id:
                yield f"barriers.json: {barrier.id!r} has the rival {rival.barrier!r}."
    costs = sorted(barrier.cost_if_wrong for barrier in clinical.barriers)
    if costs != list(range(1, len(costs) + 1)):
        yield f"barriers.json: cost_if_wrong must rank them 1 to {len(costs)}, not {costs}."


def _position_faults(clinical: Clinical) -> Iterator[str]:
    for turn, octant in enumerate(clinical.octants):
        if octant.angle != 45 * turn:
            yield f"octants.json: {octant.id!r} stands at {octant.angle} and not at {45 * turn}."
        if octant.pairs_as is not None and octant.pairs_as not in labels.BARRIERS:
            yield f"octants.json: {octant.id!r} pairs as {octant.pairs_as!r}, which is no barrier."
    for reaction in clinical.reactions:
        if not (-1 <= reaction.control <= 1 and -1 <= reaction.affiliation <= 1):
            yield f"reactions.json: {reaction.id!r} lies outside [-1, 1]."
        if not 0 < reaction.weight <= 1:
            yield f"reactions.json: {reaction.id!r} has a weight outside (0, 1]."


def _stance_faults(clinical: Clinical) -> Iterator[str]:
    expected = [*labels.BARRIERS, *labels.OCTANTS, *SITUATIONS]
    callers = [caller for stance in clinical.stances for caller in stance.called_by]
    if sorted(callers) != sorted(expected):
        yield f"stances.json: each of {expected} must call for one stance; found {callers}."
    for stance in clinical.stances:
        if stance.conflict is not None or stance.reconciled is not None:
            yield f"stances.json: {stance.id!r} belongs in combinations.json."
    single = {stance.id for stance in clinical.stances}
    pairs: set[frozenset[str]] = set()
    for stance in clinical.combinations:
        pair = frozenset(stance.called_by)
        where = f"combinations.json: {stance.id!r}"
        if len(stance.called_by) != 2 or len(pair) != 2 or not pair <= set(labels.BARRIERS):
            yield f"{where} must be called by two barriers, not {list(stance.called_by)}."
        if pair in pairs:
            yield f"{where} answers a pair that another combination answers."
        if not stance.conflict or not stance.reconciled:
            yield f"{where} does not say which conflict it has reconciled, and how."
        if stance.id in single:
            yield f"{where} has the id of a stance."
        pairs.add(pair)


def _middle_faults(middle: MiddleStatement) -> Iterator[str]:
    if tuple(part.id for part in middle.parts) != MIDDLE_PARTS:
        yield f"middle_statement.json: the parts must be {list(MIDDLE_PARTS)} in this order."
    for example in middle.whole:
        if len(example.said) != len(MIDDLE_PARTS):
            yield f"middle_statement.json: {example.id!r} must have {len(MIDDLE_PARTS)} parts."
