"""Feedback as the page shows it: the note with its words marked, and each verdict with reasons."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from string import ascii_uppercase

from inference import OwnWords

from ..language import gettext, ngettext
from ..presentation.coach import CoachPage
from ..presentation.marks import Mark, Marker, Segment, cut
from ..presentation.words import RISK_STATUS
from ..spans import joined
from . import wording
from .attempt import Attempt
from .barrier_view import BarrierView, WordsView, barrier_view
from .feedback import (
    LEFT_OUT,
    MOST_OF_IT,
    Feedback,
    OnAxis,
    OnReaction,
    Words,
    marked,
    place,
)
from .library import Shelved
from .pack import Case, Stance
from .vocabulary import AFFILIATION, CONTROL, clinical

_OCTANTS = {
    ("dominant", "friendly"): "friendly-dominant",
    ("dominant", "hostile"): "hostile-dominant",
    ("dominant", "mixed"): "dominant",
    ("submissive", "friendly"): "friendly-submissive",
    ("submissive", "hostile"): "hostile-submissive",
    ("submissive", "mixed"): "submissive",
    ("balanced", "friendly"): "friendly",
    ("balanced", "hostile"): "hostile",
}


@dataclass(frozen=True, slots=True)
class DangerView:
    """A mention of danger, with what to do about it."""

    name: str
    status: str
    words: tuple[WordsView, ...]
    message: str


@dataclass(frozen=True, slots=True)
class AxisView:
    """One axis of style: the learner's word for it, the reference's, and whether they agree."""

    name: str
    yours: str
    reference: str
    same: bool


@dataclass(frozen=True, slots=True)
class ReactionView:
    """A reaction; `words` where the writer shows it."""

    tick: str
    words: WordsView | None
    own: bool
    may_suggest: str
    may_be_mine: str
    ask_yourself: str


@dataclass(frozen=True, slots=True)
class StanceView:
    """Something one might say, with how it fits here and why."""

    id: str
    say: str
    fit: str
    told: str
    name: str | None
    because: str


@dataclass(frozen=True, slots=True)
class FeedbackPage:
    """All that `practice/feedback.html` shows."""

    pack: str
    id: str
    title: str
    teaches: str
    summary: tuple[str, ...]
    danger: str
    dangers: tuple[DangerView, ...]
    segments: tuple[Segment, ...]
    barriers: tuple[BarrierView, ...]
    left_out: tuple[BarrierView, ...]
    nothing: bool
    other_readings: tuple[tuple[str, str], ...]
    stray: tuple[str, ...]
    axes: tuple[AxisView, ...]
    style_because: str
    style_words: tuple[WordsView, ...]
    octant: tuple[str, str, str] | None
    reactions: tuple[ReactionView, ...]
    strengths: tuple[tuple[str, WordsView, str], ...]
    stance: StanceView | None
    others: tuple[StanceView, ...]
    coach: CoachPage | None
    mistakes: tuple[str, ...]
    hints: tuple[tuple[str, str, str], ...]
    alike: Shelved | None


def feedback_page(
    shelved: Shelved,
    attempt: Attempt,
    found: Feedback,
    read: OwnWords,
    coach: CoachPage | None,
    alike: Shelved | None,
) -> FeedbackPage:
    """The page; `coach` has read the learner's own words where there are some."""
    case, marker = shelved.case, Marker()
    dangers = _dangers(case, attempt, marker)
    judged = [each for each in found.on_barriers if each.verdict != LEFT_OUT]
    letters = iter(ascii_uppercase)
    barriers = tuple(barrier_view(each, next(letters), case, marker) for each in judged)
    left_out = tuple(
        barrier_view(each, "", case, None) for each in found.on_barriers if each.verdict == LEFT_OUT
    )
    style_words = _shown(found.style_words, marker)
    reactions = tuple(_reaction(each, marker) for each in found.reactions)
    strengths = tuple(
        (clinical().strength(kind).name, _noted(words, marker), clinical().strength(kind).build)
        for kind, words in found.strengths
    )
    octant = _OCTANTS.get((found.control.reference, found.affiliation.reference))
    return FeedbackPage(
        pack=shelved.pack,
        id=case.id,
        title=case.title,
        teaches=case.teaches,
        summary=_summary(found, case),
        danger=found.danger,
        dangers=dangers,
        segments=cut(case.note, [*marker.marks, *_mine(attempt)]),
        barriers=barriers,
        left_out=left_out,
        nothing=not case.barriers,
        other_readings=tuple(
            (rival.reading, rival.would_tell)
            for rival in case.rivals
            if rival.barrier is None or attempt.confidence(rival.barrier) is None
        ),
        stray=tuple(quote.text for quote in found.marks.stray),
        axes=(
            _axis(gettext("Who takes charge"), found.control, CONTROL),
            _axis(gettext("How warm"), found.affiliation, AFFILIATION),
        ),
        style_because=case.reference.style.because,
        style_words=style_words,
        octant=_octant(octant) if octant else None,
        reactions=reactions,
        strengths=strengths,
        stance=_stance(found.stance) if found.stance else None,
        others=tuple(_stance(s) for s in case.stances if s is not found.stance),
        coach=coach,
        mistakes=case.mistakes,
        hints=tuple((hint.quote.text, hint.plainer, hint.why) for hint in read.hints),
        alike=alike,
    )


def _mine(attempt: Attempt) -> list[Mark]:
    """The learner's marks: no code, since nothing in the feedback leads to them."""
    return [
        Mark(span.start, span.end, "", f"mine-{number}", "mine", gettext("you marked this"))
        for number, span in enumerate(joined(attempt.spans), 1)
    ]


