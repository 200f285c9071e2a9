"""Where within a sentence may who, when or whether change?

A clause begins at a contrast ("but"), a condition ("if"), a semicolon, dash or bracket, a quotation
of some length, and where a new finite verb begins with a subject of its own or after "and" or a
comma. What a person reports ("said that ...") is a clause of its own, because its subject may be
another person. Needs the tags of the tagger to tell finite verbs; sets `doc.spans["clauses"]`.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import Final

from spacy.language import Language
from spacy.tokens import Doc, Span, SpanGroup

from .sentences import SENTENCES

CLAUSES: Final = "clauses"
QUOTED: Final = "quoted"  # label of the clauses that stand within a quotation

FINITE: Final = frozenset({"VBD", "VBZ", "VBP", "MD"})
SUBJECT_PRONOUNS: Final = frozenset({"i", "he", "she", "they", "we", "you", "it", "who"})
NEGATIVES: Final = frozenset({"no", "not", "never", "without", "nil", "none", "nor"})
_ANSWERS: Final = frozenset({"none", "nil", "no", "denied", "denies", "negative", "yes", "neg"})
_NOUN_PHRASE: Final = frozenset(
    {"DT", "PDT", "PRP$", "JJ", "JJR", "JJS", "NN", "NNS", "NNP", "NNPS", "CD", "POS", "VBG", "RB"}
)
_NOUNS: Final = frozenset({"NN", "NNS", "NNP", "NNPS", "PRP", "EX", "DT", "JJ"})
_HEADS: Final = frozenset({"NN", "NNS", "NNP", "NNPS", "PRP", "VBD", "VBZ", "VBP", "VBG", "VB"})
Links = dict[int, tuple[str, int]]  # connectors by their first token: role, and where they end

_DASHES: Final = frozenset({"-", "–", "—", "--"})
_EDGES: Final = frozenset({",", ";", ":", "-", "–", "—", "--", "(", ")", "[", "]"})
_LOOK_AHEAD: Final = 9  # tokens within which a subject must reach its verb
_LEAST_QUOTED: Final = 3  # words that make a quotation a clause of its own
# A quotation stays within its paragraph and within this many characters.
_QUOTED: Final = re.compile(
    r"[\"“](?P<double>[^\"“”\n]{1,600}+)[\"”]|"
    r"(?<![\w’'])['‘](?=\w)(?P<single>(?:[^'’‘\n]|(?<=\w)['’](?=\w)){8,400}+)['’](?!\w)"
)


class Clauses:
    """Sets `doc.spans["clauses"]`; each lies within one sentence, label `quoted` or none."""

    def __call__(self, doc: Doc) -> Doc:
        """Cut the sentences of `doc` into clauses; needs its cues and sentences."""
        links = {m.start: (m.entry.role, m.end) for m in doc._.cues.connectors}
        quotations = _quotations(doc)
        cuts = {edge for quotation in quotations for edge in quotation}
        inside = {i for start, end in quotations for i in range(start, end)}
        spans: list[Span] = []
        for sentence in doc.spans[SENTENCES]:
            edges = [sentence.start]
            for i in range(sentence.start + 1, sentence.end):
                if i in cuts or _cuts(doc, edges[-1], i, sentence.end, links):
                    edges.append(i)
            for first, last in _trimmed(doc, [*edges, sentence.end]):
                label = QUOTED if first in inside else ""
                spans.append(Span(doc, first, last, label=label))
        doc.spans[CLAUSES] = SpanGroup(doc, name=CLAUSES, spans=spans)
        return doc


def _cuts(doc: Doc, start: int, i: int, end: int, links: Links) -> bool:
    """Whether a clause begins at token `i`, the clause before it having begun at `start`."""
    token, before = doc[i], doc[i - 1]
    role, after = links.get(i, ("", i + 1))
    if role == "not_connector" or not _has_words(doc, start, i):
        return False
    if before.text == ";":
        return True
    if token.text in ("(", "["):
        return _worth_a_clause(doc, i + 1, end)
    if before.text in (")", "]"):
        return doc[start].text in ("(", "[")
    if token.text in _DASHES:
        return bool(before.whitespace_) and not _is_answer(doc, i + 1, end)
    with_no = token.norm_ == "with" and i + 1 < end and doc[i + 1].norm_ in NEGATIVES
    if with_no or token.norm_ == "without":
        return True
    if role in ("contrast", "condition"):
        return _has_words(doc, after, end)
    if role == "reason":
        return starts_clause(doc, after, end)
    if role == "joining":
        added = token.norm_ not in ("or", "nor") and starts_predicate(doc, after, end)
        return added or starts_clause(doc, after, end)
    if before.text == ":" and starts_clause(doc, i, end):
        return True
    if before.text == ",":
        new = starts_clause(doc, i, end) or starts_predicate(doc, i, end)
        # "..., no fever", "his brother, held in the spring"
        return new or token.norm_ in NEGATIVES or token.tag_ == "VBN"
    return _reported(doc, start, i, end, links) or _main_clause(doc, start, i, end, links)


def _reported(doc: Doc, start: int, i: int, end: int, links: Links) -> bool:
    """Whether a report ("told me that") ends before `i` and what is reported begins."""
    if not starts_clause(doc, i, end):
        return False
    back = i - 1
    if doc[back].norm_ in ("that", "how"):
        if any(links.get(j, ("",))[0] in ("reporting", "telling") for j in range(start, back)):
            return True
        back -= 1
    verb = _verb_of_saying(doc, start, back, links)
    return verb is not None and not any(
        doc[j].norm_ in NEGATIVES for j in range(max(start, verb - 2), verb)
    )


def _verb_of_saying(doc: Doc, start: int, back: int, links: Links) -> int | None:
    """Index of the verb that reports what begins behind token `back`."""
    if back >= start and links.get(back, ("",))[0] == "reporting":
        return back
    if doc[back].tag_ not in _HEADS:
        return None  # within the words for the person told
    told = back
    while told > max(start, back - 4) and doc[told].tag_ in _NOUN_PHRASE | {"PRP"}:
        told -= 1  # over the person told
        if links.get(told, ("",))[0] == "telling":
            return told
    if back - 1 >= start and links.get(back - 1, ("",))[0] == "reporting":
        return back - 1  # "asked me if", "said to"
    return None


def starts_clause(doc: Doc, i: int, end: int) -> bool:
    """Whether a subject with its finite verb begins at token `i` (before `end`)."""
    end = min(end, i + _LOOK_AHEAD)
    while i < end and doc[i].tag_ in ("RB", "UH") and doc[i].norm_ not in NEGATIVES:
        i += 1
    if i >= end:
        return False
    if doc[i].norm_ in SUBJECT_PRONOUNS or doc[i].tag_ == "EX":
        return starts_predicate(doc, i + 1, end)
    noun = False
    while i < end:
        token = doc[i]
        if token.tag_ in FINITE and noun:
            return True
        if token.tag_ in ("IN", "PRP") and not noun:
            return False
        if token.tag_ not in _NOUN_PHRASE and token.tag_ not in ("IN", "PRP"):
            return False
        noun = noun or token.tag_ in _NOUNS
        i += 1
    return False


def starts_predicate(doc: Doc, i: int, end: int) -> bool:
    """Whether a finite verb stands at token `i`, adverbs before it passed over."""
    while i < end and doc[i].tag_ == "RB" and doc[i].norm_ not in NEGATIVES:
        i += 1
    return i < end and doc[i].tag_ in FINITE


def _main_clause(doc: Doc, start: int, i: int, end: int, links: Links) -> bool:
    """Whether the main clause begins at `i` after a clause that a connector opened."""
    if links.get(start, ("",))[0] not in ("condition", "reason") and doc[start].tag_ != "MD":
        return False
    if doc[i].norm_ not in SUBJECT_PRONOUNS or doc[i - 1].tag_ in ("IN", "WDT", "WP", "TO"):
        return False
    opened = links[start][1] if start in links else start + 1
    verb = any(doc[j].tag_ in FINITE for j in range(opened, i))
    return verb and starts_clause(doc, i, end)


def _has_words(doc: Doc, start: int, end: int) -> bool:
    return any(doc[j].is_alpha or doc[j].like_num for j in range(start, min(end, start + 12)))


def _is_answer(doc: Doc, i: int, end: int) -> bool:
    """Whether only an answer follows: "SI - none"."""
    return i < end and doc[i].norm_ in _ANSWERS and end - i <= 3


def _worth_a_clause(doc: Doc, i: int, end: int) -> bool:
    """Whether the bracket that opens before `i` holds a verb, a year or a negation."""
    for j in range(i, min(end, i + 40)):
        token = doc[j]
        if token.text in (")", "]"):
            return False
        year = token.is_digit and len(token) == 4
        verb = token.tag_ in FINITE and len(token) > 1
        if verb or year or token.norm_ in NEGATIVES:
            return True
    return False


def _quotations(doc: Doc) -> list[tuple[int, int]]:
    """Token ranges of quotations of some length, quotation marks included."""
    ranges = []
    for match in _QUOTED.finditer(doc.text):
        span = doc.char_span(*match.span(), alignment_mode="expand")
        if span is not None and sum(t.is_alpha for t in span) >= _LEAST_QUOTED:
            ranges.append((span.start, span.end))
    return ranges


def _trimmed(doc: Doc, edges: list[int]) -> list[tuple[int, int]]:
    """Ranges between `edges` without outer commas, dashes and brackets; none without a word."""
    ranges = []
    for start, end in pairwise(edges):
        first, last = start, end
        while first < last and (doc[first].is_space or doc[first].text in _EDGES):
            first += 1
        while first < last and (doc[last - 1].is_space or doc[last - 1].text in _EDGES):
            last -= 1
        if last < end and doc[last].text in (")", "]") and _opens(doc, first, last):
            last += 1  # the bracket belongs to the clause
        elif last - first > 2 and doc[last - 2].text in (")", "]") and not _opens(doc, first, last):
            last -= 2  # "(as agreed)." without its first bracket
        if any(t.text[0].isalnum() for t in doc[first:last]):
            ranges.append((first, last))
    return ranges or [(edges[0], edges[-1])]


def _opens(doc: Doc, start: int, end: int) -> bool:
    return any(doc[j].text in ("(", "[") for j in range(start, end))


@Language.factory(
    "note_clauses", assigns=["doc.spans"], requires=["doc.spans", "doc._.cues", "token.tag"]
)
def make_clauses(nlp: Language, name: str) -> Clauses:
    """The clauses component."""
    return Clauses()
