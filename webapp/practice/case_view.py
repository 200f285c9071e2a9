"""A case as it is shown before anything is decided: note in sentences, choices, what is open."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from inference import OwnWords

from ..language import gettext
from ..spans import Piece, own_pieces, pieces
from .attempt import CONFIDENCE
from .forms import OWN, Problem, Sent
from .library import Shelved
from .vocabulary import AFFILIATION, CONTROL, DIFFICULTIES, SETTINGS, clinical


@dataclass(frozen=True, slots=True)
class Choice:
    """Something to choose: its form value, its words, and whether it is chosen."""

    id: str
    words: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class BarrierChoice:
    """A barrier with the steps of confidence; the first step is "I see no words for it"."""

    id: str
    name: str
    shows: str
    steps: tuple[Choice, ...]


@dataclass(frozen=True, slots=True)
class CasePage:
    """All that `practice/case.html` shows; nothing of the reference is in it."""

    pack: str
    id: str
    title: str
    setting: str
    difficulty: str
    times: int
    pieces: tuple[Piece, ...]
    marks: tuple[Piece, ...]
    barriers: tuple[BarrierChoice, ...]
    none: bool
    danger: tuple[Choice, ...]
    control: tuple[Choice, ...]
    affiliation: tuple[Choice, ...]
    felt: tuple[Choice, ...]
    stances: tuple[Choice, ...]
    own: bool
    words: str
    problems: tuple[Problem, ...]


def case_page(
    shelved: Shelved,
    read: OwnWords,
    times: int = 0,
    given: Sent | None = None,
    problems: tuple[Problem, ...] = (),
) -> CasePage:
    """The case with what was chosen so far; `times` is how often it was practised before."""
    case, given = shelved.case, given or Sent()
    whole = pieces(case.note, read, given.spans)
    return CasePage(
        pack=shelved.pack,
        id=case.id,
        title=case.title,
        setting=SETTINGS[case.setting],
        difficulty=DIFFICULTIES[case.difficulty],
        times=times,
        pieces=whole,
        marks=own_pieces(case.note, whole, given.spans),
        barriers=_barriers(given),
        none=given.none,
        danger=choices({"yes": gettext("Yes, today"), "no": gettext("No")}, given.danger),
        control=choices(CONTROL, given.control),
        affiliation=choices(AFFILIATION, given.affiliation),
        felt=tuple(Choice(r.id, r.tick, r.id in given.felt) for r in clinical().reactions),
        stances=tuple(Choice(s.id, s.say, s.id == given.stance) for s in case.stances),
        own=given.stance == OWN,
        words=given.words,
        problems=problems,
    )


def choices(values: Mapping[str, str], chosen: str | None) -> tuple[Choice, ...]:
    """`values` (id and words) to choose from, with the one that is `chosen`."""
    return tuple(Choice(id, words, id == chosen) for id, words in values.items())


def _barriers(given: Sent) -> tuple[BarrierChoice, ...]:
    steps = {
        "": gettext("I see no words for it"),
        **{str(n): words for n, words in CONFIDENCE.items()},
    }
    return tuple(
        BarrierChoice(b.id, b.name, b.shows, choices(steps, given.confidence(b.id)))
        for b in clinical().barriers
    )
