"""Whom is a clause about: the client, family, somebody else who is served, or the worker?

The subject decides: a cue counts where it stands before the clause's verb and behind no preposition
("Her sister rings", not "She rings her sister"). A clause without a subject of its own goes on with
the one before it; "he" takes up "her brother". "I" is the worker in a worker's note, and the client
within quotation marks and in a note that the client wrote. In a transcript the worker's turns are
the worker's. Everything else is about the client.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field
from typing import Final

from spacy import Language
from spacy.tokens import Doc, Span

from ..knowledge.cues import Connector, WhoCue, WriterCue, connectors, who_cues, writer_cues
from ..reading import Cue, Judgement, Section
from .clauses import CLAUSES, FINITE, QUOTED
from .cue_search import CueSearch, Match
from .sentences import SENTENCES
from .writer import written_by_client

_FIRST_PERSON: Final = frozenset({"i", "we"})
_PRONOUNS: Final = frozenset({"he", "she", "they", "it", "you", "who"})
_POSSESSIVES: Final = {"his": "he", "her": "she"}
_VERBS: Final = FINITE | {"VB", "VBN", "VBG"}
_NOUNS: Final = frozenset({"NN", "NNS", "NNP", "NNPS"})
_OPENING: Final = 6  # tokens that may hold the subject of a clause without a verb
_SUBJECT_ROLES: Final = frozenset({"subject", "parent", "child", "place"})


@dataclass(slots=True)
class _State:
    """What the clauses before have settled, sentence by sentence."""

    parent_is_client: bool
    by_client: bool
    sentence: int = -1
    sentence_start: int = 0
    last: Judgement = Judgement("client")
    named: bool = False  # `last` has a subject of its own, not one that was guessed
    own_place: str | None = None  # the last word of "Bed 14", where the client sleeps
    taken_up: dict[str, tuple[int, Judgement]] = field(default_factory=dict)


class Who:
    """Sets `Span._.who` of every clause, a `reading.Judgement`."""

    def __init__(
        self,
        nlp: Language,
        cues: tuple[WhoCue, ...],
        writers: tuple[WriterCue, ...],
        connectors: tuple[Connector, ...],
    ) -> None:
        self._search = CueSearch(nlp, cues)
        self._writers = CueSearch(nlp, writers)
        self._reports = CueSearch(nlp, [c for c in connectors if c.role == "reporting"])

    def __call__(self, doc: Doc) -> Doc:
        """Judge the clauses of `doc`; needs its sections, sentences and clauses."""
        matches = self._search(doc)
        starts = [m.start for m in matches]
        saying = {m.start for m in self._reports(doc)}
        clauses = list(doc.spans[CLAUSES])
        sentence_starts = [span.start for span in doc.spans[SENTENCES]]
        turns = [s for s in doc._.sections if s.kind.endswith("_speech")]
        turn_starts = [s.start for s in turns]
        state = _State(_parent_is_client(doc, matches), written_by_client(doc, self._writers(doc)))
        for n, clause in enumerate(clauses):
            sentence = bisect_right(sentence_starts, clause.start) - 1
            if sentence != state.sentence:
                state.sentence, state.named = sentence, False
                state.sentence_start = clause.start
            at = bisect_right(turn_starts, clause.start_char) - 1
            turn = turns[at] if at >= 0 and clause.start_char < turns[at].end else None
            if turn is not None and turn.kind == "worker_speech":
                cue = Cue(turn.start, turn.body, doc.text[turn.start : turn.body], turn.kind)
                clause._.who = Judgement("worker", (cue,))
                continue
            first = bisect_left(starts, clause.start)
            own = matches[first : bisect_left(starts, clause.end)]
            speaker = self._speaker(clauses, n, saying, turn, state)
            before = matches[max(0, first - 1) : first + len(own)]
            named = state.named
            judgement = clause._.who = _judge(clause, own, before, speaker, state)
            if clause[0].norm_ in _LINKS:
                state.named = named  # the next main clause does not go on with "since we spoke"
            else:
                state.last = judgement
        return doc

    def _speaker(
        self, clauses: list[Span], n: int, saying: set[int], turn: Section | None, state: _State
    ) -> str:
        """Who says "I" in clause `n`."""
        clause = clauses[n]
        if clause.label_ == QUOTED:
            before = clauses[n - 1] if n else None
            if before is not None and before.label_ == QUOTED and before._.who.value == "worker":
                return "worker"
            if before is not None and any(j in saying for j in range(before.end - 3, before.end)):
                return str(before._.who.value)
            return "client"
        after = clauses[n + 1] if n + 1 < len(clauses) else None
        if after is not None and len(after) <= 4 and any(t.i in saying for t in after):
            return "client"  # What if I lose it, she said.
        if turn is not None:
            return "family" if turn.kind == "family_speech" else "client"
        return "client" if state.by_client else "worker"


def _judge(
    clause: Span,
    matches: list[Match[WhoCue]],
    matches_before: list[Match[WhoCue]],
    speaker: str,
    state: _State,
) -> Judgement:
    doc = clause.doc
    if clause.label_ == QUOTED and speaker == "worker":
        return Judgement("worker")
    zone, verbal = _subject_end(clause)
    first = _first_word(clause)
    for match in matches:
        cue = match.entry
        opens = cue.role == "opening" and match.start == first
        if (opens or cue.role == "anywhere") and speaker != "client":
            state.named = False
            return Judgement(cue.value, (match.cue(doc),))
    for i in range(clause.start, zone):
        token = doc[i]
        held = next((m for m in matches if m.start <= i < m.end), None)
        if held is not None and held.entry.role in _SUBJECT_ROLES:
            acts = verbal or held.entry.value in ("family", "client")
            if i == held.start and acts and _is_subject(doc, clause.start, held):
                state.named = verbal
                return _person(held, doc, state)
            continue
        if held is not None and held.entry.role == "not_person":
            continue
        if token.norm_ in _FIRST_PERSON and not _after_preposition(doc, clause.start, i):
            state.named = True
            span = doc[i : i + 1]
            if speaker == "client":
                return Judgement("client")
            cue_words = Cue(span.start_char, span.end_char, span.text, "first_person")
            return Judgement(speaker, (cue_words,))
        if token.tag_ == "EX":  # "there is"
            state.named = True
            return Judgement("client")
        if token.norm_ in _PRONOUNS and token.tag_ in ("PRP", "WP"):
            state.named = True
            if token.norm_ == "who":
                return _antecedent(doc, i, matches_before, state) or state.last
            if token.norm_ == "it" and (cleft := _cleft(doc, i, matches)):
                return cleft
            return _taken_up(token.norm_, state)
    if any(doc[i].tag_ in _NOUNS for i in range(clause.start, zone)):
        state.named = True
        return Judgement("client")
    if doc[first].tag_ == "VBN" and (named := _antecedent(doc, clause.start, matches_before, state)):
        return named
    if state.named:
        return state.last
    return Judgement("client")


def _antecedent(
    doc: Doc, i: int, matches: list[Match[WhoCue]], state: _State
) -> Judgement | None:
    """The person named just before token `i`: "his brother, who", "her aunt, held down"."""
    for match in reversed(matches):
        if state.sentence_start <= match.start < i and match.entry.role in _SUBJECT_ROLES:
            between = doc[match.end : i]
            near = all(t.is_punct or t.tag_ == "NNP" for t in between)
            return Judgement(match.entry.value, (match.cue(doc),)) if near else None
    return None


def _cleft(doc: Doc, i: int, matches: list[Match[WhoCue]]) -> Judgement | None:
    """The person in "it's her cousin who ..."."""
    for match in matches:
        after = {t.norm_ for t in doc[match.end : match.end + 6]}
        if i < match.start <= i + 4 and match.entry.role in _SUBJECT_ROLES and "who" in after:
            return Judgement(match.entry.value, (match.cue(doc),))
    return None


def _person(match: Match[WhoCue], doc: Doc, state: _State) -> Judgement:
    """The person named by a subject cue; a relative may be taken up by a pronoun later."""
    entry = match.entry
    if entry.role == "parent" and state.parent_is_client and not _owner(doc, match):
        return Judgement("client")
    if entry.role == "place":
        place = doc[match.end - 1].text
        if state.sentence == 0 and match.start <= state.sentence_start + 1:
            state.own_place = place
        if place == state.own_place:
            return Judgement("client")
    judgement = Judgement(entry.value, (match.cue(doc),))
    owner = _owner(doc, match)
    if entry.pronoun is not None and owner and _POSSESSIVES.get(owner) != entry.pronoun:
        state.taken_up[entry.pronoun] = (state.sentence, judgement)
    return judgement


def _owner(doc: Doc, match: Match[WhoCue]) -> str:
    """The possessive before or at the start of a match, or an empty string."""
    for i in (match.start, match.start - 1, match.start - 2):
        if i >= 0 and doc[i].tag_ in ("PRP$", "POS"):
            return str(doc[i].norm_)
    return ""


def _taken_up(pronoun: str, state: _State) -> Judgement:
    sentence, judgement = state.taken_up.get(pronoun, (-9, Judgement("client")))
    return judgement if state.sentence - sentence <= 1 else Judgement("client")


def _is_subject(doc: Doc, start: int, match: Match[WhoCue]) -> bool:
    if match.end < len(doc) and doc[match.end].tag_ == "POS":
        return False
    return not _after_preposition(doc, start, match.start)


def _after_preposition(doc: Doc, start: int, i: int) -> bool:
    """Whether a preposition governs the noun phrase that holds token `i`."""
    while i > start and doc[i - 1].tag_ in ("PRP$", "DT", "JJ", "POS", "NNP", "CD"):
        i -= 1
    return i > start and doc[i - 1].tag_ in ("IN", "TO") and doc[i - 1].norm_ not in _LINKS


_LINKS: Final = frozenset(
    "if because since as when while after before until although though that so unless whether "
    "like than".split()
)


def _first_word(clause: Span) -> int:
    return next(
        (t.i for t in clause if t.is_alpha and t.tag_ not in ("CC", "RB", "UH", "IN")), clause.start
    )


def _subject_end(clause: Span) -> tuple[int, bool]:
    """Token index up to which the clause's subject may stand, and whether a verb stands there."""
    for tags in (FINITE, _VERBS):
        for token in clause:
            if token.tag_ in tags:
                return int(token.i), True
    return min(int(clause.end), int(clause.start) + _OPENING), False


def _parent_is_client(doc: Doc, matches: list[Match[WhoCue]]) -> bool:
    """Whether "Mom", without "her" or "his", is the client: she opens a note about her children."""
    children = any(m.entry.role == "child" for m in matches)
    opening = next((m for m in matches if m.entry.role == "parent"), None)
    return children and opening is not None and opening.start <= 2 and not _owner(doc, opening)


@Language.factory("note_who", assigns=["span._.who"], requires=["doc.spans", "doc._.sections"])
def make_who(nlp: Language, name: str) -> Who:
    """The who component with the project's cues."""
    if not Span.has_extension("who"):
        Span.set_extension("who", default=None)
    return Who(nlp, who_cues(), writer_cues(), connectors())
