"""The utterances of `training_data/utterances` as frozen values, read strictly."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from inference.behaviours import BEHAVIOURS

from .corpus import TRAINING_DATA
from .jsonl import CorpusError, build_lines, twice

UTTERANCES: Final = TRAINING_DATA / "utterances"
_WORD: Final = re.compile(r"\w")


@dataclass(frozen=True, slots=True)
class Marked:
    """A span of a turn as its author marked it."""

    quote: str
    code: str


@dataclass(frozen=True, slots=True)
class Turn:
    """One turn as it stands in its file; `client` is what the client had just said, if shown."""

    id: str
    text: str
    client: str | None
    setting: str
    spans: tuple[Marked, ...]

    @property
    def author(self) -> str:
        """The author batch: the number in the middle of the id."""
        return self.id.split("-")[1]

    def places(self) -> tuple[tuple[int, int, str], ...]:
        """Start, end and code of each span, in code points of `text`."""
        found, at = [], 0
        for span in self.spans:
            start = self.text.find(span.quote, at)
            at = start + len(span.quote)
            found.append((start, at, span.code))
        return tuple(found)


def load_turns(folder: Path = UTTERANCES) -> tuple[Turn, ...]:
    """All turns, in the order of file names and lines.

    Raises
    ------
    CorpusError
        There is no file, a line breaks the format, or an id stands twice.
    """
    paths = sorted(folder.glob("utterances-*.jsonl"))
    if not paths:
        raise CorpusError(f"{folder} holds no utterances-*.jsonl.")
    turns = []
    for where, turn in (pair for path in paths for pair in build_lines(Turn, path)):
        if wrong := list(faults(turn)):
            raise CorpusError(f"{where}: {'; '.join(wrong)}.")
        turns.append(turn)
    if again := twice(turn.id for turn in turns):
        raise CorpusError(f"Ids of turns stand twice: {again}.")
    return tuple(turns)


def turns_digest(turns: tuple[Turn, ...]) -> str:
    """sha256 over ids, texts and codes, as the manifest names it."""
    sha = hashlib.sha256()
    for turn in turns:
        sha.update(repr((turn.id, turn.text, turn.client, turn.places())).encode())
    return sha.hexdigest()


def faults(turn: Turn) -> Iterator[str]:
    """Unknown codes, quotes that are not found in order, words that no span covers."""
    at = 0
    for span in turn.spans:
        if span.code not in BEHAVIOURS:
            yield f"unknown code {span.code!r}"
        found = turn.text.find(span.quote, at)
        if not span.quote.strip() or found < 0:
            yield f"the quote {span.quote!r} is not found in order"
            continue
        if _WORD.search(turn.text, at, found):
            yield f"no span covers {turn.text[at:found]!r}"
        at = found + len(span.quote)
    if _WORD.search(turn.text, at):
        yield f"no span covers {turn.text[at:]!r}"
