"""The command `coach`: what one would say, as JSON line by line or to be read in a terminal.

Exit status as in `commands`: 0 done, 2 a mistake that the caller can mend, 3 some lines were bad.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import BinaryIO

import click

from .commands import Mistake, opened, site_settings, text_in

_BAD_LINES = 3


@click.command()
@click.argument("file", default="-", type=click.Path(path_type=Path))
@click.option(
    "--json",
    "as_json",
    is_flag=True,
    help='Take {"id": ..., "text": ...} a line, with "client" for what was said before, and give '
    'out {"id": ..., "utterances": [...]} a line.',
)
def coach(file: Path, as_json: bool) -> None:
    """Say of what one would say, part by part, what it does.

    FILE holds it as UTF-8 text, one turn a line; without one, or with -, it is read from standard
    input. What the client says in between can stand on a line that begins with "Client:". What it
    finds are guesses from the words alone.
    """
    from inference import InferenceError, NoteError, load_coach

    try:
        if as_json:
            if _answer_lines(opened(file, "lines")):
                sys.exit(_BAD_LINES)
            return
        text = text_in(file, "text")
        found = load_coach()
        talk = found.read(text)
    except NoteError as error:
        raise Mistake(str(error)) from error
    except InferenceError as error:
        raise Mistake(f"Middle Ground is not fully installed: {error}") from error
    from .coach_terminal import show
    from .presentation.coach import coach_page

    config = site_settings()
    show(coach_page(talk, found.known, text, "", config["SAFETY_CONTACTS"]))


def _answer_lines(stream: BinaryIO) -> int:
    """Answer every line at once as it comes; how many could not be read."""
    from inference import load_coach

    from .presentation.words import plural
    from .talk import answers, as_line

    bad = 0
    for answer in answers(stream, load_coach()):
        click.echo(as_line(answer))
        bad += "error" in answer
    if bad:
        click.echo(
            f"{plural(bad, 'line')} could not be read; the reason stands in place of each.",
            err=True,
        )
    return bad
