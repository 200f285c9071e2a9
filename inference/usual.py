"""The figures of the corpus, from where the artefacts are."""

from __future__ import annotations

import os
from pathlib import Path

from .reader import DEFAULT_ARTEFACTS
from .reference import Reference, read_reference


def load_reference() -> Reference:
    """The figures that lie with the artefacts of `load_reader`.

    Raises
    ------
    ArtefactError
        They are missing or damaged.
    """
    named = os.environ.get("MIDDLEGROUND_ARTEFACTS")
    return read_reference(Path(named) if named else DEFAULT_ARTEFACTS)
