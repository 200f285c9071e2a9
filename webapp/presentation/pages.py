"""What each page shows, as frozen values: a template gets one of these and nothing else."""

from __future__ import annotations

from dataclasses import dataclass

from ..examples import Example
from ..result_pages import about_barrier, about_stance, about_style
from .circle import Circle
from .client_talk import BothSides
from .marks import Passage, Segment


@dataclass(frozen=True, slots=True)
class Tick:
    """A box to tick."""

    id: str
    wording: str
    ticked: bool


@dataclass(frozen=True, slots=True)
class WritePage:
    """The box for the note; `problem` says why the last try could not be read."""

    note: str
    felt: tuple[Tick, ...]
    decide_first: bool
    examples: tuple[Example, ...]
    opened: str | None = None
    problem: str | None = None


@dataclass(frozen=True, slots=True)
class RiskView:
    """One mention of danger: what it is, what the note says of it, what to do about it.

    `first` is what the site says, before the shipped `message`.
    """

    name: str
    status: str
    says: str
    first: tuple[str, ...]
    message: str
    keep_in_mind: tuple[str, ...]
    quotes: tuple[Passage, ...]


@dataclass(frozen=True, slots=True)
class Safety:
    """All mentions of danger; `current` when the note says that one of them is on now, and then
    `do_first` is what to do and say about it."""

    mentions: tuple[RiskView, ...]
    current: bool
    do_first: StanceView | None
    contacts: tuple[str, ...]

    @property
    def now(self) -> tuple[RiskView, ...]:
        """The mentions of what is on now."""
        return tuple(risk for risk in self.mentions if risk.status == "current")

    @property
    def others(self) -> tuple[RiskView, ...]:
        """All other mentions."""
        return tuple(risk for risk in self.mentions if risk.status != "current")


@dataclass(frozen=True, slots=True)
class Choice:
    """A barrier to guess at, with what it would show."""

    id: str
    name: str
    shows: str
    ticked: bool


@dataclass(frozen=True, slots=True)
class GuessPage:
    """Deciding first: the note and its dangers, and the barriers to guess at."""

    segments: tuple[Segment, ...]
    safety: Safety
    barriers: tuple[Choice, ...]
    carried: Carried
    problem: str | None = None


@dataclass(frozen=True, slots=True)
class Carried:
    """What goes from step to step inside the page itself, as it is kept nowhere else."""

    note: str = ""
    felt: tuple[str, ...] = ()
    decide_first: bool = False
    guess: tuple[str, ...] = ()
    guess_words: str = ""


@dataclass(frozen=True, slots=True)
class RivalView:
    """Another reading of the same words; `letter` when it is a hypothesis here too."""

    label: str
    name: str
    tell_apart: str | None
    letter: str | None


@dataclass(frozen=True, slots=True)
class HypothesisView:
    """A barrier that the note may point to, with what speaks for and against it."""

    letter: str
    label: str
    name: str
    may_be: tuple[str, ...]
    support: str
    chance: str
    quotes: tuple[Passage, ...]
    against: tuple[Passage, ...]
    rivals: tuple[RivalView, ...]
    questions: tuple[str, ...]
    ask: str
    our_side: str
    theory: str


@dataclass(frozen=True, slots=True)
class Practical:
    """Practical obstacles, considered for every note; `letter` when the note points to one."""

    letter: str | None
    ask_first: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class StyleView:
    """The interpersonal style in words, with the two estimates kept apart."""

    octant: OctantView | None
    unclear: str | None
    circle: Circle | None
    text_words: str | None
    reaction_words: str | None
    agree: bool | None
    numbers: tuple[tuple[str, str], ...]
    quotes: tuple[Passage, ...]
    felt: tuple[Tick, ...]


@dataclass(frozen=True, slots=True)
class OctantView:
    """One octant of the circle, tentatively, with the pull on the worker and the middle."""

    name: str
    shows: str
    may_expect: str
    pull: str
    if_hooked: str
    middle: str
    other_readings: str


