"""The commands `read` and `serve`; what they need is imported when they are called.

Exit status: 0 done, 2 a mistake that the caller can mend, told in one sentence. No message holds
words of a note.
"""

from __future__ import annotations

import contextlib
import io
import json
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

import click

if TYPE_CHECKING:
    from inference import PlannerKnowledge


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

    from .settings import overlay_of

    note = text_in(file, "note")
    config = site_settings()
    try:
        # One note meets few of the search expressions.
        reader = load_reader(warm=False, overlay=overlay_of(config))
        formulation = reader.read(note, felt=felt)
    except NoteError as error:
        raise Mistake(str(error)) from error
    except InferenceError as error:
        raise Mistake(f"Middle Ground is not fully installed: {error}") from error
    if as_json:
        # ASCII, so that no terminal's encoding and no line separator in a quote can break the line.
        click.echo(json.dumps(formulation.to_dict(), allow_nan=False))
        return
    from .presentation import Carried, reading_page
    from .terminal import show

    # The same settings as the page, so that a service's own contacts stand here, too.
    carried = Carried(note=note, felt=felt, decide_first=False, guess=(), guess_words="")
    planner, contacts = planner_of(config), config["SAFETY_CONTACTS"]
    page = reading_page(formulation, reader.clinical, planner, carried, contacts)
    show(page, numbers=numbers)


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
    click.echo(
        f"Middle Ground is at {server.address}. "
        "Nothing is stored unless you keep it, and nothing is sent."
    )
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


def site_settings() -> dict[str, Any]:
    """The settings that hold for commands, which are those of the page.

    Raises
    ------
    Mistake
        The site's own file of settings, or a variable of the environment, cannot be used.
    """
    from .settings import in_force
    from .site_file import SiteError

    try:
        return in_force()
    except SiteError as error:
        raise Mistake(str(error)) from error


def planner_of(config: Mapping[str, Any]) -> PlannerKnowledge:
    """What the referral planner knows with these settings, the site's overlay laid over it.

    Raises
    ------
    InferenceError
        The overlay cannot be used.
    """
    from inference import load_planner_knowledge, planner_with_overlay, read_overlay

    from .settings import overlay_of

    overlay = overlay_of(config)
    return planner_with_overlay(
        load_planner_knowledge(), read_overlay(overlay) if overlay else None
    )


def text_in(file: Path, what: str) -> str:
    """The text of `file`, or of standard input for "-"; `what` it is, for the messages.

    Raises
    ------
    Mistake
        It cannot be read, or is not UTF-8.
    """
    raw = opened(file, what).read()
    try:
        # Decoded by hand: text mode would turn line ends into others and so move every offset.
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        name = "Standard input" if str(file) == "-" else str(file)
        raise Mistake(
            f"{name} is not UTF-8 text; save the {what} as UTF-8 and try again."
        ) from error


def opened(file: Path, what: str) -> BinaryIO:
    """The bytes of `file`, or standard input for "-" as it comes; `what` they are, for a prompt.

    Raises
    ------
    Mistake
        It cannot be read.
    """
    if str(file) == "-":
        if sys.stdin.isatty():
            click.echo(f"Paste the {what}, then press Enter and Ctrl-D.", err=True)
        return sys.stdin.buffer
    try:
        return io.BytesIO(file.read_bytes())
    except OSError as error:
        raise Mistake(f"{file}: {error.strerror}.") from error
