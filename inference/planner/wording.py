"""Whether a draft hands off: words that send people away, and what is missing that keeps them.

The rules are data (`knowledge/planner_wording.json`). Three of them count or compare; these stand
here.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from ..knowledge.patterns import fold
from ..knowledge.phrases import referral_phrases
from ..knowledge.planner import PlannerKnowledge, WordingRule, load_planner_knowledge
from ..matching import spans
from .plan import Remark

_MANY: Final = 3


def check_wording(
    text: str, services: Sequence[str] = (), known: PlannerKnowledge | None = None
) -> tuple[Remark, ...]:
    """What in `text`, a draft of what to say, may be heard as handing off, and why.

    `services` are names from the plan, known as services beside those of
    `referral_services.json`. Remarks on words come first, in the order of the text.
    """
    known = known or load_planner_knowledge()
    if not text.strip():
        return ()
    worded = [
        _remark(rule, text, span)
        for rule in known.wording
        for span in spans(text, rule.patterns, rule.id, unless=rule.unless)
    ]
    worded.sort(key=lambda remark: (remark.start, remark.end))
    return (*worded, *_structure(text, services, known))


def _structure(text: str, services: Sequence[str], known: PlannerKnowledge) -> Iterator[Remark]:
    named = _services(text, services)
    meeting = min(
        (start for entry in known.meeting for start, _ in spans(text, entry.patterns, entry.id)),
        default=None,
    )
    if len(named) >= _MANY:
        yield _remark(known.rule("many_services"), text, (named[0][0], named[-1][1]))
    if meeting is None:
        yield _remark(known.rule("no_next_meeting"), text, None)
    elif named and named[0][0] < meeting:
        yield _remark(known.rule("service_first"), text, named[0])


def _services(text: str, names: Sequence[str]) -> list[tuple[int, int]]:
    """Where services are named, each once, in the order of the text."""
    folded = fold(text)
    found = [
        (start, end) for start, end, _ in referral_phrases().hits(text, folded, [(0, len(text))])
    ]
    for name in names:
        wanted = fold(name).strip()
        if wanted and (start := folded.find(wanted)) >= 0:
            found.append((start, start + len(wanted)))
    apart: list[tuple[int, int]] = []
    for start, end in sorted(found, key=lambda span: (span[0] - span[1], span[0])):
        same_words = any(folded[start:end] == folded[first:last] for first, last in apart)
        if not same_words and not any(start < last and first < end for first, last in apart):
            apart.append((start, end))
    return sorted(apart)


def _remark(rule: WordingRule, text: str, span: tuple[int, int] | None) -> Remark:
    start, end = span or (None, None)
    words = text[start:end] if span else ""
    return Remark(rule.id, rule.name, words, start, end, rule.why, rule.instead)
