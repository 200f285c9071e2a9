"""An overlay laid over the knowledge: what comes out is checked like what went in."""

from __future__ import annotations

import dataclasses
from dataclasses import replace
from typing import Any, Final, TypeVar

from .. import labels
from ..errors import KnowledgeError
from .clinical import Clinical, faults_of
from .clinical_entries import RiskCategory, Source, StanceEntry
from .loading import digest
from .overlay import Overlay, OwnStance, Sentences, StanceChange, reworded
from .planner import PlannerKnowledge

T = TypeVar("T")

# What calls for these stances cannot be left without them, or answered in another way.
_KEPT: Final = ("current_risk", "not_enough")
_PARTS: Final = tuple(field.name for field in dataclasses.fields(Sentences))
# Fields that are not read as words: ids, sources, and what is said about an entry.
_NO_WORDS: Final = frozenset(
    ("id", "called_by", "source", "note", "barrier", "pairs_as", "citation", "address", "checked")
)


def with_overlay(clinical: Clinical, overlay: Overlay | None) -> Clinical:
    """The clinical knowledge with what `overlay` lays over it; without one as it is.

    Raises
    ------
    KnowledgeError
        The overlay names what is not there, or would take away what is about safety.
    """
    if overlay is None:
        return clinical
    own = Source(
        overlay.source,
        f"This site’s own wording: {overlay.name}, {overlay.version}.",
        None,
        "Written by the site; not looked at by Middle Ground.",
        "Names where a text comes from that is not shipped.",
    )
    stances = _taken_over(_switched_off(clinical.stances, overlay), overlay)
    everything = _changed((*stances, *clinical.combinations), overlay)
    single = len(stances)
    folded = replace(
        clinical,
        stances=everything[:single],
        combinations=everything[single:],
        risks=tuple(_risk(risk, overlay) for risk in clinical.risks),
        sources=(*clinical.sources, own),
    )
    if found := list(faults_of(folded)):
        raise KnowledgeError(f"{overlay.name}: " + " ".join(found))
    return _in_own_words(folded, overlay.words)


def knowledge_version(overlay: Overlay | None) -> str:
    """What `Provenance.knowledge` says: the hash of the shipped files, and the overlay if any."""
    return f"{digest()} with {overlay.identity}" if overlay else digest()


def planner_with_overlay(known: PlannerKnowledge, overlay: Overlay | None) -> PlannerKnowledge:
    """The planner's knowledge with the site's services, words and texts on danger.

    Raises
    ------
    KnowledgeError
        As `with_overlay`.
    """
    if overlay is None:
        return known
    return replace(
        known,
        clinical=with_overlay(known.clinical, overlay),
        directory=overlay.services,
        **{
            part: _in_own_words(getattr(known, part), overlay.words)
            for part in ("self_look", "purposes", "readiness", "steps", "sayings", "lines")
        },
    )


def _switched_off(stances: tuple[StanceEntry, ...], overlay: Overlay) -> tuple[StanceEntry, ...]:
    """Without those that are off; what called for them calls for asking first."""
    off = {each.id for each in overlay.off}
    may = {*labels.BARRIERS, *labels.OCTANTS}
    free = {stance.id for stance in stances if set(stance.called_by) <= may}
    if unknown := sorted(off - free):
        raise KnowledgeError(
            f"{overlay.name}.off: {unknown} cannot be switched off; those that can are "
            f"{sorted(free)}."
        )
    callers = tuple(c for stance in stances if stance.id in off for c in stance.called_by)
    return tuple(
        replace(stance, called_by=(*stance.called_by, *callers))
        if "not_enough" in stance.called_by
        else stance
        for stance in stances
        if stance.id not in off
    )


def _taken_over(stances: tuple[StanceEntry, ...], overlay: Overlay) -> tuple[StanceEntry, ...]:
    """With the site's own, which take their callers from the shipped ones."""
    taken = {caller for own in overlay.stances for caller in own.called_by}
    if kept := sorted(taken.intersection(_KEPT)):
        raise KnowledgeError(
            f"{overlay.name}.stances: what answers {kept} is about safety or asking, and cannot be "
            "taken over; sentences may be added to it."
        )
    if twice := sorted({s.id for s in stances} & {own.id for own in overlay.stances}):
        raise KnowledgeError(
            f"{overlay.name}.stances: {twice} are ids of shipped stances; take ids of your own, or "
            "change their sentences under 'changes'."
        )
    left = []
    for stance in stances:
        callers = tuple(caller for caller in stance.called_by if caller not in taken)
        if callers:
            left.append(replace(stance, called_by=callers))
    return (*left, *(_entry(own, overlay) for own in overlay.stances))


def _entry(own: OwnStance, overlay: Overlay) -> StanceEntry:
    return StanceEntry(
        id=own.id,
        name=own.name,
        called_by=own.called_by,
        principle=own.principle,
        do=own.do,
        avoid=own.avoid,
        say=own.say,
        watch_for=own.watch_for,
        source=(overlay.source,),
        note=own.why,
    )


def _changed(stances: tuple[StanceEntry, ...], overlay: Overlay) -> tuple[StanceEntry, ...]:
    changes = {change.id: change for change in overlay.changes}
    known = {stance.id for stance in stances}
    if len(changes) < len(overlay.changes):
        raise KnowledgeError(f"{overlay.name}.changes: one stance is changed twice.")
    if unknown := sorted(set(changes) - known):
        raise KnowledgeError(
            f"{overlay.name}.changes: there is no stance {unknown}; known are {sorted(known)}."
        )
    return tuple(
        _with_sentences(stance, changes[stance.id], overlay) if stance.id in changes else stance
        for stance in stances
    )


def _with_sentences(stance: StanceEntry, change: StanceChange, overlay: Overlay) -> StanceEntry:
    if "current_risk" in stance.called_by and change.replace != Sentences():
        raise KnowledgeError(
            f"{overlay.name}.changes: {stance.id!r} is about safety: sentences may be added to it, "
            "and none replaced."
        )
    parts: dict[str, Any] = {
        part: (
            *(getattr(change.replace, part) or getattr(stance, part)),
            *getattr(change.add, part),
        )
        for part in _PARTS
    }
    return replace(stance, source=(*stance.source, overlay.source), **parts)


def _risk(risk: RiskCategory, overlay: Overlay) -> RiskCategory:
    for text in overlay.safety:
        if text.kind == risk.id:
            risk = replace(
                risk,
                first=(*risk.first, text.first),
                keep_in_mind=(*risk.keep_in_mind, *text.keep_in_mind),
                source=tuple(dict.fromkeys((*risk.source, overlay.source))),
            )
    return risk


def _in_own_words(part: T, words: dict[str, str] | None) -> T:
    """`part`, an entry or entries of knowledge, with the site's own words in its texts."""
    made: Any = part
    if isinstance(part, str):
        made = reworded(part, words)
    elif isinstance(part, tuple):
        made = tuple(_in_own_words(item, words) for item in part)
    elif dataclasses.is_dataclass(part) and not isinstance(part, type):
        made = replace(
            part,
            **{
                field.name: _in_own_words(getattr(part, field.name), words)
                for field in dataclasses.fields(part)
                if field.name not in _NO_WORDS
            },
        )
    return made  # type: ignore[no-any-return]
