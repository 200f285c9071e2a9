"""How models lie on disk: as plain arrays by name, which can be read without running anything.

Part `p` of a model with several parts has its arrays under `p/weights` and so on; a model that is
one part has them under `weights`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from .linear import Linear
from .words import Words

Part = Linear | Words
Model = Part | Mapping[str, Part]
Arrays = dict[str, npt.NDArray[Any]]

_LINEAR: Final = frozenset({"weights", "intercepts", "classes"})
_WORDS: Final = frozenset({"weights", "intercepts", "terms", "rarity"})


def arrays_of(model: Model) -> Arrays:
    """The arrays that `model_of` makes the same model of."""
    if isinstance(model, Linear | Words):
        return _of_part(model)
    return {
        f"{name}/{key}": array
        for name, part in model.items()
        for key, array in _of_part(part).items()
    }


def model_of(arrays: Mapping[str, npt.NDArray[Any]]) -> Model:
    """The model whose arrays these are.

    Raises
    ------
    ValueError
        They are not those of a model.
    """
    parts: dict[str, Arrays] = {}
    for name, array in arrays.items():
        part, _, key = name.rpartition("/")
        parts.setdefault(part, {})[key] = array
    if not parts:
        raise ValueError("No model has no arrays.")
    made = {name: _part(part) for name, part in parts.items()}
    return made[""] if list(made) == [""] else made


def _of_part(part: Part) -> Arrays:
    if isinstance(part, Words):
        # One run of bytes: as an array of strings it would take the room of the longest for each.
        terms = np.frombuffer("\n".join(part.terms).encode(), np.uint8)
        return {
            "terms": terms,
            "rarity": part.rarity,
            "weights": part.weights,
            "intercepts": part.intercepts,
        }
    return {
        "weights": part.weights,
        "intercepts": part.intercepts,
        "classes": np.array(part.classes, np.str_),
    }


def _part(arrays: Arrays) -> Part:
    if arrays.keys() == _WORDS:
        terms = tuple(arrays["terms"].tobytes().decode().split("\n"))
        return Words(terms, arrays["rarity"], arrays["weights"], arrays["intercepts"])
    if arrays.keys() == _LINEAR:
        classes = tuple(arrays["classes"].tolist())
        return Linear(arrays["weights"], arrays["intercepts"], classes)
    raise ValueError(f"No model has the arrays {sorted(arrays)}.")
