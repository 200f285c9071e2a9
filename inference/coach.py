"""The coach: what somebody would say to a client, read utterance by utterance.

    from inference import load_coach
    talk = load_coach().read("So the nights are the worst. Would it help to look at it together?")

It looks at words and has heard no voice: what it says is a guess to think with, no mark.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from spacy.language import Language

from . import intake
from .artefacts import load_artefact
from .asking import says_yes, without_questions
from .behaviours import BEHAVIOURS
from .client_talk import TalkQuote, find_client_talk
from .coaching import Ratio, StanceFit, Turn, as_one_talk, make_turn, ratios, stance_fit
from .dialogue import SpokenLine, spoken_lines
from .encoder import Encoder
from .errors import NoteError
from .formulation import Quote, Risk
from .knowledge.coach import CoachKnowledge, load_coach_knowledge
from .listening import Listener, Utterance
from .locations import artefacts_folder, from_environment
from .pipeline import build_nlp, read_note
from .risks import find_risks

NAME: Final = "coach"
# Nights outside and days without food last for weeks, and so does the talk in which style counts;
# who has told of them is answered once without a remark. All other dangers end it.
_LASTING: Final = frozenset({"exposure", "grave_disability"})
# Risk phrases speak of "her" and "him"; talk says "you". Of the same length, so that places hold.
_TURNED: Final = (
    (re.compile(r"\byourself\b", re.IGNORECASE), "herself "),
    (re.compile(r"\byou['’]re\b", re.IGNORECASE), "she's "),
    (re.compile(r"\byour\b", re.IGNORECASE), "her "),
    (re.compile(r"\byou\b", re.IGNORECASE), "she"),
)


@dataclass(frozen=True, slots=True)
class Talk:
    """All that was said: turns in order, and ratios where there is enough to count.

    `client_risks` are words of danger in what the client said, before it or on lines of their own,
    with the question where a yes tells of one; `client_talk` is what of it speaks for a change or
    for none. Offsets are those of each line, or of what was said before. `question` is what to
    think about over all turns, if there are several.
    """

    text: str
    turns: tuple[Turn, ...]
    client_risks: tuple[Risk, ...]
    client_talk: tuple[TalkQuote, ...]
    ratios: tuple[Ratio, ...]
    question: str | None = None

    @property
    def utterances(self) -> tuple[Utterance, ...]:
        """The utterances of all turns."""
        return tuple(utterance for turn in self.turns for utterance in turn.utterances)

    @property
    def counted(self) -> tuple[Utterance, ...]:
        """The utterances that the ratios go by: clear ones, of turns that are not exempt."""
        return tuple(u for t in self.turns if not t.exempt for u in t.utterances if u.clear)

    @property
    def danger(self) -> bool:
        """Whether words of danger stand anywhere, so that style is not remarked upon."""
        return bool(self.client_risks) or any(turn.risks for turn in self.turns)


class Coach:
    """Reads talk; made by `load_coach`. It keeps nothing of what it reads.

    `known` is the knowledge that its words come from.
    """

    def __init__(
        self, nlp: Language, encoder: Encoder, listener: Listener, known: CoachKnowledge
    ) -> None:
        self._nlp = nlp
        self._encoder = encoder
        self._listener = listener
        self.known = known

    def read(self, text: str, client: str | None = None) -> Talk:
        """Read what somebody would say.

        Parameters
        ----------
        text
            One turn a line, as it would be said; up to `intake.LONGEST` characters. A line of the
            client's may stand between two turns, see `dialogue`.
        client
            What the client had said just before, if known; it helps to tell what is given back.
            Something without words, such as "...", is silence.

        Raises
        ------
        NoteError
            The text is empty or holds no turn, or one of the two is too long or no text.
        """
        intake.check(text)
        client = _words(client)
        heard_of = [client] if client else []
        risks = list(self._risks(client)) if client else []
        danger, answers = any(map(_acute, risks)), bool(risks)
        turns = []
        # A question waits for its answer while nothing else is asked and the client says nothing.
        asked_of: tuple[Risk, ...] = ()
        answered = False
        for line, before in _lines(text, client):
            said = text[line.start : line.end]
            if not line.ours:
                heard_of.append(said)
                told = self._risks(said) or _confirmed(asked_of, said)
                risks += told
                danger, answers = danger or any(map(_acute, told)), bool(told)
                answered = answered or any(map(str.isalnum, said))
            elif heard := self._listener.hear(self._encoder, text, (line.start, line.end), before):
                turn = self._turn(text, line, heard, danger or answers)
                turns.append(turn)
                if turn.asked:
                    asked_of = self._risks(said)
                elif answered or "?" in said:
                    asked_of = ()
                answers = answered = False
                danger = danger or any(map(_acute, turn.risks))
        if not turns:
            raise NoteError("empty", "There is no turn in this text, only what the client says.")
        both_sides = tuple(
            talk
            for said in heard_of
            for talk in find_client_talk(read_note(self._nlp, said), all_theirs=True)
        )
        talk = Talk(text, tuple(turns), tuple(risks), both_sides, ())
        if danger:
            # What was there before it stays named; what could have been said otherwise can wait.
            bare = tuple(replace(turn, missing=(), question=None) for turn in turns)
            return replace(talk, turns=bare)
        beside, question = as_one_talk(turns, self.known)
        counted = () if talk.danger else ratios(talk.counted, self.known)
        return replace(talk, turns=beside, question=question, ratios=counted)

    def _turn(
        self, text: str, line: SpokenLine, heard: tuple[Utterance, ...], danger: bool
    ) -> Turn:
        """What was `heard` on a line, after word of `danger` or not."""
        said = text[line.start : line.end]
        named = told = self._risks(said)
        # Who only asks about danger has not told of any.
        rest = without_questions(said) if named else said
        if rest != said:
            told = self._risks(rest) if rest.strip() else ()
        risks = _moved(told, text, line.start)
        asked = bool(named) and not risks
        start, end = heard[0].start, heard[-1].end
        return make_turn(start, end, heard, risks, self.known, asked=asked, after_danger=danger)

    def fit(self, talk: Talk, stance: str) -> StanceFit | None:
        """How `talk` goes with a stance of `known.stances`, as `coaching.stance_fit`.

        None where no turn tries a stance, or all of them answer to danger.

        Raises
        ------
        KnowledgeError
            There is no such stance.
        """
        return stance_fit(stance, talk.text, talk.turns, self.known)

    def hear(self, text: str, client: str | None = None) -> tuple[Utterance, ...]:
        """The utterances alone, as `read` finds them; for many lines, since it is faster.

        Raises
        ------
        NoteError
            As `read`.
        """
        intake.check(text)
        return tuple(
            utterance
            for line, before in _lines(text, _words(client))
            if line.ours
            for utterance in self._listener.hear(
                self._encoder, text, (line.start, line.end), before
            )
        )

    def _risks(self, text: str) -> tuple[Risk, ...]:
        """Words of danger in `text`, as they stand and as they would stand in a note."""
        turned = text
        for pattern, other in _TURNED:
            turned = pattern.sub(other, turned)
        found: dict[tuple[str, str], list[Quote]] = {}
        for version in dict.fromkeys((text, turned)):
            for risk in find_risks(read_note(self._nlp, version)):
                quotes = found.setdefault((risk.kind, risk.status), [])
                for q in risk.evidence:
                    quote = Quote(q.start, q.end, text[q.start : q.end])
                    if quote not in quotes:
                        quotes.append(quote)
        return tuple(Risk(kind, status, tuple(q)) for (kind, status), q in found.items())


def load_coach(
    *,
    artefacts: Path | None = None,
    encoder: Path | None = None,
    language_model: Path | None = None,
) -> Coach:
    """Load everything once; paths left out come from the environment, as for `load_reader`.

    Raises
    ------
    ArtefactError
        The artefact, the encoder or the language model is missing or does not fit.
    KnowledgeError
        A knowledge file breaks its schema.
    """
    folder = artefacts_folder(artefacts)
    place = encoder or from_environment("MIDDLEGROUND_ENCODER") or folder / "encoder"
    used = Encoder.open(place)
    _, model = load_artefact(folder / NAME, labels=BEHAVIOURS, encoder=used.digest())
    nlp = build_nlp(language_model or from_environment("MIDDLEGROUND_LANGUAGE_MODEL"))
    return Coach(nlp, used, Listener(model), load_coach_knowledge())


def _words(client: str | None) -> str | None:
    """What the client had said, None where that was nothing.

    Raises
    ------
    NoteError
        It is too long or no text.
    """
    if client is None or not any(map(str.isalnum, client)):
        return None
    intake.check(client)
    return client


def _lines(text: str, client: str | None) -> Iterator[tuple[SpokenLine, str | None]]:
    """Every line, with what the client had said just before it as far as that is known."""
    before = client
    for line in spoken_lines(text):
        yield line, before
        before = None if line.ours else text[line.start : line.end]


def _acute(risk: Risk) -> bool:
    """Whether what is said from then on answers to it."""
    return risk.kind not in _LASTING and risk.status in ("current", "hypothetical")


def _confirmed(asked_of: tuple[Risk, ...], answer: str) -> tuple[Risk, ...]:
    """The dangers that were asked about where the `answer` is a yes, in the words of both."""
    if not says_yes(answer):
        return ()
    quote = Quote(0, len(answer), answer)
    return tuple(replace(r, status="current", evidence=(*r.evidence, quote)) for r in asked_of)


def _moved(risks: tuple[Risk, ...], text: str, by: int) -> tuple[Risk, ...]:
    """The risks of a turn with their places and words in `text`, in which it begins at `by`."""

    def moved(quote: Quote) -> Quote:
        start, end = quote.start + by, quote.end + by
        return Quote(start, end, text[start:end])

    return tuple(replace(r, evidence=tuple(map(moved, r.evidence))) for r in risks)
