"""`python -m models.identifier_weights`: what each clue weighs when the de-identifier decides.

A logistic regression over the tokens of the development notes of `training_data/identifiers` and of
a sample of the corpus. The corpus is not marked: its tokens count as identifying nobody, but those
that the rules find are left out. The threshold is the lowest at which the rules and the
regression together, on each development set by a regression that has not met it, keep a
precision of `PRECISION`.
"""

from __future__ import annotations

import hashlib
import random
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import click
import numpy as np
import numpy.typing as npt
from scipy import sparse
from sklearn.linear_model import LogisticRegression

from inference import InferenceError
from inference.clue_weights import ClueWeights
from inference.identifiers.clues import Clued
from inference.identifiers.deidentifier import Deidentifier, load_deidentifier
from inference.identifiers.found import Found
from inference.identifiers.note import Note
from inference.identifiers.weighed import CLASSES, NONE, THRESHOLD, WEIGHTS, over

from . import folding
from .corpus import CorpusError, load_corpus
from .identified import IDENTIFIED, PARTS, Identified, Place, load_identified
from .identifiers import counts
from .publish import Origin, in_place, write_model

PRECISION: Final = 0.90
CORPUS_NOTES: Final = 400
STRENGTH: Final = 0.1  # C of the regression; set after a few trials on the development sets
VECTORS: Final = 0.3  # how large the language model's vectors are beside a clue's 1
OFTEN: Final = 3  # tokens that a clue must have told to be learned from
THRESHOLDS: Final = tuple(round(0.02 * i, 2) for i in range(1, 21))
SEED: Final = 4
_DEVELOPMENT: Final = tuple(part for part in PARTS if part.startswith("development"))

Row = tuple[tuple[str, ...], npt.NDArray[np.float32], str]


@dataclass(frozen=True, slots=True, eq=False)
class Prepared:
    """A marked note, read once: its tokens with their vectors, and what the rules find."""

    marked: Identified
    note: Note
    tokens: tuple[Clued, ...]
    by_rules: tuple[Found, ...]

    def rows(self, *, is_marked: bool) -> Iterable[Row]:
        """Clues, vector and class of each token to learn from."""
        vectors = self.note.doc.tensor
        for token in self.tokens:
            if is_marked:
                kind = _class(token, self.marked.places)
            elif any(token.start < f.end and f.start < token.end for f in self.by_rules):
                continue
            else:
                kind = NONE
            yield token.clues, vectors[token.number] * VECTORS, kind


def _class(token: Clued, places: Sequence[Place]) -> str:
    for place in places:
        if token.start < place.end and place.start < token.end:
            return place.kind if place.kind in CLASSES else "number"
    return NONE


def prepare(notes: Iterable[Identified], deidentifier: Deidentifier) -> list[Prepared]:
    """Read each note with the rules."""
    prepared = []
    for marked in notes:
        note = deidentifier.note(marked.text)
        tokens = tuple(deidentifier.clues.of(note))
        found = tuple(deidentifier.by_rules(note))
        prepared.append(Prepared(marked, note, tokens, found))
    return prepared


def fit(rows: Sequence[Row]) -> ClueWeights:
    """The regression over `rows`."""
    told = Counter(clue for clues, _, _ in rows for clue in set(clues))
    terms = tuple(sorted(clue for clue, times in told.items() if times >= OFTEN))
    places = {term: i for i, term in enumerate(terms)}
    columns = [[places[c] for c in set(clues) if c in places] for clues, _, _ in rows]
    ends = np.cumsum([0, *map(len, columns)])
    clues = sparse.csr_matrix(
        (np.ones(ends[-1]), np.concatenate(columns), ends), shape=(len(rows), len(terms))
    )
    inputs = sparse.hstack([clues, np.stack([vector for _, vector, _ in rows])]).tocsr()
    regression = LogisticRegression(C=STRENGTH, max_iter=300, tol=1e-3)
    regression.fit(inputs, [kind for *_, kind in rows])
    return folding.clue_weights(regression, terms, VECTORS, CLASSES)


