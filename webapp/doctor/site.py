"""Whether the settings in the environment are known, and of the kind that they should be."""

from __future__ import annotations

import difflib
import os
from collections.abc import Iterator, Mapping
from typing import Any

from flask import Config

from ..settings import ENVIRONMENT_PREFIX, OF_OTHER_ROOMS, SETTINGS
from .finding import Finding


def environment(variables: Mapping[str, str] = os.environ) -> Iterator[Finding]:
    """Look at every variable that begins like a setting of Middle Ground."""
    known = {f"{ENVIRONMENT_PREFIX}_{setting.name}": setting.default for setting in SETTINGS}
    config = Config("", {})
    config.from_prefixed_env(ENVIRONMENT_PREFIX)
    ours = sorted(name for name in variables if name.startswith(f"{ENVIRONMENT_PREFIX}_"))
    for name in ours:
        if name in OF_OTHER_ROOMS:
            continue
        if name not in known:
            near = difflib.get_close_matches(name, [*known, *OF_OTHER_ROOMS], 1, 0.8)
            meant = f"Perhaps {near[0]} is meant. " if near else ""
            yield Finding("Settings", f"{name} is not known", f"{meant}Unset or rename it.")
        elif wrong := _wrong(known[name], config.get(name.removeprefix(f"{ENVIRONMENT_PREFIX}_"))):
            # Never the value: it may be a key.
            yield Finding("Settings", f"{name} is not {wrong}", f"Set it to {wrong}, or unset it.")
        else:
            yield Finding("Settings", f"{name} is set")
    if not ours:
        yield Finding("Settings", "all as they come; none is set in the environment")


def _wrong(default: Any, value: Any) -> str | None:
    """What the value should be and is not."""
    if isinstance(default, list):
        right = isinstance(value, list) and all(isinstance(item, str) for item in value)
        return None if right else 'a JSON list of texts, such as ["one", "two"]'
    if isinstance(default, bool):
        return None if isinstance(value, bool) else "true or false"
    if isinstance(default, int):
        right = isinstance(value, int) and not isinstance(value, bool) and value > 0
        return None if right else "a whole number above 0"
    return None
