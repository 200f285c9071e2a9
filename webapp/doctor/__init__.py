"""Looking an installation over: what is there, what is not as it should be, how to mend it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

from .artefacts import models
from .distributions import packages
from .finding import Finding
from .keeping import records
from .machine import browser, memory, python
from .named import files
from .site import environment, overlay, own_file

__all__ = ["Finding", "look_over"]

# `requirements/run.lock` beside the rooms, where Middle Ground runs from its own tree.
LOCK: Final = Path(__file__).resolve().parents[2] / "requirements" / "run.lock"


def look_over(*, tests: bool = False, lock: Path = LOCK) -> Iterator[Finding]:
    """The findings, each when it is made; `tests` looks for what only the tests need, too."""
    checks: list[Callable[[], Iterator[Finding]]] = [python, lambda: packages(lock), memory]
    checks += [environment, own_file, overlay, records, files, models]
    if tests:
        checks.append(browser)
    for check in checks:
        yield from check()
