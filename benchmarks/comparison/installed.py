"""How much disk packages take in an environment, with everything that they require."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator, Sequence
from importlib import metadata
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name


def site_packages(python: str) -> str:
    """Where that Python's packages lie."""
    code = "import sysconfig; print(sysconfig.get_path('purelib'))"
    return subprocess.run(
        [python, "-c", code], capture_output=True, text=True, check=True
    ).stdout.strip()


def versions(site: str, names: Sequence[str]) -> dict[str, str]:
    """The versions of the packages that are installed there."""
    there = _distributions(site)
    return {n: there[canonicalize_name(n)].version for n in names if canonicalize_name(n) in there}


def installed_bytes(site: str, names: Sequence[str]) -> int:
    """Bytes of the packages and of all that they require, each file once."""
    files = {file for found in _closure(_distributions(site), names) for file in _files(found)}
    return sum(file.stat().st_size for file in files if file.is_file())


def _distributions(site: str) -> dict[str, metadata.Distribution]:
    found = metadata.distributions(path=[site])
    return {canonicalize_name(each.metadata["Name"]): each for each in found}


def _closure(
    there: dict[str, metadata.Distribution], names: Sequence[str]
) -> Iterator[metadata.Distribution]:
    waiting, seen = [canonicalize_name(name) for name in names], set()
    while waiting:
        name = waiting.pop()
        if name in seen or name not in there:
            continue
        seen.add(name)
        yield there[name]
        for line in there[name].requires or ():
            requirement = Requirement(line)
            if requirement.marker is None or requirement.marker.evaluate({"extra": ""}):
                waiting.append(canonicalize_name(requirement.name))


def _files(found: metadata.Distribution) -> Iterator[Path]:
    for file in found.files or ():
        yield Path(str(found.locate_file(file))).resolve()
