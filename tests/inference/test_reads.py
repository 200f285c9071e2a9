"""Many notes at once: in order, the encoder a little ahead, and nothing left behind on the way."""

from __future__ import annotations

import threading

import numpy as np
import pytest
from spacy.language import Language

from inference.encoder import Encoding
from inference.errors import NoteError
from inference.neutral import neutral
from inference.reader import Reader
from inference.reads import _AHEAD, prepare

TEXTS = [f"He came at {hour} for the bus." for hour in range(40)]


class Slow:
    """An encoder that knows nothing and, once it has `met` so many notes, waits to be let go on."""

    def __init__(self, until: int = 1_000) -> None:
        self.met: list[str] = []
        self.go_on = threading.Event()
        self._until = until

    def encode(self, texts: list[str]) -> list[Encoding]:
        self.met += texts
        if len(self.met) > self._until:
            self.go_on.wait(10)
        return [Encoding(np.zeros((0, 2), np.int64), np.zeros((0, 4), np.float32)) for _ in texts]


def test_reads_come_in_the_order_of_the_texts(nlp: Language) -> None:
    encoder = Slow()
    assert [read.reading.text for read in prepare(nlp, encoder, iter(TEXTS))] == TEXTS  # type: ignore[arg-type]
    assert sorted(encoder.met) == sorted(neutral(text).text for text in TEXTS)


def test_two_notes_are_encoded_at_once(nlp: Language) -> None:
    class Meeting(Slow):
        both = threading.Barrier(2, timeout=10)  # broken, and raising, where one comes alone

        def encode(self, texts: list[str]) -> list[Encoding]:
            self.both.wait()
            return super().encode(texts)

    reads = prepare(nlp, Meeting(), iter(TEXTS))  # type: ignore[arg-type]
    assert [read.reading.text for read in reads] == TEXTS


def test_whoever_stops_early_does_not_wait_for_the_rest(nlp: Language) -> None:
    encoder = Slow()
    taken = []

    def texts():  # type: ignore[no-untyped-def]
        for text in TEXTS:
            taken.append(text)
            yield text

    reads = prepare(nlp, encoder, texts())  # type: ignore[arg-type]
    next(reads)
    reads.close()
    assert len(encoder.met) <= len(taken) == _AHEAD


def test_what_waits_is_given_up_when_the_reading_fails(nlp: Language) -> None:
    encoder = Slow(until=2)

    def texts():  # type: ignore[no-untyped-def]
        yield from TEXTS[:_AHEAD]
        encoder.go_on.set()
        raise OSError("the file is gone")

    reads = prepare(nlp, encoder, texts())  # type: ignore[arg-type]
    encoder.go_on.set()
    next(reads)
    with pytest.raises(OSError, match="is gone"):
        next(reads)
    assert len(encoder.met) <= _AHEAD


@pytest.mark.slow
def test_refused_notes_keep_their_places_among_many(reader: Reader) -> None:
    texts = [text if i % 7 else " " for i, text in enumerate(TEXTS[:20])] + ["", ""]
    made = list(reader.read_many(iter(texts)))
    assert [isinstance(each, NoteError) for each in made] == [not text.strip() for text in texts]
    shown = [each.scores for each in made if not isinstance(each, NoteError)]
    assert shown == [reader.read(text).scores for text in texts if text.strip()]
    assert list(reader.read_many([])) == []
