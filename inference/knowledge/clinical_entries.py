"""What one entry of each clinical knowledge file holds.

Wherever an entry has `source`, it lists ids of `sources.json`; `note` says why the entry is there.
Both are for the people who judge and mend the knowledge, and every other text is for the worker.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Source:
    """Where something comes from; `checked` says how far it was read, or that it was not."""

    id: str
    citation: str
    address: str | None
    checked: str
    note: str


@dataclass(frozen=True, slots=True)
class Rival:
    """Another barrier that the same words may point to, and what tells the two apart."""

    barrier: str
    tell_apart: str


@dataclass(frozen=True, slots=True)
class Barrier:
    """A reason why help may not be taken up: of this offer at this moment, not of the person.

    `shows` completes "... may show". `may_be` says it tentatively at length. `ask` is the one
    question to put to the client, in spoken words; `questions` would tell whether the reading
    holds, and some of them are there to disconfirm it. `our_side` turns the question to the
    service. `ask_first` holds the questions that are always asked beside any other reading; only
    `practical_obstacle` has some. `cost_if_wrong` ranks what it costs to act on this reading
    wrongly, 1 for the least.
    """

    id: str
    name: str
    shows: str
    may_be: tuple[str, ...]
    theory: str
    ask: str
    questions: tuple[str, ...]
    rivals: tuple[Rival, ...]
    our_side: str
    ask_first: tuple[str, ...]
    cost_if_wrong: int
    source: tuple[str, ...]
    note: str


@dataclass(frozen=True, slots=True)
class Octant:
    """One eighth of the interpersonal circle, as it may look at a service.

    `angle` is in degrees, counter-clockwise from the friendly pole. `shows` completes "may show",
    `may_expect` completes "they may expect", `pull` completes "the pull on you may be". `pairs_as`
    names the barrier that this octant stands for in combinations, or is None.
    """

    id: str
    angle: int
    name: str
    shows: str
    looks_like: tuple[str, ...]
    may_expect: str
    worker_reaction: str
    pull: str
    if_hooked: str
    middle: str
    other_readings: str
    pairs_as: str | None
    source: tuple[str, ...]
    note: str


@dataclass(frozen=True, slots=True)
class ReactionPrompt:
    """A feeling or pull that a worker can tick, and what it may suggest about the client.

    `control` and `affiliation` in [-1, 1] are the position that would call forth this reaction, by
    complementarity; `weight` in (0, 1] says how far the reaction speaks for it at all.
    `may_be_mine` is shown whenever the reaction is. The wording is the project's own: no item of a
    published inventory is used or paraphrased.
    """

    id: str
    tick: str
    control: float
    affiliation: float
    weight: float
    may_suggest: str
    may_be_mine: str
    ask_yourself: str
    source: tuple[str, ...]
    note: str


@dataclass(frozen=True, slots=True)
class StanceEntry:
    """A way to respond. `called_by` names barriers, octants or situations that call for it.

    A combination is called by two barriers together and says which `conflict` between their
    single stances it has `reconciled`, and how; other stances have neither. Each line of
    `watch_for` begins with "Working:", "Not yet:" or "Think again:".

    What only this worker and this person can know stands in `say` as a blank to fill in, between
    square brackets: "I'll be by on [day]." Nothing in it is claimed of anybody; so it is with the
    statements of strengths and purposes, too.
    """

    id: str
    name: str
    called_by: tuple[str, ...]
    principle: str
    do: tuple[str, ...]
    avoid: tuple[str, ...]
    say: tuple[str, ...]
    watch_for: tuple[str, ...]
    source: tuple[str, ...]
    note: str
    conflict: str | None = None
    reconciled: str | None = None


@dataclass(frozen=True, slots=True)
class StrengthKind:
    """A kind of strength: how to build on it, what to say, what to `ask` when none is found."""

    id: str
    name: str
    shows: str
    build: str
    say: tuple[str, ...]
    ask: str
    source: tuple[str, ...]
    note: str


@dataclass(frozen=True, slots=True)
class ReferralPurpose:
    """What a referral is for, and how to say it so that it adds and does not hand off.

    `unnamed` is what the service is called where the note has no noun for it.
    """

    id: str
    name: str
    unnamed: str
    explanation: str
    say: tuple[str, ...]
    avoid: tuple[str, ...]
    ask_yourself: str
    source: tuple[str, ...]
    note: str


@dataclass(frozen=True, slots=True)
class RiskCategory:
    """A kind of danger: the `message` for a current mention, and what to say for any other.

    `first` is what a site wants said before either; the shipped entries have none.
    """

    id: str
    name: str
    message: str
    keep_in_mind: tuple[str, ...]
    if_not_current: str
    source: tuple[str, ...]
    note: str
    first: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Slip:
    """A common way for a part of the middle statement to go wrong, and why it does."""

    slip: str
    why: str


@dataclass(frozen=True, slots=True)
class MiddlePart:
    """One of the four parts that the worker fills in for this client."""

    id: str
    prompt: str
    hint: str
    examples: tuple[str, ...]
    slips: tuple[Slip, ...]


@dataclass(frozen=True, slots=True)
class MiddleExample:
    """A whole middle statement, one string of `said` a part, beside the two errors it avoids."""

    id: str
    situation: str
    taking_charge: str
    giving_in: str
    said: tuple[str, ...]

    @property
    def whole(self) -> str:
        """The four parts as one says them."""
        return " ".join(self.said)


@dataclass(frozen=True, slots=True)
class MiddleStatement:
    """The four-part statement of the middle ground, as a form with worked examples."""

    id: str
    name: str
    intro: str
    parts: tuple[MiddlePart, ...]
    whole: tuple[MiddleExample, ...]
    source: tuple[str, ...]
    note: str
