"""Referrals: what else was recommended, for what purpose, and what came of it.

Services and the wordings that tell what came of them are data (`knowledge/referral_services.json`,
`referral_status_cues.json`); purposes and statuses are those of the codebook. No wording decides
alone: "agreed" and "did not go" may stand in one clause. Each speaks for and against each status
with a weight (`referral_status_weights.json`), and the weights are added: of the wordings in the
service's clause, in the sentence after it unless that names a service of its own, and of the
service itself. A service for which nothing or too little speaks is only talked about and is no
referral.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from math import exp
from typing import Final

from .errors import KnowledgeError
from .formulation import Quote, Referral
from .knowledge.clinical import load_clinical
from .knowledge.loading import load_entries
from .knowledge.patterns import fold
from .knowledge.phrases import Cue, Phrases, ReferralService, referral_phrases
from .labels import REFERRAL_STATUSES
from .mentions import Stretches, Surroundings, quote
from .reading import Reading

# How likely it must be that a service is a referral at all. Low, since a suggestion that is not
# needed costs a glance and one that is missing a service; chosen on the training notes.
_LEAST: Final = 0.15
_REACH: Final = 300  # characters that count on each side; bounds the time for endless sentences
_PLAN: Final = "section-plan"
# The words that belong to a service's name: "chest clinic", "detox bed at St. Anne's".
_BEFORE: Final = (
    "(?:the|an?|that|h(?:is|er)|their|my|this|to|for|at|of|about|with|and|or|on|in|is|was) "
)
_KIND: Final = re.compile(
    rf"(?:^|[ (/:]){_BEFORE}((?:(?!{_BEFORE})[A-Za-z][\w'’-]* ){{1,2}})$", re.IGNORECASE
)
_PLACE: Final = re.compile(r"(?: (?:at|in|on|with|of))(?: the)?(?: (?:St\. )?[A-Z][\w'’]+){1,3}")
_ARTICLE: Final = re.compile(r"(?:the|a|an|that|his|her|their|my) ", re.IGNORECASE)
_THE: Final = re.compile(r"\b(?:the|that|this) $")
_MORE: Final = re.compile(r" (?:for|of|at|in|on) ")  # "the clinic for his eyes" is one more
# What is no part of a name that begins with it: "see the doctor", "take over", "and has".
_LEAD: Final = re.compile(
    r"(?:(?:and|but|or|so|which|who|he|she|they|we|you|ha[sd]|have|is|are|was|were|be|been|will|"
    r"would|can|could|should|must|tak(?:es?|en|ing)|took|come|came|go(?:es|ne)?|went|see[nk]?|"
    r"seeking|saw|booked|book(?= (?:an?|the) )|ring|rang|call(?:ed)?|text(?:ed)?|register(?:ed)?|"
    r"try|tried|join(?:ed)?|attend(?:ed)?|ask(?:ed)?)(?: (?:admitted|over|out|in|up|by|to|for|from|"
    r"with|the|an?))*(?: |$))+",
    re.IGNORECASE,
)
# Words that make a clause of what stands where a name would.
_CLAUSE: Final = re.compile(
    r"^(?:moved|passed|transferred|hand(?:ed|ing)|closing|discharged) |"
    r"^(?:case|care|file|caseload) \w+ to\b|"
    r"\b(?:ha[sd]|have|is|are|was|were|will|would|can|could|should|must) ",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class StatusWeights:
    """How strongly wordings and services speak for the status `id`, against no referral.

    `start` is the sum when nothing is said. `here` holds the weights of cues (by id) in the
    service's clause, `next` of those in the sentence after it, `service` of entries of
    `referral_services.json` and of `section-plan`, the part of a note that is headed as its plan.
    Natural logarithms of odds, fitted to training notes by logistic regression that starts at 2 for
    a cue's own status (0 for cues whose status is nominal) instead of at 0 and is held there
    (C = 0.05), so that plain sentences are read plainly.
    """

    id: str
    source: str
    note: str
    start: float
    here: dict[str, float] = field(default_factory=dict)
    next: dict[str, float] = field(default_factory=dict)
    service: dict[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Mention:
    start: int
    end: int
    purpose: str
    status: str
    likely: float  # that it is a referral at all
    name: str  # empty where the words hold no noun
    stretch: int


@cache
def status_weights() -> tuple[StatusWeights, ...]:
    """The weights of every status, read once.

    Raises
    ------
    KnowledgeError
        The file is malformed, a status is missing or unknown, or it weighs a cue or a service
        that does not exist.
    """
    weights = load_entries("referral_status_weights.json", StatusWeights)
    if {w.id for w in weights} != set(REFERRAL_STATUSES):
        raise KnowledgeError(
            f"referral_status_weights.json: weights for {list(REFERRAL_STATUSES)} were expected."
        )
    phrases = referral_phrases()
    cues = {cue.entry.id for cue in phrases.cues}
    services = {wording.entry.id for wording in phrases.wordings} | {_PLAN}
    for w in weights:
        unknown = [*({*w.here, *w.next} - cues), *(set(w.service) - services)]
        if unknown:
            raise KnowledgeError(f"referral_status_weights.json, {w.id}: unknown ids {unknown}.")
    return weights


def find_referrals(
    reading: Reading, phrases: Phrases[ReferralService] | None = None
) -> tuple[Referral, ...]:
    """All referrals that the note names, in its order, one for each service.

    Several mentions of a service are one referral with a quote each; its status is that of the
    last mention that tells more than an offer. `phrases` defaults to the knowledge of this
    installation; cues without weights say nothing.
    """
    phrases = phrases or referral_phrases()
    folded = fold(reading.text)
    stretches = Stretches.of(reading)
    hits = _longest(
        hit
        for hit in phrases.hits(reading.text, folded, stretches.bounds)
        if not any(s.start <= hit[0] < s.body for s in reading.sections)  # a heading is no service
    )
    starts = [stretches.bounds[stretches.index(start)][0] for start, _, _ in hits]
    services: list[list[_Mention]] = []
    for number, (start, end, service) in enumerate(hits):
        until = next((at for at in starts[number:] if at > start), None)
        around = Surroundings.of(folded, stretches, start, end, phrases.scope_end, until)
        about = {service.id, _PLAN} if _planned(reading, start) else {service.id}
        after = _after(folded, around, stretches.bounds[stretches.index(start)][0], end, hits)
        mention = _Mention(
            start,
            end,
            service.purpose,
            *_weigh(around, folded[start:end], after, phrases.cues, about),
            _name(reading.text, start, end),
            stretches.index(start),
        )
        if mention.likely <= _LEAST:
            continue
        same = next((s for s in services if _same_service(folded, s[0], mention)), None)
        if same is None:
            services.append([mention])
        else:
            same.append(mention)
    return tuple(_referral(reading, mentions) for mentions in services)


def purpose_of(text: str, phrases: Phrases[ReferralService] | None = None) -> str | None:
    """The purpose of the service that `text` names, or None where it names none that is known."""
    phrases = phrases or referral_phrases()
    hits = _longest(phrases.hits(text, fold(text), [(0, len(text))]))
    longest = max(hits, key=lambda hit: hit[1] - hit[0], default=None)
    return longest[2].purpose if longest else None


def service_in(clause: str, purpose: str) -> str | None:
    """The noun that `clause` has for a service of `purpose`; None where it has none known."""
    hits = referral_phrases().hits(clause, fold(clause), [(0, len(clause))])
    names = (_name(clause, s, e) for s, e, service in _longest(hits) if service.purpose == purpose)
    return next(filter(None, names), None)


def unnamed(purpose: str) -> str:
    """What a service is called that the note has no noun for: a plain word for what it is for."""
    return load_clinical().purpose(purpose).unnamed


def referral_status_of(
    reading: Reading, start: int, end: int, phrases: Phrases[ReferralService] | None = None
) -> str | None:
    """What became of the service named at `start`-`end`, however it was found; None: not said."""
    phrases = phrases or referral_phrases()
    folded, stretches = fold(reading.text), Stretches.of(reading)
    around = Surroundings.of(folded, stretches, start, end, phrases.scope_end)
    opening = stretches.bounds[stretches.index(start)][0]
    after = _after(folded, around, opening, end, ())
    status, likely = _weigh(around, folded[start:end], after, phrases.cues, ())
    return status if likely > _LEAST else None


def _planned(reading: Reading, offset: int) -> bool:
    """Whether the text at `offset` stands in a part of the note that is headed as its plan."""
    return any(s.kind == "plan" and s.start <= offset < s.end for s in reading.sections)


def _after(
    folded: str,
    around: Surroundings,
    opening: int,
    end: int,
    hits: Iterable[tuple[int, int, ReferralService]],
) -> str:
    """What is said after the clause of the service that ends at `end`, unless of another service.

    `opening` is where its sentence begins.
    """
    first, closing = end + len(around.after), opening + len(around.sentence)
    if any(first <= start < closing for start, _, _ in hits):
        return ""
    return folded[first : min(first + _REACH, opening + len(around.thread))]


def _weigh(
    around: Surroundings, name: str, after: str, cues: Iterable[Cue], about: Iterable[str]
) -> tuple[str, float]:
    """The status that most speaks for, and how likely it is that there is a referral at all."""
    here, following = said_around(around, name, after, cues)
    if not here and not following:
        return REFERRAL_STATUSES[0], 0.0  # only talked about
    odds = {
        w.id: exp(w.start + _sum(w.here, here) + _sum(w.next, following) + _sum(w.service, about))
        for w in status_weights()
    }
    total = sum(odds.values())
    return max(odds, key=lambda status: odds[status]), total / (1 + total)


def said_around(
    around: Surroundings, name: str, after: str, cues: Iterable[Cue]
) -> tuple[list[str], list[str]]:
    """The ids of the cues in the clause around a service's `name`, and of those in `after` it."""
    clause = around.before[-_REACH:] + name + around.after[:_REACH]
    here: list[str] = []
    following: list[str] = []
    for cue in cues:
        if cue.entry.scope == "before":
            continue
        if _met(cue, clause):
            here.append(cue.entry.id)
        if _met(cue, after):
            following.append(cue.entry.id)
    if here or following:
        here += [
            cue.entry.id
            for cue in cues
            if cue.entry.scope == "before" and _met(cue, around.before[-cue.entry.reach :])
        ]
    return here, following


