"""Whether the models are there, are those that belong together, and read a note."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from typing import Final, TypeVar

from inference import InferenceError, Reader, load_coach, load_deidentifier, load_reader

from .finding import Finding

T = TypeVar("T")

_NOTE: Final = (
    "Offered the room again. He said part of him wants it and part of him would rather stay with "
    "the others. Denies SI. I felt pulled to decide it for him."
)
_RISK: Final = ("suicide", "denied")


def models() -> Iterator[Finding]:
    """Load everything, which compares each file with its hash, and read a note of our own."""
    reader = _loaded("Models", load_reader)
    if isinstance(reader, Finding):
        yield reader  # of which the others would tell once more
        return
    hashes = reader.provenance.artefacts
    yield Finding("Models", f"{len(hashes)} loaded, and their hashes are those of their manifests")
    yield _reading(reader)
    # Without these the page starts, and tells whoever asks for them.
    for what, load in (("Coach", load_coach), ("Stand-ins", load_deidentifier)):
        loaded = _loaded(what, load)
        yield loaded if isinstance(loaded, Finding) else Finding(what, "loaded")


def _loaded(what: str, load: Callable[[], T]) -> T | Finding:
    """What `load` gives, or what to tell where it fails."""
    try:
        return load()
    except InferenceError as error:
        return Finding(what, "not complete", str(error))
    except Exception as error:
        return Finding(
            what,
            f"cannot be loaded ({type(error).__name__})",
            "Install Middle Ground again; MIDDLEGROUND_TRACEBACK=1 tells more.",
        )


def _reading(reader: Reader) -> Finding:
    began = time.perf_counter()
    read = reader.read(_NOTE)
    seconds = time.perf_counter() - began
    if _RISK in {(risk.kind, risk.status) for risk in read.risks} and read.hypotheses:
        return Finding("Reading", f"a short note in {1000 * seconds:.0f} ms")
    return Finding(
        "Reading",
        "a note that is known is read in another way than it should be",
        "Restore models/artefacts, or train again: make train",
    )
