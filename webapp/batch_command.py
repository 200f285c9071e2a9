"""The command `batch`: many notes from whatever file a service has, read or looked at first.

Exit status: 0 done, 2 a mistake that the caller can mend, told in one sentence, 3 some lines could
not be read. No message holds words of a note; a preview shows beginnings of notes on standard
output, which is what it is for.
"""

from __future__ import annotations

import sys
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from .commands import Mistake, site_settings

if TYPE_CHECKING:
    from .imports import Choice

_BAD_LINES = 3


@click.command()
@click.argument("source", metavar="IN", type=click.Path(path_type=Path))
@click.argument("target", metavar="[OUT.jsonl]", required=False, type=click.Path(path_type=Path))
@click.option("--preview", is_flag=True, help="Show how IN is understood, and read nothing.")
@click.option("--text-column", metavar="HEADING", help="Column of a table that holds the notes.")
@click.option("--id-column", metavar="HEADING", help="Column of a table that holds their ids.")
@click.option("--encoding", help="What text that is not UTF-8 is read as; otherwise recognised.")
@click.option("--again", is_flag=True, help="Start over instead of going on where OUT.jsonl ends.")
@click.option(
    "--jobs",
    metavar="N",
    type=click.IntRange(1),
    help="Processes that read side by side, 300 MB each. By default one per core, and one in all "
    "when the notes are few.",
)
@click.option(
    "--scheduler",
    metavar="ADDRESS",
    help="Read on the workers of this Dask scheduler, such as tcp://127.0.0.1:8786, instead.",
)
@click.option(
    "--beyond-this-machine",
    is_flag=True,
    help="Allow a --scheduler on another machine over tcp, to which notes travel unencrypted.",
)
def batch(
    source: Path,
    target: Path | None,
    preview: bool,
    text_column: str | None,
    id_column: str | None,
    encoding: str | None,
    again: bool,
    jobs: int | None,
    scheduler: str | None,
    beyond_this_machine: bool,
) -> None:
    """Read many notes from a file or a folder, and write one formulation a line.

    IN is JSON lines ({"id": ..., "text": ...}; other keys are passed over), a CSV, TSV or XLSX
    table with a heading, such as the case notes of an HMIS export, or a folder of TXT and DOCX
    files, with the folders in it. Line N of OUT.jsonl answers row N below the heading; a row that
    cannot be read gets its reason in its place, and so does a further sheet of a workbook, behind
    the rows. A run that was interrupted goes on when it is called again.
    """
    from inference import InferenceError, load_reader

    from .batch import BatchError, Progress, run
    from .imports import Choice
    from .presentation.words import plural
    from .progress import bar
    from .settings import overlay_of
    from .workers import WorkersError, is_private, on_cluster, workers_for

    choice = Choice(text_column, id_column, encoding)
    if preview:
        _preview(source, choice)
        return
    if target is None:
        raise Mistake("Name the file to write, OUT.jsonl, or look at IN first with --preview.")
    if scheduler and not (beyond_this_machine or is_private(scheduler)):
        raise Mistake(
            f"{scheduler} is on another machine, and notes would travel unencrypted; use tls://, "
            "or if that is what you want, add --beyond-this-machine."
        )
    overlay = overlay_of(site_settings())
    done = Progress()
    try:
        with bar(source) as tell:
            workers = (
                on_cluster(scheduler, overlay)
                if scheduler
                else workers_for(source, partial(load_reader, overlay=overlay), jobs, overlay)
            )
            done = run(source, target, workers, choice=choice, again=again, tell=tell)
    except (BatchError, WorkersError) as error:
        raise Mistake(str(error)) from error
    except InferenceError as error:
        raise Mistake(f"Middle Ground is not fully installed: {error}") from error
    except KeyboardInterrupt:
        click.echo("Stopped. The same command goes on from here.", err=True)
        sys.exit(130)
    earlier = f", {done.earlier} of them in an earlier run" if done.earlier else ""
    taken = "Went through" if done.bad else "Answered"  # a line with an error has no answer
    click.echo(f"{taken} {plural(done.lines, 'line')}{earlier}.", err=True)
    if done.recoded:
        click.echo(
            f"{plural(done.recoded, 'line')} not in UTF-8; --preview tells which and read as what.",
            err=True,
        )
    if done.left_out:
        click.echo(
            f"Parts of {plural(done.left_out, 'file')} beside the text, such as a header or "
            "comments, were not read; --preview tells which.",
            err=True,
        )
    if done.bad:
        bad = plural(done.bad, "line")
        click.echo(f"{bad} could not be read; {target} has the reason in place of each.", err=True)
        sys.exit(_BAD_LINES)


def _preview(source: Path, choice: Choice) -> None:
    from .imports import ImportFault
    from .preview import preview

    try:
        found = preview(source, choice)
    except ImportFault as error:
        raise Mistake(str(error)) from error
    except OSError as error:
        raise Mistake(f"{error.filename or source}: {error.strerror}.") from error
    for line in found.told():
        click.echo(line)
    if found.bad:
        sys.exit(_BAD_LINES)
