"""What is installed is what stands in the tree, and what it needs is pinned with hashes."""

from __future__ import annotations

import configparser
import re
from pathlib import Path
from typing import Final

import pytest

ROOT: Final = Path(__file__).parent.parent
ROOMS: Final = ("inference", "models", "webapp")


def config() -> configparser.ConfigParser:
    parser = configparser.ConfigParser()
    parser.read(ROOT / "setup.cfg", encoding="utf-8")
    return parser


def data_files() -> list[Path]:
    """Files of the rooms that are no Python code, relative to the root."""
    return [
        path.relative_to(ROOT)
        for room in ROOMS
        for path in sorted((ROOT / room).rglob("*"))
        if path.is_file() and path.suffix not in {".py", ".pyc"} and path.name[0] != "."
    ]


def packaged(path: Path) -> bool:
    """Whether a pattern of `package_data` brings the file into an installation."""
    for package, patterns in config()["options.package_data"].items():
        wanted = [pattern.strip() for pattern in patterns.split(",")]
        if package == "*":
            if path.name in wanted:
                return True
            continue
        folder = Path(*package.split("."))
        if folder in path.parents:
            # Path.match counts from the right, so equal depth makes it the whole path.
            inside = path.relative_to(folder)
            if any(
                inside.match(pattern) and len(inside.parts) == len(Path(pattern).parts)
                for pattern in wanted
            ):
                return True
    return False


@pytest.mark.parametrize("path", data_files(), ids=str)
def test_data_file_is_installed(path: Path) -> None:
    assert packaged(path)


def test_file_that_no_pattern_names_would_be_found() -> None:
    assert not packaged(Path("inference/knowledge/notes.txt"))
    assert not packaged(Path("webapp/templates/read/deeper/page.html"))


def pins(name: str) -> dict[str, str]:
    """Package to version (or versions, by Python) in a lock file."""
    text = (ROOT / "requirements" / f"{name}.lock").read_text(encoding="utf-8")
    return dict(re.findall(r"^([a-z0-9.-]+)==(\S+)", text, re.MULTILINE))


def test_every_dependency_is_pinned() -> None:
    needed = re.findall(r"^([a-z0-9-]+)", config()["options"]["install_requires"], re.MULTILINE)
    assert "spacy" in needed
    assert set(needed) <= pins("run").keys()


def test_document_names_every_dependency_as_it_is_pinned() -> None:
    text = (ROOT / "docs" / "DEPENDENCIES.md").read_text(encoding="utf-8")
    named = re.findall(r"^\| ([a-z0-9-]+) \| (\d\S*) \| .+ \|$", text, re.MULTILINE)
    extras = "\n".join(config()["options.extras_require"].values())
    asked = [
        (name, pins(lock)[name])
        for lock, needed in (("run", config()["options"]["install_requires"]), ("dev", extras))
        for name in re.findall(r"^([a-z0-9-]+)", needed, re.MULTILINE)
    ]
    assert len(asked) > 35
    assert named == asked


@pytest.mark.parametrize("name", ["run", "dev"])
def test_every_pin_has_a_hash_and_no_address(name: str) -> None:
    text = (ROOT / "requirements" / f"{name}.lock").read_text(encoding="utf-8")
    entries = re.split(r"\n(?=[a-z])", text.split("\n", 2)[2])
    assert len(entries) > 20
    assert [entry for entry in entries if "--hash=sha256:" not in entry] == []
    assert "://" not in text


def test_both_locks_agree() -> None:
    run, dev = pins("run"), pins("dev")
    both = run.keys() & dev.keys()
    assert both
    assert {name: run[name] for name in both} == {name: dev[name] for name in both}
