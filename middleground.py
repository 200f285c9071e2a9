"""The `middleground` command: the one place that knows every room.

Each command names the function that carries it out as `module:name` and is imported only when it
is called, so that `middleground --help` answers at once: spaCy alone takes a second to import.
"""

from __future__ import annotations

import importlib
import os
import sys
import traceback
from pathlib import Path
from typing import Any, Final

import click

# name -> (module:function, the line that `--help` shows; a test keeps it equal to the docstring's)
COMMANDS: Final = {
    "read": (
        "webapp.commands:read",
        "Read one note and print what may be in the way and how one might respond.",
    ),
    "batch": (
        "webapp.batch_command:batch",
        "Read many notes from a file or a folder, and write one formulation a line.",
    ),
    "export": (
        "webapp.export_command:export",
        "Make a table of the formulations that batch has written: CSV, JSONL or Parquet.",
    ),
    "coach": (
        "webapp.coach_command:coach",
        "Say of what one would say, part by part, what it does.",
    ),
    "deid": (
        "webapp.deid_command:deid",
        "Replace names, dates, places and numbers in a note by stand-ins.",
    ),
    "referrals": (
        "webapp.referrals_command:referrals",
        "Plan referrals: in which order, with what purpose, and how to say it.",
    ),
    "cases": (
        "webapp.practice.command:cases",
        "Check packs of practice cases, or print what a pack has to look like.",
    ),
    "serve": (
        "webapp.commands:serve",
        "Show Middle Ground in the browser, on this machine only.",
    ),
    "tokens": (
        "webapp.tokens_command:tokens",
        "Say who may call the API: make, rotate, list and end tokens.",
    ),
    "users": (
        "webapp.records.commands:users",
        "Say who may sign in: invite, list, let back in and shut out people.",
    ),
    "backup": (
        "webapp.records.commands:backup",
        "Write all records, still sealed, to FILE; keep the file of keys apart from it.",
    ),
    "restore": (
        "webapp.records.commands:restore",
        "Put the records of a back-up into an empty place; its keys have to be there already.",
    ),
    "keys": (
        "webapp.records.commands:keys",
        "Look after the keys with which records are sealed.",
    ),
    "audit": (
        "webapp.records.commands:audit",
        "Look at the audit of records.",
    ),
    "retention": (
        "webapp.records.commands:retention",
        "Delete cases closed longer ago than RETENTION_DAYS, and see that they are gone.",
    ),
    "judgements": (
        "webapp.records.commands:judgements",
        "Write notes whose authors agreed to it, as they judged them, for `train --extra`.",
    ),
    "drift": (
        "webapp.drift_command:drift",
        "Say whether notes differ from those that the models know, by counts alone.",
    ),
    "doctor": (
        "webapp.doctor_command:doctor",
        "Look an installation over and say what to mend.",
    ),
    "train": (
        "models.train:main",
        "Make the artefacts again from the corpus.",
    ),
    "evaluate": (
        "models.evaluate:main",
        "Measure the artefacts and write the card and the figures in the README.",
    ),
}


class Rooms(click.Group):
    """A group whose commands are imported when they are called, not when they are listed."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names in the order of the table: most used first."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import the command's room, or None when there is no such command."""
        if cmd_name not in COMMANDS:
            return None
        module, _, function = COMMANDS[cmd_name][0].partition(":")
        command: click.Command = getattr(importlib.import_module(module), function)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the commands from the table alone."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, summary) for name, (_, summary) in COMMANDS.items()])


@click.group(cls=Rooms, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="middleground", message="Middle Ground %(version)s")
@click.option(
    "--site",
    metavar="FILE",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="The site's own settings, as MIDDLEGROUND_SITE names them.",
)
def group(site: Path | None) -> None:
    """Read a helping worker's note and suggest, with quotes from it, what may be in the way.

    Everything happens on this machine. Nothing is a diagnosis, a score of a person or a reason to
    refuse anyone: what you see are possibilities to check with the client.
    """
    if site:
        # Through the environment, so that processes that a command starts have it, too.
        os.environ["MIDDLEGROUND_SITE"] = str(site.resolve())


def main(arguments: list[str] | None = None) -> None:
    """Run the command line and leave with its exit status.

    0 is success, 2 a mistake in the call or the input, 3 a batch in which some lines could not be
    read, 70 a fault of the program. A fault is told by its kind and place alone: the message of an
    exception may hold words of the note.
    """
    try:
        group.main(args=arguments, prog_name="middleground")
    except Exception as error:
        if os.environ.get("MIDDLEGROUND_TRACEBACK"):
            traceback.print_exc()
        click.echo(f"Error: {_fault(error)}", err=True)
        sys.exit(70)


def _fault(error: BaseException) -> str:
    frames: list[Any] = traceback.extract_tb(error.__traceback__)
    place = f"{Path(frames[-1].filename).name}, line {frames[-1].lineno}" if frames else "unknown"
    return (
        f"Middle Ground failed ({type(error).__name__} at {place}); this is a fault of the "
        "program. To see all of it, set MIDDLEGROUND_TRACEBACK=1, which may show words of the note."
    )


if __name__ == "__main__":
    main()
