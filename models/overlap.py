"""How much wording notes have in common: near-duplicates, and word 8-grams that groups share.

Two notes that are one note retold make a held-out figure look better than it is. Both measures
are exact counts over word n-grams; with a few thousand notes there is no need for hashing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from sklearn.feature_extraction.text import CountVectorizer

from .corpus import Note

# Word 3-grams as shingles (Broder 1997, "On the resemblance and containment of documents"), and
# containment rather than Jaccard, so that a short note inside a long one is found too. Changing
# every fifth word of a note leaves about half of its 3-grams (0.8 ** 3 = 0.51), every tenth about
# 0.73. Between notes written apart the highest is 0.25, for two short notes with one idiom in
# common; `check_corpus` prints the present figure.
SHINGLE: Final = 3
NEAR_DUPLICATE: Final = 0.4

# Eight words in a row are rarely the same by chance: the length used for contamination checks of
# language-model test sets (Chowdhery et al. 2022, PaLM, section 8).
GRAM: Final = 8


@dataclass(frozen=True, slots=True)
class Likeness:
    """Two notes and the share of the shorter one's 3-grams that stand in the other, 0 to 1."""

    first: Note
    second: Note
    containment: float


@dataclass(frozen=True, slots=True)
class Overlap:
    """Of one group of notes: how many share an 8-gram with any other group.

    `grams` is the share, 0 to 1, of the group's different 8-grams that another group has too.
    """

    group: str
    notes: int
    sharing: int
    grams: float


def alike(
    notes: Sequence[Note], others: Sequence[Note] = (), *, at_least: float = NEAR_DUPLICATE
) -> tuple[Likeness, ...]:
    """Pairs from different batches with at least that containment, most alike first.

    Both ends among `notes`, or one in `notes` and one in `others`. Within a batch notes may be
    alike on purpose: the same scene with and without a denial teaches the difference.
    """
    rows, columns, containment = _containment(notes, others)
    everyone = [*notes, *others]
    found = [
        Likeness(everyone[rows[i]], everyone[columns[i]], float(containment[i]))
        for i in np.flatnonzero(containment >= at_least)
    ]
    return tuple(sorted(found, key=lambda pair: (-pair.containment, pair.first.id)))


def closest(notes: Sequence[Note], others: Sequence[Note] = ()) -> Likeness | None:
    """The most alike pair from different batches, or None where no pair shares a 3-gram."""
    highest = max(_containment(notes, others)[2], default=0.0)
    return alike(notes, others, at_least=highest)[0] if highest else None


def shared_grams(groups: Mapping[str, Sequence[Note]]) -> tuple[Overlap, ...]:
    """For each group, how much of it stands in the other groups in the same eight words."""
    notes = [note for members in groups.values() for note in members]
    grams = _grams([note.text for note in notes], GRAM)
    overlaps = []
    end = 0
    for name, members in groups.items():
        start, end = end, end + len(members)
        own = grams[start:end]
        here = np.asarray(own.sum(axis=0)).ravel() > 0
        elsewhere = np.asarray(grams.sum(axis=0) - own.sum(axis=0)).ravel() > 0
        sharing = int(((own @ elsewhere.astype(own.dtype)) > 0).sum())
        share = float((here & elsewhere).sum() / max(1, here.sum()))
        overlaps.append(Overlap(name, len(members), sharing, share))
    return tuple(overlaps)


def _containment(
    notes: Sequence[Note], others: Sequence[Note]
) -> tuple[NDArray[np.int32], NDArray[np.int32], NDArray[np.float64]]:
    """Index pairs from different batches that share a 3-gram, and how much of one is in both."""
    everyone = [*notes, *others]
    shingles = _grams([note.text for note in everyone], SHINGLE)
    shared = (shingles[: len(notes)] @ shingles.T).tocoo()
    sizes = np.asarray(shingles.sum(axis=1)).ravel()
    batch = np.array([note.batch for note in everyone])
    kept = (shared.row < shared.col) & (batch[shared.row] != batch[shared.col])
    rows, columns = shared.row[kept], shared.col[kept]
    return rows, columns, shared.data[kept] / np.minimum(sizes[rows], sizes[columns])


def _grams(texts: Sequence[str], length: int) -> Any:
    """Which word n-grams each text has, as a sparse 0/1 matrix, one row a text."""
    vectoriser = CountVectorizer(
        ngram_range=(length, length),
        token_pattern=r"\w+",  # noqa: S106 - a pattern for words, "I" and "a" among them
        binary=True,
        dtype=np.int32,
    )
    try:
        return vectoriser.fit_transform(texts)
    except ValueError:  # no text is as long as that
        return csr_matrix((len(texts), 1), dtype=np.int32)
