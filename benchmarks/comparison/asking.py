"""A peer's process, asked line by line; what it says beside its answers goes nowhere."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Self

from roster import PEERS, Peer


class PeerError(Exception):
    """A peer could not do what was asked; the message holds the end of what it said."""


def fit(peer: Peer, python: str, job: Path, root: Path) -> dict[str, Any]:
    """Let a peer learn from the notes in `job`.

    Raises
    ------
    PeerError
        It could not.
    """
    done = subprocess.run(
        _command(peer, python, "fit", str(job)), capture_output=True, text=True, cwd=root
    )
    if done.returncode:
        raise PeerError(f"{peer.script[0]} could not learn:\n{done.stderr[-2000:]}")
    return _last(done.stdout)


class Asked:
    """A peer that has loaded what it learnt from a part of the notes; close it when done.

    Raises
    ------
    PeerError
        It could not load.
    """

    def __init__(self, peer: Peer, python: str, job: Path, part: str, root: Path) -> None:
        self._peer = peer
        self._process = subprocess.Popen(
            _command(peer, python, "serve", str(job), part),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            cwd=root,
        )
        self.loaded = self._read()

    def ask(self, do: str, texts: Sequence[str]) -> dict[str, Any]:
        """`seconds`, `answers` and `peak_mb` for notes answered by "one" or as "many".

        Raises
        ------
        PeerError
            It gave up.
        """
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps({"do": do, "texts": list(texts)}) + "\n")
        self._process.stdin.flush()
        return self._read()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._process.communicate()

    def _read(self) -> dict[str, Any]:
        assert self._process.stdout is not None
        for line in self._process.stdout:
            if line.startswith("{"):  # libraries print what they like
                message: dict[str, Any] = json.loads(line)
                return message
        raise PeerError(f"{self._peer.script[0]} ended before it answered.")


def _command(peer: Peer, python: str, *words: str) -> list[str]:
    script, *first = peer.script
    return [python, str(PEERS / script), *first, *words]


def _last(printed: str) -> dict[str, Any]:
    message: dict[str, Any] = json.loads(printed.strip().splitlines()[-1])
    return message
