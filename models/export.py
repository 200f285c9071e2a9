"""A tuned network in the forms that serve: an int8 ONNX encoder, and the heads as matrices."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Final

import numpy as np
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from torch import Tensor, nn

from inference.attention import Attention
from inference.linear import Linear

from .network import Network

_OPSET: Final = 17


def export_encoder(network: Network, path: Path) -> None:
    """Write the encoder to `path`, weights in eight bits.

    The weights of each output are scaled apart, to seven bits: with eight, sums overflow on
    processors without the instructions made for them (ONNX Runtime, "Quantize ONNX models").
    """
    example = torch.ones(1, 8, dtype=torch.long)
    with tempfile.TemporaryDirectory() as scratch:
        whole = Path(scratch) / "whole.onnx"
        torch.onnx.export(
            _Vectors(network).eval(),
            (example, example),
            str(whole),
            input_names=["input_ids", "attention_mask"],
            output_names=["vectors"],
            dynamic_axes={
                name: {0: "notes", 1: "tokens"}
                for name in ("input_ids", "attention_mask", "vectors")
            },
            opset_version=_OPSET,
            dynamo=False,
        )
        quantize_dynamic(
            whole, path, per_channel=True, reduce_range=True, weight_type=QuantType.QInt8
        )


def taught_heads(network: Network) -> tuple[Linear, Attention]:
    """The heads of `network` as they serve: evidence clause by clause, and the note as a whole."""
    return (
        _linear(network.tags),
        Attention(look=_linear(network.look), say=_linear(network.say)),
    )


class _Vectors(nn.Module):
    def __init__(self, network: Network) -> None:
        super().__init__()
        self._network = network

    def forward(self, input_ids: Tensor, attention_mask: Tensor) -> Tensor:
        return self._network.vectors(input_ids, attention_mask)


def _linear(layer: nn.Linear) -> Linear:
    weights, bias = (p.detach().numpy().astype(np.float64) for p in (layer.weight, layer.bias))
    return Linear(np.ascontiguousarray(weights), bias)
