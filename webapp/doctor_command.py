"""The command `doctor`. Exit status: 0 all is well or will do, 2 something has to be mended."""

from __future__ import annotations

import sys
from pathlib import Path

import click


@click.command()
@click.option("--tests", is_flag=True, help="Look for what only the tests need, too.")
@click.option(
    "--lock", type=click.Path(path_type=Path, exists=True), help="Compare packages with this file."
)
def doctor(tests: bool, lock: Path | None) -> None:
    """Look an installation over and say what to mend.

    Python, packages, memory, settings, records and models are looked at; nothing is changed.
    """
    from .doctor import look_over

    grave = False
    findings = look_over(tests=tests, lock=lock) if lock else look_over(tests=tests)
    for finding in findings:
        mark = "ok  " if finding.well else "MEND" if finding.grave else "note"
        click.echo(f"{mark}  {finding.what}: {finding.said}")
        if not finding.well:
            click.echo(f"      -> {finding.mend}")
        grave = grave or (finding.grave and not finding.well)
    click.echo("Something has to be mended." if grave else "Middle Ground is ready.")
    if grave:
        sys.exit(2)