@dataclass(frozen=True, slots=True)
class ReactionView:
    """The worker's own reaction, quoted or ticked; it always may be the worker's own."""

    name: str
    may_suggest: str
    may_be_mine: str
    ask_yourself: str
    quotes: tuple[Passage, ...]


@dataclass(frozen=True, slots=True)
class StrengthView:
    """Something to build on, how, and what one could say about it."""

    name: str
    build: str
    say: tuple[str, ...]
    quotes: tuple[Passage, ...]


@dataclass(frozen=True, slots=True)
class ReferralView:
    """Something else that was recommended, what for, and how to say it so that it adds."""

    service: str
    status: str
    purpose: str
    explanation: str
    say: tuple[str, ...]
    avoid: tuple[str, ...]
    ask_yourself: str
    quotes: tuple[Passage, ...]


@dataclass(frozen=True, slots=True)
class StanceView:
    """A way to respond, with the reasons for suggesting it here."""

    id: str
    name: str
    principle: str
    reasons: tuple[str, ...]
    do: tuple[str, ...]
    avoid: tuple[str, ...]
    say: tuple[str, ...]
    watch_for: tuple[str, ...]
    source: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class MiddlePart:
    """One of the four parts of a middle statement; `from_note` are words that may help with it."""

    id: str
    prompt: str
    hint: str
    examples: tuple[str, ...]
    slips: tuple[tuple[str, str], ...]
    from_note: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class MiddleExample:
    """A whole middle statement between the two ways of missing it."""

    situation: str
    taking_charge: str
    giving_in: str
    said: str


@dataclass(frozen=True, slots=True)
class MiddleForm:
    """The form for a middle statement of one's own."""

    intro: str
    parts: tuple[MiddlePart, ...]
    whole: tuple[MiddleExample, ...]


@dataclass(frozen=True, slots=True)
class GuessView:
    """The worker's guess beside the reading: names of barriers seen by both, or by one alone."""

    both: tuple[str, ...]
    only_worker: tuple[str, ...]
    only_reading: tuple[str, ...]
    words: str


@dataclass(frozen=True, slots=True)
class ReadingPage:
    """The answer."""

    segments: tuple[Segment, ...]
    words: int
    safety: Safety
    not_enough: str | None
    hypotheses: tuple[HypothesisView, ...]
    practical: Practical
    both_sides: BothSides | None
    style: StyleView
    reactions: tuple[ReactionView, ...]
    strengths: tuple[StrengthView, ...]
    ask_for_strengths: tuple[str, ...]
    referrals: tuple[ReferralView, ...]
    stances: tuple[StanceView, ...]
    middle: MiddleForm
    guess: GuessView | None
    chances: tuple[tuple[str, str], ...]
    provenance: tuple[tuple[str, str], ...]
    carried: Carried

    @property
    def in_two_minds(self) -> bool:
        """Whether ambivalence is among the hypotheses, so that both sides are worth a look."""
        return any(hypothesis.label == "ambivalence" for hypothesis in self.hypotheses)

    @property
    def suggestions(self) -> tuple[tuple[str, str], ...]:
        """What of it can be told to be wrong: the ids of reports, with their names."""
        return (
            *((about_barrier(h.label), h.name) for h in self.hypotheses),
            *((about_stance(stance.id), stance.name) for stance in self.stances),
            about_style(),
        )


@dataclass(frozen=True, slots=True)
class BarrierNote:
    """One of the seven barriers, explained."""

    name: str
    theory: str


@dataclass(frozen=True, slots=True)
class SourceNote:
    """A source, and how far it was read."""

    citation: str
    checked: str


@dataclass(frozen=True, slots=True)
class AboutPage:
    """What Middle Ground looks for and where that comes from."""

    barriers: tuple[BarrierNote, ...]
    sources: tuple[SourceNote, ...]
