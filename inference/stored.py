"""How models lie on disk: as plain arrays by name, which can be read without running anything.

Part `p` of a model with several parts has its arrays under `p/weights` and so on; a model that is
one part has them under `weights`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from .clue_weights import ClueWeights
from .linear import Linear
from .words import Words

Part = Linear | Words | ClueWeights
Model = Part | Mapping[str, Part]
Arrays = dict[str, npt.NDArray[Any]]

_LINEAR: Final = frozenset({"weights", "intercepts", "classes"})
_WORDS: Final = frozenset({"weights", "intercepts", "terms", "rarity"})
_CLUES: Final = frozenset({"weights", "vector_weights", "intercepts", "terms", "classes"})


def arrays_of(model: Model) -> Arrays:
    """The arrays that `model_of` makes the same model of."""
    if isinstance(model, Part):
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
        return {
            "terms": _as_bytes(part.terms),
            "rarity": part.rarity,
            "weights": part.weights,
            "intercepts": part.intercepts,
        }
    arrays: Arrays = {
        "weights": part.weights,
        "intercepts": part.intercepts,
        "classes": np.array(part.classes, np.str_),
    }
    if isinstance(part, ClueWeights):
        arrays |= {"terms": _as_bytes(part.terms), "vector_weights": part.vector_weights}
    return arrays


def _as_bytes(terms: tuple[str, ...]) -> npt.NDArray[np.uint8]:
    """One run of bytes: as an array of strings it would take the room of the longest for each."""
    return np.frombuffer("\n".join(terms).encode(), np.uint8)


def _terms(array: npt.NDArray[Any]) -> tuple[str, ...]:
    return tuple(array.tobytes().decode().split("\n"))


def _part(arrays: Arrays) -> Part:
    if arrays.keys() == _WORDS:
        return Words(
            _terms(arrays["terms"]), arrays["rarity"], arrays["weights"], arrays["intercepts"]
        )
    if arrays.keys() == _LINEAR:
        classes = tuple(arrays["classes"].tolist())
        return Linear(arrays["weights"], arrays["intercepts"], classes)
    if arrays.keys() == _CLUES:
        classes = tuple(arrays["classes"].tolist())
        weights = arrays["weights"], arrays["vector_weights"], arrays["intercepts"]
        return ClueWeights(_terms(arrays["terms"]), *weights, classes)
    raise ValueError(f"No model has the arrays {sorted(arrays)}.")
