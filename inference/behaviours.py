"""What a helper's words do, in thirteen codes: the vocabulary of `training_data/utterances`.

Informed by MITI 4.2 (Moyers, Manuel and Ernst 2014); two things differ: open and closed questions
are told apart, and a fair limit with a real choice is a code of its own, so that it is not counted
as confrontation.
"""

from __future__ import annotations

from typing import Final

BEHAVIOURS: Final = (
    "open_question",
    "closed_question",
    "simple_reflection",
    "complex_reflection",
    "affirm",
    "seek_collaboration",
    "emphasise_autonomy",
    "give_information",
    "persuade",
    "persuade_with_permission",
    "confront",
    "limit_with_choice",
    "other",
)
QUESTIONS: Final = ("open_question", "closed_question")
REFLECTIONS: Final = ("simple_reflection", "complex_reflection")
# What MITI 4.2 counts as adherent and as non-adherent to motivational interviewing.
ADHERENT: Final = ("affirm", "seek_collaboration", "emphasise_autonomy")
NOT_ADHERENT: Final = ("persuade", "confront")
INFORMATION: Final = ("give_information", "persuade", "persuade_with_permission")
FOUR: Final = ("reflection", "question", "information_or_advice", "other")


def one_of_four(code: str, words: str) -> str:
    """The coarser class that published data sets use; `words` is what the code stands for.

    Seeking collaboration is a question where it is one by form, that is with a question mark.

    >>> one_of_four("seek_collaboration", "Would it be all right if I sat down?")
    'question'
    """
    if code in REFLECTIONS:
        return "reflection"
    if code in QUESTIONS or (code == "seek_collaboration" and "?" in words):
        return "question"
    return "information_or_advice" if code in INFORMATION else "other"
