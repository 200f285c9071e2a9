"""From a formulation's parts to ranked ways of responding, each with its reasons in words.

The rules, in the order in which they work:

1. Barriers are ranked by support in words; within one level the one that is cheapest to get wrong
   comes first. Probabilities within a level are too close together to rank by.
2. A barrier is answered by the combination that it forms with the best ranked of the others, and
   by its own stance where there is no conflict to reconcile. So two stances that pull against each
   other never stand side by side. A hostile-dominant style pairs like power dynamics.
3. The first answer stays first. The octant's middle ground and the practical fix are drawn up
   behind it, the fix nearest since it is the cheapest to test. An answer to power dynamics
   is never cut off by the limit.
4. Without a barrier the stance is to build on what works. Where every reading is only worth asking
   about, asking is a stance of its own.
5. A current risk puts safety first, on top of the limit; the rest is kept for afterwards. Beside it
   rule 4 does not build on what works: a danger is in the way where no barrier is.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from . import labels
from .formulation import Hypothesis, Quote, Risk, Stance, Strength, Style
from .knowledge.clinical import Clinical
from .knowledge.clinical_entries import Octant, StanceEntry

_SUPPORT_IN_WORDS: Final = {
    "worth asking": "worth asking about",
    "some support": "some support for",
    "several signs": "several signs of",
}
# More quotes than this in one reason are no longer read; the hypothesis itself shows them all.
# Risks are the exception: every one of their quotes is shown.
_QUOTES_IN_A_REASON: Final = 2


@dataclass(frozen=True, slots=True)
class _Caller:
    """A barrier or octant that calls for a stance; combinations know it as `pairs_as`."""

    id: str
    pairs_as: str | None
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Answer:
    """A stance with all that called for it, best ranked first."""

    entry: StanceEntry
    callers: tuple[_Caller, ...]

    def calls(self, id: str | None) -> bool:
        """Whether this barrier or octant is among the callers."""
        return any(caller.id == id for caller in self.callers)


def choose_stances(
    *,
    hypotheses: Sequence[Hypothesis],
    style: Style,
    risks: Sequence[Risk],
    strengths: Sequence[Strength],
    clinical: Clinical,
    limit: int = 4,
) -> tuple[Stance, ...]:
    """Stances for one note, best first: at most `limit`, and safety on top for a current risk.

    `because` of each stance holds the labels that called for it: barriers and octants, kinds of
    strength when nothing is in the way, kinds of risk for safety. The first stance that is not
    about safety quotes the client's own goals, where the note has any. Beside a current risk there
    may be no other stance than safety.

    Raises
    ------
    KnowledgeError
        A barrier, octant, risk or strength is unknown to `clinical`.
    ValueError
        A hypothesis has a support that is not in `labels.SUPPORT`, or `limit` is less than 1.
    """
    if limit < 1:
        raise ValueError(f"limit must be at least 1, not {limit}.")
    ranked = sorted(
        hypotheses,
        key=lambda h: (-labels.SUPPORT.index(h.support), clinical.barrier(h.label).cost_if_wrong),
    )
    callers = [_Caller(h.label, h.label, _barrier_reasons(h, clinical)) for h in ranked]
    if style.octant is not None:
        octant = clinical.octant(style.octant)
        callers.append(_Caller(octant.id, octant.pairs_as, _octant_reasons(octant, style)))
    answers = _in_order(_answers(callers, clinical), style.octant, limit)
    chosen = [_stance(answer) for answer in answers]
    safety = _safety(risks, clinical)
    if not ranked and not safety:
        # A style that pairs like a barrier is answered before anything is built on.
        place = sum(caller.pairs_as is not None for caller in callers)
        chosen[place:place] = _without_barriers(strengths, clinical)
    elif ranked and ranked[0].support == labels.SUPPORT[0]:
        asking = _asking(ranked, clinical)
        # An overlay may have asking answer a barrier, too.
        if all(stance.id != asking.id for stance in chosen):
            chosen.append(asking)
    chosen = chosen[:limit]
    if chosen:
        chosen[0] = replace(chosen[0], reasons=(*chosen[0].reasons, *_goal_reasons(strengths)))
    return (*safety, *chosen)


def _answers(callers: Sequence[_Caller], clinical: Clinical) -> list[_Answer]:
    """One answer for each caller, in their order, those with the same stance made one."""
    answers: dict[str, _Answer] = {}
    for caller in callers:
        entry, together = _answer(caller, callers, clinical)
        if entry.id in answers:
            together = [*together, *answers[entry.id].callers]
        in_rank = tuple(each for each in callers if each in together)
        answers[entry.id] = _Answer(entry, in_rank)
    return list(answers.values())


def _answer(
    caller: _Caller, callers: Sequence[_Caller], clinical: Clinical
) -> tuple[StanceEntry, list[_Caller]]:
    """The combination with the best ranked partner, else the caller's own stance."""
    for other in callers:
        if caller.pairs_as is not None and other.pairs_as is not None:
            combination = clinical.combination(caller.pairs_as, other.pairs_as)
            if combination is not None:
                return combination, [caller, other]
    return clinical.stance_for(caller.id), [caller]


