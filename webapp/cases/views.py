"""What the pages of cases show, as frozen values; pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from inference import Clinical

from ..language import N_, Worded, gettext
from ..records.case_values import CaseFile, CaseHead, KeptHypothesis, KeptNote
from ..records.cases import consent
from ..records.rights import Person
from ..records.sealed_values import CaseFacts, Consent, Living, due
from .about_form import AboutForm, about_form
from .suggestions import REASONS, Suggestion, grouped, suggestions
from .timeline import Timeline, timeline

STATUSES: Final = Worded(
    {"open": N_("open"), "supported": N_("supported"), "set_aside": N_("set aside")}
)
OUTCOMES: Final = Worded(
    {
        "took_it_up": N_("they took it up"),
        "partly": N_("they took it up in part"),
        "not": N_("they did not take it up"),
        "unknown": N_("not known yet"),
    }
)
HAPPENED: Final = Worded(
    {
        "opened": N_("opened"),
        "status": N_("now"),
        "looked": N_("looked at again"),
        "question": N_("another question"),
        "quotes": N_("words of another note came to it"),
        "trial": N_("tried"),
        "words": N_("reworded"),
    }
)
# Files that a case can be saved as.
EXPORTS: Final = {"pdf": "PDF", "docx": "DOCX", "md": "Markdown", "json": "JSON"}


@dataclass(frozen=True, slots=True)
class ListPage:
    """The cases that somebody may see, last changed first."""

    cases: tuple[CaseHead, ...]
    owners: Mapping[str, str]
    me: str
    closed: bool
    pseudonym: str = ""
    problem: str | None = None


@dataclass(frozen=True, slots=True)
class TrialView:
    """A stance that was tried and what came of it, which may not be `known` yet."""

    number: int
    day: str
    stance: str
    words: str
    outcome: str
    known: bool


@dataclass(frozen=True, slots=True)
class EventView:
    """Something that happened to a hypothesis."""

    day: str
    who: str
    what: str
    words: str


@dataclass(frozen=True, slots=True)
class HypothesisView:
    """A hypothesis as it stands; `days` since somebody last looked at it."""

    id: str
    version: int
    label: str
    name: str
    words: str
    status: str
    state: str
    due: bool
    looked_at: str
    quotes: tuple[tuple[str, str], ...]
    question: str
    trials: tuple[TrialView, ...]
    events: tuple[EventView, ...]


@dataclass(frozen=True, slots=True)
class CasePage:
    """A case as it lies on the table.

    `kept_days` is for how long a closed case is kept, where the site has a rule; `sent` is what a
    form held that was not taken.
    """

    file: CaseFile
    owner: str
    authors: Mapping[str, str]
    mine: bool
    open: tuple[HypothesisView, ...]
    supported: tuple[HypothesisView, ...]
    set_aside: tuple[HypothesisView, ...]
    timeline: Timeline | None
    consent: Consent | None
    barriers: tuple[tuple[str, str], ...]
    colleagues: tuple[tuple[str, str], ...]
    today: str
    kinds: tuple[tuple[str, str], ...]
    kept_days: int | None
    about: AboutForm
    sent: Mapping[str, str]
    problem: str | None = None


@dataclass(frozen=True, slots=True)
class Sent:
    """What a form about a hypothesis held: `step` says which of the page's forms it was."""

    step: str = ""
    words: str = ""
    status: str = ""
    day: str = ""
    stance: str = ""
    outcome: str = ""
    trial: str = ""


NOTHING_SENT: Final = Sent()


@dataclass(frozen=True, slots=True)
class HypothesisPage:
    """One hypothesis, with what can be done about it."""

    case: str
    pseudonym: str
    view: HypothesisView
    statuses: tuple[tuple[str, str], ...]
    outcomes: tuple[tuple[str, str], ...]
    stances: tuple[tuple[str, str], ...]
    today: str
    sent: Sent
    problem: str | None = None


@dataclass(frozen=True, slots=True)
class Judged:
    """A suggestion with the verdict that was given."""

    name: str
    verdict: str
    reason: str
    words: str


@dataclass(frozen=True, slots=True)
class NotePage:
    """A kept note with the formulation as it was approved."""

    case: str
    pseudonym: str
    note: KeptNote
    author: str
    mine: bool
    groups: tuple[tuple[str, tuple[Suggestion, ...]], ...]
    rejected: tuple[Judged, ...]
    provenance: str


