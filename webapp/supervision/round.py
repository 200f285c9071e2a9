"""A supervision round and what may happen to it: frozen values, and pure functions between them.

    Round + Entry, Entry, ... -> revealed -> Remark, Agreed -> closed

A store keeps the parts as rows of their own and calls the functions here inside its transaction, so
that every store refuses the same things.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Annotated, Any, Final, Literal

from pydantic import AfterValidator, AwareDatetime, Field

from ..language import N_, Worded, gettext
from ..practice.vocabulary import BarrierId
from ..strict import Line, Strict, dumped, said
from .entry import AGREED, MODEL, Entry, RaterId, Reading
from .stored import load

SCHEMA: Final = "round/1"
LONGEST_NOTE: Final = 20_000  # what the reader takes
MOST_PEOPLE: Final = 12
MOST_REMARKS: Final = 500
MOST_VERSIONS: Final = 20
# Why two readings differ; in the words that a supervision hour would use.
DIFFERENCES: Final = Worded(
    {
        "ambiguous_note": N_("the note can be read both ways"),
        "different_reading": N_("the same words, read differently"),
        "label_unclear": N_("the label itself is unclear"),
        "slip": N_("a slip: overlooked or misplaced"),
    }
)

Note = Annotated[str, Field(min_length=1, max_length=LONGEST_NOTE), AfterValidator(said)]
Long = Annotated[str, Field(min_length=1, max_length=4_000), AfterValidator(said)]
Difference = Literal["ambiguous_note", "different_reading", "label_unclear", "slip"]
RoundId = Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]{8,32}$")]


class RoundError(Exception):
    """Something that cannot be done to a round as it stands; the message says why."""


@dataclass(frozen=True, slots=True)
class Invited(Strict):
    """Somebody who is asked to formulate."""

    id: RaterId
    name: Line


@dataclass(frozen=True, slots=True)
class Round(Strict):
    """A note that several people formulate blind.

    `case` is "pack/case" where the note is a practice case's. `invited` are people with accounts;
    at one shared screen it is empty, `seats` people sit down one after another, and a rater is the
    name that was given.
    """

    schema: Literal["round/1"]
    id: RoundId
    title: Line
    note: Note
    case: Annotated[str, Field(pattern=r"^[a-z0-9-]+/[a-z0-9-]+$", max_length=130)] | None
    holder: RaterId
    invited: Annotated[tuple[Invited, ...], Field(max_length=MOST_PEOPLE)]
    seats: Annotated[int, Field(ge=1, le=MOST_PEOPLE)]
    created: AwareDatetime
    revealed: AwareDatetime | None = None
    closed: AwareDatetime | None = None

    @property
    def shared_screen(self) -> bool:
        """Whether people sit down at one screen, without accounts."""
        return not self.invited

    def is_invited(self, person: str) -> bool:
        """Whether this person is asked to formulate."""
        return any(one.id == person for one in self.invited)

    def concerns(self, person: str) -> bool:
        """Whether the round is held by this person or asks them."""
        return self.holder == person or self.is_invited(person)

    def to_dict(self) -> dict[str, Any]:
        """The JSON-ready object of `round/1`."""
        return dumped(self)

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> Round:
        """Read a stored round back.

        Raises
        ------
        StoredError
            It is no `round/1`, or was changed.
        """
        return load(cls, data)


@dataclass(frozen=True, slots=True)
class Remark(Strict):
    """Something said in the discussion."""

    name: Line
    at: AwareDatetime
    text: Long

    def to_dict(self) -> dict[str, Any]:
        """The JSON-ready object."""
        return dumped(self)

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> Remark:
        """Read a stored remark back; raises `StoredError`."""
        return load(cls, data)


@dataclass(frozen=True, slots=True)
class Parting(Strict):
    """Where readings part, on a barrier, the style or the stance, and of which kind that is."""

    about: BarrierId | Literal["style", "stance"]
    kind: Difference


@dataclass(frozen=True, slots=True)
class Agreed(Strict):
    """The formulation that was agreed on, why, and the kind of each disagreement before it."""

    at: AwareDatetime
    reading: Reading
    rationale: Long
    partings: Annotated[tuple[Parting, ...], Field(max_length=20)]

    def to_dict(self) -> dict[str, Any]:
        """The JSON-ready object."""
        return dumped(self)

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> Agreed:
        """Read a stored agreement back; raises `StoredError`."""
        return load(cls, data)


@dataclass(frozen=True, slots=True)
class Sitting:
    """A round with all that has come of it, entries and remarks in the order in which they came.

    Of what was agreed, each later `agreed` stands beside the earlier ones; the last one holds.
    """

    round: Round
    entries: tuple[Entry, ...] = ()
    remarks: tuple[Remark, ...] = ()
    agreements: tuple[Agreed, ...] = ()

    @property
    def agreed(self) -> Agreed | None:
        """What was agreed last."""
        return self.agreements[-1] if self.agreements else None

    def versions(self, rater: str) -> tuple[Entry, ...]:
        """All entries of one rater, the first one first."""
        return tuple(entry for entry in self.entries if entry.rater == rater)

    @property
    def first(self) -> tuple[Entry, ...]:
        """What each rater submitted first, people in their order and the model last."""
        return _people_first(entry for entry in self.entries if entry.version == 1)

    @property
    def latest(self) -> tuple[Entry, ...]:
        """What each rater holds now, people in their order and the model last."""
        last = {entry.rater: entry for entry in self.entries}
        return _people_first(last.values())

    @property
    def people(self) -> int:
        """How many people have submitted."""
        return sum(entry.rater != MODEL for entry in self.first)


def _people_first(entries: Any) -> tuple[Entry, ...]:
    return tuple(sorted(entries, key=lambda entry: entry.rater == MODEL))


def submitted(sitting: Sitting, entry: Entry) -> Sitting:
    """The sitting with an entry more, stamped with its version and whether it was blind.

    When the last of those who are asked has submitted, the round is revealed.

    Raises
    ------
    RoundError
        The round is closed; the rater is not asked, or has submitted and nothing is revealed yet;
        marks lie outside the note; or there is no seat left.
    """
    round, before = sitting.round, sitting.versions(entry.rater)
    _open(round)
    model, late = entry.rater == MODEL, round.revealed is not None
    if entry.rater == AGREED or not (model or round.shared_screen or round.is_invited(entry.rater)):
        raise RoundError(gettext("This round does not ask you to formulate."))
    if before and not late:
        raise RoundError(
            gettext(
                "%(name)s has submitted already. It can be changed once the round is revealed.",
                name=before[0].name,
            )
        )
    if len(before) >= MOST_VERSIONS:
        raise RoundError(gettext("There is no room for another version."))
    if (
        not before
        and not model
        and sitting.people >= (MOST_PEOPLE if late and round.shared_screen else round.seats)
    ):
        raise RoundError(
            gettext("All %(seats)s who were expected have submitted.", seats=round.seats)
        )
    if any(span.end > len(round.note) for held in entry.reading.held for span in held.spans):
        raise RoundError(gettext("Words were marked that do not stand in the note."))
    # At one screen, whoever sits down after the reveal may have seen all; with an account nobody
    # is shown anything before they have submitted.
    blind = not before and not (late and round.shared_screen)
    done = replace(sitting, entries=(*sitting.entries, entry.stamped(len(before) + 1, blind)))
    if not late and done.people == round.seats:
        return revealed(done, entry.at)
    return done


def revealed(sitting: Sitting, at: datetime) -> Sitting:
    """The sitting with its entries laid open; one that is open stays as it is.

    Raises
    ------
    RoundError
        Nobody has submitted, or the round is closed.
    """
    _open(sitting.round)
    if sitting.round.revealed:
        return sitting
    if not sitting.people:
        raise RoundError(gettext("Nobody has submitted yet, so that there is nothing to reveal."))
    return replace(sitting, round=replace(sitting.round, revealed=at))


def discussed(sitting: Sitting, remark: Remark) -> Sitting:
    """The sitting with a remark more.

    Raises
    ------
    RoundError
        Nothing is revealed yet, the round is closed, or there is no room.
    """
    _laid_open(sitting.round)
    if len(sitting.remarks) >= MOST_REMARKS:
        raise RoundError(gettext("There is no room for another remark."))
    return replace(sitting, remarks=(*sitting.remarks, remark))


def agreed(sitting: Sitting, outcome: Agreed) -> Sitting:
    """The sitting with what was agreed; what was agreed before is kept.

    Raises
    ------
    RoundError
        Nothing is revealed yet, the round is closed, marks lie outside the note, or there
        is no room.
    """
    _laid_open(sitting.round)
    if any(span.end > len(sitting.round.note) for h in outcome.reading.held for span in h.spans):
        raise RoundError(gettext("Words were marked that do not stand in the note."))
    if len(sitting.agreements) >= MOST_VERSIONS:
        raise RoundError(gettext("There is no room for another version."))
    return replace(sitting, agreements=(*sitting.agreements, outcome))


def closed(sitting: Sitting, at: datetime) -> Sitting:
    """The sitting with nothing more to be added; a closed one stays as it is.

    Raises
    ------
    RoundError
        Nothing is revealed yet.
    """
    if sitting.round.closed:
        return sitting
    _laid_open(sitting.round)
    return replace(sitting, round=replace(sitting.round, closed=at))


def _open(round: Round) -> None:
    if round.closed:
        raise RoundError(gettext("This round is closed; nothing more can be added to it."))


def _laid_open(round: Round) -> None:
    _open(round)
    if not round.revealed:
        raise RoundError(gettext("What people wrote is not revealed yet."))
