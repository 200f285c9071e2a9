"""The command `export`: what `batch` has written, as a table."""

from __future__ import annotations

from pathlib import Path

import click

from .commands import Mistake


@click.command()
@click.argument("source", metavar="OUT.jsonl", type=click.Path(path_type=Path))
@click.argument("target", metavar="TABLE", type=click.Path(path_type=Path))
def export(source: Path, target: Path) -> None:
    """Make a table of the formulations that batch has written: CSV, JSONL or Parquet.

    TABLE ends in .csv, .jsonl or .parquet. It has one row for each line of OUT.jsonl, errors
    included, and no words of the notes.
    """
    from .exports import ExportError, export_table
    from .presentation.words import plural

    try:
        rows = export_table(source, target)
    except ExportError as error:
        raise Mistake(str(error)) from error
    click.echo(f"Wrote {plural(rows, 'row')} to {target}.", err=True)
