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
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Final, Generic, Protocol, TypeVar

from spacy.language import Language
from spacy.tokens import Doc, Token

from ..errors import KnowledgeError
from ..reading import Cue

_UNIT: Final = re.compile(r"#?(?:\d{1,4}[A-Za-z]?|[A-Z]\d{0,3})")
_YEAR: Final = re.compile(r"(?:19[3-9]|20[0-3])\d|['’]\d\d")
_AGE: Final = re.compile(r"1[3-9]|[2-9]\d")
_WORDS: Final = "<words>"
_MOST_WORDS: Final = 4
_PLACEHOLDERS: Final[dict[str, Callable[[Token], bool]]] = {
    "<number>": lambda token: bool(token.like_num),
    "<unit>": lambda token: bool(_UNIT.fullmatch(token.text)),
    "<age>": lambda token: bool(_AGE.fullmatch(token.text)),
    "<year>": lambda token: bool(_YEAR.fullmatch(token.text)),
    _WORDS: lambda token: not token.is_punct and not token.is_space,
}


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
    """One word of a pattern: its alternatives, each a run of norms or a placeholder."""

    options: tuple[tuple[str, ...], ...]
    optional: bool


class CueSearch(Generic[E]):
    """All patterns of some entries, compiled once for a tokenizer.

    Raises
    ------
    KnowledgeError
        A pattern is empty, has an empty alternative or an unknown placeholder.
    """

    def __init__(self, nlp: Language, entries: Iterable[E]) -> None:
        self._by_first: dict[str, list[tuple[E, tuple[_Step, ...]]]] = {}
        # A word may be several tokens ("self-harm"); each is tokenized once.
        norms = cache(lambda word: tuple(token.norm_ for token in nlp.make_doc(word)))
        for entry in entries:
            for pattern in entry.patterns:
                steps = _steps(pattern, norms, entry.id)
                for first in {option[0] for option in _firsts(steps)}:
                    self._by_first.setdefault(first, []).append((entry, steps))

    def __call__(self, doc: Doc) -> list[Match[E]]:
        """Matches in text order, the longest only where they overlap."""
        norms = [token.norm_ for token in doc]
        found = []
        for i, norm in enumerate(norms):
            for key in (norm, *_kinds(doc[i])):
                for entry, steps in self._by_first.get(key, ()):
                    end = _longest(doc, norms, steps, 0, i)
                    if end > i:
                        found.append(Match(entry, i, end))
        found.sort(key=lambda match: (match.start - match.end, match.start))
        taken = bytearray(len(doc))
        kept = []
        for match in found:
            if not any(taken[match.start : match.end]):
                taken[match.start : match.end] = b"\1" * (match.end - match.start)
                kept.append(match)
        return sorted(kept, key=lambda match: match.start)


def _steps(pattern: str, norms: Callable[[str], tuple[str, ...]], entry: str) -> tuple[_Step, ...]:
    steps = []
    for word in pattern.split():
        optional = word.endswith("?") and len(word) > 1
        options = []
        for option in (word[:-1] if optional else word).split("|"):
            if option.startswith("<") and option not in _PLACEHOLDERS:
                known = sorted(_PLACEHOLDERS)
                raise KnowledgeError(f"{entry}: {option} is unknown; known are {known}.")
            parts = [option] if option in _PLACEHOLDERS else option.split("_")
            run = tuple(
                norm
                for part in parts
                for norm in ((part,) if part in _PLACEHOLDERS else norms(part))
            )
            if not run:
                raise KnowledgeError(f"{entry}: pattern {pattern!r} has an empty alternative.")
            options.append(run)
        steps.append(_Step(tuple(options), optional))
    if all(step.optional for step in steps):
        raise KnowledgeError(f"{entry}: pattern {pattern!r} asks for no word.")
    if (_WORDS,) in _firsts(tuple(steps)):
        raise KnowledgeError(f"{entry}: pattern {pattern!r} begins with {_WORDS}.")
    return tuple(steps)


def _firsts(steps: tuple[_Step, ...]) -> Iterator[tuple[str, ...]]:
    for step in steps:
        yield from step.options
        if not step.optional:
            return


def _kinds(token: Token) -> Iterator[str]:
    """The placeholders that the token may stand in for."""
    text = token.text
    if text[0].isdigit() or text[0] in "#'’" or len(text) == 1 or token.like_num:
        for name, test in _PLACEHOLDERS.items():
            if name != _WORDS and test(token):
                yield name


def _longest(doc: Doc, norms: list[str], steps: tuple[_Step, ...], k: int, i: int) -> int:
    """Where the longest match of `steps[k:]` from token `i` ends, or -1."""
    if k == len(steps):
        return i
    step = steps[k]
    best = _longest(doc, norms, steps, k + 1, i) if step.optional else -1
    if step.options == ((_WORDS,),):
        for j in range(i, min(i + _MOST_WORDS, len(norms))):
            if not _PLACEHOLDERS[_WORDS](doc[j]):
                break
            best = max(best, _longest(doc, norms, steps, k + 1, j + 1))
        return best
    for option in step.options:
        if i < len(norms) and _meets(doc, norms, option, i):
            best = max(best, _longest(doc, norms, steps, k + 1, i + len(option)))
    return best


def _meets(doc: Doc, norms: list[str], option: tuple[str, ...], i: int) -> bool:
    first = option[0]
    if first in _PLACEHOLDERS:
        return _PLACEHOLDERS[first](doc[i])
    return norms[i] == first and (len(option) == 1 or tuple(norms[i : i + len(option)]) == option)
