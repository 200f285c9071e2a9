"""A progress bar on a terminal, and silence where there is none."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from .batch import Progress
from .imports import KINDS


@contextmanager
def bar(source: Path) -> Iterator[Callable[[Progress], None]]:
    """Follow a run through `source` on standard error; the yielded function takes each step.

    The bar measures bytes of the input, since the number of notes is not known before its end; of
    a folder or a workbook it counts the lines alone.
    """
    if not sys.stderr.isatty():
        yield lambda done: None
        return
    measured = source.is_file() and source.suffix.lower() not in (".xlsx", *KINDS)
    size = source.stat().st_size if measured else None
    from rich import progress
    from rich.console import Console

    with progress.Progress(
        progress.TextColumn("Reading notes"),
        progress.BarColumn(),
        progress.TaskProgressColumn(),
        progress.TextColumn("{task.fields[lines]} lines"),
        progress.TimeRemainingColumn(),
        console=Console(stderr=True),
    ) as shown:
        task = shown.add_task("", total=size, lines=0)
        yield lambda done: shown.update(task, completed=done.offset, lines=done.lines)
