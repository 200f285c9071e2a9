"""A span of what a helper says as signs: its words, its marks, how it opens, what went before.

Signs are made so that `Words` can count them: each is of two letters at least, and neighbours make
pairs. "You went back?" is `you went back qmark`, then `at0you`, `at0you_went`, and so on.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from math import log2
from typing import Final

_TOKEN: Final = re.compile(
    r"n['’]t\b|['’](?:re|ve|ll|d|m|s)\b|\w+?(?=n['’]t\b)|\w+|[?!…]|[,;:.–—-]", re.IGNORECASE
)
_NAMES: Final = {
    "n't": "not_",
    "'re": "are",
    "'ve": "have",
    "'ll": "will",
    "'d": "would",
    "'m": "am",
    "'s": "is",
    "?": "qmark",
    "!": "xmark",
    "…": "dots",
    ",": "comma",
    ";": "comma",
    ":": "colon",
    ".": "stop",
    "-": "dash",
    "–": "dash",
    "—": "dash",
}
_MARKS: Final = frozenset({"comma", "colon", "stop", "dash", "dots"})
# Words that any two lines share; what else is shared may be the client's own word given back.
_COMMON: Final = frozenset(
    (
        *("i_", "me", "my", "we", "us", "our", "you", "your", "he", "she", "it", "they", "them"),
        *("his", "her", "its", "a_", "an", "the", "and", "or", "but", "so", "to", "of", "in", "on"),
        *("at", "for", "with", "from", "by", "as", "is", "are", "was", "were", "be", "been"),
        *("being", "do", "does", "did", "have", "has", "had", "not_", "that", "this", "there"),
        *("what", "will", "would", "am"),
    )
)
_OPENING: Final = 3  # words that say how a span begins
_LONGEST: Final = 6


@dataclass(frozen=True, slots=True)
class Sign:
    """One sign; `start` and `end` are its place in the text, equal where it stands at no place."""

    name: str
    start: int
    end: int


def signs(text: str, start: int, end: int, client: str | None = None) -> tuple[Sign, ...]:
    """The signs of `text[start:end]` in its turn; `client` is what the client had just said."""
    found = _tokens(text, start, end)
    words = [sign.name for sign in found if sign.name not in _MARKS]
    more = ["zz"]
    more += ["at0" + "_".join(words[:n]) for n in range(1, _OPENING + 1) if len(words) >= n]
    if text[end:].strip():
        more.append("more_follows")
    if text[:start].strip():
        more.append("more_before")
    more.append(f"length_{min(_LONGEST, int(log2(max(len(words), 1))))}")
    more += _beside(words, client) if client and client.strip() else ["no_client"]
    return (*found, *(Sign(name, end, end) for name in more))


def written(found: tuple[Sign, ...]) -> str:
    """The signs as the text that `Words` counts."""
    return " ".join(sign.name for sign in found)


def _tokens(text: str, start: int, end: int) -> tuple[Sign, ...]:
    return tuple(
        Sign(_name(match.group()), *match.span()) for match in _TOKEN.finditer(text, start, end)
    )


def _name(token: str) -> str:
    token = token.lower().replace("’", "'")
    name = _NAMES.get(token, token)
    return name if len(name) > 1 else name + "_"


def _beside(words: list[str], client: str) -> list[str]:
    """How the words compare with the client's, and how the client's line began and ended."""
    theirs = [sign.name for sign in _tokens(client, 0, len(client))]
    telling = [word for word in words if word not in _COMMON and word[0].isalpha()]
    shared = sum(word in theirs for word in telling)
    return [
        f"shared_share_{4 * shared // max(1, len(telling))}",
        f"shared_{min(3, shared)}",
        *(["client_asks"] if "qmark" in theirs else []),
        *(f"client_end_{word}" for word in theirs[-3:]),
        *(f"client_begin_{word}" for word in theirs[:2]),
    ]
