"""The document as DOCX, by python-docx: texts are runs, never fields, links or styles."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO

from docx import Document
from docx.document import Document as Made

from .blocks import Block, Bullets, Heading, Paragraph, Table

_STYLES = {1: "Title", 2: "Heading 1", 3: "Heading 2"}


def write(blocks: Sequence[Block]) -> bytes:
    """The file."""
    made = Document()
    # The template that the library begins with names its own author and title.
    made.core_properties.author = ""
    made.core_properties.title = ""
    made.core_properties.comments = ""
    for block in blocks:
        _add(made, block)
    stream = BytesIO()
    made.save(stream)
    return stream.getvalue()


def _add(made: Made, block: Block) -> None:
    if isinstance(block, Heading):
        made.add_paragraph(block.text, style=_STYLES[block.level])
    elif isinstance(block, Paragraph):
        made.add_paragraph().add_run(block.text).bold = block.strong
    elif isinstance(block, Bullets):
        for item in block.items:
            made.add_paragraph(item, style="List Bullet")
    else:
        _add_table(made, block)


def _add_table(made: Made, block: Table) -> None:
    table = made.add_table(rows=0, cols=len(block.head), style="Table Grid")
    for number, row in enumerate((block.head, *block.rows)):
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.paragraphs[0].add_run(text).bold = number == 0
