"""Where does a sentence of a note begin and end?

Notes break lines, stack bullets, drop capitals and end many words with a dot, so the boundaries
are decided by rules for notes and not by a statistical sentence splitter: after `. ! ?` unless an
abbreviation, an initial or a decimal stands before it; at line breaks unless a long line plainly
runs on; at bullets, headings and log times. Sets `doc.spans["sentences"]` (without headings and
bullet marks) and `is_sent_start` of every token.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from itertools import pairwise
from typing import Any, Final, cast

import numpy as np
from spacy.language import Language
from spacy.tokens import Doc, SpanGroup, Token

from ..knowledge.cues import Abbreviation, abbreviations

SENTENCES: Final = "sentences"

_STOPS: Final = frozenset({".", "!", "?", "…", "..."})
_CLOSERS: Final = frozenset({'"', "”", "’", "'", ")", "]", "''", "»"})
_MARK: Final = re.compile(r"[-*•·▪◦–—+>]{1,3}|\d{1,2}[.)]|[a-z]\)", re.IGNORECASE)
_INITIAL: Final = re.compile(r"(?:[^\W\d_]\.){1,3}")
_RUNS_ON: Final = 45  # a shorter line is taken for a line of its own
# Words that hardly follow an initial or abbreviation within a sentence.
_STARTERS: Final = frozenset(
    {"he", "she", "they", "we", "i", "it", "her", "his", "the", "this", "that", "there"}
    | {"told", "asked", "said", "says", "will", "would", "did", "does", "is", "was", "has", "have"}
    | {"no", "not", "but", "and", "in", "at", "on", "if", "when", "then", "also", "now", "today"}
)


class Sentences:
    """Sets `doc.spans["sentences"]` and the sentence starts of tokens."""

    def __init__(self, abbreviations: tuple[Abbreviation, ...]) -> None:
        self._joins = {text.lower(): a.joins for a in abbreviations for text in a.texts}

    def __call__(self, doc: Doc) -> Doc:
        """Find the sentences of `doc`; needs `Doc._.sections`."""
        heads = [(s.start, s.body) for s in doc._.sections]
        starts = [start for start, _ in heads]
        text = doc.text
        cuts: set[int] = set()
        headed: set[int] = set()
        for token in doc:
            at = bisect_right(starts, token.idx) - 1
            if at >= 0 and token.idx < heads[at][1]:
                headed.add(token.i)
        for i in range(1, len(doc)):
            if (i in headed) != (i - 1 in headed) or self._ends_before(doc, text, i):
                cuts.add(i)
        edges = [0, *sorted(cuts), len(doc)]
        spans = []
        for start, end in pairwise(edges):
            if start < end and start not in headed:
                first, last = _strip(doc, start, end)
                if any(not (t.is_punct or t.is_space) for t in doc[first:last]):
                    spans.append(doc[first:last])
        if len(doc):
            # One array, because setting `is_sent_start` checks the whole Doc for each token.
            marks = np.full((len(doc), 1), -1, dtype="int64")
            marks[edges[:-1]] = 1
            doc.from_array(["SENT_START"], cast(Any, marks.view("uint64")))
        doc.spans[SENTENCES] = SpanGroup(doc, name=SENTENCES, spans=spans)
        return doc

    def _ends_before(self, doc: Doc, text: str, i: int) -> bool:
        """Whether a sentence ends just before token `i`."""
        token = doc[i]
        if token.is_space or (token.text in _CLOSERS and not doc[i - 1].whitespace_):
            return False
        back = i - 1
        broken = False
        while back >= 0 and doc[back].is_space:
            broken = broken or "\n" in doc[back].text or "\r" in doc[back].text
            back -= 1
        if back < 0:
            return False
        if broken:
            return not _runs_on(text, doc[back], token)
        closed = back
        while closed > max(0, back - 3) and doc[closed].text in _CLOSERS:
            closed -= 1
        stop = doc[closed]
        gap = token.idx > doc[back].idx + len(doc[back])
        if stop.text in _STOPS:
            return gap and self._stop_ends(doc, closed, back, token)
        # A dot may be part of the token: "K." or "etc."
        return gap and stop.text.endswith(".") and self._dotted_ends(stop, token)

    def _stop_ends(self, doc: Doc, at: int, last: int, token: Token) -> bool:
        """Whether the stop at `at` (`last` after closing quotes) ends a sentence."""
        stop = doc[at]
        if stop.text in ("…", "..."):
            return token.text[0].isupper()
        if stop.text == "?" and (at == 0 or doc[at - 1].whitespace_ or doc[at - 1].is_space):
            return False  # "? dementia" asks for a diagnosis, it ends no sentence
        if stop.text in ("!", "?"):
            return not (last > at and token.text[0].islower())
        before = doc[at - 1] if at else None
        if before is None or before.is_space:
            return True
        joined = not before.whitespace_
        if joined and (joins := self._joins.get(before.lower_)):
            return _after_abbreviation(joins, token)
        if joined and before.is_digit and len(before) <= 2 and _opens_line(doc, at - 1):
            return False  # the mark of a numbered list
        if joined and len(before) == 1 and before.is_alpha and before.is_upper:
            return _after_initial(token)
        return not (last > at and token.text[0].islower())

    def _dotted_ends(self, stop: Token, token: Token) -> bool:
        if _INITIAL.fullmatch(stop.text) and stop.text[0].isupper():
            return _after_initial(token)
        if joins := self._joins.get(stop.lower_.rstrip(".")):
            return _after_abbreviation(joins, token)
        return token.text[0].isupper() or not token.is_alpha


def _runs_on(text: str, last: Token, token: Token) -> bool:
    """Whether the line that ends with `last` goes on in the next line, which `token` begins."""
    end = last.idx + len(last)
    if text.count("\n", end, token.idx) > 1 or last.text in _STOPS or last.text == ":":
        return False
    line = max(text.rfind("\n", 0, last.idx), text.rfind("\r", 0, last.idx))
    return end - line > _RUNS_ON and token.text[0].islower()


def _after_abbreviation(joins: str, token: Token) -> bool:
    """Whether a sentence ends between an abbreviation and `token`."""
    first = token.text[0]
    if joins == "lower":
        return not (first.islower() or first.isdigit())
    return joins == "digit" and not first.isdigit()


def _after_initial(token: Token) -> bool:
    return token.text[0].isupper() and token.lower_ in _STARTERS


def _opens_line(doc: Doc, i: int) -> bool:
    back = i - 1
    return back < 0 or "\n" in doc[back].text or doc[back].text in _STOPS or doc[back].text == ":"


def _strip(doc: Doc, start: int, end: int) -> tuple[int, int]:
    """`start` and `end` without white space at both ends and bullet marks in front."""
    while start < end and doc[end - 1].is_space:
        end -= 1
    while start < end:
        if doc[start].is_space:
            start += 1
            continue
        # A mark may be two tokens, "1" and ".", but is followed by white space.
        after = start + 1
        if not doc[start].whitespace_ and after < end and not doc[after].is_space:
            after += 1
        text = doc[start:after].text
        spaced = after < end and (doc[after - 1].whitespace_ or doc[after].is_space)
        if not spaced or not _MARK.fullmatch(text):
            break
        start = after
    return start, end


@Language.factory("note_sentences", assigns=["token.is_sent_start"], requires=["doc._.sections"])
def make_sentences(nlp: Language, name: str) -> Sentences:
    """The sentences component with the project's abbreviations."""
    return Sentences(abbreviations())
