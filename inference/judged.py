"""The risks and referrals that are held out, from what the rules found and what the judges think,
and the strengths that stand beside them.

Extractive: every one has its words. Those of the rules where they found it, under whatever status;
else the clause that the taught head takes for the best evidence.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Set
from dataclasses import replace
from itertools import chain
from typing import Final

from .features import Features
from .formulation import Quote, Referral, Risk, Strength, apart
from .heads import Scores
from .labels import PURPOSES, REFERRAL_STATUSES, RISK_STATUSES, RISKS
from .marks import REFERRAL, RISK, Sort
from .quotes import join, widest
from .reading import Clause
from .referrals import service_in, unnamed
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
# Beside a no, words of what is wanted instead.
_WISH: Final = re.compile(
    r"\b(?:want|wish|hop|need|prefer|plan|dream|aim|sav(?:e|ing))(?:s|es|ed|ing)?\b|"
    r"\b(?:would|['’]d) (?:like|love|rather|sooner)\b|\b(?:goals?|instead|look(?:s|ing)? for)\b",
    re.IGNORECASE,
)


def judged_risks(
    ruled: tuple[Risk, ...], features: Features, scores: Scores, settings: Settings
) -> tuple[Risk, ...]:
    """Risks whose probability reaches the threshold of their status, in the codebook's order.

    Where no status of a danger that the rules found is probable enough, the most probable one of
    theirs is shown all the same, unless it is hardly likely at all and not said in plain words. A
    danger of now that plain words tell is shown beside whatever else is.
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
        if "current" in words and "current" not in shown:
            found = Risk(kind, "current", words["current"])
            if said_plainly(found):  # "Denies SI. He knows how he'd do it."
                shown["current"] = found.evidence
        if words and not shown:
            best = max(words, key=likely.__getitem__)
            found = Risk(kind, best, words[best])
            if likely[best] >= _HARDLY or kind == _ALWAYS or said_plainly(found):
                shown[best] = found.evidence
        told_once = _told_once(shown, words.keys())
        risks += [Risk(kind, status, widest(quotes)) for status, quotes in told_once.items()]
    return tuple(risks)


def _told_once(
    shown: Mapping[str, tuple[Quote, ...]], read_as: Set[str]
) -> dict[str, tuple[Quote, ...]]:
    """`shown` without quotes that stand under another status with better right.

    That is under `current`, and under a status that the rules read in these words, where the
    status at hand is only the judges'. Two that the rules read in one clause ("hanged himself once,
    not suicidal now") both stand.
    """
    kept = {}
    for status, quotes in shown.items():
        if status == "current":
            left = quotes
        elif {status, "current"} <= read_as:
            left = tuple(q for q in quotes if q not in shown.get("current", ()))
        else:  # the judges quote whole clauses, of which the rules quote a part
            better = {"current"} if status in read_as else {"current", *read_as}
            left = apart(quotes, [q for s in better for q in shown.get(s, ())])
        if left:
            kept[status] = left
    return kept


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
            if not quotes or any(_overlap(quotes, r.evidence) for r in referrals):
                continue
            service = service_in(quotes[0].text, purpose)
            if service is None and _beside(quotes[0], referrals, features):
                continue  # "and he lets her in" is said of the nurse before it
            service = service or unnamed(purpose)
            referrals.append(Referral(service, purpose, status, quotes))
    return tuple(sorted(referrals, key=lambda r: r.evidence[0].start))


def apart_from_danger(strengths: Iterable[Strength], risks: Iterable[Risk]) -> tuple[Strength, ...]:
    """`strengths` without the quotes that share words with a current danger; those with none left
    are left out.

    What is quoted as a danger that is on now is nothing to build on, whatever else it shows.
    """
    danger = [q for risk in risks if risk.status == "current" for q in risk.evidence]
    kept = (replace(s, evidence=apart(s.evidence, danger)) for s in strengths)
    return tuple(strength for strength in kept if strength.evidence)


def apart_from_a_no(
    strengths: Iterable[Strength], referrals: Iterable[Referral]
) -> tuple[Strength, ...]:
    """`strengths` without goals that are no more than a no to a service.

    "Turned down detox" is not what somebody wants; "turned down the bed, wants his own door" is.
    """
    noes = [q for r in referrals if r.status == "declined" for q in r.evidence]
    kept = (
        replace(
            s,
            evidence=tuple(
                q for q in s.evidence if not _overlap((q,), noes) or _WISH.search(q.text)
            ),
        )
        if s.kind == "own_goal"
        else s
        for s in strengths
    )
    return tuple(strength for strength in kept if strength.evidence)


def _beside(quote: Quote, referrals: Iterable[Referral], features: Features) -> bool:
    """Whether a sentence of `quote` holds words of one of the `referrals`."""
    named = [other for referral in referrals for other in referral.evidence]
    sentences = {c.sentence for c in features.clauses if _over(c, [quote])}
    return any(c.sentence in sentences and _over(c, named) for c in features.clauses)


def _over(clause: Clause, quotes: Iterable[Quote]) -> bool:
    return any(clause.start < q.end and q.start < clause.end for q in quotes)


def _overlap(first: Iterable[Quote], second: Iterable[Quote]) -> bool:
    return any(a.overlaps(b) for a in first for b in second)


def _best(
    sort: Sort, kind: str, status: str, features: Features, scores: Scores
) -> tuple[Quote, ...]:
    """The clause that is the best evidence; none when it is too short to tell anything."""
    values = sort.clause_scores(scores.evidence, kind, status)
    quotes = join(features.text, [features.clauses[int(values.argmax())]]) if len(values) else ()
    return quotes if any(len(quote.text.split()) >= _TELLING for quote in quotes) else ()
