"""Whether a note says enough to go on. Abstaining is an answer, and says what is missing."""

from __future__ import annotations

from typing import Final

from . import intake
from .formulation import Enough, Hypothesis, Referral, Strength, Style
from .reading import Reading

_WORDS: Final = 12
_WORDS_WITHOUT_FINDINGS: Final = 25


def enough_to_go_on(
    reading: Reading,
    hypotheses: tuple[Hypothesis, ...],
    style: Style,
    strengths: tuple[Strength, ...],
    referrals: tuple[Referral, ...],
) -> Enough:
    """Abstain on notes that are not in English, that are very short, or that tell of no response.

    A longer note in which nothing seems to be in the way is not too thin: that there is no barrier
    is then the answer.
    """
    if not intake.looks_english(reading.text):
        return Enough(
            False, "This note does not seem to be in English, and only English notes can be read."
        )
    words = intake.words_in(reading.text)
    if words < _WORDS and not hypotheses:
        return Enough(
            False,
            f"The note has only {words} words. What was offered, what did the client say or do "
            "then, and how did the contact end?",
        )
    told = hypotheses or strengths or referrals or style.from_text
    if words < _WORDS_WITHOUT_FINDINGS and not told:
        return Enough(
            False,
            "The note does not tell how the client met an offer of help. What was offered, and "
            "what did they say or do?",
        )
    return Enough(True)
