"""A bare pass of the shipped model's own encoder: vectors of a note's tokens and nothing else."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import serving

from inference.encoder import Encoder, Encoding


class Bare:
    """The peer, and once loaded its answerer; it answers nothing."""

    def __init__(self, encoder: Encoder | None = None) -> None:
        self.encoder = encoder

    def fit(self, job: serving.Job) -> None:
        """Nothing: it comes taught."""

    def load(self, job: serving.Job, part: str) -> Bare:
        """The shipped encoder."""
        return Bare(Encoder.open())

    def one(self, text: str) -> Encoding:
        """The vectors of its tokens."""
        return self.encoder.encode([text])[0]

    def many(self, texts: Sequence[str]) -> list[Encoding]:
        """One by one: padding to one length costs more than it saves on a CPU."""
        return [self.one(text) for text in texts]

    def plain(self, answer: Encoding) -> dict[str, Any]:
        """Nothing to show."""
        return {}


if __name__ == "__main__":
    serving.main(Bare())
