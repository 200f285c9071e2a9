"""A note between reading and judging: what training and serving have in common."""

from __future__ import annotations

from collections import deque
from collections.abc import Generator, Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from itertools import islice
from typing import Final

from spacy.language import Language

from .encoder import Encoder, Encoding
from .features import Features, extract
from .formulation import Referral, Risk
from .marks import marks_of
from .neutral import Neutral, neutral
from .pipeline import read_note
from .reading import Reading
from .referrals import find_referrals
from .risks import find_risks

_AHEAD: Final = 8  # notes that the encoder has under way or done while one is read
_AT_ONCE: Final = 2  # of these under way: no core stands idle while one waits for the interpreter


@dataclass(frozen=True, slots=True, eq=False)
class Read:
    """A note as the models are given it; `risks` and `referrals` are what the rules have found."""

    reading: Reading
    features: Features
    risks: tuple[Risk, ...]
    referrals: tuple[Referral, ...]


def prepare(nlp: Language, encoder: Encoder, texts: Iterable[str]) -> Generator[Read, None, None]:
    """Readings and features of `texts`, in order; each must have passed `intake.check`.

    Encoder on one side, language pipeline and rules on the other need nothing of each other and
    work side by side, the encoder up to `_AHEAD` notes ahead. Each text is encoded by itself:
    padding them to one length costs more than it saves on a CPU.
    """
    waiting, ahead = iter(texts), deque[tuple[str, Neutral, Future[list[Encoding]]]]()
    beside = ThreadPoolExecutor(_AT_ONCE)
    try:
        while True:
            for text in islice(waiting, _AHEAD - len(ahead)):
                read_as = neutral(text)
                ahead.append((text, read_as, beside.submit(encoder.encode, [read_as.text])))
            if not ahead:
                return
            text, read_as, encoding = ahead.popleft()
            reading = read_note(nlp, text)
            risks, referrals = find_risks(reading), find_referrals(reading)
            found = marks_of(risks, referrals)
            features = extract(reading, read_as, encoding.result()[0], found)
            yield Read(reading, features, risks, referrals)
    finally:
        beside.shutdown(cancel_futures=True)
