"""Referrals: what else was recommended, for what purpose, and what came of it.

Services and status cues are data (`knowledge/referral_services.json`,
`referral_status_cues.json`); purposes and statuses are those of the codebook. What became of an
offer is often told in the sentence after it, so a cue may stand there, up to the next service.
A service with no cue near it is only talked about and is no referral.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from .formulation import Quote, Referral
from .knowledge.patterns import fold
from .knowledge.phrases import Cue, Phrases, ReferralService, referral_phrases
from .mentions import Stretches, Surroundings, quote
from .reading import Reading

# The place that belongs to a service's name: "detox bed at St. Anne's", "the group on Elm Street".
_PLACE: Final = re.compile(r"(?: (?:at|in|on|with|of))(?: the)?(?: (?:St\. )?[A-Z][\w'’]+){1,3}")
_ARTICLE: Final = re.compile(r"(?:the|a|an|that|his|her|their|my) ", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Mention:
    start: int
    end: int
    purpose: str
    rank: int  # place of the deciding cue in the file: lower decides over higher
    status: str


def find_referrals(
    reading: Reading, phrases: Phrases[ReferralService] | None = None
) -> tuple[Referral, ...]:
    """All referrals that the note names, in its order, one for each service.

    Several mentions of a service are one referral with a quote each; its status is that of the
    mention with the most decisive cue. `phrases` defaults to the knowledge of this installation.
    """
    phrases = phrases or referral_phrases()
    folded = fold(reading.text)
    stretches = Stretches.of(reading)
    hits = _longest(phrases.hits(reading.text, folded, stretches.bounds))
    starts = [stretches.bounds[stretches.index(start)][0] for start, _, _ in hits]
    services: list[list[_Mention]] = []
    for number, (start, end, service) in enumerate(hits):
        until = next((at for at in starts[number:] if at > start), None)
        found = _deciding(folded, stretches, start, end, phrases, until)
        if found is None:
            continue
        mention = _Mention(start, end, service.purpose, found[0], found[1].entry.status)
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


def referral_status_of(
    reading: Reading, start: int, end: int, phrases: Phrases[ReferralService] | None = None
) -> str | None:
    """What became of the service named at `start`-`end`, however it was found; None: not said."""
    stretches = Stretches.of(reading)
    found = _deciding(
        fold(reading.text), stretches, start, end, phrases or referral_phrases(), until=None
    )
    return found[1].entry.status if found else None


def _longest(
    hits: Iterable[tuple[int, int, ReferralService]],
) -> list[tuple[int, int, ReferralService]]:
    """Of hits that overlap, the longest; in the order of the note."""
    kept: list[tuple[int, int, ReferralService]] = []
    for start, end, service in sorted(hits, key=lambda hit: (hit[0] - hit[1], hit[0])):
        if not any(start < last and first < end for first, last, _ in kept):
            kept.append((start, end, service))
    return sorted(kept, key=lambda hit: hit[0])


def _deciding(
    folded: str,
    stretches: Stretches,
    start: int,
    end: int,
    phrases: Phrases[ReferralService],
    until: int | None,
) -> tuple[int, Cue] | None:
    around = Surroundings.of(folded, stretches, start, end, phrases.scope_end, until)
    cue = around.first(phrases.cues)
    return (phrases.cues.index(cue), cue) if cue else None


def _same_service(folded: str, one: _Mention, other: _Mention) -> bool:
    a, b = folded[one.start : one.end], folded[other.start : other.end]
    return one.purpose == other.purpose and (a in b or b in a)


def _referral(reading: Reading, mentions: list[_Mention]) -> Referral:
    first, decisive = mentions[0], min(mentions, key=lambda mention: mention.rank)
    quotes: list[Quote] = []
    for mention in mentions:
        if (words := quote(reading, mention.start, mention.end)) not in quotes:
            quotes.append(words)
    return Referral(
        _name(reading.text, first.start, first.end), first.purpose, decisive.status, tuple(quotes)
    )


def _name(text: str, start: int, end: int) -> str:
    if article := _ARTICLE.match(text, start, end):
        start = article.end()
    if place := _PLACE.match(text, end):
        end = place.end()
    return text[start:end]
