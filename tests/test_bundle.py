"""The bundle refuses what was tampered with, and installs where there is no network."""

from __future__ import annotations

import importlib.util
import json
import shutil
import subprocess
import sys
import tarfile
from pathlib import Path
from types import ModuleType
from typing import Final

import pytest

ROOT: Final = Path(__file__).parent.parent
BUNDLES: Final = sorted((ROOT / "dist").glob("middleground-*.tar.gz"))
NOTE: Final = "Offered the room again. He said part of him wants it, and part does not. Denies SI."


def script(name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(name, ROOT / "deploy" / f"{name}.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "wheels").mkdir()
    for name in ("wheels/a-1-py3-none-any.whl", "run.lock", "install.py", "LICENSE"):
        (tmp_path / name).write_text(name)
    script("bundle").write_sums(tmp_path)
    return tmp_path


def test_whole_bundle_has_no_problems(folder: Path) -> None:
    assert script("install").problems(folder) == []


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda f: (f / "wheels/a-1-py3-none-any.whl").write_text("x"), "sha256 differs"),
        (lambda f: (f / "run.lock").write_text("evil==1"), "run.lock is not the file"),
        (lambda f: (f / "wheels/a-1-py3-none-any.whl").unlink(), "is missing"),
        (lambda f: (f / "wheels/b-2-py3-none-any.whl").touch(), "does not belong"),
    ],
    ids=["changed wheel", "changed lock", "missing wheel", "wheel too many"],
)
def test_tampered_bundle_is_refused(folder: Path, change: object, said: str) -> None:
    assert callable(change)
    change(folder)
    (problem,) = script("install").problems(folder)
    assert said in problem


def without_network(*words: str | Path) -> subprocess.CompletedProcess[str]:
    """Run in a network namespace that has no interface that is up."""
    command = ["unshare", "--map-root-user", "--net", *map(str, words)]
    return subprocess.run(command, capture_output=True, text=True, env={"PATH": "/usr/bin:/bin"})


def no_namespaces() -> bool:
    return not shutil.which("unshare") or without_network("true").returncode != 0


@pytest.mark.slow
@pytest.mark.skipif(not BUNDLES, reason="make bundle has not been run")
@pytest.mark.skipif(no_namespaces(), reason="this system gives no network namespace")
def test_bundle_installs_with_the_network_closed(tmp_path: Path) -> None:
    reach = "import socket; socket.create_connection(('192.0.2.1', 443), 3)"
    assert "unreachable" in without_network(sys.executable, "-c", reach).stderr
    with tarfile.open(BUNDLES[-1]) as archive:
        # Python 3.11 has filters from its fourth release on.
        safely = {"filter": "data"} if hasattr(tarfile, "data_filter") else {}
        archive.extractall(tmp_path, **safely)  # noqa: S202 -- made here a moment ago
    (unpacked,) = tmp_path.iterdir()
    place = unpacked / "installed"
    base = Path(sys.base_prefix) / "bin" / "python3"
    done = without_network(base, unpacked / "install.py", place)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "Middle Ground is ready." in done.stdout
    (tmp_path / "note.txt").write_text(NOTE)
    command = place / "bin" / "middleground"
    read = without_network(command, "read", "--json", tmp_path / "note.txt")
    assert json.loads(read.stdout)["risks"][0]["status"] == "denied"
