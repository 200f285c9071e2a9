"""Every line of the threat model names a test that there is."""

from __future__ import annotations

import ast
import re
from pathlib import Path
from typing import Final

import pytest

ROOT: Final = Path(__file__).parent.parent
TABLE: Final = (ROOT / "docs" / "THREATS.md").read_text(encoding="utf-8")
ROWS: Final = [line for line in TABLE.splitlines() if line.startswith("| ")][1:]
A_TEST: Final = re.compile(r"`(tests/[\w/]+\.py)((?:::\w+)*)`")


def named_in(row: str) -> list[tuple[str, str]]:
    """Files and names of the tests in the last cell of a row."""
    return A_TEST.findall(row.removesuffix(" |").rpartition(" | ")[2])


NAMED: Final = [named for row in ROWS for named in named_in(row)]


def names_in(path: Path) -> set[str]:
    """Tests and classes of tests of a file, as pytest names them."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    found = set()
    for node in tree.body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            found.add(f"::{node.name}")
        if isinstance(node, ast.ClassDef):
            inner = [n.name for n in node.body if isinstance(n, ast.FunctionDef)]
            found |= {f"::{node.name}::{name}" for name in inner}
    return found


def test_every_line_names_a_test() -> None:
    assert len(ROWS) > 20
    assert [row for row in ROWS if row.count(" | ") != 3 or not named_in(row)] == []


@pytest.mark.parametrize(("file", "name"), NAMED)
def test_test_is_there(file: str, name: str) -> None:
    assert name in names_in(ROOT / file) | {""}
