"""Make one archive that installs Middle Ground on a machine without a network.

    python deploy/bundle.py

It holds the wheels that `requirements/run.lock` pins, checked against their hashes, the wheel of
Middle Ground itself with its trained artefacts, the lock, `install.py`, and SHA256SUMS over all of
it. Wheels are for the Python and the system that this runs on: make it on a machine like the one
it is for.
"""

from __future__ import annotations

import argparse
import hashlib
import platform
import shutil
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parents[1]
SUMS: Final = "SHA256SUMS"
PIP: Final = [sys.executable, "-m", "pip", "--disable-pip-version-check"]


def bundle(lock: Path, target: Path) -> Path:
    """Write the archive into the folder `target`; its path."""
    with tempfile.TemporaryDirectory() as place:
        wheels = Path(place) / "wheels"
        download = ["download", "--quiet", "--require-hashes", "--only-binary", ":all:"]
        subprocess.run([*PIP, *download, "-r", str(lock), "-d", str(wheels)], check=True)
        tree = _clean_copy(Path(place) / "tree")
        build = ["wheel", "--quiet", "--no-deps", "--no-build-isolation", "--no-index"]
        subprocess.run([*PIP, *build, str(tree), "-w", str(wheels)], check=True)
        (own,) = wheels.glob("middleground-*.whl")
        version = own.name.split("-")[1]
        name = f"middleground-{version}-{_system()}"
        whole = Path(place) / name
        whole.mkdir()
        wheels.rename(whole / "wheels")
        shutil.copy(lock, whole / "run.lock")
        shutil.copy(ROOT / "deploy" / "install.py", whole / "install.py")
        shutil.copy(ROOT / "LICENSE", whole / "LICENSE")
        write_sums(whole)
        target.mkdir(parents=True, exist_ok=True)
        archive = target / f"{name}.tar.gz"
        begun = archive.with_suffix(".part")
        with tarfile.open(begun, "w:gz") as tar:
            tar.add(whole, arcname=name)
        begun.replace(archive)  # so that what has its name is whole, whatever stops this before
    return archive


def write_sums(folder: Path) -> None:
    """Write SHA256SUMS over every file in `folder`, in the form that sha256sum reads."""
    files = sorted(path for path in folder.rglob("*") if path.is_file() and path.name != SUMS)
    rows = [f"{_sha256(path)}  {path.relative_to(folder).as_posix()}\n" for path in files]
    (folder / SUMS).write_text("".join(rows), encoding="utf-8")


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _clean_copy(target: Path) -> Path:
    """What the wheel is made of, so that building leaves nothing behind in the tree."""
    target.mkdir()
    for room in ("inference", "models", "webapp"):
        leave = shutil.ignore_patterns("__pycache__", "*.pyc")
        shutil.copytree(ROOT / room, target / room, ignore=leave)
    for name in (
        "middleground.py",
        "setup.cfg",
        "pyproject.toml",
        "README.md",
        "LICENSE",
        "NOTICE",
    ):
        shutil.copy(ROOT / name, target / name)
    return target


def _system() -> str:
    python = "".join(map(str, sys.version_info[:2]))
    return f"{platform.system()}-{platform.machine()}-cp{python}".lower()


def main() -> None:
    """Make the archive and say where it is."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--lock", type=Path, default=ROOT / "requirements" / "run.lock")
    parser.add_argument("--target", type=Path, default=ROOT / "dist")
    chosen = parser.parse_args()
    archive = bundle(chosen.lock, chosen.target)
    print(f"{archive} ({archive.stat().st_size / 1e6:.0f} MB)")


if __name__ == "__main__":
    main()
