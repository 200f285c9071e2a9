"""The document as Markdown (CommonMark with tables), in which no text of anybody's is markup."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from .blocks import Block, Bullets, Heading, Table

# What could begin or close markup, HTML, a link or a table's cell, anywhere in a line.
_ACTIVE: Final = re.compile(r"([\\`*_{}\[\]<>()#+\-.!|~&=:$^\"'@])")


def write(blocks: Sequence[Block]) -> bytes:
    """The file."""
    return ("\n\n".join(_block(block) for block in blocks) + "\n").encode()


def escaped(text: str) -> str:
    """The text with every character that could be markup made a plain one.

    CommonMark lets a backslash stand before any ASCII punctuation.

    >>> escaped("[x](http://a) <b>")
    '\\\\[x\\\\]\\\\(http\\\\:\\\\/\\\\/a\\\\) \\\\<b\\\\>'
    """
    return _ACTIVE.sub(r"\\\1", text)


def _block(block: Block) -> str:
    if isinstance(block, Heading):
        return f"{'#' * block.level} {_line(block.text)}"
    if isinstance(block, Bullets):
        return "\n".join(f"- {_line(item)}" for item in block.items)
    if isinstance(block, Table):
        rows = [block.head, ["---"] * len(block.head), *block.rows]
        return "\n".join(
            f"| {' | '.join(cell if cell == '---' else _line(cell) for cell in row)} |"
            for row in rows
        )
    # Indented lines would be code, and a lone line end is none: both are kept out, or kept.
    text = "\\\n".join(escaped(line.strip()) for line in block.text.splitlines() if line.strip())
    return f"**{text}**" if block.strong else text


def _line(text: str) -> str:
    return escaped(" ".join(text.split()))
