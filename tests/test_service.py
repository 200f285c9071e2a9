"""The unit for systemd, alone and with what a team puts beside it, is one that systemd can read."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path
from typing import Final

import pytest

DEPLOY: Final = Path(__file__).parent.parent / "deploy"
UNIT: Final = "middleground.service"
ANALYZE: Final = shutil.which("systemd-analyze")

pytestmark = pytest.mark.skipif(ANALYZE is None, reason="systemd-analyze is not installed")


def complaints(folder: Path, *, beside: str = "") -> str:
    """What systemd says of the unit, started by a program that is here, with `beside` it."""
    unit = (DEPLOY / UNIT).read_text(encoding="utf-8")
    here = unit.replace("/opt/middleground/bin/middleground", sys.executable)
    assert here != unit
    (folder / UNIT).write_text(here, encoding="utf-8")
    if beside:
        place = folder / f"{UNIT}.d"
        place.mkdir()
        (place / "team.conf").write_text(beside, encoding="utf-8")
    done = subprocess.run(
        [str(ANALYZE), "verify", str(folder / UNIT)], capture_output=True, text=True, check=False
    )
    return done.stderr


@pytest.mark.parametrize(
    ("beside", "told"),
    [
        pytest.param("", "", id="alone"),
        pytest.param((DEPLOY / "team.conf").read_text(encoding="utf-8"), "", id="a team's"),
        pytest.param("[Service]\nStateFolder=middleground\n", "StateFolder", id="unknown key"),
        pytest.param("[Service]\nIPAddressAllow=nowhere\n", "nowhere", id="no address"),
    ],
)
def test_systemd_reads_it(beside: str, told: str, tmp_path: Path) -> None:
    said = complaints(tmp_path, beside=beside)
    assert told in said if told else not said
