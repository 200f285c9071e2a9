"""What the notes look like that the models learned from, to tell when a site's notes do not.

Words are compared in small letters and without numbers; a word is known when the corpus has it.
The figures are made by `models.reference`; nothing here keeps a note or a word of one.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from .errors import ArtefactError
from .locations import artefacts_folder
from .shapes import ShapeError, build

FILE: Final = Path("reference") / "reference.json"
_WORD: Final = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")


@dataclass(frozen=True, slots=True)
class Usual:
    """A figure over the author batches of the corpus: its mean, and the deviation between them.

    Where `logarithm` is true, both are of its natural logarithm: a note half as long is as far from
    the usual as a note twice as long.
    """

    mean: float
    deviation: float
    logarithm: bool


@dataclass(frozen=True, slots=True)
class Reference:
    """Figures of the corpus.

    `figures` are by name, as `models.reference` lists them. `edges` cut the values of `words` and
    `known` into parts of about a tenth of the corpus, whose `shares` they are. `batches` is how
    many the figures rest on, `quantile` that of Student's t for a two-sided interval of 95 in 100
    over all figures together. `vocabulary` holds every word of the corpus, in small letters.
    """

    figures: dict[str, Usual]
    edges: dict[str, tuple[float, ...]]
    shares: dict[str, tuple[float, ...]]
    batches: int
    quantile: float
    vocabulary: frozenset[str]

    def known(self, text: str) -> float:
        """The share of the words of `text` that the corpus has; 1 for a text without words."""
        words = words_of(text)
        return sum(word in self.vocabulary for word in words) / len(words) if words else 1.0


@dataclass(frozen=True, slots=True)
class _Stored:
    figures: dict[str, Usual]
    edges: dict[str, tuple[float, ...]]
    shares: dict[str, tuple[float, ...]]
    batches: int
    quantile: float
    vocabulary: tuple[str, ...]


def words_of(text: str) -> list[str]:
    """The words of `text` in small letters, without numbers."""
    return [word.lower().replace("’", "'") for word in _WORD.findall(text)]


def load_reference(artefacts: Path | None = None) -> Reference:
    """The figures in the folder of the artefacts, by default those of `load_reader`.

    Raises
    ------
    ArtefactError
        They are missing or damaged.
    """
    file = artefacts_folder(artefacts) / FILE
    try:
        held = build(_Stored, json.loads(file.read_text(encoding="utf-8")), file.name)
    except OSError as error:
        raise ArtefactError(
            f"{file} is missing; make it with python -m models.reference."
        ) from error
    except (ValueError, ShapeError) as error:
        raise ArtefactError(f"{file} is damaged: {error}") from error
    return Reference(
        held.figures,
        held.edges,
        held.shares,
        held.batches,
        held.quantile,
        frozenset(held.vocabulary),
    )
