"""`python -m models.second_coding`: how far a second, blind coder gives utterances the same codes.

The second coder saw the turns with their spans, and the codebook, and no code. Counted over spans:
how often both give the same code, and Cohen's kappa (Cohen 1960), which takes off what chance would
agree on. Intervals are 95 % bootstrap intervals over turns.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import click
import numpy as np
from sklearn.metrics import cohen_kappa_score

from inference import InferenceError
from inference.behaviours import BEHAVIOURS

from .bootstrap import RESAMPLES, Estimate, Resampler, interval
from .jsonl import CorpusError, build_lines
from .utterances import UTTERANCES, Turn, load_turns

SECOND: Final = UTTERANCES / "second_reader.jsonl"


@dataclass(frozen=True, slots=True)
class Coded:
    """The second coder's codes of one turn, in the order of its spans."""

    id: str
    codes: tuple[str, ...]


def load_second(turns: Sequence[Turn], path: Path = SECOND) -> list[tuple[Turn, Coded]]:
    """Each turn that was coded twice, with the second coder's codes.

    Raises
    ------
    CorpusError
        A line breaks the format, or does not fit the turn that it names.
    """
    known = {turn.id: turn for turn in turns}
    pairs = []
    for where, coded in build_lines(Coded, path):
        turn = known.get(coded.id)
        if turn is None or len(turn.spans) != len(coded.codes):
            raise CorpusError(f"{where}: no turn {coded.id!r} with {len(coded.codes)} spans.")
        if odd := set(coded.codes) - {*BEHAVIOURS}:
            raise CorpusError(f"{where}: unknown codes {sorted(odd)}.")
        pairs.append((turn, coded))
    return pairs


def agreement(
    pairs: Sequence[tuple[Turn, Coded]], *, resamples: int = RESAMPLES
) -> dict[str, Estimate]:
    """Share of spans with the same code, and kappa, each with its interval over turns."""
    codes = [
        np.array([(s.code, c) for s, c in zip(turn.spans, coded.codes, strict=True)])
        for turn, coded in pairs
    ]
    every = figures(codes)
    turns = np.arange(len(codes))
    draws = [
        figures([codes[i] for i in np.repeat(turns, times)])
        for times in Resampler(len(codes), resamples=resamples).weights
    ]
    return {
        name: interval(value, np.array([drawn[name] for drawn in draws]))
        for name, value in every.items()
    }


def figures(codes: Sequence[np.ndarray]) -> dict[str, float]:
    """Both figures of some turns, each given as spans x (first code, second code)."""
    both = np.concatenate(codes)
    return {
        "same code": float((both[:, 0] == both[:, 1]).mean()),
        "kappa": float(cohen_kappa_score(both[:, 0], both[:, 1])),
    }


@click.command("second_coding")
def main() -> None:
    """Print the agreement on utterances."""
    try:
        pairs = load_second(load_turns())
    except (CorpusError, InferenceError) as error:
        raise click.ClickException(str(error)) from error
    click.echo(f"{len(pairs)} turns, {sum(len(c.codes) for _, c in pairs)} spans coded twice")
    for name, told in agreement(pairs).items():
        click.echo(f"{name}: {told:.3f}")


if __name__ == "__main__":
    main()
