"""Where the artefacts lie: with the installation, unless the environment names another folder."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Final

DEFAULT_ARTEFACTS: Final = Path(__file__).resolve().parents[1] / "models" / "artefacts"


def from_environment(name: str) -> Path | None:
    """The path that the variable `name` holds; None where it is unset or empty."""
    value = os.environ.get(name)
    return Path(value) if value else None


def artefacts_folder(given: Path | None) -> Path:
    """The folder `given`, else that of `MIDDLEGROUND_ARTEFACTS`, else `DEFAULT_ARTEFACTS`."""
    return given or from_environment("MIDDLEGROUND_ARTEFACTS") or DEFAULT_ARTEFACTS
