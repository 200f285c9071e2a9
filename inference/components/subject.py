"""Which person is the subject of a clause?

The grammar behind `who.py`: where a subject may stand, when a person is hidden behind a preposition
("according to his wife"), in a bracket or in another's possession ("his wife's letter"), and whom
"who" and "it was ... who" mean. Only tags are used, no parse.
"""

from __future__ import annotations

from typing import Final

from spacy.tokens import Doc, Span

from ..knowledge.cues import WhoCue
from .clauses import FINITE
from .cue_search import Match

NAMES_PERSON: Final = frozenset({"subject", "parent", "child", "place"})

# Words that join clauses; the tagger calls them prepositions.
LINKS: Final = frozenset(
    {"if", "because", "since", "as", "when", "while", "after", "before", "until", "although"}
    | {"though", "that", "so", "unless", "whether", "like", "than"}
)
_VERBS: Final = FINITE | {"VB", "VBN", "VBG"}
_BEFORE_NOUN: Final = frozenset({"PRP$", "DT", "JJ", "POS", "NNP"})
_OPENING: Final = 6  # tokens that may hold the subject of a clause without a verb
_CLEFT: Final = 6  # tokens between "her cousin" and "who" in "it's her cousin, not she, who"


def subject_zone(clause: Span) -> tuple[int, bool]:
    """Token index up to which the subject may stand, and whether a verb stands there."""
    for tags in (FINITE, _VERBS):
        for token in clause:
            if token.tag_ in tags:
                return int(token.i), True
    return min(int(clause.end), int(clause.start) + _OPENING), False


def first_word(clause: Span) -> int:
    """Index of the first word, connectors and adverbs passed over."""
    return next(
        (t.i for t in clause if t.is_alpha and t.tag_ not in ("CC", "RB", "UH", "IN")), clause.start
    )


def is_subject(doc: Doc, start: int, match: Match[WhoCue]) -> bool:
    """Whether the person named by `match` can be the subject of the clause from `start`."""
    if match.end < len(doc) and doc[match.end].tag_ == "POS":
        return False
    before = [token.text for token in doc[start : match.start]]
    if before.count("(") > before.count(")"):
        return False
    return not after_preposition(doc, start, match.start)


def after_preposition(doc: Doc, start: int, i: int) -> bool:
    """Whether a preposition governs the noun phrase that holds token `i`."""
    while i > start and doc[i - 1].tag_ in _BEFORE_NOUN:
        i -= 1
    return i > start and doc[i - 1].tag_ in ("IN", "TO") and doc[i - 1].norm_ not in LINKS


def owner(doc: Doc, match: Match[WhoCue]) -> str:
    """The possessive before or at the start of a match ("her brother"), or an empty string."""
    for i in (match.start, match.start - 1, match.start - 2):
        if i >= 0 and doc[i].tag_ in ("PRP$", "POS"):
            return str(doc[i].norm_)
    return ""


def antecedent(doc: Doc, start: int, i: int, matches: list[Match[WhoCue]]) -> Match[WhoCue] | None:
    """The person just before token `i`, from `start` on: "his brother, who", "her aunt, held"."""
    for match in reversed(matches):
        if start <= match.start < i and match.entry.role in NAMES_PERSON:
            near = all(t.is_punct or t.tag_ == "NNP" for t in doc[match.end : i])
            return match if near else None
    return None


def cleft(doc: Doc, i: int, matches: list[Match[WhoCue]]) -> Match[WhoCue] | None:
    """The person in "it's her cousin who ...", "it" being token `i`."""
    for match in matches:
        after = {token.norm_ for token in doc[match.end : match.end + _CLEFT]}
        if i < match.start <= i + 4 and match.entry.role in NAMES_PERSON and "who" in after:
            return match
    return None
