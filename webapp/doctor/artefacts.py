"""Whether the models are there, are those that belong together, and read a note."""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import Final

from inference import InferenceError, load_reader

from .finding import Finding

_NOTE: Final = (
    "Offered the room again. He said part of him wants it and part of him would rather stay with "
    "the others. Denies SI. I felt pulled to decide it for him."
)
_RISK: Final = ("suicide", "denied")


def models() -> Iterator[Finding]:
    """Load everything, which compares each file with its hash, and read a note of our own."""
    try:
        reader = load_reader()
    except InferenceError as error:
        yield Finding("Models", "not complete", str(error))
        return
    except Exception as error:
        yield Finding(
            "Models",
            f"cannot be loaded ({type(error).__name__})",
            "Install Middle Ground again; MIDDLEGROUND_TRACEBACK=1 tells more.",
        )
        return
    hashes = reader.provenance.artefacts
    yield Finding("Models", f"{len(hashes)} loaded, and their hashes are those of their manifests")
    began = time.perf_counter()
    read = reader.read(_NOTE)
    seconds = time.perf_counter() - began
    if _RISK in {(risk.kind, risk.status) for risk in read.risks} and read.hypotheses:
        yield Finding("Reading", f"a short note in {1000 * seconds:.0f} ms")
    else:
        yield Finding(
            "Reading",
            "a note that is known is read in another way than it should be",
            "Restore models/artefacts, or train again: make train",
        )
