"""The document as PDF, by fpdf2: texts are drawn as they are, without links, scripts or forms.

The font comes with Middle Ground, so that the same file is made on every machine. What it has no
shape for stands as a replacement character; the other formats keep it.
"""

from __future__ import annotations

from collections.abc import Sequence
from importlib import resources
from pathlib import Path
from typing import Final

from fpdf import FPDF
from fpdf.enums import XPos, YPos
from fpdf.fonts import FontFace, TTFFont

from ..language import gettext
from .blocks import Block, Bullets, Heading, Table

_FONT: Final = "DejaVu"
_FILES: Final = {"": "DejaVuSansCondensed.ttf", "B": "DejaVuSansCondensed-Bold.ttf"}
_SIZES: Final = {1: 16, 2: 12.5, 3: 10.5}
_TEXT: Final = 9.5
_UNKNOWN: Final = "\N{REPLACEMENT CHARACTER}"


class _Paper(FPDF):
    def footer(self) -> None:
        """Say on every page what this is and is not."""
        self.set_y(-14)
        self.set_font(_FONT, size=7.5)
        self.cell(
            0,
            5,
            gettext("Hypotheses, not findings. Page %(page_no)s", page_no=self.page_no()),
            align="C",
        )


def write(blocks: Sequence[Block]) -> bytes:
    """The file."""
    paper = _Paper(format="A4")
    with resources.as_file(resources.files("webapp.documents").joinpath("fonts")) as folder:
        for style, file in _FILES.items():
            paper.add_font(_FONT, style, Path(folder) / file)
    paper.set_auto_page_break(True, margin=20)
    paper.set_title(blocks[0].text if blocks and isinstance(blocks[0], Heading) else "")
    paper.add_page()
    for block in blocks:
        _add(paper, block)
    return bytes(paper.output())


def _add(paper: FPDF, block: Block) -> None:
    if isinstance(block, Heading):
        paper.ln(3 if block.level > 1 else 0)
        _text(paper, block.text, "B", _SIZES[block.level])
    elif isinstance(block, Table):
        _table(paper, block)
    elif isinstance(block, Bullets):
        for item in block.items:
            _text(paper, f"•  {item}", "", _TEXT)
    else:
        _text(paper, block.text, "B" if block.strong else "", _TEXT)


def _text(paper: FPDF, text: str, style: str, size: float) -> None:
    paper.set_font(_FONT, style, size)
    paper.multi_cell(
        0, size * 0.5, _drawn(paper, text), align="L", new_x=XPos.LMARGIN, new_y=YPos.NEXT
    )
    paper.ln(1.2)


def _table(paper: FPDF, block: Table) -> None:
    paper.set_font(_FONT, size=8)
    with paper.table(
        headings_style=FontFace(emphasis="BOLD"), line_height=4, text_align="LEFT", padding=1
    ) as table:
        for row in (block.head, *block.rows):
            cells = table.row()
            for text in row:
                cells.cell(_drawn(paper, text))
    paper.ln(1.2)


def _drawn(paper: FPDF, text: str) -> str:
    """The text with what the font lacks replaced; the library would log those characters."""
    font = paper.fonts[_FONT.lower()]
    known = font.cmap if isinstance(font, TTFFont) else {}
    return "".join(c if ord(c) in known or c == "\n" else _UNKNOWN for c in text)
