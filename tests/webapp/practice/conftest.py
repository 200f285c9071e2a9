"""A pack of three cases, as text that tests may spoil and as the values built from it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Final

import pytest

from webapp.practice.loading import read_pack
from webapp.practice.pack import Case, Pack

FILE: Final = Path(__file__).with_name("pack.json")


@pytest.fixture
def raw() -> dict[str, Any]:
    """The pack as plain JSON, a fresh one for each test."""
    return json.loads(FILE.read_text(encoding="utf-8"))


@pytest.fixture(scope="session")
def pack() -> Pack:
    return read_pack(FILE.read_bytes(), FILE.name)


@pytest.fixture(scope="session")
def keys(pack: Pack) -> Case:
    """One barrier, a fair complaint beside it."""
    return pack.cases[0]


@pytest.fixture(scope="session")
def allotment(pack: Pack) -> Case:
    """Nothing in the way."""
    return pack.cases[1]


@pytest.fixture(scope="session")
def night(pack: Pack) -> Case:
    """Two barriers and a danger that is on now."""
    return pack.cases[2]
