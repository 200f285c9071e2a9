"""What to make of coded turns: stance elements, one question a turn, and ratios over many.

Pure rules on codes and knowledge. It asks and never writes an answer. A turn that tells of danger,
asks about it or comes after word of it gets neither remark nor question: safety calls for direct
speech, whatever its style. A guess that is likelier wrong than right gives rise to no remark
either, and blame has to be surer than that.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from .behaviours import ADHERENT, NOT_ADHERENT, QUESTIONS, REFLECTIONS
from .formulation import Risk
from .knowledge.coach import CoachKnowledge
from .listening import Utterance
from .matching import spans

# Fewer utterances make ratios of accidents; published benchmarks are for whole sessions.
ENOUGH_FOR_RATIOS: Final = 10


@dataclass(frozen=True, slots=True)
class Turn:
    """What was said before the client speaks again, `text[start:end]`.

    `present` and `missing` are ids of stance elements, `question` the one thing to think about;
    all three are empty with a risk in sight, where danger is `asked` about and none told, and
    `after_danger`, where there had been word of it before. Nothing is called missing beside words
    that are hard to tell: it may be in them.
    """

    start: int
    end: int
    utterances: tuple[Utterance, ...]
    risks: tuple[Risk, ...]
    present: tuple[str, ...]
    missing: tuple[str, ...]
    question: str | None
    asked: bool = False
    after_danger: bool = False

    @property
    def exempt(self) -> bool:
        """Whether danger is told of, asked about or known, so that style is not remarked upon."""
        return bool(self.risks) or self.asked or self.after_danger


@dataclass(frozen=True, slots=True)
class Ratio:
    """A figure with what was counted: `value` is None where there is nothing to divide by.

    For a benchmark that is a count, `of` is the number of all utterances and `value` is None.
    """

    id: str
    counted: int
    of: int
    value: float | None
    standing: str | None


@dataclass(frozen=True, slots=True)
class StanceFit:
    """How what was said goes with one stance: `fits`, `partly` or `not_yet`.

    `present` and `missing` are ids of the elements that the stance leans on, `against` the
    utterances that pull against it; `question` is the one thing to think about, None where it fits.
    """

    stance: str
    fit: str
    present: tuple[str, ...]
    missing: tuple[str, ...]
    against: tuple[Utterance, ...]
    question: str | None


def stance_fit(
    id: str, text: str, turns: Sequence[Turn], known: CoachKnowledge
) -> StanceFit | None:
    """How the `turns` of `text` together go with the stance `id`, but for those that are exempt;
    None where the others try nothing.

    Raises
    ------
    KnowledgeError
        There is no such stance.
    """
    entry = known.stance(id)
    turns = [turn for turn in turns if not turn.exempt]
    if not any(turn.present or turn.missing for turn in turns):
        return None
    there = {element for turn in turns for element in turn.present}
    present = tuple(element for element in entry.calls_for if element in there)
    missing = tuple(element for element in entry.calls_for if element not in there)
    said = tuple(u for turn in turns for u in turn.utterances if u.clear)
    where = f"coach_stances.json, {id}"
    worded = [u for u in said if any(spans(text[u.start : u.end], entry.pulls, where))]
    against = tuple(u for u in said if u.code in entry.strains or u in worded)
    fit = "fits" if not missing and not against else "partly" if present else "not_yet"
    # Where all is there and something pulls against it, that is what to think about.
    pulls = None if missing else _question({u.code for u in against}, (), known)
    question = entry.question if missing or worded else pulls
    return StanceFit(id, fit, present, missing, against, question)


def make_turn(
    start: int,
    end: int,
    utterances: tuple[Utterance, ...],
    risks: tuple[Risk, ...],
    known: CoachKnowledge,
    *,
    asked: bool = False,
    after_danger: bool = False,
) -> Turn:
    """A turn with its elements and its question, as if nothing else had been said."""
    bare = Turn(start, end, utterances, risks, (), (), None, asked, after_danger)
    codes = {utterance.code for utterance in utterances if utterance.clear}
    # A greeting or a nod is no attempt at a stance.
    if bare.exempt or codes <= {"other"}:
        return bare
    present = tuple(e.id for e in known.elements if codes.intersection(e.codes))
    missing: tuple[str, ...] = ()
    if all(utterance.clear for utterance in utterances):
        missing = tuple(e.id for e in known.elements if e.id not in present)
    question = _question(codes, missing, known)
    return replace(bare, present=present, missing=missing, question=question)


def as_one_talk(
    turns: Sequence[Turn], known: CoachKnowledge
) -> tuple[tuple[Turn, ...], str | None]:
    """The turns beside each other, and one question about what none of them has.

    What one turn has is missing from none, and no question is asked twice. Where a single turn
    tries anything, what it has not got is asked about there.
    """
    if sum(bool(turn.present or turn.missing) for turn in turns) < 2:
        return tuple(turns), None
    there = {element for turn in turns for element in turn.present}
    unasked = {entry.question for entry in known.questions}
    found = []
    for turn in turns:
        missing = tuple(element for element in turn.missing if element not in there)
        question = turn.question if turn.question in unasked else None
        unasked.discard(question or "")
        found.append(replace(turn, missing=missing, question=question))
    not_there = {element for turn in found for element in turn.missing}
    about = next((e.question for e in known.elements if e.id in not_there), None)
    return tuple(found), about


def ratios(utterances: Sequence[Utterance], known: CoachKnowledge) -> tuple[Ratio, ...]:
    """The figures of all benchmarks, in their order; none below `ENOUGH_FOR_RATIOS`."""
    if len(utterances) < ENOUGH_FOR_RATIOS:
        return ()
    counts = Counter(utterance.code for utterance in utterances)

    def total(codes: tuple[str, ...]) -> int:
        return sum(counts[code] for code in codes)

    reflections, all_of_them = total(REFLECTIONS), len(utterances)
    amounts = {
        "reflections_to_questions": (reflections, total(QUESTIONS)),
        "complex_share": (counts["complex_reflection"], reflections),
        "adherent": (total(ADHERENT), all_of_them),
        "not_adherent": (total(NOT_ADHERENT), all_of_them),
    }
    found = []
    for benchmark in known.benchmarks:
        counted, of = amounts[benchmark.id]
        measured = benchmark.fair is not None and benchmark.good is not None
        value = counted / of if measured and of else None
        standing = None
        if value is not None and benchmark.fair is not None and benchmark.good is not None:
            standing = (
                "good"
                if value >= benchmark.good
                else "fair"
                if value >= benchmark.fair
                else "below fair"
            )
        found.append(Ratio(benchmark.id, counted, of, value, standing))
    return tuple(found)


def _question(codes: set[str], missing: tuple[str, ...], known: CoachKnowledge) -> str | None:
    for entry in known.questions:
        if codes.intersection(entry.codes) and not codes.intersection(entry.unless):
            return entry.question
    return next((e.question for e in known.elements if e.id in missing), None)
