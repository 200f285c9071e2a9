"""The command `deid`: a note with stand-ins in the place of what may tell who it is about.

Exit status as in `commands`: 0 done, 2 a mistake that the caller can mend.
"""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import click

from .commands import Mistake, text_in


@click.command()
@click.argument("file", default="-", type=click.Path(path_type=Path))
@click.option(
    "--json",
    "as_json",
    is_flag=True,
    help='Print {"text": ..., "found": [{"start", "end", "kind", "replacement"}]} on one line.',
)
def deid(file: Path, as_json: bool) -> None:
    """Replace names, dates, places and numbers in a note by stand-ins.

    FILE holds the note as UTF-8 text; without one, or with -, it is read from standard input. It
    misses some and marks some too many: read the result before you keep it or pass it on.
    """
    from inference import InferenceError, NoteError, load_deidentifier

    note = text_in(file, "note")
    try:
        result = load_deidentifier().read(note)
    except NoteError as error:
        raise Mistake(str(error)) from error
    except InferenceError as error:
        raise Mistake(f"Middle Ground is not fully installed: {error}") from error
    if as_json:
        # ASCII, so that no terminal's encoding and no line separator in a note can break the line.
        click.echo(json.dumps(result.to_dict(), allow_nan=False))
        return
    click.echo(result.text, nl=not result.text.endswith("\n"))
    click.echo(_summary(Counter(one.kind for one in result.found)), err=True)


def _summary(kinds: Counter[str]) -> str:
    if not kinds:
        return "Nothing was found to replace. Look yourself before you pass it on."
    told = ", ".join(f"{kind} {number}" for kind, number in sorted(kinds.items()))
    return f"Replaced: {told}. Some may have been missed: look before you pass it on."
