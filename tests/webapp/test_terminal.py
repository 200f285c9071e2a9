"""What the terminal is given to print: lines that it can only print."""

from __future__ import annotations

import pytest

from webapp.terminal import printable


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("He said “no”.", "He said “no”."),
        ("two\n lines\tand a tab", "two lines and a tab"),
        ("red \x1b[31mink", "red [31mink"),
        ("half \ud800 a character", "half a character"),
        ("abc \u202edef\u202c ghi", "abc def ghi"),  # would stand turned round
        ("\u2067abc\u2069", "abc"),
        (
            "\U0001f469\u200d\U0001f9bd שלום",
            "\U0001f469\u200d\U0001f9bd שלום",
        ),  # joined, and as it is
    ],
)
def test_nothing_drives_the_terminal_and_the_rest_stays(text: str, shown: str) -> None:
    assert printable(text) == shown
