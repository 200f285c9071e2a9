"""What `inference` says in sentences of its own, said again in the language of the page.

`inference` speaks English and knows nothing of pages. Its sentences about a note that it does not
read, and the few words for support, are known here by their wording; what is not known stays.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Final

from . import ENGLISH, N_, gettext, language

_SENTENCES: Final = (
    # Support of a hypothesis.
    N_("worth asking"),
    N_("some support"),
    N_("several signs"),
    # Why a note gives too little to answer.
    N_("This note does not seem to be in English, and only English notes can be read."),
    N_(
        "The note has only %(words)s words. What was offered, what did the client say or do then, "
        "and how did the contact end?"
    ),
    N_(
        "The note does not tell how the client met an offer of help. What was offered, and what "
        "did they say or do?"
    ),
    # Why a text is not read at all.
    N_("There is no note yet: paste or type a few sentences."),
    N_(
        "This text has %(count)s characters; a note may have up to %(most)s. Paste the part about "
        "one contact with one client."
    ),
    N_(
        "This does not look like plain text: it holds characters that no note has. Copy the note's "
        "words rather than the file they are in."
    ),
    N_("There are no words in this text."),
    # The same, where the text is what somebody would say.
    N_(
        "This text has %(count)s characters; there is room for up to %(most)s. Paste the part "
        "about one contact with one client."
    ),
    N_(
        "This does not look like plain text: it holds characters that no text has. Copy the text's "
        "words rather than the file they are in."
    ),
    # Why a plan cannot be used as it stands; what comes before is the name of the field.
    N_("is empty; name the service."),
    N_("is empty; a change of the order needs its reason."),
    N_("is %(place)s, but there are %(count)s harms; places count from 1."),
    N_("has %(count)s entries; there is room for %(most)s."),
    N_("has %(count)s characters; there is room for %(most)s."),
    N_("is none of %(known)s."),
    N_("holds something that is not text."),
)


# What to do about a danger begins so, but not in a plan, where no formulation is under way.
_PAUSE: Final = N_("Pause the formulation.")


def again(sentence: str) -> str:
    """A sentence, or a name, of `inference` in the language of the page."""
    if language() == ENGLISH:
        return sentence
    for template, pattern in _patterns():
        if found := pattern.fullmatch(sentence):
            return gettext(template, **found.groupdict())
    whole = f"{_PAUSE} {sentence}"
    if (said := gettext(whole)) != whole:
        return said.removeprefix(gettext(_PAUSE)).lstrip()
    return gettext(sentence)


@cache
def _patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((each, re.compile(_pattern(each), re.DOTALL)) for each in _SENTENCES)


def _pattern(template: str) -> str:
    parts = re.split(r"%\((\w+)\)s", template)
    return "".join(
        f"(?P<{part}>.+)" if number % 2 else re.escape(part) for number, part in enumerate(parts)
    )
