"""An agency's own labelled notes, checked before anything is learnt from them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from .corpus import CorpusError, Note, ids_twice, load_development, load_notes
from .overlap import alike


def own_notes(files: Sequence[Path], corpus: Sequence[Note]) -> tuple[Note, ...]:
    """The notes of `files`, each file an author batch of its own.

    Raises
    ------
    CorpusError
        A note cannot be used, an id stands twice, or a note is all but one of the development
        notes, on which it would be measured.
    """
    own = tuple(note for path in files for note in load_notes(path))
    if again := ids_twice([*corpus, *own]):
        raise CorpusError(f"Ids stand twice, give each note its own: {again}.")
    batches = {note.batch for note in corpus}
    if taken := sorted({note.batch for note in own} & batches):
        raise CorpusError(f"Batches of the corpus are called {taken}; rename your files.")
    if copies := [pair.first.id for pair in alike(own, load_development()) if pair.first in own]:
        raise CorpusError(
            f"Nearly development notes, on which they would be measured: {copies}; leave them out."
        )
    return own