def _sum(weights: Mapping[str, float], ids: Iterable[str]) -> float:
    return sum(weights.get(each, 0.0) for each in ids)


def _met(cue: Cue, text: str) -> bool:
    """Whether the cue stands in `text` in another than its harmless sense."""
    return any(cue.pattern.spans(text, cue.unless))


def _longest(
    hits: Iterable[tuple[int, int, ReferralService]],
) -> list[tuple[int, int, ReferralService]]:
    """Of hits that overlap, the longest; in the order of the note."""
    kept: list[tuple[int, int, ReferralService]] = []
    for start, end, service in sorted(hits, key=lambda hit: (hit[0] - hit[1], hit[0])):
        if not any(start < last and first < end for first, last, _ in kept):
            kept.append((start, end, service))
    return sorted(kept, key=lambda hit: hit[0])


def _same_service(folded: str, one: _Mention, other: _Mention) -> bool:
    """Whether both name one service; "takes over" is what the service named beside it does."""
    if one.purpose != other.purpose:
        return _told_again(folded, one, other)
    a, b = folded[one.start : one.end], folded[other.start : other.end]
    beside = not (one.name and other.name) and one.stretch == other.stretch
    return a in b or b in a or beside


def _told_again(folded: str, one: _Mention, other: _Mention) -> bool:
    """Whether the `other` is "the clinic", with nothing more to its name, after "methadone clinic".

    The purpose of such a word is that of the service it stands for.
    """
    noun = _ARTICLE.sub("", folded[other.start : other.end])
    return (
        one.name.lower().endswith(f" {noun}")
        and other.name.lower() == noun
        and bool(_THE.search(folded, 0, other.end - len(noun)))
        and not _MORE.match(folded, other.end)
    )


