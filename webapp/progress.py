"""A progress bar on a terminal, and silence where there is none."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from .batch import Progress


@contextmanager
def bar(source: Path) -> Iterator[Callable[[Progress], None]]:
    """Follow a run through `source` on standard error; the yielded function takes each step.

    The bar measures bytes of the input, since the number of notes is not known before its end.
    """
    if not sys.stderr.isatty() or not source.is_file():
        yield lambda done: None
        return
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
        task = shown.add_task("", total=source.stat().st_size, lines=0)
        yield lambda done: shown.update(task, completed=done.offset, lines=done.lines)
