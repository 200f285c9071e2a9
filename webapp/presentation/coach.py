"""Coded talk into what the coach's page and the terminal show; pure, and nothing of Flask in it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from inference import (
    Clinical,
    CoachKnowledge,
    Quote,
    Ratio,
    Risk,
    StanceFit,
    Talk,
    Turn,
    Utterance,
)

from ..language import N_, Worded, gettext
from . import words
from .client_talk import BothSides, both_sides

_FITS: Final = Worded(
    {
        "fits": N_("What it leans on is there, and nothing pulls against it."),
        "partly": N_("Part of it may be there."),
        "not_yet": N_("It may not be heard as this yet."),
    }
)


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of an utterance; `told` where it is among the words that decided."""

    text: str
    told: bool


@dataclass(frozen=True, slots=True)
class UtteranceView:
    """One utterance: what it may be, what that does, how sure, and its words.

    `name` is None where that is hard to tell; then no words are said to have decided either.
    """

    name: str | None
    shows: str
    chance: str
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class TurnView:
    """One turn; `unremarked` tells why its style is not remarked upon, if it is not."""

    number: int
    utterances: tuple[UtteranceView, ...]
    unremarked: str | None
    present: tuple[str, ...]
    question: str | None


@dataclass(frozen=True, slots=True)
class RatioView:
    """A figure beside its published benchmark."""

    name: str
    value: str
    benchmark: str


@dataclass(frozen=True, slots=True)
class StanceChoice:
    """A stance that one may try to speak in."""

    id: str
    name: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class FitView:
    """How it goes with the chosen stance; `left_out` tells which turns are not in it, if any."""

    stance: str
    says: str
    present: tuple[str, ...]
    missing: tuple[str, ...]
    against: tuple[str, ...]
    question: str | None
    left_out: str | None


@dataclass(frozen=True, slots=True)
class CoachPage:
    """What was sent, and the answer to it if there is one.

    `missing` are the elements that no turn has, `question` what to think about over all turns, and
    `counted` is the number of utterances that the ratios go by. `no_fit` tells why nothing is said
    about the chosen stance.
    """

    said: str = ""
    client: str = ""
    problem: str | None = None
    turns: tuple[TurnView, ...] = ()
    missing: tuple[str, ...] = ()
    question: str | None = None
    danger: tuple[str, ...] = ()
    contacts: tuple[str, ...] = ()
    ratios: tuple[RatioView, ...] = ()
    ratio_sources: tuple[str, ...] = ()
    counted: int = 0
    stances: tuple[StanceChoice, ...] = ()
    fit: FitView | None = None
    no_fit: str | None = None
    both_sides: BothSides | None = None

    @property
    def answered(self) -> bool:
        """Whether there is an answer to show."""
        return bool(self.turns)


def stance_choices(
    known: CoachKnowledge, clinical: Clinical, chosen: str
) -> tuple[StanceChoice, ...]:
    """The stances that can be tried, in the words of the clinical knowledge.

    One that the site's overlay has taken out is not among them.
    """
    names = {stance.id: stance.name for stance in clinical.stances}
    return tuple(
        StanceChoice(s.id, names[s.id], s.id == chosen) for s in known.stances if s.id in names
    )


def coach_page(
    talk: Talk,
    known: CoachKnowledge,
    said: str,
    client: str,
    contacts: Sequence[str],
    stances: tuple[StanceChoice, ...] = (),
    fit: StanceFit | None = None,
) -> CoachPage:
    """The answer to `said`; `contacts` are the service's own, shown beside words of danger.

    `fit` is how it goes with the one of `stances` that was chosen.
    """
    cited = tuple(dict.fromkeys(id for b in known.benchmarks for id in b.source))
    return CoachPage(
        said=said,
        client=client,
        turns=tuple(
            _turn(number, turn, talk.text, known, unremarked)
            for number, (turn, unremarked) in enumerate(
                zip(talk.turns, _unremarked(talk.turns), strict=True), 1
            )
        ),
        missing=tuple(
            element.name
            for element in known.elements
            if any(element.id in turn.missing for turn in talk.turns)
        ),
        question=talk.question,
        danger=_quotes([*talk.client_risks, *(r for turn in talk.turns for r in turn.risks)]),
        contacts=tuple(contacts) if talk.danger else (),
        ratios=tuple(_ratio(ratio, known) for ratio in talk.ratios),
        ratio_sources=known.citations(cited) if talk.ratios else (),
        counted=len(talk.counted),
        stances=stances,
        fit=_fit(fit, talk, known, stances) if fit else None,
        no_fit=_no_fit(talk) if fit is None and any(s.chosen for s in stances) else None,
        both_sides=both_sides(talk.client_talk),
    )


