"""The image for a container has the Python that is tried, and keeps its health check."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

import pytest

ROOT: Final = Path(__file__).parent.parent
INSTALL: Final = (ROOT / "docs" / "INSTALL.md").read_text(encoding="utf-8")
CONTAINERFILE: Final = (ROOT / "deploy" / "Containerfile").read_text(encoding="utf-8")
WITHOUT_HEALTHCHECK: Final = re.compile(r"podman build(?! --format docker\b)")


@pytest.mark.parametrize("text", [INSTALL, CONTAINERFILE], ids=["INSTALL.md", "Containerfile"])
def test_every_build_that_is_shown_keeps_the_health_check(text: str) -> None:
    assert "podman build" in text
    assert WITHOUT_HEALTHCHECK.findall(text) == []


@pytest.mark.parametrize(
    ("command", "lost"),
    [
        ("podman build -f deploy/Containerfile .", True),
        ("podman build --format oci .", True),
        ("podman build --format docker -f deploy/Containerfile .", False),
        ("docker build -f deploy/Containerfile .", False),
    ],
)
def test_a_build_that_loses_it_would_be_found(command: str, lost: bool) -> None:
    assert bool(WITHOUT_HEALTHCHECK.search(command)) == lost


def test_python_of_the_image_is_the_one_that_the_tests_run_on() -> None:
    assert "\nHEALTHCHECK " in CONTAINERFILE
    images = re.findall(r"^FROM docker\.io/library/python:([\d.]+)-slim", CONTAINERFILE, re.M)
    (tried,) = re.findall(r"Python ([\d.]+) is what the tests run on", INSTALL)
    assert images == [tried, tried]