def _in_order(answers: list[_Answer], octant: str | None, limit: int) -> list[_Answer]:
    """The answers with the octant's, the practical one and that to power drawn forward.

    Later lines win: the fix goes before the octant, and power dynamics may not fall off the end.
    """
    for id, place in (
        (octant, 1),
        ("practical_obstacle", 1),
        ("power_dynamics", limit - 1),
    ):
        at = next((i for i, answer in enumerate(answers) if answer.calls(id)), -1)
        if at > place:
            answers.insert(place, answers.pop(at))
    return answers


def _without_barriers(strengths: Sequence[Strength], clinical: Clinical) -> list[Stance]:
    """Build on what works; without a strength to build on, asking comes along."""
    quotes = _quotes_by_kind(strengths)
    reasons = ["Nothing in this note stands out as being in the way."]
    for kind in quotes:
        if kind != "own_goal":  # quoted as the aim of whichever stance comes first
            reasons.append(f"{_quoted(quotes[kind])} may be {clinical.strength(kind).shows}.")
    if not quotes:
        ask = clinical.strength("took_a_step").ask
        reasons.append(f"No strength is quoted yet. To find one, you could ask: “{ask}”")
    build = _fill(clinical.stance_for("nothing_in_the_way"), tuple(quotes), reasons)
    if quotes:
        return [build]
    why = "The note shows neither anything in the way nor anything to build on."
    return [build, _fill(clinical.stance_for("not_enough"), (), (why,))]


def _asking(ranked: Sequence[Hypothesis], clinical: Clinical) -> Stance:
    why = "What there is here is only worth asking about, so ask before you act on it."
    because = tuple(hypothesis.label for hypothesis in ranked)
    return _fill(clinical.stance_for("not_enough"), because, (why,))


def _safety(risks: Sequence[Risk], clinical: Clinical) -> tuple[Stance, ...]:
    """The safety-first stance with its reasons for each kind of current risk; none without one."""
    quotes = _quotes_by_kind([risk for risk in risks if risk.status == "current"])
    if not quotes:
        return ()
    reasons = []
    for kind in quotes:
        category = clinical.risk(kind)
        said = _quoted(quotes[kind], most=None)
        marked = f"{category.name}, marked as current: {said}"
        reasons += [marked, *category.first, category.message]
    return (_fill(clinical.stance_for("current_risk"), tuple(quotes), reasons),)


def _barrier_reasons(hypothesis: Hypothesis, clinical: Clinical) -> tuple[str, ...]:
    barrier = clinical.barrier(hypothesis.label)
    support = _SUPPORT_IN_WORDS[hypothesis.support]
    reasons = [
        f"{_quoted(hypothesis.evidence)} may show {barrier.shows}; {support} “{barrier.name}”."
    ]
    if hypothesis.against:
        reasons.append(f"{_quoted(hypothesis.against)} may speak against it.")
    if hypothesis.support == labels.SUPPORT[0]:
        reasons.append(f"To check, you could ask: “{barrier.ask}”")
    return tuple(reasons)


def _octant_reasons(octant: Octant, style: Style) -> tuple[str, ...]:
    felt_only = style.from_text is None
    clue = "What you felt" if felt_only else _quoted(style.evidence)
    reasons = [
        f"{clue} may show {octant.shows}; they may expect {octant.may_expect}.",
        f"The pull on you may be {octant.pull}.",
    ]
    if felt_only:
        reasons.append("This rests on your own reaction, which may be yours and not theirs.")
    elif style.agree is False:
        reasons.append("What they did and what you felt point different ways: hold it lightly.")
    return tuple(reasons)


def _goal_reasons(strengths: Sequence[Strength]) -> tuple[str, ...]:
    goals = _quotes_by_kind(strengths).get("own_goal")
    return (f"Let whatever you try serve what they want: {_quoted(goals)}",) if goals else ()


def _stance(answer: _Answer) -> Stance:
    reasons = [reason for caller in answer.callers for reason in caller.reasons]
    if answer.entry.conflict is not None:
        reasons.append(f"{answer.entry.conflict} {answer.entry.reconciled}")
    return _fill(answer.entry, tuple(caller.id for caller in answer.callers), reasons)


def _fill(entry: StanceEntry, because: tuple[str, ...], reasons: Sequence[str]) -> Stance:
    return Stance(
        id=entry.id,
        name=entry.name,
        because=because,
        principle=entry.principle,
        do=entry.do,
        avoid=entry.avoid,
        say=entry.say,
        watch_for=entry.watch_for,
        source=entry.source,
        reasons=tuple(reasons),
    )


def _quoted(quotes: Sequence[Quote], most: int | None = _QUOTES_IN_A_REASON) -> str:
    """The note's own words between quotation marks, line breaks closed up."""
    shown = [f"“{' '.join(quote.text.split())}”" for quote in quotes[:most]]
    return " and ".join(shown) or "The note as a whole"


def _quotes_by_kind(found: Sequence[Risk | Strength]) -> dict[str, list[Quote]]:
    """The quotes of each kind, both in the order of the note."""
    quotes: dict[str, list[Quote]] = {}
    for each in found:
        quotes.setdefault(each.kind, []).extend(each.evidence)
    return quotes
