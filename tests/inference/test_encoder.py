"""Texts longer than the encoder's window: every token once, from where it stands well inside."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest

from inference.encoder import OVERLAP, WINDOW, Encoder, Vectors

TEXT = " ".join(f"He came by at {hour}, asked for the bed and left." for hour in range(120))


@pytest.fixture(scope="module")
def encoder() -> Encoder:
    return Encoder.open()


def test_each_token_is_there_once_and_in_order(encoder: Encoder) -> None:
    (encoding,) = encoder.encode([TEXT])
    assert len(encoding.offsets) > 2 * WINDOW
    assert len(encoding.offsets) == len(encoding.vectors)
    starts, ends = encoding.offsets.T
    assert (starts[1:] >= ends[:-1]).all()
    read = "".join(TEXT[start:end] for start, end in encoding.offsets)
    assert read == TEXT.replace(" ", "")


def test_a_token_is_taken_from_the_window_in_whose_middle_it_stands(
    encoder: Encoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    def inner(ids: Sequence[Sequence[int]]) -> list[Vectors]:
        """In the place of each vector, how far its token is from an edge of the window."""
        return [
            np.array([[min(i, len(each) - 1 - i)] for i in range(len(each))], np.float32)
            for each in ids
        ]

    monkeypatch.setattr(encoder, "_run", inner)
    (encoding,) = encoder.encode([TEXT])
    middle = encoding.vectors[OVERLAP // 2 : -OVERLAP // 2]
    assert middle.min() >= OVERLAP // 2 - 1


@pytest.mark.parametrize("text", ["", " \n"])
def test_a_text_without_tokens_has_no_vectors(encoder: Encoder, text: str) -> None:
    (encoding,) = encoder.encode([text])
    assert encoding.vectors.shape == (0, 384)
    assert encoding.mean(0, 1) is None
