"""Risks: every mention of danger in the note, with its status and its words.

Extractive and never graded: nothing is weighed, ranked or left out for being mild, and a mention
that is denied, past, or somebody else's is shown with that status. Recall goes before precision.
The phrases and the cues are data (`knowledge/risk_phrases.json`, `risk_status_cues.json`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from .formulation import Quote, Risk
from .knowledge.patterns import fold
from .knowledge.phrases import Phrases, RiskPhrase, risk_phrases
from .labels import RISK_STATUSES, RISKS
from .mentions import Stretches, Surroundings, clauses_over, quote
from .reading import Reading

# Of these the subject of the clause is who does it, not whom it befalls.
_DONE_TO_CLIENT: Final = ("harmed_by_others", "child_safety")

# Threats and plans speak of what is to come; that alone does not make them hypothetical.
_SAID_AHEAD: Final = ("suicide", "harm_to_others")

# "Would not mind dying" denies nothing: a negation within the mention is part of its meaning.
_NEGATION: Final = re.compile(r"(?<![a-z])(?:no|not|never|nothing|without|nobody)(?![a-z])|n't")


def find_risks(reading: Reading, phrases: Phrases[RiskPhrase] | None = None) -> tuple[Risk, ...]:
    """All risks that the note's words name, ordered as `labels.RISKS` and `RISK_STATUSES`.

    Mentions of one kind with one status are one `Risk` with a quote each; the same kind with
    another status ("denies SI" and "gave away his dog") is another `Risk`. `phrases` defaults to
    the knowledge of this installation.
    """
    phrases = phrases or risk_phrases()
    folded = fold(reading.text)
    found: dict[tuple[str, str], list[Quote]] = {}
    stretches = Stretches.of(reading)
    hits: dict[str, list[tuple[int, int, RiskPhrase]]] = {}
    for start, end, phrase in phrases.hits(reading.text, folded, stretches.bounds):
        hits.setdefault(phrase.kind, []).append((start, end, phrase))
    for kind, spans in hits.items():
        for start, end, status in _settled(reading, folded, stretches, spans, phrases):
            quotes = found.setdefault((kind, status), [])
            if (words := quote(reading, start, end)) not in quotes:
                quotes.append(words)
    return tuple(
        Risk(kind, status, tuple(found[kind, status]))
        for kind in RISKS
        for status in RISK_STATUSES
        if (kind, status) in found
    )


def said_plainly(risk: Risk, phrases: Phrases[RiskPhrase] | None = None) -> bool:
    """Whether the risk's quotes have `plain` words for it, which no model may talk away."""
    phrases = phrases or risk_phrases()
    return any(
        phrase.plain and phrase.kind == risk.kind
        for words in risk.evidence
        for *_, phrase in phrases.hits(words.text, fold(words.text), [(0, len(words.text))])
    )


def _settled(
    reading: Reading,
    folded: str,
    stretches: Stretches,
    spans: list[tuple[int, int, RiskPhrase]],
    phrases: Phrases[RiskPhrase],
) -> Iterator[tuple[int, int, str]]:
    """Hits of one kind with their statuses, in the order of the note.

    Hits that overlap are one mention ("ending his life" in "thoughts of ending his life"): of
    those, a status that only a default speaks for gives way to one that words speak for.
    """
    group: list[tuple[int, int, str, bool]] = []
    reach = -1
    for start, end, phrase in sorted(spans, key=lambda span: span[:2]):
        said = phrase.status or _said(
            reading, folded, stretches, start, end, phrase.kind, phrases, phrase.deaf_to
        )
        if said in phrase.silent:
            continue
        if start >= reach:
            yield from _worded(group)
            group = []
        group.append((start, end, said or phrase.default, said is not None))
        reach = max(reach, end)
    yield from _worded(group)


def _worded(group: list[tuple[int, int, str, bool]]) -> Iterator[tuple[int, int, str]]:
    by_words = any(said for *_, said in group)
    for start, end, status, said in group:
        if said or not by_words:
            yield start, end, status


def _said(
    reading: Reading,
    folded: str,
    stretches: Stretches,
    start: int,
    end: int,
    kind: str,
    phrases: Phrases[RiskPhrase],
    deaf_to: tuple[str, ...],
) -> str | None:
    """The status that cues or the pipeline's judgements give; None where nothing speaks."""
    around = Surroundings.of(folded, stretches, start, end, phrases.scope_end)
    cue = around.first(c for c in phrases.cues_for(kind) if c.entry.id not in deaf_to)
    return cue.entry.status if cue is not None else _judged(reading, folded, start, end, kind)


def _judged(reading: Reading, folded: str, start: int, end: int, kind: str) -> str | None:
    """What the pipeline's judgements about the clause amount to; None where they say nothing.

    Its `when` is left out: "no longer feels safe at home" is judged over, and is no past risk; the
    dates that make one are among the cues.
    """
    negated = _NEGATION.search(folded, start, end)
    for clause in clauses_over(reading, start, end):
        if clause.who.value in ("family", "other_client") and kind not in _DONE_TO_CLIENT:
            return "other_person"
        if clause.who.value == "worker" and kind == "exposure":
            return "other_person"  # the weather that the worker was out in
        if clause.whether.value == "denied" and not negated:
            return "denied"
        if clause.whether.value in ("hypothetical", "general") and kind not in _SAID_AHEAD:
            return "hypothetical"
    return None
