"""The invented notes that a worker may open instead of pasting one."""

from __future__ import annotations

import json
from dataclasses import dataclass
from importlib import resources


@dataclass(frozen=True, slots=True)
class Example:
    """An invented note; `about` says in a line what it is an example of."""

    id: str
    title: str
    about: str
    text: str


def load_examples() -> tuple[Example, ...]:
    """All examples, in the order in which they are offered."""
    rows = json.loads(resources.files(__package__).joinpath("examples.json").read_text("utf-8"))
    return tuple(Example(**row) for row in rows)
