"""The command `cases`: check packs before they are used, and print the schema.

Exit status as in `commands`: 0 done, 2 a mistake that the caller can mend.
"""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import click

from ..commands import Mistake


@click.group()
def cases() -> None:
    """Check packs of practice cases, or print what a pack has to look like."""


@cases.command()
@click.argument(
    "files", metavar="FILE...", nargs=-1, required=True, type=click.Path(path_type=Path)
)
def check(files: tuple[Path, ...]) -> None:
    """Say of each FILE whether it can be practised with, and of a faulty one what to mend."""
    from .loading import LARGEST, PackError, read_pack

    problems = []
    for file in files:
        try:
            with file.open("rb") as stream:
                pack = read_pack(stream.read(LARGEST + 1), file.name)
        except OSError as error:
            problems.append(f"{file}: {error.strerror}.")
        except PackError as error:
            problems.append(str(error))
        else:
            kinds = Counter(case.path for case in pack.cases)
            counted = ", ".join(f"{kind} {number}" for kind, number in sorted(kinds.items()))
            click.echo(f"{file.name}: {len(pack.cases)} cases, in order ({counted}).")
    if problems:
        raise Mistake("\n".join(problems))


@cases.command()
def schema() -> None:
    """Print the JSON schema of a pack."""
    from .loading import schema as pack_schema

    click.echo(json.dumps(pack_schema(), indent=2))
