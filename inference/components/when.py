"""Does a clause hold now, was it so and is over, or is it past and still driving the present?

Notes are told in the past tense ("He said no and left"), so tense decides nothing by itself: what
belongs to this contact is `now`. A clause is past where a cue says so ("used to", "in 2015"), and
the clauses after it go along until something brings the sentence back. A past is `past_driving`
when words tie it to the present ("the last time"), or when a present reaction ("will not", "still
wants") stands in the same sentence or opens the next; else it is `past_over`.
"""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from itertools import groupby
from typing import Final

from spacy.language import Language
from spacy.tokens import Doc, Span, Token

from ..knowledge.cues import WhenCue
from ..reading import Judgement
from .clauses import CLAUSES, FINITE
from .cue_search import Match
from .sentences import SENTENCES

_PRESENT_TENSE: Final = frozenset({"VBZ", "VBP"})
_WHEN: Final = frozenset({"when", "while", "before", "until"})
_NOW: Final = Judgement("now")


@dataclass(frozen=True, slots=True)
class _Cued:
    """A clause with the when-cues in it, by role."""

    clause: Span
    roles: dict[str, tuple[Match[WhenCue], ...]]
    turns: bool  # opens with a contrast ("but") or behind a semicolon

    def has(self, *roles: str) -> bool:
        return any(role in self.roles for role in roles)


class When:
    """Sets `Span._.when` of every clause, a `reading.Judgement`."""

    def __call__(self, doc: Doc) -> Doc:
        """Judge the clauses of `doc`; needs its cues, sentences and clauses."""
        matches: list[Match[WhenCue]] = doc._.cues.when
        starts = [m.start for m in matches]
        contrasts = doc._.cues.connecting("contrast")
        ends = [s.end for s in doc.spans[SENTENCES]]
        cued = []
        for clause in doc.spans[CLAUSES]:
            own = matches[bisect_left(starts, clause.start) : bisect_left(starts, clause.end)]
            roles: dict[str, tuple[Match[WhenCue], ...]] = {}
            for match in own:
                roles[match.entry.role] = (*roles.get(match.entry.role, ()), match)
            parted = clause.start > 0 and doc[clause.start - 1].text == ";"
            cued.append(_Cued(clause, roles, parted or clause.start in contrasts))
        sentences = [
            list(group) for _, group in groupby(cued, key=lambda c: bisect_left(ends, c.clause.end))
        ]
        for n, sentence in enumerate(sentences):
            following = sentences[n + 1][:1] if n + 1 < len(sentences) else []
            for item, judgement in zip(sentence, _judge(sentence, following), strict=True):
                item.clause._.when = judgement
        return doc


def _judge(sentence: list[_Cued], following: list[_Cued]) -> list[Judgement]:
    doc = sentence[0].clause.doc
    past = _past_clauses(sentence)
    resolved = _first(sentence, "resolved") or _first(sentence, "ended")
    reaction = (
        _first(sentence, "driving") or _reaction(sentence, past) or _opening_reaction(following)
    )
    judgements = []
    for i, item in enumerate(sentence):
        value = "now"
        matches: tuple[Match[WhenCue], ...] = ()
        if item.has("ended") and not item.has("reaction") and not _is_prospect(item.clause):
            value, matches = "past_over", item.roles["ended"]
        elif item.has("driving"):
            value, matches = "past_driving", item.roles["driving"]
        elif i in past and resolved:
            value, matches = "past_over", (*past[i], *resolved)
        elif i in past and reaction:
            value, matches = "past_driving", (*past[i], *reaction)
        elif i in past:
            value, matches = "past_over", past[i]
        elif item.has("event") and reaction and not resolved and not item.has("reaction"):
            value, matches = "past_driving", (*item.roles["event"], *reaction)
        cues = tuple(m.cue(doc) for m in dict.fromkeys(matches))
        judgements.append(Judgement(value, cues) if cues else _NOW)
    return judgements


def _past_clauses(sentence: list[_Cued]) -> dict[int, tuple[Match[WhenCue], ...]]:
    """Indices of the clauses that a past cue reaches, each with that cue."""
    past: dict[int, tuple[Match[WhenCue], ...]] = {}
    reach: tuple[Match[WhenCue], ...] = ()
    for i, item in enumerate(sentence):
        if item.has("past"):
            reach = item.roles["past"]
            past[i] = reach
            if i and i - 1 not in past and _finite_verb(item.clause) is None:
                past[i - 1] = reach  # "He walked out (in 2015)"
        elif item.turns or item.has("present", "resolved"):
            reach = ()
        elif item.has("reaction"):
            told = i and sentence[i - 1].clause[0].norm_ in _WHEN and _is_past_tense(item.clause)
            reach = reach if told else ()  # "When he came in 2019 he would not sit"
        elif (verb := _finite_verb(item.clause)) is not None and verb.tag_ in _PRESENT_TENSE:
            reach = ()
        if reach:
            past[i] = reach
    return past


def _first(sentence: list[_Cued], role: str) -> tuple[Match[WhenCue], ...]:
    return next((c.roles[role] for c in sentence if role in c.roles), ())


def _reaction(
    sentence: list[_Cued], past: dict[int, tuple[Match[WhenCue], ...]]
) -> tuple[Match[WhenCue], ...]:
    """The first present reaction of the sentence.

    "Would not" and the past tense belong to what is told, unless "so" ties them to the past.
    """
    for i, item in enumerate(sentence):
        if i not in past and item.has("reaction"):
            joined = "so" in {t.norm_ for t in item.clause[:2]}
            if joined or not _is_past_tense(item.clause):
                return item.roles["reaction"]
    return ()


def _opening_reaction(following: list[_Cued]) -> tuple[Match[WhenCue], ...]:
    """A reaction with which the next sentence opens: "Will not sit down since."""
    for item in following:
        if item.has("resolved"):
            return ()
        for match in item.roles.get("reaction", ()):
            first = item.clause[0]
            if match.start == first.i or (match.start == first.i + 1 and first.tag_ == "PRP"):
                return (match,)
    return ()


def _finite_verb(clause: Span) -> Token | None:
    """The first finite verb, if there is one."""
    return next((t for t in clause if t.tag_ in FINITE), None)


def _is_past_tense(clause: Span) -> bool:
    verb = _finite_verb(clause)
    return verb is not None and (verb.tag_ == "VBD" or verb.norm_ in ("would", "could"))


def _is_prospect(clause: Span) -> bool:
    """Whether "any more" belongs to a refusal: "will not go there any more"."""
    return any(t.tag_ == "MD" or t.norm_ == "going" for t in clause)


@Language.factory(
    "note_when", assigns=["span._.when"], requires=["doc.spans", "doc._.cues", "token.tag"]
)
def make_when(nlp: Language, name: str) -> When:
    """The when component."""
    if not Span.has_extension("when"):
        Span.set_extension("when", default=None)
    return When()
