"""Whom is a clause about: the client, family, somebody else who is served, or the worker?

The subject decides: a cue counts where it stands before the clause's verb and behind no preposition
("Her sister rings", not "She rings her sister"). A clause without a subject of its own goes on with
the main clause before it; "he" may take up "her brother" in the same or the next sentence. "I" is
the worker in a worker's note, and the client within quotation marks and in a note that the client
wrote (`writer.py`). In a transcript the worker's turns are the worker's. Everything else is about
the client.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field
from typing import Final

from spacy.language import Language
from spacy.tokens import Doc, Span

from ..knowledge.cues import WhoCue
from ..reading import Cue, Judgement, Section
from .clauses import CLAUSES, QUOTED
from .cue_search import Match
from .sentences import SENTENCES
from .subject import (
    LINKS,
    NAMES_PERSON,
    after_preposition,
    antecedent,
    cleft,
    first_word,
    is_subject,
    owner,
    subject_zone,
)
from .writer import written_by_client

_CLIENT: Final = Judgement("client")
_FIRST_PERSON: Final = frozenset({"i", "we"})
_PRONOUNS: Final = frozenset({"he", "she", "they", "it", "you", "who"})
_OWNERS: Final = {"his": "he", "her": "she"}  # which pronoun an owner is called by
_NOUNS: Final = frozenset({"NN", "NNS", "NNP", "NNPS"})


@dataclass(slots=True)
class _State:
    """What the clauses so far have settled."""

    parent_is_client: bool
    by_client: bool
    sentence: int = -1
    sentence_start: int = 0
    last: Judgement = _CLIENT  # of the last main clause of this sentence
    named: bool = False  # that clause has a subject of its own, which may be gone on with
    first_pronoun: int = 0  # token index; a bed named before it is the client's own
    own_place: str | None = None  # the last word of "Bed 14", where the client sleeps
    taken_up: dict[str, tuple[int, Judgement]] = field(default_factory=dict)


class Who:
    """Sets `Span._.who` of every clause, a `reading.Judgement`."""

    def __call__(self, doc: Doc) -> Doc:
        """Judge the clauses of `doc`; needs its sections, cues, sentences and clauses."""
        matches: list[Match[WhoCue]] = doc._.cues.who
        starts = [match.start for match in matches]
        saying = doc._.cues.connecting("reporting", "telling")
        sentence_starts = [span.start for span in doc.spans[SENTENCES]]
        turns = [s for s in doc._.sections if s.kind.endswith("_speech")]
        turn_starts = [turn.start for turn in turns]
        text = doc.text if turns else ""
        labels = {s.start: Cue(s.start, s.body, text[s.start : s.body], s.kind) for s in turns}
        state = _State(_parent_is_client(doc, matches), written_by_client(doc))
        pronouns = (token.i for token in doc if token.norm_ in _PRONOUNS)
        state.first_pronoun = next(pronouns, len(doc))
        clauses = list(doc.spans[CLAUSES])
        for n, clause in enumerate(clauses):
            sentence = bisect_right(sentence_starts, clause.start) - 1
            if sentence != state.sentence:
                state.sentence, state.sentence_start = sentence, clause.start
                state.last, state.named = _CLIENT, False
            at = bisect_right(turn_starts, clause.start_char) - 1
            turn = turns[at] if at >= 0 and clause.start_char < turns[at].end else None
            if turn is not None and turn.kind == "worker_speech":
                clause._.who = Judgement("worker", (labels[turn.start],))
                continue
            first, last = bisect_left(starts, clause.start), bisect_left(starts, clause.end)
            speaker = _speaker(clauses, n, saying, turn, state)
            judgement, named = _judge(
                clause, matches[first:last], matches[max(0, first - 1) : last], speaker, state
            )
            clause._.who = judgement
            if clause[0].norm_ not in LINKS:  # "since we spoke" is not gone on with
                state.last, state.named = judgement, named
        return doc


def _speaker(
    clauses: list[Span], n: int, saying: set[int], turn: Section | None, state: _State
) -> str:
    """Who says "I" in clause `n`."""
    clause = clauses[n]
    if clause.label_ == QUOTED:
        before = clauses[n - 1] if n else None
        if before is not None and before.label_ == QUOTED and before._.who.value == "worker":
            return "worker"
        if before is not None and any(i in saying for i in range(before.end - 3, before.end)):
            return str(before._.who.value)
        return "client"
    after = clauses[n + 1] if n + 1 < len(clauses) else None
    if after is not None and len(after) <= 4 and any(token.i in saying for token in after):
        return "client"  # What if I lose it, she said.
    if turn is not None:
        return "family" if turn.kind == "family_speech" else "client"
    return "client" if state.by_client else "worker"


def _judge(
    clause: Span,
    matches: list[Match[WhoCue]],
    with_one_before: list[Match[WhoCue]],
    speaker: str,
    state: _State,
) -> tuple[Judgement, bool]:
    """The judgement of a clause, and whether it has a subject that can be gone on with."""
    doc = clause.doc
    if clause.label_ == QUOTED and speaker == "worker":
        return Judgement("worker"), False
    zone, verbal = subject_zone(clause)
    first = first_word(clause)
    for match in matches:
        opens = match.entry.role == "opening" and match.start == first
        if (opens or match.entry.role == "anywhere") and speaker != "client":
            return _judgement(match, doc), False
    held = {i: match for match in matches for i in range(match.start, match.end)}
    for i in range(clause.start, zone):
        token, cue = doc[i], held.get(i)
        if cue is not None and cue.entry.role in NAMES_PERSON:
            # Without a verb "nurse Thurs" is an appointment, but "sister bipolar" is about her.
            counts = verbal or cue.entry.value in ("family", "client")
            if i == cue.start and counts and is_subject(doc, clause.start, cue):
                return _person(cue, doc, state), verbal
        elif cue is not None and cue.entry.role == "not_person":
            continue
        elif _is_first_person(doc, i) and not after_preposition(doc, clause.start, i):
            if speaker == "client":
                return _CLIENT, True
            words = Cue(token.idx, token.idx + len(token), token.text, "first_person")
            return Judgement(speaker, (words,)), True
        elif token.norm_ in _PRONOUNS and token.tag_ in ("PRP", "WP"):
            return _pronoun(doc, i, with_one_before, state), True
        elif token.tag_ == "EX":  # "there is"
            return _CLIENT, True
    if any(doc[i].tag_ in _NOUNS for i in range(clause.start, zone)):
        return _CLIENT, True
    if doc[first].tag_ in ("VBN", "VBD"):
        person = antecedent(doc, state.sentence_start, clause.start, with_one_before)
        held_back = person is not None and after_preposition(doc, 0, person.start)
        if person is not None and (held_back or doc[first].tag_ == "VBN"):
            return _judgement(person, doc), True
    return (state.last, True) if state.named else (_CLIENT, False)


def _is_first_person(doc: Doc, i: int) -> bool:
    """Whether token `i` is "I" or "we", and not the start of "Wed", which spaCy cuts in two."""
    weekday = doc[i].lower_ == "we" and i + 1 < len(doc) and doc[i + 1].lower_ == "d"
    return doc[i].norm_ in _FIRST_PERSON and not weekday


def _pronoun(doc: Doc, i: int, matches: list[Match[WhoCue]], state: _State) -> Judgement:
    pronoun = doc[i].norm_
    if pronoun == "who":
        person = antecedent(doc, state.sentence_start, i, matches)
        return _judgement(person, doc) if person is not None else state.last
    if pronoun == "it" and (person := cleft(doc, i, matches)) is not None:
        return _judgement(person, doc)
    sentence, judgement = state.taken_up.get(pronoun, (-9, _CLIENT))
    return judgement if state.sentence - sentence <= 1 else _CLIENT


def _person(match: Match[WhoCue], doc: Doc, state: _State) -> Judgement:
    """The person named by a subject cue; a relative may be taken up by a pronoun later."""
    entry, possessor = match.entry, owner(doc, match)
    if entry.role == "parent" and state.parent_is_client and not possessor:
        return _CLIENT
    if entry.role == "place":
        place = doc[match.end - 1].text
        opens = match.start <= state.sentence_start + 1
        if opens and match.start < state.first_pronoun:
            state.own_place = place
        if place == state.own_place:
            return _CLIENT
    judgement = _judgement(match, doc)
    if entry.value == "family" and possessor:
        pronouns = {entry.pronoun} if entry.pronoun is not None else {"he", "she"}
        for pronoun in pronouns - {_OWNERS.get(possessor)}:
            state.taken_up[str(pronoun)] = (state.sentence, judgement)
    return judgement


def _judgement(match: Match[WhoCue], doc: Doc) -> Judgement:
    value = match.entry.value
    return _CLIENT if value == "client" else Judgement(value, (match.cue(doc),))


def _parent_is_client(doc: Doc, matches: list[Match[WhoCue]]) -> bool:
    """Whether "Mom", without "her" or "his", is the client: she opens a note about her children."""
    children = any(match.entry.role == "child" for match in matches)
    opening = next((match for match in matches if match.entry.role == "parent"), None)
    return children and opening is not None and opening.start <= 2 and not owner(doc, opening)


@Language.factory(
    "note_who", assigns=["span._.who"], requires=["doc.spans", "doc._.cues", "doc._.sections"]
)
def make_who(nlp: Language, name: str) -> Who:
    """The who component."""
    if not Span.has_extension("who"):
        Span.set_extension("who", default=None)
    return Who()
