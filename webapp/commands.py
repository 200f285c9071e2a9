"""The commands `read`, `batch` and `serve`; what they need is imported when they are called.

Exit status: 0 done, 2 a mistake that the caller can mend, told in one sentence, 3 a batch in which
some lines could not be read. No message holds words of a note.
"""

from __future__ import annotations

import contextlib
import json
import subprocess
import sys
from pathlib import Path

import click

_BAD_LINES = 3


class Mistake(click.ClickException):
    """Something that the caller can mend: one sentence on standard error, exit status 2."""

    exit_code = 2


@click.command()
@click.argument("file", default="-", type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Print formulation/1 as JSON on one line.")
@click.option(
    "--felt",
    metavar="KIND",
    multiple=True,
    help="What you felt or felt pulled to do in the contact, such as intimidated or protective; "
    "may be given again. A KIND that does not exist lists those that do.",
)
@click.option("--numbers", is_flag=True, help="Print the probabilities behind the words, too.")
def read(file: Path, as_json: bool, felt: tuple[str, ...], numbers: bool) -> None:
    """Read one note and print what may be in the way and how one might respond.

    FILE holds the note as UTF-8 text; without one, or with -, it is read from standard input.
    """
    from inference import InferenceError, NoteError, load_reader

    note = text_in(file, "note")
    try:
        reader = load_reader(warm=False)  # one note meets few of the search expressions
        formulation = reader.read(note, felt=felt)
    except NoteError as error:
        raise Mistake(str(error)) from error
    except InferenceError as error:
        raise Mistake(f"Middle Ground is not fully installed: {error}") from error
    if as_json:
        # ASCII, so that no terminal's encoding and no line separator in a quote can break the line.
        click.echo(json.dumps(formulation.to_dict(), allow_nan=False))
        return
    from flask import Config

    from . import settings
    from .presentation import Carried, reading_page
    from .terminal import show

    # The same settings as the page, so that a service's own contacts stand here, too.
    config = Config("", settings.defaults())
    config.from_prefixed_env(settings.ENVIRONMENT_PREFIX)
    carried = Carried(note=note, felt=felt, decide_first=False, guess=(), guess_words="")
    page = reading_page(formulation, reader.clinical, carried, config["SAFETY_CONTACTS"])
    show(page, numbers=numbers)


@click.command()
@click.argument("source", metavar="IN.jsonl", type=click.Path(path_type=Path))
@click.argument("target", metavar="OUT.jsonl", type=click.Path(path_type=Path))
@click.option("--again", is_flag=True, help="Start over instead of going on where OUT.jsonl ends.")
@click.option(
    "--jobs",
    metavar="N",
    type=click.IntRange(1),
    help="Processes that read side by side, half a gigabyte each. By default one per core, and one "
    "in all when the notes are few.",
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
    target: Path,
    again: bool,
    jobs: int | None,
    scheduler: str | None,
    beyond_this_machine: bool,
) -> None:
    """Read many notes, one JSON object a line, and write one formulation a line.

    Each line of IN.jsonl is {"id": ..., "text": ...}; other keys are passed over. Line N of
    OUT.jsonl answers line N of IN.jsonl; a line that cannot be read gets its reason in its place.
    A run that was interrupted goes on when it is called again.
    """
    from inference import InferenceError, load_reader

    from .batch import BatchError, Progress, run
    from .progress import bar
    from .workers import WorkersError, is_private, on_cluster, workers_for

    if scheduler and not (beyond_this_machine or is_private(scheduler)):
        raise Mistake(
            f"{scheduler} is on another machine, and notes would travel unencrypted; use tls://, "
            "or if that is what you want, add --beyond-this-machine."
        )
    done = Progress()
    try:
        with bar(source) as tell:
            workers = on_cluster(scheduler) if scheduler else workers_for(source, load_reader, jobs)
            done = run(source, target, workers, again=again, tell=tell)
    except (BatchError, WorkersError) as error:
        raise Mistake(str(error)) from error
    except InferenceError as error:
        raise Mistake(f"Middle Ground is not fully installed: {error}") from error
    except KeyboardInterrupt:
        click.echo("Stopped. The same command goes on from here.", err=True)
        sys.exit(130)
    earlier = f", {done.earlier} of them in an earlier run" if done.earlier else ""
    click.echo(f"Answered {_count(done.lines, 'line')}{earlier}.", err=True)
    if done.bad:
        bad = _count(done.bad, "line")
        click.echo(f"{bad} could not be read; {target} has the reason in place of each.", err=True)
        sys.exit(_BAD_LINES)


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", default=8765, show_default=True, type=click.IntRange(0, 65535))
@click.option("--open", "open_browser", is_flag=True, help="Open the page in the browser.")
@click.option(
    "--beyond-this-machine",
    is_flag=True,
    help="Allow a --host that others can reach. Notes then travel unencrypted unless you put a "
    "server with TLS in front, and the names under which it is reached must stand in "
    "MIDDLEGROUND_TRUSTED_HOSTS.",
)
def serve(host: str, port: int, open_browser: bool, beyond_this_machine: bool) -> None:
    """Show Middle Ground in the browser, on this machine only."""
    from .serving import ServingError, start

    try:
        server = start(host, port, beyond_this_machine=beyond_this_machine)
    except ServingError as error:
        raise Mistake(str(error)) from error
    click.echo(f"Middle Ground is at {server.address}. Nothing you paste is stored or sent.")
    click.echo("Ctrl-C ends it.")
    if open_browser:
        _open(server.address)
    server.run()
    click.echo("Stopped.")


def _open(address: str) -> None:
    """Show `address` in the browser, if there is one; it has been printed in any case."""
    if sys.platform in ("darwin", "win32"):
        click.launch(address)
        return
    # Not `click.launch`: where there is no desktop, xdg-open tells the terminal all it has tried.
    silent = subprocess.DEVNULL
    with contextlib.suppress(OSError):
        subprocess.Popen(  # noqa: S603 -- the address is our own
            ["xdg-open", address],  # noqa: S607 -- wherever the desktop has put it
            stdin=silent,
            stdout=silent,
            stderr=silent,
            start_new_session=True,
        )


def text_in(file: Path, what: str) -> str:
    """The text of `file`, or of standard input for "-"; `what` it is, for the messages.

    Raises
    ------
    Mistake
        It cannot be read, or is not UTF-8.
    """
    if str(file) == "-":
        if sys.stdin.isatty():
            click.echo(f"Paste the {what}, then press Enter and Ctrl-D.", err=True)
        raw = sys.stdin.buffer.read()
    else:
        try:
            raw = file.read_bytes()
        except OSError as error:
            raise Mistake(f"{file}: {error.strerror}.") from error
    try:
        # Decoded by hand: text mode would turn line ends into others and so move every offset.
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        name = "Standard input" if str(file) == "-" else str(file)
        raise Mistake(
            f"{name} is not UTF-8 text; save the {what} as UTF-8 and try again."
        ) from error


def _count(number: int, what: str) -> str:
    return f"{number} {what}" if number == 1 else f"{number} {what}s"
