"""A tokenizer whose time stays linear on any text.

spaCy's tokenizer peels punctuation and emoji off a chunk without white space one by one and copies
the rest each time; a chunk of 20,000 brackets takes it more than a minute. Longer chunks than
`LONGEST` characters, which no written word reaches, are therefore tokenized in pieces.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Final

from spacy.language import Language
from spacy.tokenizer import Tokenizer
from spacy.tokens import Doc
from spacy.util import registry

BARE: Final = "middleground.bare_tokenizer.v1"
LONGEST: Final = 100
_LONGER: Final = re.compile(rf"\S{{{LONGEST + 1},}}")


class BoundedTokenizer:
    """Calls `tokenizer` on the whole text or, around long chunks, on pieces of it."""

    def __init__(self, tokenizer: Callable[[str], Doc]) -> None:
        self._tokenizer = tokenizer

    def __call__(self, text: str) -> Doc:
        """A Doc whose text is exactly `text`."""
        pieces = list(_pieces(text))
        if len(pieces) <= 1:
            return self._tokenizer(text)
        return Doc.from_docs([self._tokenizer(piece) for piece in pieces], ensure_whitespace=False)


@registry.tokenizers(BARE)  # type: ignore[untyped-decorator]
def make_bare() -> Callable[[Language], Tokenizer]:
    """A tokenizer without rules, for a model that brings them along when it is loaded.

    spaCy's own factory first compiles the rules of the language, only for the model's to take
    their place; that is a third of the time that loading takes.
    """
    return lambda nlp: Tokenizer(nlp.vocab)


def _pieces(text: str) -> Iterator[str]:
    done = 0
    for match in _LONGER.finditer(text):
        if match.start() > done:
            yield text[done : match.start()]
        for at in range(match.start(), match.end(), LONGEST):
            yield text[at : min(at + LONGEST, match.end())]
        done = match.end()
    if done < len(text):
        yield text[done:]
