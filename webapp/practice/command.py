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
    from ..presentation.words import plural
    from .loading import PackError, open_pack, shipped

    problems = []
    for file in files:
        try:
            pack = open_pack(file)
        except OSError as error:
            problems.append(f"{file}: {error.strerror}.")
        except PackError as error:
            problems.append(str(error))
        else:
            if any(pack.id == other.id and pack != other for other in shipped()):
                problems.append(f"Pack {file.name}: id: is that of a shipped pack; use another.")
                continue
            kinds = Counter(case.path for case in pack.cases)
            counted = ", ".join(f"{kind} {number}" for kind, number in sorted(kinds.items()))
            click.echo(f"{file.name}: {plural(len(pack.cases), 'case')}, in order ({counted}).")
    if problems:
        raise Mistake("\n".join(problems))


@cases.command()
def schema() -> None:
    """Print the JSON schema of a pack."""
    from .loading import schema as pack_schema

    click.echo(json.dumps(pack_schema(), indent=2))


@cases.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.argument("readings", type=click.Path(path_type=Path, dir_okay=False))
def agreement(file: Path, readings: Path) -> None:
    """Compare the reference formulations of the pack FILE with a second reader's READINGS.

    READINGS is a JSON object: case id to barriers (clear or possible), control, affiliation, risks
    with status, and doubt, by somebody who has seen the notes alone.
    """
    from .agreement import ReadingsError, agreement, f1, readings_of
    from .loading import PackError, open_pack

    try:
        found = agreement(open_pack(file), readings_of(readings.read_bytes()))
    except OSError as error:
        raise Mistake(f"{error.filename}: {error.strerror}.") from error
    except (PackError, ReadingsError) as error:
        raise Mistake(str(error)) from error
    for name, marks in (("barriers", found.barriers), ("risks with status", found.risks)):
        if not any(marks):
            click.echo(f"{name}: none in either")
            continue
        both, one, other = marks
        click.echo(
            f"{name}: F1 {f1(marks):.2f} ({both} in both, {one} in the reference alone, "
            f"{other} in the reading alone)"
        )
    click.echo(f"control: {found.control} of {found.notes}")
    click.echo(f"affiliation: {found.affiliation} of {found.notes}")
    for id, barrier in found.missed:
        click.echo(f"{id}: {barrier} is in the reference alone")
    for id, barrier in found.added:
        click.echo(f"{id}: {barrier} is in the reading alone")
