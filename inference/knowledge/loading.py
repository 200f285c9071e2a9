"""Knowledge files into tuples of frozen entries: read once, validated whole, never mutated."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Sequence
from importlib import resources
from importlib.resources.abc import Traversable
from typing import Protocol, TypeVar

from ..errors import KnowledgeError
from ..shapes import ShapeError, build


class Entry(Protocol):
    """What every knowledge entry has: a unique id within its file."""

    @property
    def id(self) -> str: ...  # noqa: D102


E = TypeVar("E", bound=Entry)


def load_entries(name: str, cls: type[E]) -> tuple[E, ...]:
    """All entries of the knowledge file `name` (a JSON list) as `cls`, in file order.

    Raises
    ------
    KnowledgeError
        The file is not a JSON list, an entry breaks the shape of `cls`, or an id stands twice.
    """
    try:
        rows = json.loads(_folder().joinpath(name).read_text(encoding="utf-8"))
    except ValueError as error:
        raise KnowledgeError(f"{name} is not valid JSON: {error}.") from error
    if not isinstance(rows, list):
        raise KnowledgeError(f"{name}: a list of entries was expected.")
    try:
        entries = tuple(build(cls, row, f"{name}[{i}]") for i, row in enumerate(rows))
    except ShapeError as error:
        raise KnowledgeError(str(error)) from error
    twice = [key for key, n in Counter(entry.id for entry in entries).items() if n > 1]
    if twice:
        raise KnowledgeError(f"{name}: ids stand twice: {twice}.")
    return entries


def find_entry(entries: Sequence[E], id: str, what: str) -> E:
    """The entry with this id; `what` the entries are, for the message.

    Raises
    ------
    KnowledgeError
        There is none; the message names those known.
    """
    for entry in entries:
        if entry.id == id:
            return entry
    raise KnowledgeError(f"Unknown {what} {id!r}; known are {sorted(e.id for e in entries)}.")


def digest() -> str:
    """sha256 over all knowledge files, names included, so that a change of wording shows."""
    sha = hashlib.sha256()
    for path in sorted(_folder().iterdir(), key=lambda p: p.name):
        if path.name.endswith(".json"):
            sha.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return sha.hexdigest()


def _folder() -> Traversable:
    return resources.files(__package__)
