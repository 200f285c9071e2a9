"""The risks and referrals that are held out, from what the rules found and what the judges think,
and the strengths that stand beside them.

Extractive: every one has its words. Those of the rules where they found it, under whatever status;
else the clause that the taught head takes for the best evidence.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from itertools import chain
from typing import Final

from .features import Features
from .formulation import Quote, Referral, Risk, Strength
from .heads import Scores
from .labels import PURPOSES, REFERRAL_STATUSES, RISK_STATUSES, RISKS
from .marks import REFERRAL, RISK, Sort
from .quotes import join
from .referrals import service_in
from .risks import said_plainly
from .settings import Settings
from .vocabulary import mark

_LIKELY: Final = 0.5  # more likely than not
# A danger that the rules found and that is less likely than this is left out, but for suicide and
# what plain words say. On the judging part that takes one of 278 dangers that are on now, and 50 of
# 313 false alarms.
_HARDLY: Final = 0.03
_ALWAYS: Final = "suicide"
# Of referrals, chosen on the judging part: from which probability another status than the rules'
# own is believed, how many times as likely it must be, and what share of its status's threshold a
# service of theirs must reach.
_ANOTHER: Final = 0.25
_CLEARLY: Final = 3
_DOUBT: Final = 0.6
_TELLING: Final = 3  # words


def judged_risks(
    ruled: tuple[Risk, ...], features: Features, scores: Scores, settings: Settings
) -> tuple[Risk, ...]:
    """Risks whose probability reaches the threshold of their status, in the codebook's order.

    Where no status of a danger that the rules found is probable enough, the most probable one of
    theirs is shown all the same, unless it is hardly likely at all and not said in plain words.
    The rules have read what was said and how; another status, or another danger in the same words,
    has to be more likely than not. Another status beside theirs has words of its own: "took pills
    in May" is no quote for "denies it now".
    """
    risks = []
    for kind in RISKS:
        words = {risk.status: risk.evidence for risk in ruled if risk.kind == kind}
        likely = {status: scores.risks[mark(kind, status)] for status in RISK_STATUSES}
        enough = [s for s in RISK_STATUSES if likely[s] >= settings.show[f"risk:{s}"]]
        # What the rules found lends its words to another status only where none of theirs is shown.
        lent = () if words.keys() & set(enough) else tuple(chain.from_iterable(words.values()))
        shown = {}
        for status in enough:
            quotes = words.get(status, lent) or _best(RISK, kind, status, features, scores)
            others = (r for r in ruled if r.kind != kind)
            told = status in words or not (
                words or any(_overlap(quotes, r.evidence) for r in others)
            )
            if quotes and (told or likely[status] >= _LIKELY):
                shown[status] = quotes
        if words and not shown:
            best = max(words, key=likely.__getitem__)
            found = Risk(kind, best, words[best])
            if likely[best] >= _HARDLY or kind == _ALWAYS or said_plainly(found):
                shown[best] = found.evidence
        risks += [Risk(kind, status, quotes) for status, quotes in shown.items()]
    return tuple(risks)


def judged_referrals(
    ruled: tuple[Referral, ...], features: Features, scores: Scores, settings: Settings
) -> tuple[Referral, ...]:
    """Referrals of the rules that are not in doubt, and others as probable as their status asks.

    A service that the rules found keeps its name; it gets another status where that one is probable
    and the rules' own far less so. What only the taught heads see is left out where its words stand
    for a service that is shown already.
    """
    referrals = []
    for referral in ruled:
        likely = {s: scores.referrals[mark(referral.purpose, s)] for s in REFERRAL_STATUSES}
        best = max(REFERRAL_STATUSES, key=likely.__getitem__)
        if likely[best] >= max(_ANOTHER, _CLEARLY * likely[referral.status]):
            referrals.append(replace(referral, status=best))
        elif likely[referral.status] >= _DOUBT * settings.show[f"referral:{referral.status}"]:
            referrals.append(referral)
    for purpose in PURPOSES:
        read_as = [r.status for r in referrals if r.purpose == purpose]
        for status in REFERRAL_STATUSES:
            least = settings.show[f"referral:{status}"]
            least = max(least, _ANOTHER) if read_as else least
            if status in read_as or scores.referrals[mark(purpose, status)] < least:
                continue
            quotes = _best(REFERRAL, purpose, status, features, scores)
            if quotes and not any(_overlap(quotes, r.evidence) for r in referrals):
                service = service_in(quotes[0].text, purpose)
                referrals.append(Referral(service, purpose, status, quotes))
    return tuple(sorted(referrals, key=lambda r: r.evidence[0].start))


def apart_from_danger(strengths: Iterable[Strength], risks: Iterable[Risk]) -> tuple[Strength, ...]:
    """`strengths` without the quotes that share words with a current danger; those with none left
    are left out.

    What is quoted as a danger that is on now is nothing to build on, whatever else it shows.
    """
    danger = [q for risk in risks if risk.status == "current" for q in risk.evidence]
    kept = (
        replace(s, evidence=tuple(q for q in s.evidence if not _overlap((q,), danger)))
        for s in strengths
    )
    return tuple(strength for strength in kept if strength.evidence)


def _overlap(first: Iterable[Quote], second: Iterable[Quote]) -> bool:
    return any(a.overlaps(b) for a in first for b in second)


def _best(
    sort: Sort, kind: str, status: str, features: Features, scores: Scores
) -> tuple[Quote, ...]:
    """The clause that is the best evidence; none when it is too short to tell anything."""
    values = sort.clause_scores(scores.evidence, kind, status)
    quotes = join(features.text, [features.clauses[int(values.argmax())]]) if len(values) else ()
    return quotes if any(len(quote.text.split()) >= _TELLING for quote in quotes) else ()
