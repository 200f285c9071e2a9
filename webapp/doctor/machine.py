"""Python, memory, and for the tests a browser."""

from __future__ import annotations

import os
import platform
import shutil
import sys
from collections.abc import Iterator
from importlib import metadata
from pathlib import Path
from typing import Final

from packaging.specifiers import SpecifierSet

from .finding import Finding

_NEEDED: Final = 600  # MB: one process with its models, and room for a long note
_MEMINFO: Final = Path("/proc/meminfo")


def python() -> Iterator[Finding]:
    """Whether this Python is one that Middle Ground is made for."""
    here = platform.python_version()
    wanted = metadata.metadata("middleground")["Requires-Python"]
    if here in SpecifierSet(wanted, prereleases=True):
        yield Finding("Python", f"{here} in {sys.prefix}")
    else:
        yield Finding(
            "Python",
            f"{here}, but Middle Ground is made for {wanted}",
            "Install it with another Python: make setup PYTHON=python3.12",
        )


def memory() -> Iterator[Finding]:
    """Whether there is room for a process with its models."""
    free = free_megabytes()
    if free is None:
        yield Finding("Memory", f"not known on this system; {_NEEDED} MB are needed")
    elif free >= _NEEDED:
        yield Finding("Memory", f"{free} MB are free, enough for {free // _NEEDED} processes")
    else:
        yield Finding(
            "Memory",
            f"{free} MB are free; a process needs up to {_NEEDED}",
            "Close other programs, and run batch with --jobs 1.",
            grave=False,
        )


def free_megabytes() -> int | None:
    """Memory that can be had without swapping, None where the system does not tell."""
    try:
        for line in _MEMINFO.read_text(encoding="ascii").splitlines():
            if line.startswith("MemAvailable:"):
                return int(line.split()[1]) // 1024
    except (OSError, ValueError):
        pass
    try:
        return int(os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") // 1_000_000)
    except (AttributeError, OSError, ValueError):
        return None  # Windows has no sysconf


def browser() -> Iterator[Finding]:
    """Whether there is the browser that the tests of the page drive."""
    found = shutil.which("chromium")
    if found:
        yield Finding("Chromium", found)
    else:
        yield Finding(
            "Chromium",
            "not found; only the tests need it",
            "On Debian or Ubuntu: sudo apt-get install chromium",
        )
