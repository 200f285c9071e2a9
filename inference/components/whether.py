"""Is what a clause says stated, denied, hypothetical or general?

The ideas are those of NegEx and ConText (Chapman et al. 2001, Harkema et al. 2009): cues with a
scope, longer phrases that swallow a misleading cue, words that end a scope (here the clause's end).
One thing differs, because here behaviour matters more than findings: "no" and "not" deny only a
*finding*, a trouble that one may have or not ("no fever", "not pressured"). A refusal ("would not
sign") or a lack ("no phone") is a statement. Hypothetical outweighs denied, general outweighs both.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from itertools import pairwise
from typing import Final, TypeVar

from spacy.language import Language
from spacy.tokens import Doc, Span

from ..knowledge.cues import Finding, WhetherCue
from ..reading import Judgement
from .clauses import CLAUSES, FINITE, SUBJECT_PRONOUNS
from .cue_search import Match
from .cues import NoteCues
from .sentences import SENTENCES

M = TypeVar("M", Match[WhetherCue], Match[Finding])

_REACH: Final = 8  # tokens between a negation and the finding that it denies
_STATED: Final = Judgement("stated")
_BREAKS: Final = frozenset({"but", "because", "just", "only", "so", "than", "until", "unless", ";"})
_OPEN_TAGS: Final = frozenset({"MD", "VB"})  # a wish, a prospect or an instruction
_ADDING: Final = frozenset({"and", "or", "then"})
_NOT_GENERIC: Final = SUBJECT_PRONOUNS - {"they", "it", "you", "who"}


class Whether:
    """Sets `Span._.whether` of every clause, a `reading.Judgement`."""

    def __call__(self, doc: Doc) -> Doc:
        """Judge the clauses of `doc`; needs its cues, sentences and clauses."""
        found: NoteCues = doc._.cues
        cues = [m for m in found.whether if m.entry.tag in (None, doc[m.start].tag_)]
        starts = [m.start for m in cues]
        finding_starts = [m.start for m in found.findings]
        contrasts = found.connecting("contrast")
        reports = found.connecting("reporting")
        clauses = list(doc.spans[CLAUSES])
        own = [_between(cues, starts, _opening(c), c.end) for c in clauses]
        troubles = [_between(found.findings, finding_starts, c.start, c.end) for c in clauses]
        verdicts: list[dict[str, tuple[Match[WhetherCue], ...]]] = [{} for _ in clauses]
        sentence_ends = [s.end for s in doc.spans[SENTENCES]]
        sentence_of = [bisect_left(sentence_ends, c.end) for c in clauses]
        for i, clause in enumerate(clauses):
            for match in own[i]:
                if _decides(match, clause, troubles[i]):
                    verdicts[i].setdefault(match.entry.value, (match,))
                if _spreads(match, clause):
                    for j in _hanging_together(clauses, sentence_of, contrasts, i, match):
                        if not _only_reports(clauses[j], reports):
                            verdicts[j].setdefault(match.entry.value, (match,))
        for i, pair in _answered(found.dialogue, clauses, sentence_of, troubles):
            verdicts[i].setdefault("denied", pair)
        for clause, verdict in zip(clauses, verdicts, strict=True):
            value = next((v for v in ("general", "hypothetical", "denied") if v in verdict), None)
            clause._.whether = (
                Judgement(value, tuple(m.cue(doc) for m in verdict[value])) if value else _STATED
            )
        return doc


def _opening(clause: Span) -> int:
    """Where the clause begins, the colon of a heading before it included."""
    headed = clause.start > 0 and clause.doc[clause.start - 1].text == ":"
    return int(clause.start) - headed


def _between(matches: list[M], starts: list[int], start: int, end: int) -> list[M]:
    return matches[bisect_left(starts, start) : bisect_left(starts, end)]


def _decides(
    match: Match[WhetherCue],
    clause: Span,
    troubles: list[Match[Finding]],
) -> bool:
    """Whether the cue by itself gives the clause its value."""
    role = match.entry.role
    if role == "open":
        return True
    if role == "negator":
        return any(_denies(clause, match, trouble) for trouble in troubles)
    if role in ("after", "after_finding"):
        before = match.start > clause.start or _answers_heading(clause)
        found = any(trouble.start < match.start for trouble in troubles)
        last = sum(token.is_alpha for token in clause.doc[match.end : clause.end]) <= 1
        return before and (last if role == "after" else found)
    return _spreads(match, clause)


def _answers_heading(clause: Span) -> bool:
    """Whether the clause is no more than an answer under a heading: "Substances: none".

    A bare "no" is left out; after a speaker's name it is a refusal as often as a denial.
    """
    words = [token for token in clause if not token.is_punct]
    answers = len(words) == 1 and words[0].norm_ not in ("no", "nope")
    return answers and _opening(clause) < clause.start


def _spreads(match: Match[WhetherCue], clause: Span) -> bool:
    """Whether the cue decides the clauses that hang together with its own, too."""
    role = match.entry.role
    if role == "generic_subject":
        doc = clause.doc
        before, after = doc[clause.start : match.start], doc[match.start : clause.end]
        governed = len(before) > 0 and before[-1].tag_ in ("IN", "TO", "VBG", "DT")
        verbs = (any(t.tag_ in FINITE for t in words) for words in (before, after))
        return not governed and tuple(verbs) == (False, True)
    return role == "sentence" or (role == "inverted" and match.start == clause.start)


def _denies(clause: Span, match: Match[WhetherCue], trouble: Match[Finding]) -> bool:
    """Whether the negation reaches the finding."""
    if not match.end <= trouble.start <= match.end + _REACH:
        return False
    between = clause.doc[match.end : trouble.start]
    return not any(token.norm_ in _BREAKS for token in between)


def _hanging_together(
    clauses: list[Span],
    sentence_of: list[int],
    contrasts: set[int],
    i: int,
    match: Match[WhetherCue],
) -> Iterator[int]:
    """Other clauses of the sentence that a sentence cue in clause `i` reaches.

    Nothing is reached beyond a contrast ("but") or a semicolon. A general statement goes on until
    one person becomes the subject. A condition reaches back to a wish, a prospect or an instruction
    ("Call me if ..."), or else forward to its main clause and to what "and" or a modal verb adds.
    """
    back = i - 1
    condition = match.entry.value != "general"
    if condition and back >= 0 and sentence_of[back] == sentence_of[i] and _is_open(clauses[back]):
        yield back
        return
    for j in range(i + 1, len(clauses)):
        doc, start = clauses[j].doc, clauses[j].start
        if sentence_of[j] != sentence_of[i] or start in contrasts or doc[start - 1].text == ";":
            return
        if not condition and _one_person(clauses[j]):
            return
        added = doc[start].norm_ in _ADDING or any(t.tag_ == "MD" for t in clauses[j])
        if condition and j > i + 1 and not added:
            return
        yield j


def _only_reports(clause: Span, reports: set[int]) -> bool:
    """Whether the clause is no more than "he said"."""
    return len(clause) <= 3 and any(token.i in reports for token in clause)


def _is_open(clause: Span) -> bool:
    """Whether the clause is a wish, a prospect or an instruction and not a plain fact."""
    return not _has_verb(clause) or any(token.tag_ in _OPEN_TAGS for token in clause)


def _has_verb(clause: Span) -> bool:
    return any(token.tag_.startswith(("VB", "MD")) for token in clause)


def _one_person(clause: Span) -> bool:
    """Whether the subject is one person and not people in general."""
    return any(token.norm_ in _NOT_GENERIC or token.tag_ == "NNP" for token in clause[:4])


def _answered(
    dialogue: list[Match[WhetherCue]],
    clauses: list[Span],
    sentence_of: list[int],
    troubles: list[list[Match[Finding]]],
) -> Iterator[tuple[int, tuple[Match[WhetherCue], ...]]]:
    """Clauses that ask about a finding and get a no, in their sentence or at once in the next."""
    starts = [clause.start for clause in clauses]
    for asked, answer in pairwise(dialogue):
        if asked.entry.role != "question" or answer.entry.role != "answer_no":
            continue
        first = bisect_right(starts, asked.start) - 1
        last = bisect_right(starts, answer.start) - 1
        opens = answer.start <= clauses[last].start + 1
        later = sentence_of[last] - sentence_of[first]
        if later == 1:  # the answer must open the next sentence
            opens = opens and sentence_of[last - 1] == sentence_of[first]
        if first < last and opens and later <= 1:
            for i in range(first, last):
                if any(asked.end <= t.start < answer.start for t in troubles[i]):
                    yield i, (asked, answer)


@Language.factory(
    "note_whether", assigns=["span._.whether"], requires=["doc.spans", "doc._.cues", "token.tag"]
)
def make_whether(nlp: Language, name: str) -> Whether:
    """The whether component."""
    if not Span.has_extension("whether"):
        Span.set_extension("whether", default=None)
    return Whether()
