"""The coach: what somebody would say to a client, read utterance by utterance.

    from inference import load_coach
    talk = load_coach().read("So the nights are the worst. Would it help to look at it together?")

It looks at words and has heard no voice: what it says is a guess to think with, no mark.
"""

from __future__ import annotations

import os
import re
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from spacy.language import Language

from . import intake
from .artefacts import load_artefact
from .asking import without_questions
from .behaviours import BEHAVIOURS
from .client_talk import TalkQuote, find_client_talk
from .coaching import Ratio, StanceFit, Turn, make_turn, ratios, stance_fit
from .encoder import Encoder
from .formulation import Quote, Risk
from .knowledge.coach import CoachKnowledge, load_coach_knowledge
from .listening import Listener, Utterance
from .locations import DEFAULT_ARTEFACTS
from .pipeline import build_nlp, read_note
from .risks import find_risks

NAME: Final = "coach"
_LINE: Final = re.compile(r"[^\n\r]*\S[^\n\r]*")
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

    `client_risks` are words of danger in what the client had said, `client_talk` what of it speaks
    for a change or for none; offsets are those of that text.
    """

    text: str
    turns: tuple[Turn, ...]
    client_risks: tuple[Risk, ...]
    client_talk: tuple[TalkQuote, ...]
    ratios: tuple[Ratio, ...]

    @property
    def utterances(self) -> tuple[Utterance, ...]:
        """The utterances of all turns."""
        return tuple(utterance for turn in self.turns for utterance in turn.utterances)

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
            One turn a line, as it would be said; up to `intake.LONGEST` characters.
        client
            What the client had said just before, if known; it helps to tell what is given back.

        Raises
        ------
        NoteError
            One of the two is empty, too long or no text.
        """
        intake.check(text)
        if client is not None and not client.strip():
            client = None
        if client is not None:
            intake.check(client)
        client_risks = self._risks(client) if client else ()
        turns = []
        before = client
        for match in _LINE.finditer(text):
            heard = self._listener.hear(self._encoder, text, match.span(), before)
            before = None  # what the client says between two turns is not known
            if heard:
                named = told = self._risks(match.group())
                # Who only asks about danger has not told of any.
                rest = without_questions(match.group()) if named else match.group()
                if rest != match.group():
                    told = self._risks(rest) if rest.strip() else ()
                risks = _moved(told, text, match.start())
                asked = bool(named) and not risks
                start, end = heard[0].start, heard[-1].end
                turn = make_turn(start, end, heard, risks, self.known, asked)
                if client_risks:
                    turn = replace(turn, present=(), missing=(), question=None)
                turns.append(turn)
        said = tuple(u for turn in turns if not turn.exempt for u in turn.utterances)
        danger = bool(client_risks) or any(turn.risks for turn in turns)
        found = () if danger else ratios(said, self.known)
        both_sides = (
            find_client_talk(read_note(self._nlp, client), all_theirs=True) if client else ()
        )
        return Talk(text, tuple(turns), client_risks, both_sides, found)

    def fit(self, talk: Talk, stance: str) -> StanceFit | None:
        """How `talk` goes with a stance of `known.stances`, as `coaching.stance_fit`.

        None where the client's own words speak of danger: all turns answer to that.

        Raises
        ------
        KnowledgeError
            There is no such stance.
        """
        if talk.client_risks:
            return None
        return stance_fit(stance, talk.text, talk.turns, self.known)

    def hear(self, text: str, client: str | None = None) -> tuple[Utterance, ...]:
        """The utterances alone, as `read` finds them; for many lines, since it is faster.

        Raises
        ------
        NoteError
            As `read`.
        """
        intake.check(text)
        if client is not None and client.strip():
            intake.check(client)
        else:
            client = None
        found: list[Utterance] = []
        for match in _LINE.finditer(text):
            found += self._listener.hear(self._encoder, text, match.span(), client)
            client = None
        return tuple(found)

    def _risks(self, text: str) -> tuple[Risk, ...]:
        """Words of danger in `text`, as they stand and as they would stand in a note."""
        turned = text
        for pattern, other in _TURNED:
            turned = pattern.sub(other, turned)
        found: dict[tuple[str, str], list[Quote]] = {}
        for version in (text, turned):
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
        The artefact or the encoder is missing or does not fit.
    KnowledgeError
        A knowledge file breaks its schema.
    """
    folder = artefacts or _from_environment("MIDDLEGROUND_ARTEFACTS") or DEFAULT_ARTEFACTS
    place = encoder or _from_environment("MIDDLEGROUND_ENCODER") or folder / "encoder"
    used = Encoder.open(place)
    _, model = load_artefact(folder / NAME, labels=BEHAVIOURS, encoder=used.digest())
    nlp = build_nlp(language_model or _from_environment("MIDDLEGROUND_LANGUAGE_MODEL"))
    return Coach(nlp, used, Listener(model), load_coach_knowledge())


def _moved(risks: tuple[Risk, ...], text: str, by: int) -> tuple[Risk, ...]:
    """The risks of a turn with their places and words in `text`, in which it begins at `by`."""

    def moved(quote: Quote) -> Quote:
        start, end = quote.start + by, quote.end + by
        return Quote(start, end, text[start:end])

    return tuple(replace(r, evidence=tuple(map(moved, r.evidence))) for r in risks)


def _from_environment(name: str) -> Path | None:
    value = os.environ.get(name)
    return Path(value) if value else None
