"""Teach a network: marked pieces of text into token and note targets, then plain gradient steps.

Nothing here is needed to read notes; torch and transformers come with `requirements/tune.in`.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Final

import numpy as np
import torch
from tokenizers import Tokenizer
from torch import Tensor
from torch.nn import functional
from torch.optim.swa_utils import AveragedModel, get_ema_multi_avg_fn

from inference.labels import AFFILIATION, BARRIERS, CONTROL
from inference.neutral import neutral
from inference.vocabulary import GIST_LABELS, RISK_MARKS, TAGS

from .network import Network
from .pieces import Piece

# Set after four trials measured on the judging part, and one with pieces of notes; no search was
# made.
EPOCHS: Final = 8
BATCH: Final = 16
ENCODER_RATE: Final = 2e-4  # of the uppermost layer
HEAD_RATE: Final = 2e-3
_GOING_ON: Final = 0.5  # of the rates, for a network that is taught already
_LAYER_BELOW: Final = 0.85  # of the rate of the layer above: the lowest know words and syntax
_MEMORY: Final = 0.998  # of the running mean of the weights, which is what is kept
_WARM_UP: Final = 0.1  # share of the steps in which the rates rise
_DECAY: Final = 0.01
_LONGEST: Final = 1.0  # gradients are cut to this length
# What the product is for, and what must be seen first, count more than what it notes in passing.
_BARRIER_WEIGHT: Final = 3.0
_RISK_WEIGHT: Final = 2.0
_WINDOW: Final = 448  # tokens; the few notes that are longer lose their end in training only
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
    taught: bool = False,
    report: Callable[[Epoch], None] = lambda epoch: None,
) -> None:
    """Teach `network` in place; the same seed, samples and versions give the same weights.

    Every pass sees all of `samples` and half of those that come `further`, drawn anew. A network
    that was `taught` before goes on at lower rates.
    """
    torch.manual_seed(seed)
    order = random.Random(seed)
    every = [*samples, *further]
    layers, heads = network.learning()
    pace = _GOING_ON if taught else 1.0
    rates = [pace * ENCODER_RATE * _LAYER_BELOW**below for below in reversed(range(len(layers)))]
    optimiser = torch.optim.AdamW(
        [{"params": group} for group in (*layers, heads)], lr=ENCODER_RATE, weight_decay=_DECAY
    )
    drawn = len(further) // 2
    steps = epochs * -(-(len(samples) + drawn) // BATCH)
    schedule = torch.optim.lr_scheduler.OneCycleLR(
        optimiser,
        [*rates, pace * HEAD_RATE],
        total_steps=steps + 1,
        pct_start=_WARM_UP,
    )
    learning = list(chain(*layers, heads))
    mean = AveragedModel(network, multi_avg_fn=get_ema_multi_avg_fn(_MEMORY))
    for number in range(1, epochs + 1):
        network.train()
        losses = []
        seen = [
            *range(len(samples)),
            *order.sample(range(len(samples), len(every)), drawn),
        ]
        for places in _batches([len(every[i].ids) for i in seen], order):
            tag_loss, label_loss = _losses(network, [every[seen[place]] for place in places])
            optimiser.zero_grad()
            (tag_loss + label_loss).backward()
            torch.nn.utils.clip_grad_norm_(learning, _LONGEST)
            optimiser.step()
            schedule.step()
            mean.update_parameters(network)
            losses.append((tag_loss.item(), label_loss.item()))
        report(Epoch(number, *map(float, np.mean(losses, axis=0))))
    network.load_state_dict(mean.module.state_dict())
    network.eval()


def _losses(network: Network, samples: Sequence[Sample]) -> tuple[Tensor, Tensor]:
    longest = max(len(s.ids) for s in samples)
    ids = torch.stack([functional.pad(s.ids, (0, longest - len(s.ids))) for s in samples])
    targets = torch.stack(
        [functional.pad(s.tags, (0, 0, 0, longest - len(s.tags))) for s in samples]
    )
    mask = torch.tensor([[i < len(s.ids) for i in range(longest)] for s in samples])
    labels = torch.stack([s.labels for s in samples])
    tags, said = network(ids, mask)
    per_token = functional.binary_cross_entropy_with_logits(tags, targets, reduction="none")
    yes_no = functional.binary_cross_entropy_with_logits(
        said[:, _YES_NO], labels[:, _YES_NO], weight=_WEIGHTS, reduction="sum"
    ) / len(samples)
    axes = [functional.cross_entropy(said[:, axis], labels[:, axis]) for axis in _AXES]
    return per_token[mask].sum(dim=-1).mean(), yes_no + sum(axes)


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
_HEAVY: Final = dict.fromkeys(BARRIERS, _BARRIER_WEIGHT) | dict.fromkeys(RISK_MARKS, _RISK_WEIGHT)
_WEIGHTS: Final = torch.tensor([_HEAVY.get(GIST_LABELS[i], 1.0) for i in _YES_NO])
