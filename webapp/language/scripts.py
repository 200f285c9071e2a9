"""What the scripts of a page say, for `static/say.js` to find: a script has no catalogue."""

from __future__ import annotations

from typing import Final

from . import gettext, marked

_SAID: Final = (
    marked("Copy"),
    marked("Copy this statement"),
    marked("Copied"),
    marked("Select and copy by hand"),
    marked("First choose what your words are for."),
    marked("Print"),
    marked("Reading…"),
    marked("This may be heard as a threat. Could they say no to it and lose nothing?"),
    marked(
        "A consequence has its own place, said plainly and by your service’s rules. Here it turns "
        "a request into a threat."
    ),
    marked("This takes charge. What would it sound like as an offer or a question?"),
    marked("This gives in. What did you want to say before you took it back?"),
    marked("This judges the person. What would a camera have seen?"),
    marked("Begin with “I”: this part is about you."),
    marked("“You make me” puts the cause in them. Try “I find it hard to ...”."),
    marked("One specific thing that happened is easier to hear than “always” or “never”."),
    marked("Ask it as a question, about one small step."),
)


def words() -> dict[str, str]:
    """Each sentence of a script with what stands for it; none in English."""
    return {text: said for text in _SAID if (said := gettext(text)) != text}
