"""Questions about danger: where a worker only asks, nobody has told anything before a yes.

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

# Rather a question taken for something told than the reverse: only a yes-or-no question to the
# person is one. "Can you wait here" asks for something to be done, "how long have you" is none.
_ASKS: Final = re.compile(
    r"^(?:[a-z' ]{1,24}, |i[a-z' ]{1,32} ask you[a-z ]{0,12}[:,] )?"
    r"(?:(?:and|but|so|well|okay|or) )?"
    r"(?P<asked>(?:(?:are|do|did|have|were)(?:n't)? you|(?:is|was|are) (?:there|that|it)|"
    r"any (?:thoughts|plans?|wish|urges?))\b.*)\?[\"') ]*$"
)
_ASKS_ALOUD: Final = re.compile(
    r"\b(?P<asked>(?:(?:can|could|may|might) i ask|let me ask|i(?:'m|'d|'ll| am| would| will| must|"
    r" always| also| just| going| like| want| need| have| to){0,6} ask|"
    r"tell me|i wonder|i'm wondering|i (?:want|need) to know)"
    r"(?: you)?(?: straight| plainly| directly)? (?:if|whether) (?:you|there|that)\b.*)$"
)
_SUBJECT: Final = re.compile(r"(?:you|there|that|it|any)\b")
# Behind it comes what somebody does or has done: no longer the question.
_MORE: Final = re.compile(
    r"[,;:(-] ?(?:and |but |so |or )?(?:you|he|she|they|i|it|we|there|your|his|her|their|my|the|"
    r"some\w*|who)\b|"
    r"\b(?:you|he|she|they|i)(?:'ve|'s|'d| have| has| had| just)* "
    r"(?:took|taken|got|cut|hung|hurt|hit|beat|tried|swallowed|stabbed|shot|stopped|bleed\w*)\b"
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
    r"^(?:(?:many|most|some|other|plenty of|(?:a )?lots? of) )?(?:people|men|women|folks?|others)\b"
    r"(?!.*\b(?:you|your|him|her|last night|tonight|today)\b)"
    r".*\b(?:think|feel|have|find|get|wonder|wish)\b"
)

# A yes may come hedged, and is one all the same, also where something is denied besides ("Yes. No
# plan."); "yeah, no", "of course I don't" and "I am fine" are none.
_YES: Final = re.compile(
    r"^\W*(?:(?:um+|uh+|hm+|mm+|oh|well|look|why|honestly|to be honest|if i'm (?:being )?honest|"
    r"(?:i'm )?not (?:gonna|going to) lie|i mean)\W+)*"
    r"(?:ye(?:s|ah?|p)|yup|m+-?hm+|uh-huh|sometimes|maybe|perhaps|possibly|probably|often|always|"
    r"every (?:day|night|morning)|all the time|(?:kind|sort) of|a (?:bit|little)|lately|"
    r"i (?:am|was)(?! (?:\w+ )?(?:fine|ok|okay|good|well|alright|all right|safe|joking|kidding)\b)|"
    r"i (?:do|have|did|think so|guess(?: so)?|suppose(?: so)?|might|could)|"
    r"of course(?!(?: [a-z']+){0,2}(?: (?:not|never)\b|n't))|"
    r"what if i (?:do|am|did|was|have)|so what if|wouldn't you|who wouldn't)\b"
    r"(?! +(?:no|not|never|nah)\b|\W+(?:no|nah|nope)\b *(?:[,.;!?-]|$)|"
    r"\W+(?:i )?(?:don't|do not) think so|n't)"
)


def says_yes(answer: str) -> bool:
    """Whether somebody who was asked about a danger says that it is there.

    >>> says_yes("Yes. No plan."), says_yes("Of course not."), says_yes("Yeah, no.")
    (True, False, False)
    """
    return bool(_YES.search(fold(answer)))


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
    """Where in a sentence its question begins; None where it asks nothing, or tells more."""
    asks = _ASKS.search(said) or _ASKS_ALOUD.search(said)
    if not asks:
        return None
    at = asks.start("asked")
    subject = _SUBJECT.search(said, at)
    return None if _MORE.search(said, subject.end() if subject else at) else at
