"""A site's overlay on pages in another language: what is shipped is translated, the rest marked.

The site's words stand in the shipped texts before they reach a page, and no catalogue has them so;
its own texts are in no catalogue at all, and a screen reader has to be told their language.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import fields, is_dataclass
from gettext import NullTranslations
from typing import Any

from markupsafe import Markup

from inference import Overlay, load_planner_knowledge, reworded


class InOwnWords(NullTranslations):
    """A catalogue that finds a shipped sentence in the site's words, too.

    `shipped` gives each sentence in the site's words the one of which it was made.
    """

    def __init__(self, catalogue: NullTranslations, shipped: Mapping[str, str]) -> None:
        super().__init__()
        self._catalogue, self._shipped = catalogue, shipped

    def gettext(self, message: str) -> str:
        """What stands for `message`, or for what it was made of; else as it is."""
        shipped = self._shipped.get(message, message)
        said = self._catalogue.gettext(shipped)
        return message if said == shipped else said

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        """As the catalogue has it: no sentence of the knowledge is a plural."""
        return self._catalogue.ngettext(msgid1, msgid2, n)


def shipped_of(overlay: Overlay | None) -> Mapping[str, str]:
    """Each text of the knowledge that has the site's words in it, to the shipped one."""
    words = overlay.words if overlay else None
    texts = _texts(load_planner_knowledge()) if words else ()
    return {own: text for text in texts if (own := reworded(text, words)) != text}


def marker_of(overlay: Overlay | None) -> Callable[[str], Markup]:
    """Gives the attribute of a text that the site has written, and nothing for any other."""
    if overlay is None:
        return lambda _: Markup("")
    mark = Markup(' lang="{}"').format(overlay.language)
    parts = (overlay.stances, overlay.changes, overlay.safety, overlay.services)
    own = frozenset(reworded(text, overlay.words) for text in _texts(parts))
    return lambda text: mark if text in own else Markup("")


def _texts(value: Any) -> Iterator[str]:
    """Every text in an entry, or in entries, of the knowledge or of an overlay."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, tuple):
        for part in value:
            yield from _texts(part)
    elif is_dataclass(value):
        for field in fields(value):
            yield from _texts(getattr(value, field.name))