def _referral(reading: Reading, mentions: list[_Mention]) -> Referral:
    purpose, decisive = mentions[0].purpose, _decisive(mentions)
    quotes: list[Quote] = []
    for mention in mentions:
        if (words := quote(reading, mention.start, mention.end)) not in quotes:
            quotes.append(words)
    name = next((mention.name for mention in mentions if mention.name), None) or unnamed(purpose)
    return Referral(name, purpose, decisive.status, tuple(quotes))


def _decisive(mentions: list[_Mention]) -> _Mention:
    """The last mention that tells more than an offer; without one, the likeliest."""
    told = [mention for mention in mentions if mention.status != "offered"]
    return told[-1] if told else max(mentions, key=lambda mention: mention.likely)


def _name(text: str, start: int, end: int) -> str:
    """The noun phrase of the service at `start`-`end`; empty where the words there are none."""
    if article := _ARTICLE.match(text, start, end):
        start = article.end()
    elif lead := _LEAD.match(text, start, end):
        start = lead.end()
    elif kind := _KIND.search(text, max(0, start - 40), start):
        lead = _LEAD.match(text, kind.start(1), start)
        start = lead.end() if lead else kind.start(1)
    if start >= end or _CLAUSE.search(text[start:end]):
        return ""
    if place := _PLACE.match(text, end):
        end = place.end()
    return text[start:end].rstrip(" .")
