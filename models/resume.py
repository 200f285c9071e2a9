"""Go on from artefacts: a network that says what a shipped encoder and its heads say.

The matrices come back from their eight bits, so that nothing in full precision has to be kept from
one teaching to the next; what they lose is less than what one pass over the corpus moves them.
Word vectors, which no teaching changes, stay those of the encoder it all began with.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

import numpy as np
import onnx
import torch
from onnx import numpy_helper

from inference.encoder import MODEL_FILE, Encoder
from inference.errors import ArtefactError
from inference.linear import Array, Linear

from .line import load_taught
from .network import Network

_WRAPPER: Final = "_network."  # how `export` names what belongs to the network
_PRODUCT: Final = "MatMulInteger"
_SUFFIX: Final = "_quantized"


def resume(network: Network, folder: Path) -> str:
    """Give `network` the weights of the artefacts in `folder`, whose encoder's digest is returned.

    Raises
    ------
    ArtefactError
        They are missing or damaged, do not belong together, or were not made by `models.tune`.
    """
    digest = Encoder.open(folder / "encoder").digest()
    heads = load_taught(folder, digest)
    state = {
        name: torch.from_numpy(values)
        for name, values in _layers(folder / "encoder" / MODEL_FILE).items()
    }
    state |= _head("tags", heads.evidence)
    state |= _head("look", heads.gist.look)
    state |= _head("say", heads.gist.say)
    lacking = {name for name, p in network.named_parameters() if p.requires_grad} - state.keys()
    if lacking:
        raise ArtefactError(
            f"The encoder in {folder} was not made by `models.tune`: it has no {min(lacking)}."
        )
    network.load_state_dict(state, strict=False)
    return digest


def _layers(path: Path) -> dict[str, Array]:
    """The weights of the layers by their names in the network."""
    graph = onnx.load(str(path)).graph
    held = {each.name: each for each in graph.initializer}
    found = {
        name.removeprefix(_WRAPPER): numpy_helper.to_array(each).copy()
        for name, each in held.items()
        if name.startswith(f"{_WRAPPER}encoder.encoder.")
    }
    for node in graph.node:
        if node.op_type != _PRODUCT or not node.input[1].endswith(_SUFFIX):
            continue
        stem = node.input[1].removesuffix(_SUFFIX)
        small, scale, zero = (
            numpy_helper.to_array(held[stem + part]).astype(np.float32)
            for part in (_SUFFIX, "_scale", "_zero_point")
        )
        module = ".".join(node.name.strip("/").split("/")[:-1])
        # ONNX multiplies from the right, torch from the left.
        weight = ((small - zero) * scale).T
        found[f"encoder.encoder.{module}.weight"] = np.ascontiguousarray(weight)
    return found


def _head(name: str, head: Linear) -> dict[str, torch.Tensor]:
    return {
        f"{name}.weight": torch.from_numpy(head.weights.astype(np.float32)),
        f"{name}.bias": torch.from_numpy(head.intercepts.astype(np.float32)),
    }
