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

_DROPOUT: Final = 0.1
_UNREAD: Final = 0.1  # share of tokens that are hidden from each other, so that no one word decides
_NOWHERE: Final = -1e4  # log odds of looking at what is hidden or padding
_RARE: Final = -3.0  # log odds of a label before anything is learnt
# A processor that has no sixteen bits of this kind takes three times as long to act as if it had.
_SIXTEEN_BITS: Final = any(
    torch.cpu.get_capabilities().get(name, False) for name in ("avx512_bf16", "amx_bf16", "bf16")
)


class Network(nn.Module):
    """A BERT-shaped encoder, of which all but the word vectors learns, and the heads.

    Word vectors stay as they came: most words of English are not in the corpus, and would be left
    behind by those that are.
    """

    def __init__(self, encoder: BertModel) -> None:
        super().__init__()
        width = encoder.config.hidden_size
        self.encoder = encoder
        self.encoder.embeddings.requires_grad_(False)
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
            attention_probs_dropout_prob=0.0,
            attn_implementation="eager",  # teaching takes two thirds of the time of the fused one
        )
        return cls(encoder)

    def learning(self) -> tuple[list[list[nn.Parameter]], list[nn.Parameter]]:
        """The parameters that learn: those of each layer from the lowest up, those of the heads."""
        layers = [list(layer.parameters()) for layer in self._layers()]
        heads = [p for head in (self.tags, self.look, self.say) for p in head.parameters()]
        return layers, heads

    def forward(self, ids: Tensor, mask: Tensor) -> tuple[Tensor, Tensor]:
        """Log odds from ids and what of them is no padding, both batch x tokens.

        Returns batch x tokens x TAGS, and batch x GIST_LABELS.
        """
        seen = mask
        if self.training:
            hidden = torch.rand(mask.shape) < _UNREAD
            hidden[:, 0] = False  # a note is never left without any token
            seen = mask & ~hidden
        # Sixteen bits in the layers, which is most of the work; losses need the full range.
        with torch.autocast("cpu", torch.bfloat16, enabled=_SIXTEEN_BITS):
            read = self.vectors(ids, seen)
        vectors = self.dropout(read.float())
        looks = self.look(vectors).masked_fill(~seen.unsqueeze(-1), _NOWHERE).softmax(dim=1)
        return self.tags(vectors), (looks * self.say(vectors)).sum(dim=1)

    def vectors(self, ids: Tensor, mask: Tensor) -> Tensor:
        """Token vectors as the heads read them: batch x tokens x width."""
        unseen = _NOWHERE * (1.0 - mask[:, None, None, :].float())
        vectors: Tensor = self.encoder.embeddings(input_ids=ids)
        for layer in self._layers():
            passed: Any = layer(vectors, attention_mask=unseen)
            vectors = passed[0] if isinstance(passed, tuple) else passed
        return vectors

    def _layers(self) -> Sequence[nn.Module]:
        return list(self.encoder.encoder.layer)