def rehearse(
    parts: Mapping[str, Sequence[Prepared]], corpus: Sequence[Row], deidentifier: Deidentifier
) -> dict[float, npt.NDArray[np.float64]]:
    """By threshold the counts of `identifiers.counts`, summed over the notes of all `parts`.

    Each part is judged by a regression that was fitted on the others.
    """
    totals = {threshold: np.zeros(4) for threshold in THRESHOLDS}
    for part, notes in parts.items():
        others = [row for name, each in parts.items() if name != part for row in marked_rows(each)]
        weights = fit([*others, *corpus])
        for one in notes:
            clues = [token.clues for token in one.tokens]
            vectors = one.note.doc.tensor[[token.number for token in one.tokens]]
            chances = weights.probabilities(clues, vectors)
            for threshold in THRESHOLDS:
                found = over(one.note.straight, one.by_rules, one.tokens, chances, threshold)
                ends = deidentifier.again(one.note, found)
                row = counts(one.marked, [(f.start, f.end) for f in ends])
                totals[threshold] += row[:4]
    return totals


def marked_rows(notes: Iterable[Prepared]) -> list[Row]:
    """The tokens of marked notes."""
    return [row for note in notes for row in note.rows(is_marked=True)]


def chosen(totals: Mapping[float, npt.NDArray[np.float64]]) -> float:
    """The lowest threshold at which precision is at least `PRECISION`; the highest if none is."""
    enough = [t for t, (_, _, found, right) in totals.items() if right >= PRECISION * found]
    return min(enough, default=max(totals))


@click.command("identifier-weights")
@click.option("--out", type=click.Path(path_type=Path, file_okay=False), default=WEIGHTS)
def main(out: Path) -> None:
    """Learn again what the clues of an identifier weigh."""
    try:
        deidentifier = load_deidentifier(rules_alone=True)
        parts = {part: prepare(load_identified(part), deidentifier) for part in _DEVELOPMENT}
        notes = random.Random(SEED).sample(load_corpus(), CORPUS_NOTES)
        unmarked = prepare((Identified(n.id, n.text, ()) for n in notes), deidentifier)
        corpus = [row for note in unmarked for row in note.rows(is_marked=False)]
        click.echo(f"Fitting once without each of {', '.join(parts)} ...")
        totals = rehearse(parts, corpus, deidentifier)
        for threshold, (marked, hit, found, right) in totals.items():
            click.echo(
                f"  {threshold:.2f}  recall {hit / marked:.4f}  precision {right / found:.4f}"
            )
        threshold = chosen(totals)
        marked, hit, found, right = totals[threshold]
        figures = {"recall": round(hit / marked, 4), "precision": round(right / found, 4)}
        click.echo(f"Threshold {threshold}. Fitting on all ...")
        weights = fit([*(row for each in parts.values() for row in marked_rows(each)), *corpus])
    except (CorpusError, InferenceError) as error:
        raise click.ClickException(str(error)) from error
    publish(weights, threshold, figures, out)
    click.echo(f"The weights have been written to {out}.")


def publish(
    weights: ClueWeights, threshold: float, figures: dict[str, float], folder: Path
) -> None:
    """Write the artefact to `folder`, in the place of what is there."""
    with in_place(folder) as fresh:
        origin = Origin("", development_digest(), {THRESHOLD: threshold}, figures, SEED)
        write_model("identifiers", weights, CLASSES, origin, fresh)


def development_digest() -> str:
    """sha256 over the files of the development notes, as the manifest names it."""
    sha = hashlib.sha256()
    for part in _DEVELOPMENT:
        sha.update((IDENTIFIED / f"{part}.jsonl").read_bytes())
    return sha.hexdigest()


if __name__ == "__main__":
    main()
