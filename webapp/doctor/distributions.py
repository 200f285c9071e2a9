"""Whether the packages that are installed are those that Middle Ground was tested with."""

from __future__ import annotations

import re
from collections.abc import Iterator
from importlib import metadata
from pathlib import Path

from packaging.requirements import Requirement

from .finding import Finding

_SETUP = "Run make setup, or install Middle Ground again from its bundle."


def packages(lock: Path) -> Iterator[Finding]:
    """Compare what is installed with what Middle Ground asks for, and with `lock` if any."""
    asked = [Requirement(line) for line in metadata.requires("middleground") or ()]
    wrong = [problem for need in asked if (problem := _problem(need))]
    if wrong:
        yield Finding("Packages", "; ".join(wrong), _SETUP)
        return
    if not lock.is_file():
        yield Finding("Packages", "all that Middle Ground asks for; no lock file to compare with")
        return
    pins = pinned(lock.read_text(encoding="utf-8"))
    other = [problem for pin in pins if (problem := _problem(pin))]
    if not other:
        yield Finding("Packages", f"all {len(pins)} as {lock.name} pins them")
        return
    more = f" and {len(other) - 5} more" if len(other) > 5 else ""
    yield Finding(
        "Packages",
        f"{'; '.join(other[:5])}{more}",
        f"They do for Middle Ground, but it was tested with others. {_SETUP}",
        grave=False,
    )


def pinned(lock: str) -> list[Requirement]:
    """The pins of a lock file that hold on this Python and system."""
    lines = re.findall(r"^([a-zA-Z0-9][^\\\n]*==[^\\\n]*)", lock, re.MULTILINE)
    pins = [Requirement(line.strip()) for line in lines]
    return [pin for pin in pins if pin.marker is None or pin.marker.evaluate()]


def _problem(need: Requirement) -> str | None:
    if need.marker and not need.marker.evaluate({"extra": ""}):
        return None
    try:
        found = metadata.version(need.name)
    except metadata.PackageNotFoundError:
        return f"{need.name} is missing"
    if need.specifier.contains(found, prereleases=True):
        return None
    return f"{need.name} is {found}, not {need.specifier}"
