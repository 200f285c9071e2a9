"""The form to formulate a note, with what was chosen so far."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from inference import OwnWords, Position

from ..language import N_, gettext
from ..practice import wording
from ..practice.attempt import CONFIDENCE
from ..practice.case_view import Choice, choices
from ..practice.forms import Problem
from ..practice.vocabulary import SUPPORT, clinical
from ..presentation.circle import Circle, Spot, ground, spot
from ..spans import Piece, own_pieces, pieces
from .forms import STEPS, Sent

_FIRST_WORDS: Final = 6
NOT_SEEN: Final = N_("I see no words for it")


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of the note to be ticked for a barrier: its number, value, first words."""

    number: int
    mark: str
    begins: str
    ticked: bool


@dataclass(frozen=True, slots=True)
class Barrier:
    """A barrier with the steps of strength, the sentences, and the words that were selected."""

    id: str
    name: str
    shows: str
    strengths: tuple[Choice, ...]
    sentences: tuple[Sentence, ...]
    selected: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class NumberedPiece:
    """A stretch of the note; `number` is that of a sentence, None between sentences."""

    text: str
    start: int
    number: int | None


@dataclass(frozen=True, slots=True)
class ReadingForm:
    """The parts of the form that make a reading, for a person's entry and for the agreed one."""

    pieces: tuple[NumberedPiece, ...]
    barriers: tuple[Barrier, ...]
    none: bool
    shown: tuple[Choice, ...]
    control: int
    affiliation: int
    steps: int
    circle: Circle
    at: Spot
    stances: tuple[tuple[str, tuple[Choice, ...]], ...]
    say: str
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class FormulatePage:
    """All that `supervision/formulate.html` shows; nothing of anybody else's is in it.

    `named` where a name has to be given; `again` where an entry is changed after the reveal, and
    then `changing` are the names to choose from at the shared screen.
    """

    id: str
    title: str
    form: ReadingForm
    felt: tuple[Choice, ...]
    share_felt: bool
    confidence: tuple[Choice, ...]
    share_confidence: bool
    name: str
    named: bool
    again: bool
    seat: str


def reading_form(
    note: str, read: OwnWords, given: Sent, problems: tuple[Problem, ...] = ()
) -> ReadingForm:
    """The form for this note as far as it was filled in."""
    whole = pieces(note, read)
    numbers = {p.mark: n for n, p in enumerate((p for p in whole if p.mark), 1)}
    sentences = [p for p in whole if p.mark]
    place = Position(given.control / STEPS, given.affiliation / STEPS)
    return ReadingForm(
        pieces=tuple(
            NumberedPiece(p.text, p.start, numbers.get(p.mark) if p.mark else None) for p in whole
        ),
        barriers=tuple(
            Barrier(
                b.id,
                b.name,
                b.shows,
                choices(
                    {"": gettext(NOT_SEEN), **{s: wording.SUPPORT[s] for s in SUPPORT}},
                    given.strengths.get(b.id, ""),
                ),
                tuple(
                    Sentence(
                        numbers[s.mark],
                        s.mark or "",
                        _begins(s.text),
                        s.mark in {span.value for span in given.words.get(b.id, ())},
                    )
                    for s in sentences
                ),
                own_pieces(note, whole, given.words.get(b.id, ())),
            )
            for b in clinical().barriers
        ),
        none=given.none,
        shown=choices(
            {
                "yes": gettext("The note shows it: I place it"),
                "no": gettext("The note does not show it"),
            },
            given.shown,
        ),
        control=given.control,
        affiliation=given.affiliation,
        steps=STEPS,
        circle=ground([octant.id for octant in clinical().octants]),
        at=spot(place),
        stances=stance_choices(given.stance),
        say=given.say,
        problems=problems,
    )


def formulate_page(
    id: str, title: str, form: ReadingForm, given: Sent, *, named: bool, again: bool, seat: str
) -> FormulatePage:
    """The page with the form; `seat` says whose turn it is, as "2 of 4"."""
    return FormulatePage(
        id=id,
        title=title,
        form=form,
        felt=tuple(Choice(r.id, r.tick, r.id in given.felt) for r in clinical().reactions),
        share_felt=given.share_felt,
        confidence=choices({str(n): words for n, words in CONFIDENCE.items()}, given.confidence),
        share_confidence=given.share_confidence,
        name=given.name,
        named=named,
        again=again,
        seat=seat,
    )


def stance_choices(chosen: str) -> tuple[tuple[str, tuple[Choice, ...]], ...]:
    """All stances in two groups, each with its name and a sentence to say."""
    return tuple(
        (
            group,
            tuple(Choice(s.id, f"{s.name}: “{s.say[0]}”", s.id == chosen) for s in stances),
        )
        for group, stances in (
            (gettext("One thing called for"), clinical().stances),
            (gettext("Two things at once"), clinical().combinations),
        )
    )


def _begins(text: str) -> str:
    words = text.split()
    return " ".join(words[:_FIRST_WORDS]) + (" …" if len(words) > _FIRST_WORDS else "")
