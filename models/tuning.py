"""Teach a network: marked pieces of text into token and note targets, then plain gradient steps.

Nothing here is needed to read notes; torch and transformers come with `requirements/tune.in`.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import torch
from tokenizers import Tokenizer
from torch import Tensor
from torch.nn import functional

from inference.labels import AFFILIATION, BARRIERS, CONTROL
from inference.neutral import neutral
from inference.vocabulary import GIST_LABELS, TAGS

from .network import Network
from .pieces import Piece

# Set after three trials with one fold of author batches held out, and one with pieces of notes;
# no search was made.
EPOCHS: Final = 5
BATCH: Final = 8
ENCODER_RATE: Final = 4e-4
HEAD_RATE: Final = 4e-3
_WARM_UP: Final = 0.1  # share of the steps in which the rates rise
_DECAY: Final = 0.01
_LONGEST: Final = 1.0  # gradients are cut to this length
_BARRIER_WEIGHT: Final = 3.0  # what the product is for counts more than what it notes in passing
_WINDOW: Final = 448  # tokens; the few notes that are longer lose their end in training only
_AT_ONCE: Final = 16  # samples that pass the frozen layers together
_SORTED: Final = 8  # batches that are sorted by length together, so that little is padding


@dataclass(frozen=True, slots=True, eq=False)
class Sample:
    """One piece for the network: token ids, tokens x TAGS, and GIST_LABELS in [0, 1]."""

    ids: Tensor
    tags: Tensor
    labels: Tensor


@dataclass(frozen=True, slots=True)
class Epoch:
    """How one pass over the notes went: mean losses of both heads."""

    number: int
    tags: float
    labels: float


def sample(piece: Piece, tokenizer: Tokenizer) -> Sample:
    """The piece as token ids with what each token, and the piece, is marked as."""
    read_as = neutral(piece.text)
    encoding = tokenizer.encode(read_as.text)
    offsets = read_as.original(np.array(encoding.offsets[:_WINDOW]))
    tags = np.zeros((len(offsets), len(TAGS)), np.float32)
    for span in piece.spans:
        inside = (offsets[:, 0] < span.end) & (offsets[:, 1] > span.start)
        inside &= offsets[:, 1] > offsets[:, 0]
        column = tags[:, TAGS.index(span.tag)]
        column[inside] = np.maximum(column[inside], span.weight)
    return Sample(
        torch.tensor(encoding.ids[:_WINDOW]),
        torch.from_numpy(tags),
        torch.tensor(piece.labels, dtype=torch.float32),
    )


def tune(
    network: Network,
    samples: Sequence[Sample],
    further: Sequence[Sample],
    *,
    seed: int,
    epochs: int = EPOCHS,
    report: Callable[[Epoch], None] = lambda epoch: None,
) -> None:
    """Teach `network` in place; the same seed, samples and versions give the same weights.

    Every pass sees all of `samples` and half of those that come `further`, drawn anew.
    """
    torch.manual_seed(seed)
    order = random.Random(seed)
    every = [*samples, *further]
    below = _below(network, every)
    upper, heads = network.learning()
    optimiser = torch.optim.AdamW(
        [{"params": upper}, {"params": heads}], lr=ENCODER_RATE, weight_decay=_DECAY
    )
    drawn = len(further) // 2
    steps = epochs * -(-(len(samples) + drawn) // BATCH)
    schedule = torch.optim.lr_scheduler.OneCycleLR(
        optimiser,
        [ENCODER_RATE, HEAD_RATE],
        total_steps=steps + 1,
        pct_start=_WARM_UP,
    )
    for number in range(1, epochs + 1):
        network.train()
        losses = []
        seen = [
            *range(len(samples)),
            *order.sample(range(len(samples), len(every)), drawn),
        ]
        for places in _batches([len(every[i].ids) for i in seen], order):
            rows = [seen[place] for place in places]
            tag_loss, label_loss = _losses(
                network, [every[i] for i in rows], [below[i] for i in rows]
            )
            optimiser.zero_grad()
            (tag_loss + label_loss).backward()
            torch.nn.utils.clip_grad_norm_([*upper, *heads], _LONGEST)
            optimiser.step()
            schedule.step()
            losses.append((tag_loss.item(), label_loss.item()))
        report(Epoch(number, *map(float, np.mean(losses, axis=0))))
    network.eval()


def _together(samples: Sequence[Sample]) -> Iterator[tuple[list[int], Tensor, Tensor]]:
    """Samples of like length: their places, and ids and mask as samples x tokens."""
    rows = sorted(range(len(samples)), key=lambda i: len(samples[i].ids))
    for start in range(0, len(rows), _AT_ONCE):
        group = rows[start : start + _AT_ONCE]
        longest = len(samples[group[-1]].ids)
        ids = torch.zeros(len(group), longest, dtype=torch.long)
        for row, i in zip(ids, group, strict=True):
            row[: len(samples[i].ids)] = samples[i].ids
        yield group, ids, _mask([samples[i] for i in group], longest)


def _below(network: Network, samples: Sequence[Sample]) -> list[Tensor]:
    """What the frozen layers make of each sample: computed once, since it never changes."""
    network.eval()
    kept: dict[int, Tensor] = {}
    with torch.no_grad():
        for places, ids, mask in _together(samples):
            for i, vectors in zip(places, network.below(ids, mask), strict=True):
                kept[i] = vectors[: len(samples[i].ids)].clone()
    return [kept[i] for i in range(len(samples))]


def _losses(
    network: Network, samples: Sequence[Sample], below: Sequence[Tensor]
) -> tuple[Tensor, Tensor]:
    longest = max(len(s.ids) for s in samples)
    vectors = torch.stack([_padded(b, longest) for b in below])
    targets = torch.stack([_padded(s.tags, longest) for s in samples])
    mask = _mask(samples, longest)
    labels = torch.stack([s.labels for s in samples])
    tags, said = network(vectors, mask)
    per_token = functional.binary_cross_entropy_with_logits(tags, targets, reduction="none")
    yes_no = functional.binary_cross_entropy_with_logits(
        said[:, _YES_NO], labels[:, _YES_NO], weight=_WEIGHTS, reduction="sum"
    ) / len(samples)
    axes = [functional.cross_entropy(said[:, axis], labels[:, axis]) for axis in _AXES]
    return per_token[mask].sum(dim=-1).mean(), yes_no + sum(axes)


def _mask(samples: Sequence[Sample], longest: int) -> Tensor:
    return torch.tensor([[i < len(s.ids) for i in range(longest)] for s in samples])


def _padded(rows: Tensor, length: int) -> Tensor:
    return functional.pad(rows, (0, 0, 0, length - len(rows)))


def _batches(lengths: Sequence[int], order: random.Random) -> Iterator[list[int]]:
    """Batches of notes of like length, in random order."""
    rows = list(range(len(lengths)))
    order.shuffle(rows)
    batches = []
    for start in range(0, len(rows), BATCH * _SORTED):
        group = sorted(rows[start : start + BATCH * _SORTED], key=lengths.__getitem__)
        batches += [group[i : i + BATCH] for i in range(0, len(group), BATCH)]
    order.shuffle(batches)
    yield from batches


def _axis(first: str, size: int) -> slice:
    start = GIST_LABELS.index(first)
    return slice(start, start + size)


_AXES: Final = (
    _axis(f"control:{CONTROL[0]}", len(CONTROL)),
    _axis(f"affiliation:{AFFILIATION[0]}", len(AFFILIATION)),
)
_YES_NO: Final = [
    i for i in range(len(GIST_LABELS)) if not any(axis.start <= i < axis.stop for axis in _AXES)
]
_WEIGHTS: Final = torch.tensor(
    [_BARRIER_WEIGHT if GIST_LABELS[i] in BARRIERS else 1.0 for i in _YES_NO]
)
