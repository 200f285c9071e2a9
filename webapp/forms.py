"""What a worker may send: the note, the ticks, the own guess; nothing else is looked at.

Whether the note can be read is for the reader to judge, so that page and command line agree.
"""

from __future__ import annotations

from typing import Final

from werkzeug.datastructures import MultiDict

from inference import Clinical

from .language import N_, gettext
from .presentation import Carried

# What the press of a button asks for: the first step, the answer after it, or the box again.
READ: Final = "read"
ANSWER: Final = "answer"
EDIT: Final = "edit"

OWN_WORDS_LIMIT: Final = 2000

# To a form whose token is not known any more; what became of its fields comes after it.
EXPIRED: Final = N_(
    "This page had been open since before Middle Ground was last started, or "
    "your browser does not keep its cookie."
)


def still_here() -> str:
    """What to say to a form whose token is not known any more where its text is shown again."""
    return gettext(
        "%(expired)s Your text is still here: please press again.", expired=gettext(EXPIRED)
    )


def carried(fields: MultiDict[str, str]) -> Carried:
    """What came with the request, as it came; see `foreign` and `too_many_words`."""
    return Carried(
        note=plain_line_ends(fields.get("note", "")),
        felt=tuple(fields.getlist("felt")),
        decide_first="decide_first" in fields,
        guess=tuple(fields.getlist("guess")),
        guess_words=plain_line_ends(fields.get("guess_words", "")),
    )


def step(fields: MultiDict[str, str]) -> str:
    """Which button was pressed; the Enter key presses the first one."""
    return fields.get("step", READ)


def foreign(sent: Carried, step: str, clinical: Clinical) -> bool:
    """Whether something is in it that no page of ours offers."""
    return not (
        step in (READ, ANSWER, EDIT)
        and {reaction.id for reaction in clinical.reactions}.issuperset(sent.felt)
        and {barrier.id for barrier in clinical.barriers}.issuperset(sent.guess)
    )


def too_many_words(sent: Carried) -> str | None:
    """What to tell somebody whose own words are longer than the answer has room for."""
    if len(sent.guess_words) <= OWN_WORDS_LIMIT:
        return None
    return gettext(
        "Your own words have %(guess_words)s characters; there is room for %(own_words_limit)s.",
        guess_words=f"{len(sent.guess_words):,}",
        own_words_limit=f"{OWN_WORDS_LIMIT:,}",
    )


def plain_line_ends(text: str) -> str:
    """The text as it stood in the box: browsers send every line end as CR LF.

    >>> plain_line_ends("one\\r\\ntwo")
    'one\\ntwo'
    """
    return text.replace("\r\n", "\n")
