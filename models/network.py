"""The network that is tuned: a sentence encoder with two linear heads on its token vectors.

Both heads are plain matrices, so that serving needs no torch: `tags` says of every token what it is
evidence of; `look` and `say` read the note as a whole, label by label, as a mean of what each token
says weighted by where that label looks (attention pooling; Ilse, Tomczak and Welling 2018).
Learning both at once on one encoder is multi-task learning (Caruana 1997): marked quotes are a few
thousand, notes with a label a few hundred.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import torch
from torch import Tensor, nn
from transformers import BertModel

from inference.vocabulary import GIST_LABELS, TAGS

# The lowest layers know words and syntax; they are left as they came, which halves the work and
# keeps what the encoder has learnt from a billion sentences that are no notes.
FROZEN: Final = 3
_DROPOUT: Final = 0.1
_UNREAD: Final = 0.1  # share of tokens that are hidden from each other, so that no one word decides
_NOWHERE: Final = -1e4  # log odds of looking at padding
_RARE: Final = -3.0  # log odds of a label before anything is learnt


class Network(nn.Module):
    """A BERT-shaped encoder whose layers above `frozen` learn, and the heads."""

    def __init__(self, encoder: BertModel, *, frozen: int = FROZEN) -> None:
        super().__init__()
        width = encoder.config.hidden_size
        self.encoder = encoder
        self.frozen = frozen
        self.dropout = nn.Dropout(_DROPOUT)
        self.tags = nn.Linear(width, len(TAGS))
        self.look = nn.Linear(width, len(GIST_LABELS))
        self.say = nn.Linear(width, len(GIST_LABELS))
        nn.init.constant_(self.tags.bias, _RARE)
        nn.init.constant_(self.say.bias, _RARE)

    @classmethod
    def from_folder(cls, folder: str) -> Network:
        """A network on the encoder in `folder` (a Hugging Face model folder), heads untaught."""
        encoder = BertModel.from_pretrained(
            folder,
            add_pooling_layer=False,
            hidden_dropout_prob=_DROPOUT,
            attention_probs_dropout_prob=0.0,  # with it, attention takes three times as long
        )
        return cls(encoder)

    def learning(self) -> tuple[list[nn.Parameter], list[nn.Parameter]]:
        """The parameters that learn: those of the encoder, those of the heads."""
        upper = [p for layer in self._layers()[self.frozen :] for p in layer.parameters()]
        heads = [p for head in (self.tags, self.look, self.say) for p in head.parameters()]
        return upper, heads

    def below(self, ids: Tensor, mask: Tensor) -> Tensor:
        """Token vectors as the frozen layers leave them: batch x tokens x width."""
        return self._pass(
            self.encoder.embeddings(input_ids=ids), mask, self._layers()[: self.frozen]
        )

    def forward(self, below: Tensor, mask: Tensor) -> tuple[Tensor, Tensor]:
        """Log odds from `below`: batch x tokens x TAGS, and batch x GIST_LABELS."""
        seen = mask
        if self.training:
            hidden = torch.rand(mask.shape) < _UNREAD
            hidden[:, 0] = False  # a note is never left without any token
            seen = mask & ~hidden
        vectors = self.dropout(self._pass(below, seen, self._layers()[self.frozen :]))
        looks = self.look(vectors).masked_fill(~seen.bool().unsqueeze(-1), _NOWHERE).softmax(dim=1)
        return self.tags(vectors), (looks * self.say(vectors)).sum(dim=1)

    def vectors(self, ids: Tensor, mask: Tensor) -> Tensor:
        """Token vectors as the heads read them: batch x tokens x width."""
        return self._pass(self.below(ids, mask), mask, self._layers()[self.frozen :])

    def _layers(self) -> Sequence[nn.Module]:
        return list(self.encoder.encoder.layer)

    @staticmethod
    def _pass(vectors: Tensor, mask: Tensor, layers: Sequence[nn.Module]) -> Tensor:
        hidden = torch.zeros(mask.shape[0], 1, 1, mask.shape[1])
        hidden = hidden.masked_fill(~mask.bool()[:, None, None, :], _NOWHERE)
        for layer in layers:
            passed: Any = layer(vectors, attention_mask=hidden)
            vectors = passed[0] if isinstance(passed, tuple) else passed
        return vectors
