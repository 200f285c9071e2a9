"""What the scripts of a page say, for `static/say.js` to find: a script has no catalogue."""

from __future__ import annotations

from typing import Final

from . import N_, gettext

_SAID: Final = (
    N_("Copy"),
    N_("Copy this statement"),
    N_("Copied"),
    N_("Select and copy by hand"),
    N_("First choose what your words are for."),
    N_("Print"),
    N_("Reading…"),
    N_("This may be heard as a threat. Could they say no to it and lose nothing?"),
    N_(
        "A consequence has its own place, said plainly and by your service’s rules. Here it turns "
        "a request into a threat."
    ),
    N_("This takes charge. What would it sound like as an offer or a question?"),
    N_("This gives in. What did you want to say before you took it back?"),
    N_("This judges the person. What would a camera have seen?"),
    N_("Begin with “I”: this part is about you."),
    N_("“You make me” puts the cause in them. Try “I find it hard to ...”."),
    N_("One specific thing that happened is easier to hear than “always” or “never”."),
    N_("Ask it as a question, about one small step."),
)


def words() -> dict[str, str]:
    """Each sentence of a script with what stands for it; none in English."""
    return {text: said for text in _SAID if (said := gettext(text)) != text}