def _no_fit(talk: Talk) -> str:
    if talk.client_risks or any(turn.exempt for turn in talk.turns):
        return gettext(
            "Nothing is said about the stance here: where there is word of danger, safety goes "
            "before style."
        )
    return gettext("Nothing is said about the stance: no turn tries one yet.")


def _fit(
    fit: StanceFit, talk: Talk, known: CoachKnowledge, stances: Sequence[StanceChoice]
) -> FitView:
    names = {element.id: element.name for element in known.elements}
    return FitView(
        stance=next(stance.name for stance in stances if stance.id == fit.stance),
        says=_FITS[fit.fit],
        present=tuple(names[id] for id in fit.present),
        missing=tuple(names[id] for id in fit.missing),
        against=tuple(talk.text[u.start : u.end] for u in fit.against),
        question=fit.question,
        left_out=gettext("Turns that speak of danger or ask about it are left out of this.")
        if any(turn.exempt for turn in talk.turns)
        else None,
    )


def _turn(
    number: int, turn: Turn, text: str, known: CoachKnowledge, unremarked: str | None
) -> TurnView:
    names = {element.id: element.name for element in known.elements}
    return TurnView(
        number=number,
        utterances=tuple(_utterance(u, text, known) for u in turn.utterances),
        unremarked=unremarked,
        present=tuple(names[id] for id in turn.present),
        question=turn.question,
    )


def _unremarked(turns: Sequence[Turn]) -> Iterator[str | None]:
    """For each turn why its style is not remarked upon; that danger came before is said once."""
    told = False
    for turn in turns:
        if turn.risks:
            yield gettext("Words of danger stand here: no remark on style.")
        elif turn.asked:
            yield gettext(
                "Asking straight is right where somebody may be in danger, so such turns are not "
                "remarked upon."
            )
        elif turn.after_danger and not told:
            told = True
            yield gettext("There was word of danger before this: no remark on style.")
        else:
            yield None


def _utterance(utterance: Utterance, text: str, known: CoachKnowledge) -> UtteranceView:
    entry = known.code(utterance.code)
    told = utterance.clear
    return UtteranceView(
        name=entry.name if told else None,
        shows=entry.shows,
        chance=words.chance(utterance.probability),
        pieces=_pieces(text, utterance.start, utterance.end, utterance.evidence if told else ()),
    )


def _pieces(text: str, start: int, end: int, told: Sequence[Quote]) -> tuple[Piece, ...]:
    pieces, at = [], start
    for quote in told:
        pieces.append(Piece(text[at : quote.start], False))
        pieces.append(Piece(quote.text, True))
        at = quote.end
    pieces.append(Piece(text[at:end], False))
    return tuple(piece for piece in pieces if piece.text)


def _quotes(risks: Sequence[Risk]) -> tuple[str, ...]:
    """The words of danger, each once; where one quote holds another, the shorter one."""
    texts = dict.fromkeys(quote.text for risk in risks for quote in risk.evidence)
    return tuple(
        text for text in texts if not any(other != text and other in text for other in texts)
    )


def _ratio(ratio: Ratio, known: CoachKnowledge) -> RatioView:
    benchmark = next(b for b in known.benchmarks if b.id == ratio.id)
    if benchmark.fair is None:
        value = gettext("%(counted)s of %(of)s utterances", counted=ratio.counted, of=ratio.of)
    elif ratio.value is None:
        value = gettext(
            "%(counted)s to %(of)s: nothing to divide by", counted=ratio.counted, of=ratio.of
        )
    elif ratio.id == "complex_share":
        value = gettext(
            "%(value)s in 100 (%(counted)s of %(of)s)",
            value=f"{100 * ratio.value:.0f}",
            counted=ratio.counted,
            of=ratio.of,
        )
    else:
        value = gettext(
            "%(value)s to 1 (%(counted)s to %(of)s)",
            value=f"{ratio.value:.1f}",
            counted=ratio.counted,
            of=ratio.of,
        )
    return RatioView(benchmark.name, value, benchmark.says)
