"""One setting: its default, what it means, and what a value of it has to be."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True, slots=True)
class Setting:
    """One setting: `default` holds when nobody sets it.

    `kind` is said where the default does not tell: `str`, `int`, `float` where a number may have a
    fraction, or `Path` for a file or folder, which in the site's file may be named from the folder
    of that file. `among` are the only values that it may have, where they are few, `least` and
    `most` the smallest and the greatest number. Of a text that has to be of a form, `fits` says
    whether it is, and `such` what it has to be; of a list that may not be empty, `fits` says which
    plain text of the environment stands for a list of that text alone.
    """

    name: str
    default: Any
    meaning: str
    kind: type | None = None
    among: tuple[str, ...] = ()
    least: int = 1
    most: float = math.inf
    such: str = ""
    fits: Callable[[str], bool] | None = None

    @property
    def held_as(self) -> type:
        """What kind of value this is."""
        return self.kind or type(self.default)

    def wrong(self, value: Any) -> str | None:
        """What `value` should be and is not; None where it is right."""
        kind = self.held_as
        if value is None and self.default is None:
            return None
        if kind is list:
            right = isinstance(value, list) and all(isinstance(item, str) for item in value)
            enough = value or not self.fits
            return None if right and enough else 'a JSON list of texts, such as ["one", "two"]'
        if kind is bool:
            return None if isinstance(value, bool) else "true or false"
        if kind in (int, float):
            number = isinstance(value, (int, kind)) and not isinstance(value, bool)
            whole = "whole " if kind is int else ""
            right = number and self.least <= value <= self.most and value < math.inf
            to = "" if self.most == math.inf else f" to {self.most}"
            return None if right else f"a {whole}number from {self.least}{to}"
        if self.among:
            *others, last = self.among
            return None if value in self.among else f"{', '.join(others)} or {last}"
        right = isinstance(value, str) and value != "" and (self.fits is None or self.fits(value))
        what = self.such or ("the path of a file or folder" if kind is Path else "text")
        return None if right else what
