"""Find the cue patterns of knowledge entries in a Doc; the pattern language is in `cues.py`.

Words are compared by token norm, so that "didn't", "didnt" and "did not" meet one pattern and case
and curly apostrophes make no difference. Of overlapping matches only the longest is kept, as in
ConText (Harkema et al. 2009): a longer, harmless phrase ("not only") thereby swallows a shorter cue
("not").

spaCy's PhraseMatcher has no alternatives and needs every combination spelled out, tens of thousands
here; its Matcher tests every pattern at every token. Patterns are therefore kept under the words
that can begin them, and only those are tried.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Final, Generic, Protocol, TypeVar

from spacy.language import Language
from spacy.tokens import Doc, Token

from ..errors import KnowledgeError
from ..reading import Cue

_UNIT: Final = re.compile(r"#?(?:\d{1,4}[A-Za-z]?|[A-Z]\d{0,3})")
_YEAR: Final = re.compile(r"(?:19[3-9]|20[0-3])\d")
_AGE: Final = re.compile(r"1[3-9]|[2-9]\d")
_WORDS: Final = "<words>"
_MOST_WORDS: Final = 4
_APOSTROPHE: Final = frozenset({"'", "’"})  # its own token in "'09"


def _is_short_year(token: Token) -> bool:
    return len(token) == 2 and token.is_digit and token.i > 0 and token.nbor(-1).text in _APOSTROPHE


_PLACES: Final[dict[str, Callable[[Token], bool]]] = {
    "<number>": lambda token: bool(token.like_num),
    "<unit>": lambda token: bool(_UNIT.fullmatch(token.text)),
    "<age>": lambda token: bool(_AGE.fullmatch(token.text)),
    "<year>": lambda token: bool(_YEAR.fullmatch(token.text)) or _is_short_year(token),
}
_NUMBERS: Final = frozenset(
    {"one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven"}
    | {"twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen"}
    | {"nineteen", "twenty", "thirty", "forty", "fifty", "sixty", "hundred"}
)


class HasPatterns(Protocol):
    """A knowledge entry that can be searched for."""

    @property
    def id(self) -> str: ...  # noqa: D102

    @property
    def patterns(self) -> tuple[str, ...]: ...  # noqa: D102


E = TypeVar("E", bound=HasPatterns)


@dataclass(frozen=True, slots=True)
class Match(Generic[E]):
    """Tokens `start` up to `end` of a Doc meet `entry`."""

    entry: E
    start: int
    end: int

    def cue(self, doc: Doc) -> Cue:
        """The matched words as a `reading.Cue`."""
        span = doc[self.start : self.end]
        return Cue(span.start_char, span.end_char, span.text, self.entry.id)


@dataclass(frozen=True, slots=True)
class _Step:
    """One word of a pattern: its alternatives, apart by how they are compared."""

    words: frozenset[str]
    runs: tuple[tuple[str, ...], ...]  # alternatives of several tokens
    places: tuple[Callable[[Token], bool], ...]
    gap: bool  # one to `_MOST_WORDS` words of any kind
    optional: bool


class CueSearch(Generic[E]):
    """All patterns of some entries, compiled once for a tokenizer.

    Raises
    ------
    KnowledgeError
        A pattern is empty, has an empty alternative or an unknown placeholder.
    """

    def __init__(self, nlp: Language, entries: Iterable[E]) -> None:
        self._by_first: dict[str, list[tuple[E, tuple[_Step, ...], frozenset[str] | None]]] = {}
        self._by_place: list[tuple[E, tuple[_Step, ...]]] = []
        entries = tuple(entries)
        norms = _norms(nlp, (pattern for entry in entries for pattern in entry.patterns))
        for entry in entries:
            for pattern in entry.patterns:
                steps = _steps(pattern, norms, entry.id)
                firsts, seconds = _firsts(steps), _seconds(steps)
                for first in {norm for step in firsts for norm in _first_norms(step)}:
                    self._by_first.setdefault(first, []).append((entry, steps, seconds))
                if any(step.places for step in firsts):
                    self._by_place.append((entry, steps))

    def __call__(self, doc: Doc) -> list[Match[E]]:
        """Matches in text order, the longest only where they overlap."""
        return longest_only(len(doc), self.all_matches(doc))

    def all_matches(self, doc: Doc) -> list[Match[E]]:
        """Matches in text order, the longest of every pattern at every token."""
        norms = [token.norm_ for token in doc]
        found = []
        for i, norm in enumerate(norms):
            following = norms[i + 1] if i + 1 < len(norms) else ""
            for entry, steps, seconds in self._by_first.get(norm, ()):
                if seconds is not None and following not in seconds:
                    continue
                end = _longest(doc, norms, steps, 0, i)
                if end > i:
                    found.append(Match(entry, i, end))
            if self._by_place and _may_be_place(doc[i].text):
                for entry, steps in self._by_place:
                    end = _longest(doc, norms, steps, 0, i)
                    if end > i:
                        found.append(Match(entry, i, end))
        return found


def longest_only(tokens: int, matches: Iterable[Match[E]]) -> list[Match[E]]:
    """The matches in a Doc of so many tokens that no longer one overlaps, in text order."""
    taken = bytearray(tokens)
    kept = []
    for match in sorted(matches, key=lambda match: (match.start - match.end, match.start)):
        if not any(taken[match.start : match.end]):
            taken[match.start : match.end] = b"\1" * (match.end - match.start)
            kept.append(match)
    return sorted(kept, key=lambda match: match.start)


def _norms(nlp: Language, patterns: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """The norms of every word in `patterns`; a word may be several tokens ("self-harm")."""
    words = {
        part
        for pattern in patterns
        for word in pattern.split()
        for option in _options(word)
        for part in option.split("_")
        if part
    }
    # Tokenized as one text, which takes half the time of a text each.
    norms: list[tuple[str, ...]] = []
    tokens: list[str] = []
    for token in nlp.make_doc("".join(f"{word} " for word in words)):
        tokens.append(token.norm_)
        if token.whitespace_:
            norms.append(tuple(tokens))
            tokens = []
    return dict(zip(words, norms, strict=True))


def _options(word: str) -> list[str]:
    """The alternatives of a word in a pattern."""
    return (word[:-1] if _is_optional(word) else word).split("|")


def _is_optional(word: str) -> bool:
    return word.endswith("?") and len(word) > 1


def _steps(pattern: str, norms: Mapping[str, tuple[str, ...]], entry: str) -> tuple[_Step, ...]:
    steps = []
    for word in pattern.split():
        options = _options(word)
        unknown = [o for o in options if o.startswith("<") and o not in (*_PLACES, _WORDS)]
        if unknown:
            known = [_WORDS, *sorted(_PLACES)]
            raise KnowledgeError(f"{entry}: {unknown} is unknown; known are {known}.")
        written = [o for o in options if not o.startswith("<")]
        runs = [tuple(n for part in o.split("_") for n in norms.get(part, ())) for o in written]
        if not all(runs):
            raise KnowledgeError(f"{entry}: pattern {pattern!r} has an empty alternative.")
        if "<year>" in options:
            steps.append(_Step(_APOSTROPHE, (), (), False, True))
        steps.append(
            _Step(
                frozenset(run[0] for run in runs if len(run) == 1),
                tuple(run for run in runs if len(run) > 1),
                tuple(_PLACES[o] for o in options if o in _PLACES),
                _WORDS in options,
                _is_optional(word),
            )
        )
    if all(step.optional for step in steps):
        raise KnowledgeError(f"{entry}: pattern {pattern!r} asks for no word.")
    if any(step.gap for step in _firsts(tuple(steps))):
        raise KnowledgeError(f"{entry}: pattern {pattern!r} begins with {_WORDS}.")
    return tuple(steps)


def _firsts(steps: tuple[_Step, ...]) -> list[_Step]:
    """The steps with which a match may begin."""
    for n, step in enumerate(steps):
        if not step.optional:
            return list(steps[: n + 1])
    return list(steps)


def _seconds(steps: tuple[_Step, ...]) -> frozenset[str] | None:
    """The norms of which one must follow the first token, or None where there is no telling."""
    if len(steps) < 2 or any(s.optional or s.places or s.gap for s in steps[:2]) or steps[0].runs:
        return None
    return frozenset(_first_norms(steps[1]))


def _first_norms(step: _Step) -> set[str]:
    return set(step.words) | {run[0] for run in step.runs}


def _may_be_place(text: str) -> bool:
    """Whether a placeholder may stand for a token with this text; quick, with false alarms."""
    return text[0].isdigit() or text[0] in "#'’" or len(text) == 1 or text.lower() in _NUMBERS


def _longest(doc: Doc, norms: list[str], steps: tuple[_Step, ...], k: int, i: int) -> int:
    """Where the longest match of `steps[k:]` from token `i` ends, or -1."""
    if k == len(steps):
        return i
    step = steps[k]
    best = _longest(doc, norms, steps, k + 1, i) if step.optional else -1
    if i >= len(norms):
        return best
    met = norms[i] in step.words
    if met or (step.places and any(test(doc[i]) for test in step.places)):
        best = max(best, _longest(doc, norms, steps, k + 1, i + 1))
    for run in step.runs:
        if norms[i] == run[0] and tuple(norms[i : i + len(run)]) == run:
            best = max(best, _longest(doc, norms, steps, k + 1, i + len(run)))
    if step.gap:
        for j in range(i, min(i + _MOST_WORDS, len(norms))):
            if doc[j].is_punct or doc[j].is_space:
                break
            best = max(best, _longest(doc, norms, steps, k + 1, j + 1))
    return best