def hypothesis_view(
    kept: KeptHypothesis, clinical: Clinical, names: Mapping[str, str], now: datetime
) -> HypothesisView:
    """A hypothesis in words; `names` are those of people."""
    living = kept.living
    return HypothesisView(
        kept.id,
        kept.version,
        living.label,
        name_of(living, clinical),
        living.words if living.label else "",
        living.status,
        STATUSES[living.status],
        due(living, kept.looked_at, now),
        kept.looked_at[:10],
        tuple((quote.note, quote.text) for quote in living.quotes),
        living.question,
        tuple(
            TrialView(
                number,
                t.day,
                stance_name(t.stance, clinical),
                t.words,
                OUTCOMES[t.outcome],
                t.outcome != "unknown",
            )
            for number, t in enumerate(living.trials)
        ),
        tuple(
            EventView(
                e.at[:10],
                names.get(e.who, ""),
                f"{HAPPENED[e.what]}{_state(e.what, e.state)}",
                e.words,
            )
            for e in reversed(living.events)
        ),
    )


def case_page(
    file: CaseFile,
    person: Person,
    clinical: Clinical,
    names: Mapping[str, str],
    colleagues: Sequence[Person],
    now: datetime,
    kept_days: int | None,
    problem: str | None,
    sent: Mapping[str, str],
    *,
    overtaken: bool,
) -> CasePage:
    """A case in words."""
    views = [hypothesis_view(kept, clinical, names, now) for kept in file.hypotheses]
    return CasePage(
        file,
        names.get(file.head.owner, ""),
        names,
        file.head.owner == person.id,
        tuple(view for view in views if view.status == "open"),
        tuple(view for view in views if view.status == "supported"),
        tuple(view for view in views if view.status == "set_aside"),
        timeline(file, [view.name for view in views], {**HAPPENED, **OUTCOMES}),
        consent(file.facts, now),
        tuple((barrier.id, barrier.name) for barrier in clinical.barriers),
        tuple((one.id, one.name) for one in colleagues),
        now.date().isoformat(),
        tuple(EXPORTS.items()),
        kept_days,
        about_form(file, sent, overtaken=overtaken),
        sent,
        problem,
    )


def hypothesis_page(
    facts: CaseFacts,
    kept: KeptHypothesis,
    clinical: Clinical,
    names: Mapping[str, str],
    now: datetime,
    sent: Sent,
    problem: str | None = None,
) -> HypothesisPage:
    """One hypothesis in words; `sent` is what a form held that was not taken."""
    return HypothesisPage(
        kept.case,
        facts.pseudonym,
        hypothesis_view(kept, clinical, names, now),
        tuple(STATUSES.items()),
        tuple(OUTCOMES.items()),
        tuple((stance.id, stance.name) for stance in clinical.stances),
        now.date().isoformat(),
        sent,
        problem,
    )


def note_page(
    pseudonym: str, note: KeptNote, person: Person, clinical: Clinical, names: Mapping[str, str]
) -> NotePage:
    """A kept note in words."""
    made = note.formulation
    found = suggestions(made, clinical) if made else ()
    return NotePage(
        note.case,
        pseudonym,
        note,
        names.get(note.author, ""),
        note.author == person.id,
        grouped(found),
        tuple(
            Judged(_key_name(j.key, clinical), j.verdict, REASONS.get(j.reason, ""), j.words)
            for j in note.judgements
            if j.verdict != "accepted" and j.key.startswith("hypotheses/")
        ),
        gettext(
            "Middle Ground %(code)s, knowledge %(knowledge)s",
            code=made.provenance.code,
            knowledge=made.provenance.knowledge,
        )
        if made
        else "",
    )


def name_of(living: Living, clinical: Clinical) -> str:
    """What a hypothesis is called: the barrier's name, or somebody's own words."""
    return clinical.barrier(living.label).name if living.label else living.words


def stance_name(stance: str, clinical: Clinical) -> str:
    """The name of a stance, empty where none of ours was tried or it is known no more."""
    return next((one.name for one in clinical.stances if one.id == stance), "")


def _state(what: str, state: str) -> str:
    if what == "status":
        return f" {STATUSES.get(state, state)}"
    if what == "trial":
        return f": {OUTCOMES.get(state, state)}"
    return ""


def _key_name(key: str, clinical: Clinical) -> str:
    label = key.partition("/")[2]
    return next((b.name for b in clinical.barriers if b.id == label), label)