def _noted(words: Words, marker: Marker) -> WordsView:
    return WordsView(marker.noted([words.quote])[0], words.marked)


def _shown(words: Sequence[Words], marker: Marker) -> tuple[WordsView, ...]:
    return tuple(_noted(each, marker) for each in words)


def _dangers(case: Case, attempt: Attempt, marker: Marker) -> tuple[DangerView, ...]:
    """The mentions of danger, those of one kind and status together."""
    grouped: dict[tuple[str, str], list[str]] = {}
    for risk in case.reference.risks:
        grouped.setdefault((risk.risk, risk.status), []).append(risk.quote)
    views = []
    for (kind, status), quotes in grouped.items():
        known = clinical().risk(kind)
        words = [place(case.note, quote) for quote in quotes]
        passages = marker.risk(words, known.name)
        views.append(
            DangerView(
                name=known.name,
                status=RISK_STATUS[status],
                words=tuple(
                    WordsView(passage, marked(quote, attempt.spans))
                    for passage, quote in zip(passages, words, strict=True)
                ),
                message=known.message if status == "current" else known.if_not_current,
            )
        )
    return tuple(views)


def _summary(found: Feedback, case: Case) -> tuple[str, ...]:
    """Where the two agree, the marks, and one line a verdict, in plain words."""
    lines = [_agreement(found, case), _marks(found)]
    of = len(case.barriers)
    if of > 1:
        lines.append(
            ngettext(
                "You saw %(seen)s of the %(num)s reading in the reference.",
                "You saw %(seen)s of the %(num)s readings in the reference.",
                of,
                seen=len(found.with_verdict("seen")),
            )
        )
    elif not of and found.with_verdict("look_alike", "read_in", "rival"):
        lines.append(gettext("Careful colleagues found nothing in the way in this note."))
    elif not of:
        lines.append(gettext("Nothing in this note is in the way, and you read nothing in."))
    for verdict, words in (
        ("rival", gettext("another reading that can be defended")),
        ("look_alike", gettext("it looks like it, and may not be there")),
        ("read_in", gettext("not in the note’s words")),
        ("left_out", gettext("tempting, and you left it alone")),
    ):
        if names := [clinical().barrier(b.barrier).name for b in found.with_verdict(verdict)]:
            lines.append(f"{' · '.join(names)}: {words}.")
    return tuple(lines)


def _agreement(found: Feedback, case: Case) -> str:
    """One sentence on what was seen as the reference has it, and on what was not."""
    marks = found.marks
    seen = len(found.with_verdict("seen"))
    whole = seen == len(case.barriers) and not found.with_verdict("look_alike", "read_in")
    topics = [
        (gettext("danger"), found.danger in ("seen", "none")),
        (gettext("part of what is in the way"), True)
        if seen and not whole
        else (gettext("what is in the way"), whole),
        (gettext("who takes charge"), found.control.same),
        (gettext("how warm they are"), found.affiliation.same),
    ]
    if marks.of:
        some = marks.found > 0 and marks.share <= MOST_OF_IT
        if some and marks.found < marks.of:
            topics.append((gettext("some of the words that carry it"), True))
        else:
            topics.append((gettext("the words that carry it"), some))
    if found.stance:
        topics.append((gettext("what to say"), found.stance.fit == "fits"))
    same = ", ".join(name for name, agreed in topics if agreed)
    apart = ", ".join(name for name, agreed in topics if not agreed)
    if not apart:
        return gettext("You agree with the reference on %(same)s.", same=same)
    if not same:
        return gettext("You do not agree with the reference on %(apart)s.", apart=apart)
    return gettext(
        "You agree with the reference on %(same)s; you do not on %(apart)s.",
        same=same,
        apart=apart,
    )


def _marks(found: Feedback) -> str:
    marks = found.marks
    if not marks.share:
        return gettext(
            "You marked no words. Next time, mark those that would convince a colleague, so that "
            "others can see what you saw."
        )
    said = gettext(
        "You marked %(found)s of the %(of)s quotes that carry the reading.",
        found=marks.found,
        of=marks.of,
    )
    share = f"{100 * marks.share:.0f}"
    if marks.share > MOST_OF_IT:
        more = gettext(
            "That is %(share)s in 100 of the note: try the fewest words that would convince a "
            "colleague.",
            share=share,
        )
    else:
        more = gettext("Your marks cover %(share)s in 100 of the note.", share=share)
    return f"{said} {more}" if marks.of else more


def _axis(name: str, axis: OnAxis, words: Mapping[str, str]) -> AxisView:
    return AxisView(name, words[axis.chosen], words[axis.reference], axis.same)


def _octant(name: str) -> tuple[str, str, str]:
    octant = clinical().octant(name)
    return octant.name, octant.pull, octant.middle


def _reaction(on: OnReaction, marker: Marker) -> ReactionView:
    known = clinical().reaction(on.kind)
    return ReactionView(
        tick=known.tick,
        words=_noted(on.words, marker) if on.words else None,
        own=on.own,
        may_suggest=known.may_suggest,
        may_be_mine=known.may_be_mine,
        ask_yourself=known.ask_yourself,
    )


def _stance(stance: Stance) -> StanceView:
    name = clinical().stance(stance.stance).name if stance.stance else None
    return StanceView(
        stance.id, stance.say, stance.fit, wording.FIT[stance.fit], name, stance.because
    )
