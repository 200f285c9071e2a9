"""Questions about danger: where a worker only asks, nobody has told anything yet.

"Do you have any thoughts of hurting yourself?" is what every protocol wants to be asked. What gives
back the client's words ("you said you want to die, is that so?") or takes the danger for granted
("are you bleeding where he hit you?") is no such question and stays with what is told.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from .knowledge.patterns import fold
from .spans import Span, sentences

# A yes-or-no question begins with its verb, at a clause: "how long have you" is none.
_ASKS: Final = re.compile(
    r"(?:^|(?<=[,;:.!(-] )|(?<=\bso )|(?<=\band )|(?<=\bor )|(?<=\bbut )|(?<=\bwell )|(?<=\bokay ))"
    r"(?:(?:are|do|did|have|has|had|is|was|were|does|would|could|can|will|might)(?:n't)? "
    r"(?!i\b|we\b)[a-z]|(?:any|ever|thoughts|what about)\b)"
)
_ASKS_ALOUD: Final = re.compile(
    r"(?:\b(?:can|could|may|might) i|\blet me|\bi(?:'m|'d|'ll| am| would| will| do| must| always|"
    r" also| just| going to| want to| need to| have to| like to){0,3}) ask\b"
    r"(?! (?:you )?(?:why|when|where|what|how)\b)|"
    r"\b(?:tell me|i wonder|wondering|want to know|need to know) (?:if|whether)\b"
)
_TOLD: Final = re.compile(
    r"\b(?:said|told|mentioned|wrote|texted|reported|talked about|spoke of|heard)\b|"
    r"\b(?:you|he|she|they) (?:say|says|tell(?! me)|mention|talk about|write)\b|"
    r"\b(?:know|remember|recall|reali[sz]e|notice|hear|regret) "
    r"(?:that|how|why|when|what|you|he|she)\b|"
    r"\b(?:because|since|after|now that|where|still|again|any ?more|stop|stopped|keep|why|how long|"
    r"how often)\b|\bwhen\b(?! (?:you|it)(?:'re| are| feel|'s| gets| is)\b)|\""
)
_PEOPLE: Final = re.compile(
    r"\b(?:many|most|some|other|plenty of|(?:a )?lots? of) (?:people|men|women|folks?|others)\b|"
    r"\bpeople (?:who|in|sometimes|often)\b"
)


def without_questions(text: str) -> str:
    """What a turn tells: its questions blanked out, and every other character in its place.

    A word on people at large goes with the question that it leads to.

    >>> without_questions("Mm. Do you think of dying?").rstrip()
    'Mm.'
    >>> without_questions("You said you want to die?")
    'You said you want to die?'
    """
    told = list(text)
    for start, end in _questions(text):
        told[start:end] = " " * (end - start)
    return "".join(told)


def _questions(text: str) -> Iterator[Span]:
    folded = fold(text)
    lead: Span | None = None
    for start, end in sentences(text, 0, len(text)):
        said = folded[start:end]
        if _TOLD.search(said):
            lead = None
        elif (at := _begins(said)) is not None:
            if lead:
                yield lead
            yield start + at, end
            lead = None
        else:
            lead = (start, end) if _PEOPLE.search(said) else None


def _begins(said: str) -> int | None:
    """Where in a sentence its question begins; None where it asks nothing."""
    if aloud := _ASKS_ALOUD.search(said):
        return aloud.start()
    asks = None if said.rstrip("\"') ").endswith((".", "!")) else _ASKS.search(said)
    return asks.start() if asks else None
