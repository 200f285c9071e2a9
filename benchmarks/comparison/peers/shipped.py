"""Middle Ground as it is shipped: the whole formulation, of which the barriers are looked at."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import serving

from inference import Formulation, NoteError, Reader, load_reader


class Shipped:
    """The peer, and once loaded its answerer."""

    def __init__(self, reader: Reader | None = None) -> None:
        self.reader = reader

    def fit(self, job: serving.Job) -> None:
        """Nothing: it comes fitted."""

    def load(self, job: serving.Job, part: str) -> Shipped:
        """The shipped artefacts, whatever the part."""
        return Shipped(load_reader())

    def one(self, text: str) -> Formulation:
        """A formulation."""
        return self.reader.read(text)

    def many(self, texts: Sequence[str]) -> list[Formulation | NoteError]:
        """A formulation of each."""
        return list(self.reader.read_many(texts))

    def plain(self, answer: Formulation | NoteError) -> dict[str, Any]:
        """Its scores and hypotheses."""
        if isinstance(answer, NoteError):
            raise answer
        return {"scores": answer.scores, "shown": [h.label for h in answer.hypotheses]}


if __name__ == "__main__":
    serving.main(Shipped())
