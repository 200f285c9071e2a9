"""Where the notes of a batch are read: in this process, on every core, or on a Dask cluster.

Each way takes groups of lines and gives their answers in order, and holds only so many at a time
that memory does not grow with the input. A worker loads the models once, for its first group.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from itertools import chain, islice
from pathlib import Path
from threading import Lock
from typing import Any, Final
from urllib.parse import urlsplit

from inference import Reader

from .answers import Answer, answers
from .lines import Line

Group = list[Line]
Workers = Callable[[Iterator[Group]], Iterator[Answer]]

# Groups per worker that are with a cluster at once: the wait for the last of them is small then.
_WINDOW: Final = 32
# Bytes of input from which several processes are done sooner, though each loads its own models.
_MANY: Final = 500_000
_CONNECT_SECONDS: Final = 20
_turn: Final = Lock()


class WorkersError(Exception):
    """The workers cannot be had or were lost; the message says why and what to do."""


def in_turn(load: Callable[[], Reader]) -> Workers:
    """Read in this process; `load` is called for the first group, and only if there is one."""

    def work(groups: Iterator[Group]) -> Iterator[Answer]:
        if first := next(groups, None):
            reader = load()
            for group in chain([first], groups):
                yield from answers(group, reader)

    return work


def side_by_side(jobs: int, overlay: Path | None = None) -> Workers:
    """Read in `jobs` processes of this machine, each with models of its own on one core.

    `overlay` is the site's own knowledge, as `load_reader` takes it.
    """

    def work(groups: Iterator[Group]) -> Iterator[Answer]:
        from joblib import Parallel
        from joblib.externals.loky.process_executor import TerminatedWorkerError

        if (first := next(groups, None)) is None:
            return
        # As many groups wait as are being read: no worker is idle, and little is lost by a stop.
        parallel = Parallel(jobs, backend="loky", return_as="generator", pre_dispatch="2*n_jobs")
        try:
            for read in parallel(_calls(chain([first], groups), overlay)):
                yield from read
        except TerminatedWorkerError as error:
            raise WorkersError(
                "A worker process was ended from outside, perhaps because memory ran out. The "
                "same command goes on from here; fewer --jobs need less memory."
            ) from error

    return work


def on_cluster(scheduler: str, overlay: Path | None = None) -> Workers:
    """Read on the workers of the Dask scheduler at this address, such as tcp://127.0.0.1:8786.

    A worker that is lost costs time only: the scheduler gives its groups to another. Middle Ground
    has to be installed on every worker, in one version, and `overlay` be there under the same path.
    """

    def work(groups: Iterator[Group]) -> Iterator[Answer]:
        if (first := next(groups, None)) is None:
            return
        try:
            from distributed import Client, KilledWorker
        except ImportError as error:
            raise WorkersError(
                "A cluster needs more than one machine does: pip install 'middleground[cluster]'."
            ) from error
        from joblib import Parallel, parallel_config

        waiting = chain([first], groups)
        try:
            with Client(  # type: ignore[no-untyped-call]
                scheduler, timeout=_CONNECT_SECONDS, set_as_default=False
            ) as client:
                seats = sum(client.nthreads().values())
                if not seats:
                    raise WorkersError(f"The scheduler at {scheduler} has no workers; start some.")
                while window := list(islice(waiting, _WINDOW * seats)):
                    with client.as_current(), parallel_config("dask", wait_for_workers_timeout=60):
                        for read in Parallel()(_calls(window, overlay)):
                            yield from read
        except KilledWorker as error:
            raise WorkersError(
                "The cluster lost several workers on the same notes, perhaps because memory ran "
                "out. The same command goes on from here."
            ) from error
        except OSError as error:
            raise WorkersError(f"The scheduler at {scheduler} does not answer.") from error

    return work


def workers_for(
    source: Path, load: Callable[[], Reader], jobs: int | None, overlay: Path | None = None
) -> Workers:
    """The workers for `source` on this machine; without `jobs` one per core, where it pays."""
    from joblib import cpu_count

    jobs = jobs or (1 if _size(source) < _MANY else cpu_count())
    return in_turn(load) if jobs == 1 else side_by_side(jobs, overlay)


def _size(source: Path) -> int:
    """Bytes of a file or of the files of a folder; 0 where there is none to be opened."""
    from .imports.documents import files_in

    try:
        files = files_in(source) if source.is_dir() else [source]
        return sum(file.stat().st_size for file in files)
    except OSError:
        return 0


def is_private(scheduler: str) -> bool:
    """Whether notes on their way to `scheduler` stay on this machine or travel encrypted."""
    address = urlsplit(scheduler)
    if address.scheme == "tls" or address.hostname == "localhost":
        return True
    try:
        return ipaddress.ip_address(address.hostname or "").is_loopback
    except ValueError:
        return False


def read_group(group: Group, overlay: Path | None = None) -> list[Answer]:
    """What a worker does: answer a group with the reader that this process has loaded."""
    with _turn:  # a worker of a cluster may have several threads
        return list(answers(group, _reader(overlay)))


def _calls(groups: Iterable[Group], overlay: Path | None) -> Iterator[Any]:
    from joblib import delayed

    return (delayed(read_group)(group, overlay) for group in groups)


@cache
def _reader(overlay: Path | None) -> Reader:
    from inference import load_reader

    return load_reader(threads=1, overlay=overlay)
